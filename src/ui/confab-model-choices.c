/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-choices"

#include "config.h"

#include "confab-model-choices.h"

#include <string.h>

#include "confab-conversation.h"

/* How many of the models used last come before the others. */
#define MAX_RECENT 3

/* A model, or a heading. */
typedef struct
{
  ConfabProvider   *provider;     /* owned, nullable */
  char             *provider_id;  /* owned, nullable: of one that is gone */
  ConfabModelInfo  *model;        /* owned, nullable: of a heading */
  ConfabModelGroup  group;
  gboolean          unlisted;
} Line;

/**
 * ConfabModelChoices:
 *
 * Which models there are to choose from, and in which order: a list of [class@ModelChoice], which stays as it is.
 * There may be thousands, of which few are ever looked at, so these are made when they are.
 */
struct _ConfabModelChoices
{
  GObject               parent_instance;

  GArray               *lines;      /* owned, of Line */

  /* While it is made. */
  ConfabRegistry       *registry;   /* borrowed */
  ConfabFavoriteModels *favorites;  /* borrowed, nullable */
  const char           *folded;     /* borrowed: what is searched for; empty for everything */
};

static void confab_model_choices_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabModelChoices, confab_model_choices, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, confab_model_choices_list_model_init))

static void
line_clear (gpointer data)
{
  Line *self = data;

  g_clear_object (&self->provider);
  g_clear_object (&self->model);
  g_free (self->provider_id);
}

static GType
confab_model_choices_get_item_type (GListModel *list)
{
  return CONFAB_TYPE_MODEL_CHOICE;
}

static guint
confab_model_choices_get_n_items (GListModel *list)
{
  return CONFAB_MODEL_CHOICES (list)->lines->len;
}

/* Whether the name alone does not tell which model it is. */
static gboolean
is_ambiguous (const Line *line)
{
  const char *id = confab_model_info_get_id (line->model);
  const char *name = confab_model_info_get_name (line->model);

  return line->provider != NULL && !g_str_equal (name, id) &&
         confab_provider_has_other_of_name (line->provider, id, name);
}

static gpointer
confab_model_choices_get_item (GListModel *list,
                               guint       position)
{
  ConfabModelChoices *self = CONFAB_MODEL_CHOICES (list);
  ConfabModelChoice *choice;
  const Line *line;

  if (position >= self->lines->len)
    return NULL;

  line = &g_array_index (self->lines, Line, position);
  if (line->model == NULL)
    return confab_model_choice_new_heading (line->group, line->provider);

  choice = confab_model_choice_new (line->group,
                                    line->provider != NULL ? confab_provider_get_id (line->provider)
                                                           : line->provider_id,
                                    line->provider, line->model);
  confab_model_choice_set_unlisted (choice, line->unlisted);
  confab_model_choice_set_ambiguous (choice, is_ambiguous (line));

  return choice;
}

static void
confab_model_choices_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_model_choices_get_item_type;
  iface->get_n_items = confab_model_choices_get_n_items;
  iface->get_item = confab_model_choices_get_item;
}

static void
confab_model_choices_finalize (GObject *object)
{
  g_array_unref (CONFAB_MODEL_CHOICES (object)->lines);

  G_OBJECT_CLASS (confab_model_choices_parent_class)->finalize (object);
}

static void
confab_model_choices_class_init (ConfabModelChoicesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_model_choices_finalize;
}

static void
confab_model_choices_init (ConfabModelChoices *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
}

static gboolean
name_matches (ConfabModelChoices *self,
              ConfabProvider     *provider)
{
  g_autofree char *folded = g_utf8_casefold (confab_provider_get_name (provider), -1);

  return strstr (folded, self->folded) != NULL;
}

static void
add (ConfabModelChoices *self,
     ConfabModelGroup    group,
     const char         *provider_id,
     ConfabProvider     *provider,
     ConfabModelInfo    *model,
     gboolean            unlisted)
{
  const Line line = {
    .provider = provider != NULL ? g_object_ref (provider) : NULL,
    .provider_id = provider == NULL ? g_strdup (provider_id) : NULL,
    .model = model != NULL ? g_object_ref (model) : NULL,
    .group = group,
    .unlisted = unlisted,
  };

  g_array_append_val (self->lines, line);
}

static void
add_heading (ConfabModelChoices *self,
             ConfabModelGroup    group,
             ConfabProvider     *provider)
{
  add (self, group, NULL, provider, NULL, FALSE);
}

/* A favorite that its provider does not list goes by the name that it had, if it is not an alias of
 * one that is listed. As long as a provider was not asked, nobody knows what it has. */
static ConfabModelInfo *
find_favorite (const ConfabFavoriteModel *favorite,
               ConfabProvider            *provider,
               gboolean                  *unlisted)
{
  g_autofree char *name = NULL;
  ConfabModelInfo *listed;
  gboolean is_alias;

  *unlisted = FALSE;
  if (provider == NULL)
    return confab_model_info_new (favorite->model, favorite->name);

  listed = confab_provider_find_model (provider, favorite->model);
  if (listed != NULL)
    return g_object_ref (listed);

  name = confab_provider_dup_model_name (provider, favorite->model);
  is_alias = !g_str_equal (name, favorite->model);
  *unlisted = !is_alias && confab_provider_get_listed_at_us (provider) > 0;

  return confab_provider_describe_model (provider, favorite->model, is_alias ? name : favorite->name);
}

/* What a person wants to have at hand stays there whatever becomes of it, for only a person can tell
 * whether it is to come back. */
static void
add_favorites (ConfabModelChoices *self)
{
  gboolean any = FALSE;

  for (guint i = 0; self->favorites != NULL && i < confab_favorite_models_get_n (self->favorites); i++)
    {
      const ConfabFavoriteModel *favorite = confab_favorite_models_get (self->favorites, i);
      ConfabProvider *provider = confab_registry_lookup (self->registry, favorite->provider_id);
      gboolean unlisted;
      g_autoptr(ConfabModelInfo) model = find_favorite (favorite, provider, &unlisted);

      if (!confab_model_info_matches (model, self->folded) && (provider == NULL || !name_matches (self, provider)))
        continue;

      if (!any)
        add_heading (self, CONFAB_MODEL_GROUP_FAVORITES, NULL);
      any = TRUE;
      add (self, CONFAB_MODEL_GROUP_FAVORITES, favorite->provider_id, provider, model, unlisted);
    }
}

static int
compare_by_use (gconstpointer a,
                gconstpointer b)
{
  const gint64 first_us = confab_conversation_get_updated_at_us (*(ConfabConversation **) a);
  const gint64 second_us = confab_conversation_get_updated_at_us (*(ConfabConversation **) b);

  return (first_us < second_us) - (first_us > second_us);
}

/* What the last conversations were had with, as far as it can still be used and is not there already. */
static void
add_recent (ConfabModelChoices *self,
            GListModel         *conversations)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (conversations, i));
  g_ptr_array_sort (sorted, compare_by_use);

  for (guint i = 0; i < sorted->len && g_hash_table_size (seen) < MAX_RECENT; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (sorted, i);
      const char *provider_id = confab_conversation_get_provider_id (conversation);
      const char *id = confab_conversation_get_model (conversation);
      ConfabProvider *provider = provider_id != NULL ? confab_registry_lookup (self->registry, provider_id) : NULL;
      g_autoptr(ConfabModelInfo) model = NULL;

      if (provider == NULL || id == NULL || *id == '\0' || !confab_provider_get_usable (provider) ||
          (self->favorites != NULL && confab_favorite_models_contains (self->favorites, provider_id, id)) ||
          !g_hash_table_add (seen, g_strconcat (provider_id, "\n", id, NULL)))
        continue;

      if (g_hash_table_size (seen) == 1)
        add_heading (self, CONFAB_MODEL_GROUP_RECENT, NULL);
      model = confab_provider_lookup_model (provider, id);
      add (self, CONFAB_MODEL_GROUP_RECENT, provider_id, provider, model, FALSE);
    }
}

/* What the provider lists, with the model in use first, listed or not. */
static void
add_provider (ConfabModelChoices *self,
              ConfabProvider     *provider)
{
  GListModel *models = confab_provider_get_models (provider);
  const guint n = g_list_model_get_n_items (models);
  const char *used = confab_provider_get_model (provider);
  const gboolean has_used = used != NULL && *used != '\0';
  const gboolean all = name_matches (self, provider);
  gboolean any = FALSE;

  for (guint i = has_used ? 0 : 1; i <= n; i++)
    {
      g_autoptr(ConfabModelInfo) model = i > 0 ? g_list_model_get_item (models, i - 1)
                                               : confab_provider_lookup_model (provider, used);

      if ((i > 0 && has_used && g_str_equal (confab_model_info_get_id (model), used)) ||
          (!all && !confab_model_info_matches (model, self->folded)))
        continue;

      if (!any)
        add_heading (self, CONFAB_MODEL_GROUP_PROVIDER, provider);
      any = TRUE;
      add (self, CONFAB_MODEL_GROUP_PROVIDER, NULL, provider, model, FALSE);
    }
}

static gboolean
is_offered (ConfabModelChoices *self,
            const char         *id)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->model != NULL && line->provider != NULL &&
          g_str_equal (confab_model_info_get_id (line->model), id) && confab_provider_get_usable (line->provider))
        return TRUE;
    }

  return FALSE;
}

static void
add_typed (ConfabModelChoices *self,
           const char         *typed)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->registry));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      g_autoptr(ConfabModelInfo) model = NULL;

      if (!confab_provider_get_usable (provider))
        continue;

      model = confab_provider_lookup_model (provider, typed);
      add (self, CONFAB_MODEL_GROUP_TYPED, NULL, provider, model, FALSE);
    }
}

/**
 * confab_model_choices_new:
 * @registry: the providers
 * @favorites: (nullable): what comes first
 * @conversations: (nullable): a list of [class@Conversation], for the models used last
 * @filter: what was typed into the search entry; empty for everything
 *
 * The favorites, the models used last, then those of every provider that can be used, under a heading
 * each. Favorites are among these once more, so that a provider's list is whole. A @filter that no
 * model has for its id offers itself as one at each provider, since lists are not always complete.
 *
 * Returns: (transfer full): the lines
 */
ConfabModelChoices *
confab_model_choices_new (ConfabRegistry       *registry,
                          ConfabFavoriteModels *favorites,
                          GListModel           *conversations,
                          const char           *filter)
{
  g_autofree char *typed = NULL;
  g_autofree char *folded = NULL;
  ConfabModelChoices *self;
  guint n;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  typed = g_strstrip (g_strdup (filter));
  folded = g_utf8_casefold (typed, -1);
  self = g_object_new (CONFAB_TYPE_MODEL_CHOICES, NULL);
  self->registry = registry;
  self->favorites = favorites;
  self->folded = folded;

  add_favorites (self);
  if (*typed == '\0' && conversations != NULL)
    add_recent (self, conversations);

  n = g_list_model_get_n_items (G_LIST_MODEL (registry));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      if (confab_provider_get_usable (provider))
        add_provider (self, provider);
    }

  if (*typed != '\0' && !is_offered (self, typed))
    add_typed (self, typed);

  self->registry = NULL;
  self->favorites = NULL;
  self->folded = NULL;

  return self;
}
