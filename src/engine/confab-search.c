/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search"

#include "config.h"

#include "confab-search.h"

#include "confab-context-private.h"
#include "confab-conversation-list-private.h"
#include "confab-history-search.h"

#define PAGE_SIZE 30

/**
 * ConfabSearch:
 *
 * What a person looks for in all conversations, and where it is: a #GListModel of
 * #ConfabSearchHit, titles first, then messages, the best first.
 *
 * What is typed last is looked for; whatever was looked for before is forgotten, and its hits stay
 * only until there are others. What is removed, a conversation or messages, is not in the list any
 * more, even while it can be brought back. Main thread only.
 */
struct _ConfabSearch
{
  GObject              parent_instance;

  ConfabContext       *context;      /* owned */
  char                *query;        /* owned */
  ConfabSearchPattern *pattern;      /* owned */
  GPtrArray           *hits;         /* owned, of ConfabSearchHit */
  GCancellable        *cancellable;  /* owned while searching */
  GError              *error;        /* owned, nullable */
  char                *removed;      /* owned, nullable: the conversation that was left out */
  GStrv                hidden;       /* owned: the messages that were left out */
  guint                n_messages;   /* how many of the hits are no titles */
  guint                has_more : 1;
  guint                is_stale : 1;   /* another history is on its way */
};

enum { PROP_0, PROP_QUERY, PROP_BUSY, PROP_HAS_MORE, PROP_INCOMPLETE, PROP_ERROR, N_PROPS };

static GParamSpec *props[N_PROPS];

static void confab_search_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabSearch, confab_search, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, confab_search_list_model_init))

static void
set_error (ConfabSearch *self,
           GError       *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
set_has_more (ConfabSearch *self,
              gboolean      has_more)
{
  if (self->has_more == has_more)
    return;

  self->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_MORE]);
}

static void
splice (ConfabSearch *self,
        guint         n_removed,
        GPtrArray    *added)
{
  const guint position = self->hits->len - n_removed;

  g_ptr_array_set_size (self->hits, (int) position);
  for (guint i = 0; added != NULL && i < added->len; i++)
    g_ptr_array_add (self->hits, g_object_ref (g_ptr_array_index (added, i)));
  if (n_removed > 0 || self->hits->len > position)
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, self->hits->len - position);
}

static void
stop (ConfabSearch *self)
{
  if (self->cancellable == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
take_hits (ConfabSearch *self,
           GPtrArray    *hits,
           gboolean      is_first_page)
{
  guint n_messages = 0;

  for (guint i = 0; i < hits->len; i++)
    n_messages += confab_search_hit_get_message_id (g_ptr_array_index (hits, i)) != NULL;

  self->n_messages = (is_first_page ? 0 : self->n_messages) + n_messages;
  splice (self, is_first_page ? self->hits->len : 0, hits);
  set_has_more (self, n_messages == PAGE_SIZE);
}

static void
search_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ConfabSearch) self = user_data;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;
  const gboolean is_current = self->cancellable != NULL &&
                              g_task_get_cancellable (G_TASK (result)) == self->cancellable;

  hits = confab_history_search_finish (CONFAB_HISTORY (object), result, &error);
  if (!is_current)
    return;

  g_clear_object (&self->cancellable);
  if (hits != NULL)
    take_hits (self, hits, self->n_messages == 0);
  else
    splice (self, self->hits->len, NULL);
  set_error (self, g_steal_pointer (&error));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
start (ConfabSearch *self)
{
  const char *without[] = { self->removed, NULL };
  const gboolean was_busy = self->cancellable != NULL;

  stop (self);
  self->cancellable = g_cancellable_new ();
  confab_history_search_async (confab_context_get_history (self->context), self->pattern, without,
                               (const char *const *) self->hidden, self->n_messages, PAGE_SIZE,
                               self->cancellable, search_cb, g_object_ref (self));
  if (!was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
search (ConfabSearch *self)
{
  const gboolean was_busy = self->cancellable != NULL;

  self->n_messages = 0;
  if (confab_search_pattern_get_n_words (self->pattern) > 0)
    {
      start (self);
      return;
    }

  stop (self);
  splice (self, self->hits->len, NULL);
  set_has_more (self, FALSE);
  set_error (self, NULL);
  if (was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static gboolean
is_left_out (ConfabSearch    *self,
             ConfabSearchHit *hit)
{
  const char *message_id = confab_search_hit_get_message_id (hit);

  return g_strcmp0 (confab_search_hit_get_conversation_id (hit), self->removed) == 0 ||
         (message_id != NULL && g_strv_contains ((const char *const *) self->hidden, message_id));
}

/* What is removed vanishes at once, and what is brought back is found again. */
static void
on_removed_changed_cb (ConfabSearch *self)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  ConfabConversation *removed = confab_conversation_list_get_removed (list);
  const char *id = removed != NULL ? confab_conversation_get_id (removed) : NULL;
  g_auto(GStrv) hidden = confab_conversation_list_dup_removed_messages (list);

  if (g_strcmp0 (self->removed, id) == 0 &&
      g_strv_equal ((const char *const *) self->hidden, (const char *const *) hidden))
    return;

  g_free (self->removed);
  self->removed = g_strdup (id);
  g_strfreev (self->hidden);
  self->hidden = g_steal_pointer (&hidden);
  for (guint i = self->hits->len; i > 0; i--)
    {
      if (!is_left_out (self, g_ptr_array_index (self->hits, i - 1)))
        continue;
      g_ptr_array_remove_index (self->hits, i - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
    }
  search (self);
}

/* What was found is gone with the history it was in. */
static void
on_cleared_cb (ConfabSearch *self)
{
  const gboolean was_busy = self->cancellable != NULL;

  stop (self);
  self->is_stale = TRUE;
  self->n_messages = 0;
  splice (self, self->hits->len, NULL);
  set_has_more (self, FALSE);
  if (was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* The list is filled from the other history, in which the same may be found. */
static void
on_list_changed_cb (ConfabSearch *self)
{
  if (!self->is_stale)
    return;

  self->is_stale = FALSE;
  search (self);
}

/* With the last of them everything can be found, by whoever did not find it. */
static void
on_indexing_cb (ConfabSearch *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INCOMPLETE]);
  if (!confab_search_get_incomplete (self))
    search (self);
}

static GType
confab_search_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_SEARCH_HIT;
}

static guint
confab_search_get_n_items (GListModel *model)
{
  return CONFAB_SEARCH (model)->hits->len;
}

static gpointer
confab_search_get_item (GListModel *model,
                        guint       position)
{
  ConfabSearch *self = CONFAB_SEARCH (model);

  return position < self->hits->len ? g_object_ref (g_ptr_array_index (self->hits, position)) : NULL;
}

static void
confab_search_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_search_get_item_type;
  iface->get_n_items = confab_search_get_n_items;
  iface->get_item = confab_search_get_item;
}

static void
confab_search_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConfabSearch *self = CONFAB_SEARCH (object);

  switch (prop_id)
    {
    case PROP_QUERY:
      g_value_set_string (value, self->query);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->cancellable != NULL);
      break;

    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;

    case PROP_INCOMPLETE:
      g_value_set_boolean (value, confab_search_get_incomplete (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_search_dispose (GObject *object)
{
  ConfabSearch *self = CONFAB_SEARCH (object);

  stop (self);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (confab_search_parent_class)->dispose (object);
}

static void
confab_search_finalize (GObject *object)
{
  ConfabSearch *self = CONFAB_SEARCH (object);

  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->pattern, confab_search_pattern_unref);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_clear_pointer (&self->removed, g_free);
  g_clear_pointer (&self->hidden, g_strfreev);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (confab_search_parent_class)->finalize (object);
}

static void
confab_search_class_init (ConfabSearchClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_search_get_property;
  object_class->dispose = confab_search_dispose;
  object_class->finalize = confab_search_finalize;

  props[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, "", flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  props[PROP_INCOMPLETE] = g_param_spec_boolean ("incomplete", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_search_init (ConfabSearch *self)
{
  self->query = g_strdup ("");
  self->pattern = confab_search_pattern_new_words ("");
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  self->hidden = g_new0 (char *, 1);
}

/**
 * confab_search_new:
 * @context: whose conversations are searched
 *
 * Returns: (transfer full): a search for nothing
 */
ConfabSearch *
confab_search_new (ConfabContext *context)
{
  ConfabSearch *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);

  self = g_object_new (CONFAB_TYPE_SEARCH, NULL);
  self->context = g_object_ref (context);
  g_signal_connect_object (confab_context_get_conversations (context), "removed-changed",
                           G_CALLBACK (on_removed_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_context_get_conversations (context), "cleared",
                           G_CALLBACK (on_cleared_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_context_get_conversations (context), "items-changed",
                           G_CALLBACK (on_list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_conversation_list_get_archived (confab_context_get_conversations (context)),
                           "items-changed", G_CALLBACK (on_list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_context_get_history (context), "notify::indexing",
                           G_CALLBACK (on_indexing_cb), self, G_CONNECT_SWAPPED);
  on_removed_changed_cb (self);

  return self;
}

/**
 * confab_search_get_query:
 *
 * Returns: (transfer none): what is looked for
 */
const char *
confab_search_get_query (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), NULL);

  return self->query;
}

/**
 * confab_search_set_query:
 * @query: what is looked for: words, or texts in quotation marks; nothing if empty
 *
 * Looks for something else. May be called with every key that is typed.
 */
void
confab_search_set_query (ConfabSearch *self,
                         const char   *query)
{
  g_return_if_fail (CONFAB_IS_SEARCH (self));
  g_return_if_fail (query != NULL);

  if (g_str_equal (self->query, query))
    return;

  g_free (self->query);
  self->query = g_strdup (query);
  g_clear_pointer (&self->pattern, confab_search_pattern_unref);
  self->pattern = confab_search_pattern_new_words (query);
  search (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_QUERY]);
}

/**
 * confab_search_get_pattern:
 *
 * Returns: (transfer none): how to find in a text what is looked for
 */
ConfabSearchPattern *
confab_search_get_pattern (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), NULL);

  return self->pattern;
}

/**
 * confab_search_get_busy:
 *
 * Returns: whether the hits are not those of the query yet, or more are on their way
 */
gboolean
confab_search_get_busy (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * confab_search_get_incomplete:
 *
 * Returns: whether there are messages, the oldest, that cannot be found yet, because an older version
 *   of the program wrote them; what is looked for is looked for again when they can
 */
gboolean
confab_search_get_incomplete (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), FALSE);

  return confab_history_get_indexing (confab_context_get_history (self->context));
}

/**
 * confab_search_get_has_more:
 *
 * Returns: whether there may be more hits than those of the list
 */
gboolean
confab_search_get_has_more (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), FALSE);

  return self->has_more;
}

/**
 * confab_search_load_more:
 *
 * Adds more hits at the end, if there are any and none are on their way.
 */
void
confab_search_load_more (ConfabSearch *self)
{
  g_return_if_fail (CONFAB_IS_SEARCH (self));

  if (self->has_more && self->cancellable == NULL)
    start (self);
}

/**
 * confab_search_get_error:
 *
 * Returns: (transfer none) (nullable): why nothing can be found, of %CONFAB_STORE_ERROR
 */
const GError *
confab_search_get_error (ConfabSearch *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH (self), NULL);

  return self->error;
}
