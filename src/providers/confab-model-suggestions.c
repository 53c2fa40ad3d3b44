/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-suggestions"

#include "config.h"

#include "confab-model-suggestions.h"

#include <gio/gio.h>

#include "confab-json-member-private.h"
#include "confab-providers-resources.h"

#define DATA_PATH "/io/github/confab/Confab/providers/local-models.json"
#define DATA_VERSION 1

/* Larger than any model is. */
#define MAX_BYTES G_GINT64_CONSTANT (10000000000000)

/* Models for one's own computer that are worth trying first. Data that comes with the program. */

/**
 * confab_model_suggestion_free:
 * @self: (nullable) (transfer full): a suggestion
 */
void
confab_model_suggestion_free (ConfabModelSuggestion *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->title);
  g_free (self->good_for);
  g_free (self);
}

static gboolean
read_text (JsonObject  *object,
           const char  *name,
           char       **text,
           GError     **error)
{
  const char *value = NULL;

  if (!confab_json_member_string (object, name, &value, error))
    return FALSE;
  if (value == NULL || *value == '\0')
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "“%s” is missing", name);
      return FALSE;
    }

  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_bytes (JsonObject  *object,
            const char  *name,
            gint64      *bytes,
            GError     **error)
{
  if (!confab_json_member_int (object, name, bytes, error))
    return FALSE;
  if (*bytes <= 0 || *bytes > MAX_BYTES)
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "“%s” is missing or out of range", name);
      return FALSE;
    }

  return TRUE;
}

static ConfabModelSuggestion *
read_suggestion (JsonNode  *node,
                 GError   **error)
{
  static const char *const known[] = { "name", "title", "good_for", "download_bytes", "memory_bytes", NULL };
  g_autoptr(ConfabModelSuggestion) self = g_new0 (ConfabModelSuggestion, 1);
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "a model must be an object");
      return NULL;
    }

  object = json_node_get_object (node);
  if (!confab_json_check_members (object, known, error) ||
      !read_text (object, "name", &self->name, error) ||
      !read_text (object, "title", &self->title, error) ||
      !read_text (object, "good_for", &self->good_for, error) ||
      !read_bytes (object, "download_bytes", &self->download_bytes, error) ||
      !read_bytes (object, "memory_bytes", &self->memory_bytes, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_model_suggestions_parse:
 * @json: the data
 * @date: (out) (transfer full): of which day it is, as YYYY-MM-DD
 * @error: return location; %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE or
 *   %CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW
 *
 * Returns: (transfer full) (element-type ConfabModelSuggestion) (nullable): the suggestions, small
 *   models first
 */
GPtrArray *
confab_model_suggestions_parse (GBytes  *json,
                                char   **date,
                                GError **error)
{
  static const char *const known[] = { "version", "date", "note", "models", NULL };
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GPtrArray) suggestions = NULL;
  g_autofree char *own_date = NULL;
  JsonArray *models = NULL;

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (date != NULL, NULL);

  if (!(root = confab_json_parse_object (json, error)) ||
      !confab_json_check_version (root, DATA_VERSION, error) ||
      !confab_json_check_members (root, known, error) ||
      !read_text (root, "date", &own_date, error) ||
      !confab_json_member_array (root, "models", &models, error))
    return NULL;

  suggestions = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_model_suggestion_free);
  for (guint i = 0; models != NULL && i < json_array_get_length (models); i++)
    {
      ConfabModelSuggestion *suggestion = read_suggestion (json_array_get_element (models, i), error);

      if (suggestion == NULL)
        return NULL;
      g_ptr_array_add (suggestions, suggestion);
    }

  *date = g_steal_pointer (&own_date);

  return g_steal_pointer (&suggestions);
}

/**
 * confab_model_suggestions_new_builtin:
 * @date: (out) (transfer full): of which day they are, as YYYY-MM-DD
 *
 * Returns: (transfer full) (element-type ConfabModelSuggestion): the suggestions that come with the
 *   program
 */
GPtrArray *
confab_model_suggestions_new_builtin (char **date)
{
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *suggestions = NULL;

  g_return_val_if_fail (date != NULL, NULL);

  json = g_resource_lookup_data (confab_providers_get_resource (), DATA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (json != NULL)
    suggestions = confab_model_suggestions_parse (json, date, &error);
  if (suggestions == NULL)
    g_error ("The suggested models make no sense: %s", error->message);

  return suggestions;
}
