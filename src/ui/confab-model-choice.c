/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-choice"

#include "config.h"

#include "confab-model-choice.h"

#include <string.h>

#include "confab-conversation.h"

/* How many of the models used last come before the others. */
#define MAX_RECENT 3

/**
 * ConfabModelChoice:
 *
 * A line of the model list: a model at a provider, or, without a model, the provider's heading, or,
 * without either, that of the models used last.
 */
struct _ConfabModelChoice
{
  GObject          parent_instance;

  ConfabProvider  *provider;  /* owned, nullable */
  ConfabModelInfo *model;     /* owned, nullable */
  gboolean         typed;     /* the id is what the person typed, no provider listed it */
  gboolean         recent;    /* it is there because it was used last */
};

G_DEFINE_FINAL_TYPE (ConfabModelChoice, confab_model_choice, G_TYPE_OBJECT)

static ConfabModelChoice *
choice_new (ConfabProvider  *provider,
            ConfabModelInfo *model,
            gboolean         typed)
{
  ConfabModelChoice *self = g_object_new (CONFAB_TYPE_MODEL_CHOICE, NULL);

  self->provider = provider != NULL ? g_object_ref (provider) : NULL;
  self->model = model != NULL ? g_object_ref (model) : NULL;
  self->typed = typed;
  return self;
}

static gboolean
matches (ConfabModelInfo *model,
         const char      *folded)
{
  g_autofree char *id = g_utf8_casefold (confab_model_info_get_id (model), -1);
  g_autofree char *name = g_utf8_casefold (confab_model_info_get_name (model), -1);

  return strstr (id, folded) != NULL || strstr (name, folded) != NULL;
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
add_provider (GPtrArray      *choices,
              ConfabProvider *provider,
              const char     *folded)
{
  g_autoptr(GPtrArray) models = list_models (provider);
  g_autofree char *name = g_utf8_casefold (confab_provider_get_name (provider), -1);
  const gboolean all = strstr (name, folded) != NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < models->len; i++)
    {
      ConfabModelInfo *model = g_ptr_array_index (models, i);

      if (!all && !matches (model, folded))
        continue;

      if (!any)
        g_ptr_array_add (choices, choice_new (provider, NULL, FALSE));
      any = TRUE;
      g_ptr_array_add (choices, choice_new (provider, model, FALSE));
    }
}

static gboolean
is_listed (GPtrArray  *choices,
           const char *id)
{
  for (guint i = 0; i < choices->len; i++)
    {
      ConfabModelChoice *choice = g_ptr_array_index (choices, i);

      if (choice->model != NULL && g_str_equal (confab_model_info_get_id (choice->model), id))
        return TRUE;
    }

  return FALSE;
}

static int
compare_by_use (gconstpointer a,
                gconstpointer b)
{
  const gint64 first_us = confab_conversation_get_updated_at_us (*(ConfabConversation **) a);
  const gint64 second_us = confab_conversation_get_updated_at_us (*(ConfabConversation **) b);

  return (first_us < second_us) - (first_us > second_us);
}

/* What the last conversations were had with, as far as it can still be used. */
static void
add_recent (GPtrArray      *choices,
            ConfabRegistry *registry,
            GListModel     *conversations)
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
      ConfabProvider *provider = provider_id != NULL ? confab_registry_lookup (registry, provider_id) : NULL;
      g_autoptr(ConfabModelInfo) model = NULL;
      ConfabModelChoice *choice;

      if (provider == NULL || id == NULL || *id == '\0' || !confab_provider_get_usable (provider) ||
          !g_hash_table_add (seen, g_strconcat (provider_id, "\n", id, NULL)))
        continue;

      if (g_hash_table_size (seen) == 1)
        g_ptr_array_add (choices, choice_new (NULL, NULL, FALSE));
      model = confab_provider_lookup_model (provider, id);
      choice = choice_new (provider, model, FALSE);
      choice->recent = TRUE;
      g_ptr_array_add (choices, choice);
    }
}

static void
confab_model_choice_dispose (GObject *object)
{
  ConfabModelChoice *self = CONFAB_MODEL_CHOICE (object);

  g_clear_object (&self->provider);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (confab_model_choice_parent_class)->dispose (object);
}

static void
confab_model_choice_class_init (ConfabModelChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_model_choice_dispose;
}

static void
confab_model_choice_init (ConfabModelChoice *self)
{
}

/**
 * confab_model_choice_get_provider:
 *
 * Returns: (transfer none) (nullable): who has the model; %NULL for the heading of the models used last
 */
ConfabProvider *
confab_model_choice_get_provider (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), NULL);

  return self->provider;
}

/**
 * confab_model_choice_get_model:
 *
 * Returns: (transfer none) (nullable): the model, or %NULL for the provider's heading
 */
ConfabModelInfo *
confab_model_choice_get_model (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), NULL);

  return self->model;
}

/**
 * confab_model_choice_get_typed:
 *
 * Returns: whether nobody listed this model: it is what was typed
 */
gboolean
confab_model_choice_get_typed (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), FALSE);

  return self->typed;
}

/**
 * confab_model_choice_get_recent:
 *
 * Returns: whether this is one of the models used last, above the headings of their providers
 */
gboolean
confab_model_choice_get_recent (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), FALSE);

  return self->recent;
}

/**
 * confab_model_choice_list:
 * @registry: the providers
 * @conversations: (nullable): a list of [class@Conversation], for the models used last
 * @filter: what was typed into the search entry; empty for everything
 *
 * The models used last, then those of every provider that can be used, under a heading each. A
 * @filter that no model has for its id offers itself as one at each provider, since lists are not
 * always complete.
 *
 * Returns: (transfer full) (element-type ConfabModelChoice): the lines
 */
GPtrArray *
confab_model_choice_list (ConfabRegistry *registry,
                          GListModel     *conversations,
                          const char     *filter)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *typed = NULL;
  g_autofree char *folded = NULL;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (registry));

  g_return_val_if_fail (filter != NULL, choices);

  typed = g_strstrip (g_strdup (filter));
  folded = g_utf8_casefold (typed, -1);

  if (*typed == '\0' && conversations != NULL)
    add_recent (choices, registry, conversations);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      if (confab_provider_get_usable (provider))
        add_provider (choices, provider, folded);
    }

  if (*typed == '\0' || is_listed (choices, typed))
    return choices;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);
      g_autoptr(ConfabModelInfo) model = NULL;

      if (!confab_provider_get_usable (provider))
        continue;

      model = confab_provider_lookup_model (provider, typed);
      g_ptr_array_add (choices, choice_new (provider, model, TRUE));
    }

  return choices;
}
