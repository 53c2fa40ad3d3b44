/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-choices"

#include "config.h"

#include "confab-model-choices.h"

#include <string.h>

#include "confab-conversation.h"

/* Which models there are to choose from, and in which order. */

/* How many of the models used last come before the others. */
#define MAX_RECENT 3

/* What is made while a list is made. */
typedef struct
{
  ConfabRegistry       *registry;
  ConfabFavoriteModels *favorites;  /* nullable */
  const char           *folded;     /* what is searched for; empty for everything */
  GHashTable           *names;      /* of providers: which of their models has a name, "" for several */
  GPtrArray            *choices;
} Listing;

static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *folded_text = g_utf8_casefold (text, -1);

  return strstr (folded_text, folded) != NULL;
}

static gboolean
matches (ConfabModelInfo *model,
         const char      *folded)
{
  return *folded == '\0' || contains (confab_model_info_get_id (model), folded) ||
         contains (confab_model_info_get_name (model), folded);
}

/* Whom the names belong to that the provider gives its models, which lend both. */
static GHashTable *
get_names (Listing        *self,
           ConfabProvider *provider)
{
  GListModel *models = confab_provider_get_models (provider);
  GHashTable *names = g_hash_table_lookup (self->names, provider);

  if (names != NULL)
    return names;

  names = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (self->names, provider, names);
  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);
      const char *name = confab_model_info_get_name (model);
      const char *owner = g_hash_table_contains (names, name) ? "" : confab_model_info_get_id (model);

      g_hash_table_insert (names, (gpointer) name, (gpointer) owner);
    }

  return names;
}

/* Whether the name alone does not tell which model it is. */
static gboolean
is_ambiguous (Listing         *self,
              ConfabProvider  *provider,
              ConfabModelInfo *model)
{
  const char *id = confab_model_info_get_id (model);
  const char *name = confab_model_info_get_name (model);
  const char *owner;

  if (provider == NULL || g_str_equal (name, id))
    return FALSE;

  owner = g_hash_table_lookup (get_names (self, provider), name);

  return owner != NULL && !g_str_equal (owner, id);
}

static void
add (Listing          *self,
     ConfabModelGroup  group,
     const char       *provider_id,
     ConfabProvider   *provider,
     ConfabModelInfo  *model,
     gboolean          unlisted)
{
  ConfabModelChoice *choice = confab_model_choice_new (group, provider_id, provider, model);

  confab_model_choice_set_unlisted (choice, unlisted);
  confab_model_choice_set_ambiguous (choice, is_ambiguous (self, provider, model));
  g_ptr_array_add (self->choices, choice);
}

static void
add_heading (Listing          *self,
             ConfabModelGroup  group,
             ConfabProvider   *provider)
{
  g_ptr_array_add (self->choices, confab_model_choice_new_heading (group, provider));
}

static ConfabModelInfo *
find_listed (ConfabProvider *provider,
             const char     *id)
{
  GListModel *models = confab_provider_get_models (provider);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);

      if (g_str_equal (confab_model_info_get_id (model), id))
        return g_steal_pointer (&model);
    }

  return NULL;
}

/* A favorite that its provider does not list goes by the name that it had, if it is not an alias of
 * one that is listed. As long as a provider was not asked, nobody knows what it has. */
static ConfabModelInfo *
find_favorite (const ConfabFavoriteModel *favorite,
               ConfabProvider            *provider,
               gboolean                  *unlisted)
{
  g_autoptr(ConfabModelInfo) listed = NULL;
  g_autofree char *name = NULL;
  gboolean is_alias;

  *unlisted = FALSE;
  if (provider == NULL)
    return confab_model_info_new (favorite->model, favorite->name);

  listed = find_listed (provider, favorite->model);
  if (listed != NULL)
    return g_steal_pointer (&listed);

  name = confab_provider_dup_model_name (provider, favorite->model);
  is_alias = !g_str_equal (name, favorite->model);
  *unlisted = !is_alias && confab_provider_get_listed_at_us (provider) > 0;

  return confab_provider_describe_model (provider, favorite->model, is_alias ? name : favorite->name);
}

/* What a person wants to have at hand stays there whatever becomes of it, for only a person can tell
 * whether it is to come back. */
static void
add_favorites (Listing *self)
{
  gboolean any = FALSE;

  for (guint i = 0; self->favorites != NULL && i < confab_favorite_models_get_n (self->favorites); i++)
    {
      const ConfabFavoriteModel *favorite = confab_favorite_models_get (self->favorites, i);
      ConfabProvider *provider = confab_registry_lookup (self->registry, favorite->provider_id);
      gboolean unlisted;
      g_autoptr(ConfabModelInfo) model = find_favorite (favorite, provider, &unlisted);

      if (!matches (model, self->folded) &&
          (provider == NULL || !contains (confab_provider_get_name (provider), self->folded)))
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
add_recent (Listing    *self,
            GListModel *conversations)
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
static GPtrArray *
list_models (ConfabProvider *provider)
{
  GListModel *listed = confab_provider_get_models (provider);
  const guint n = g_list_model_get_n_items (listed);
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);
  const char *used = confab_provider_get_model (provider);

  if (used != NULL && *used != '\0')
    g_ptr_array_add (models, confab_provider_lookup_model (provider, used));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (listed, i);

      if (models->len > 0 && g_strcmp0 (confab_model_info_get_id (model), used) == 0)
        {
          g_ptr_array_remove_index (models, 0);
          g_ptr_array_insert (models, 0, g_steal_pointer (&model));
        }
      else
        {
          g_ptr_array_add (models, g_steal_pointer (&model));
        }
    }

  return models;
}

static void
add_provider (Listing        *self,
              ConfabProvider *provider)
{
  g_autoptr(GPtrArray) models = list_models (provider);
  const gboolean all = contains (confab_provider_get_name (provider), self->folded);
  gboolean any = FALSE;

  for (guint i = 0; i < models->len; i++)
    {
      ConfabModelInfo *model = g_ptr_array_index (models, i);

      if (!all && !matches (model, self->folded))
        continue;

      if (!any)
        add_heading (self, CONFAB_MODEL_GROUP_PROVIDER, provider);
      any = TRUE;
      add (self, CONFAB_MODEL_GROUP_PROVIDER, confab_provider_get_id (provider), provider, model, FALSE);
    }
}

static gboolean
is_offered (GPtrArray  *choices,
            const char *id)
{
  for (guint i = 0; i < choices->len; i++)
    {
      ConfabModelChoice *choice = g_ptr_array_index (choices, i);

      if (confab_model_choice_get_usable (choice) &&
          g_str_equal (confab_model_info_get_id (confab_model_choice_get_model (choice)), id))
        return TRUE;
    }

  return FALSE;
}

/**
 * confab_model_choices_list:
 * @registry: the providers
 * @favorites: (nullable): what comes first
 * @conversations: (nullable): a list of [class@Conversation], for the models used last
 * @filter: what was typed into the search entry; empty for everything
 *
 * The favorites, the models used last, then those of every provider that can be used, under a heading
 * each. Favorites are among these once more, so that a provider's list is whole. A @filter that no
 * model has for its id offers itself as one at each provider, since lists are not always complete.
 *
 * Returns: (transfer full) (element-type ConfabModelChoice): the lines
 */
GPtrArray *
confab_model_choices_list (ConfabRegistry       *registry,
                           ConfabFavoriteModels *favorites,
                           GListModel           *conversations,
                           const char           *filter)
{
  g_autoptr(GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) names = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *folded = NULL;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (registry));
  Listing self;

  g_return_val_if_fail (filter != NULL, g_steal_pointer (&choices));

  names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  typed = g_strstrip (g_strdup (filter));
  folded = g_utf8_casefold (typed, -1);
  self = (Listing) { registry, favorites, folded, names, choices };

  add_favorites (&self);
  if (*typed == '\0' && conversations != NULL)
    add_recent (&self, conversations);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      if (confab_provider_get_usable (provider))
        add_provider (&self, provider);
    }

  if (*typed == '\0' || is_offered (choices, typed))
    return g_steal_pointer (&choices);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);
      g_autoptr(ConfabModelInfo) model = NULL;

      if (!confab_provider_get_usable (provider))
        continue;

      model = confab_provider_lookup_model (provider, typed);
      add (&self, CONFAB_MODEL_GROUP_TYPED, confab_provider_get_id (provider), provider, model, FALSE);
    }

  return g_steal_pointer (&choices);
}
