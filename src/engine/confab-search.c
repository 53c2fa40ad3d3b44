/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search"

#include "config.h"

#include "confab-search-private.h"

#include "confab-context-private.h"

#define PAGE_SIZE 30

/**
 * ConfabSearch:
 *
 * What a person looks for in all conversations, and where it is: a #GListModel of
 * #ConfabSearchHit, titles first, then messages, the best first.
 *
 * What is typed last is looked for; whatever was looked for before is forgotten, and its hits stay
 * only until there are others. What is removed, a conversation or messages, is not in the list any
 * more, even while it can be brought back; what others make of the history is followed. Main thread only.
 */
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
stop (ConfabSearch *self)
{
  if (self->cancellable == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
is_same (ConfabSearchHit *a,
         ConfabSearchHit *b)
{
  return g_str_equal (confab_search_hit_get_conversation_id (a), confab_search_hit_get_conversation_id (b)) &&
         g_strcmp0 (confab_search_hit_get_message_id (a), confab_search_hit_get_message_id (b)) == 0 &&
         g_strcmp0 (confab_search_hit_get_title (a), confab_search_hit_get_title (b)) == 0 &&
         g_strcmp0 (confab_search_hit_get_snippet (a), confab_search_hit_get_snippet (b)) == 0 &&
         confab_search_hit_get_time_us (a) == confab_search_hit_get_time_us (b) &&
         confab_search_hit_get_archived (a) == confab_search_hit_get_archived (b);
}

/* Puts others in the place of the hits from a position on. Those that stay the same before and behind what
 * changes are left alone, so that a view keeps its place. */
static void
replace_hits (ConfabSearch *self,
              guint         position,
              GPtrArray    *hits,
              gboolean      compare)
{
  guint n_removed = self->hits->len - position;
  guint n_before = 0;
  guint n_after = 0;

#define OLD(i) (ConfabSearchHit *) g_ptr_array_index (self->hits, i)
#define NEW(i) (ConfabSearchHit *) g_ptr_array_index (hits, i)
  while (compare && n_before < MIN (n_removed, hits->len) && is_same (OLD (position + n_before), NEW (n_before)))
    n_before++;
  while (compare && n_before + n_after < MIN (n_removed, hits->len) &&
         is_same (OLD (self->hits->len - 1 - n_after), NEW (hits->len - 1 - n_after)))
    n_after++;
#undef OLD
#undef NEW

  position += n_before;
  n_removed -= n_before + n_after;
  if (n_removed > 0)
    g_ptr_array_remove_range (self->hits, position, n_removed);
  for (guint i = n_before; i < hits->len - n_after; i++)
    g_ptr_array_insert (self->hits, (int) (position + i - n_before), g_object_ref (g_ptr_array_index (hits, i)));
  if (n_removed > 0 || hits->len > n_before + n_after)
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, hits->len - n_before - n_after);
}

static void
take_hits (ConfabSearch *self,
           GPtrArray    *hits)
{
  guint n_messages = 0;

  for (guint i = 0; i < hits->len; i++)
    n_messages += confab_search_hit_get_message_id (g_ptr_array_index (hits, i)) != NULL;

  replace_hits (self, self->offset > 0 ? self->hits->len : 0, hits, self->refreshing);
  self->n_messages = self->offset + n_messages;
  set_has_more (self, n_messages == self->limit);
}

static void
clear_hits (ConfabSearch *self)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  replace_hits (self, 0, none, FALSE);
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
    take_hits (self, hits);
  else
    clear_hits (self);
  set_error (self, g_steal_pointer (&error));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
start (ConfabSearch *self,
       guint         offset,
       guint         limit,
       gboolean      refreshing)
{
  const char *without[] = { self->removed, NULL };
  const gboolean was_busy = self->cancellable != NULL;

  stop (self);
  self->cancellable = g_cancellable_new ();
  self->offset = offset;
  self->limit = limit;
  self->refreshing = refreshing != FALSE;
  confab_history_search_async (confab_context_get_history (self->context), self->pattern, without,
                               (const char *const *) self->hidden, offset, limit,
                               self->cancellable, search_cb, g_object_ref (self));
  if (!was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* confab_search_forget_hits:
 *
 * Nothing is found, and nothing looked for.
 */
void
confab_search_forget_hits (ConfabSearch *self)
{
  const gboolean was_busy = self->cancellable != NULL;

  stop (self);
  self->n_messages = 0;
  clear_hits (self);
  set_has_more (self, FALSE);
  if (was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* confab_search_start:
 *
 * Looks for it, from the beginning.
 */
void
confab_search_start (ConfabSearch *self)
{
  self->n_messages = 0;
  if (confab_search_pattern_get_n_words (self->pattern) > 0)
    {
      start (self, 0, PAGE_SIZE, FALSE);
      return;
    }

  confab_search_forget_hits (self);
  set_error (self, NULL);
}

/* confab_search_refresh:
 *
 * Looks for it once more, for as many hits as there are. Those that are the same stay where they are.
 */
void
confab_search_refresh (ConfabSearch *self)
{
  /* What is on its way for the first time is not there yet. */
  if (confab_search_pattern_get_n_words (self->pattern) > 0 &&
      (self->cancellable == NULL || self->refreshing || self->offset > 0))
    start (self, 0, MAX (PAGE_SIZE, self->n_messages), TRUE);
  else
    confab_search_start (self);
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
  confab_search_follow (self);

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
  confab_search_start (self);
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

/* confab_search_note_incomplete:
 *
 * That not everything can be found is true now, or not any more.
 */
void
confab_search_note_incomplete (ConfabSearch *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INCOMPLETE]);
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
    start (self, self->n_messages, PAGE_SIZE, FALSE);
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
