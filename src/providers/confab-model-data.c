/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-data"

#include "config.h"

#include "confab-model-data.h"

#include "confab-json-member-private.h"
#include "confab-model-pattern-private.h"
#include "confab-providers-resources.h"

#include <math.h>

#define DATA_PATH "/io/github/confab/Confab/providers/models.json"
#define DATA_VERSION 1

/* A context size beyond this is a slip of the pen. */
#define MAX_TOKENS G_GINT64_CONSTANT (1000000000)

/* Dearer than any model, in US dollars per million tokens. */
#define MAX_PRICE 100000.0

/**
 * ConfabModelData:
 *
 * What is known of models beyond what their providers list: sizes, abilities, prices, and when they
 * are shut down.
 *
 * It comes from JSON: an object with `version`, `date`, and `models`, an array of entries. An entry
 * speaks of the models of a pattern, at all providers or at some `providers`. Entries are gone
 * through in their order, and each adds what was not said before; one that is `final` ends that.
 * Constant after it was read.
 */
struct _ConfabModelData
{
  GObject    parent_instance;

  char      *date;     /* owned, YYYY-MM-DD */
  GPtrArray *entries;  /* owned, (element-type Entry) */
};

typedef struct
{
  gatomicrefcount     ref_count;
  ConfabModelPattern  pattern;
  char              **providers;       /* owned: types, none for all */
  gint64              context_tokens;  /* -1 when not said */
  gint64              output_tokens;   /* -1 when not said */
  ConfabModelAbility  abilities;
  ConfabModelPrice    price;
  gint64              shutdown_at_us;  /* -1 when not said */
  char               *replacement;     /* owned, nullable */
  gboolean            final;
} Entry;

G_DEFINE_FINAL_TYPE (ConfabModelData, confab_model_data, G_TYPE_OBJECT)

static Entry *
entry_new (void)
{
  Entry *self = g_new0 (Entry, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->context_tokens = -1;
  self->output_tokens = -1;
  self->shutdown_at_us = -1;
  self->price = (ConfabModelPrice) CONFAB_MODEL_PRICE_INIT;

  return self;
}

static Entry *
entry_ref (Entry *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
entry_unref (Entry *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  confab_model_pattern_clear (&self->pattern);
  g_strfreev (self->providers);
  g_free (self->replacement);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_unref)

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError     **error,
        const char  *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, message);

  return FALSE;
}

static gboolean
read_tokens (JsonObject  *object,
             const char  *name,
             gint64      *value,
             GError     **error)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 tokens;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (error, "“%s” must be a whole number", name);

  tokens = json_node_get_int (node);
  if (tokens <= 0 || tokens > MAX_TOKENS)
    return refuse (error, "“%s” is out of range", name);

  *value = tokens;
  return TRUE;
}

static gboolean
read_dollars (JsonObject  *object,
              const char  *name,
              double      *value,
              GError     **error)
{
  JsonNode *node = json_object_get_member (object, name);
  double dollars;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return refuse (error, "“%s” must be a number", name);

  dollars = json_node_get_double (node);
  if (!isfinite (dollars) || dollars < 0 || dollars > MAX_PRICE)
    return refuse (error, "“%s” is out of range", name);

  *value = dollars;
  return TRUE;
}

static gboolean
read_price (Entry       *self,
            JsonObject  *object,
            GError     **error)
{
  static const char *const known[] = { "input", "output", "cache_read", "cache_write", "up_to", NULL };
  JsonObject *price;

  if (!confab_json_member_object (object, "price", &price, error))
    return FALSE;
  if (price == NULL)
    return TRUE;

  if (!confab_json_check_members (price, known, error) ||
      !read_dollars (price, "input", &self->price.input, error) ||
      !read_dollars (price, "output", &self->price.output, error) ||
      !read_dollars (price, "cache_read", &self->price.cache_read, error) ||
      !read_dollars (price, "cache_write", &self->price.cache_write, error) ||
      !read_tokens (price, "up_to", &self->price.up_to, error))
    return FALSE;
  if (!confab_model_price_is_known (&self->price))
    return refuse (error, "a price needs both “input” and “output”");

  return TRUE;
}

static gboolean
read_abilities (Entry       *self,
                JsonObject  *object,
                GError     **error)
{
  static const struct { const char *name; ConfabModelAbility ability; } known[] = {
    { "vision", CONFAB_MODEL_ABILITY_VISION },
    { "documents", CONFAB_MODEL_ABILITY_DOCUMENTS },
    { "tools", CONFAB_MODEL_ABILITY_TOOLS },
    { "thinking", CONFAB_MODEL_ABILITY_THINKING },
  };
  g_auto(GStrv) names = NULL;

  if (!confab_json_member_strv (object, "abilities", &names, error))
    return FALSE;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      gsize j = 0;

      while (j < G_N_ELEMENTS (known) && !g_str_equal (names[i], known[j].name))
        j++;
      if (j == G_N_ELEMENTS (known))
        return refuse (error, "“%s” is not an ability", names[i]);
      self->abilities |= known[j].ability;
    }

  return TRUE;
}

/* Returns -1 for what is no day. */
static gint64
parse_day (const char *day)
{
  g_autofree char *text = NULL;
  g_autoptr(GDateTime) time = NULL;

  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", day, G_REGEX_DOLLAR_ENDONLY, 0))
    return -1;

  text = g_strconcat (day, "T00:00:00Z", NULL);
  time = g_date_time_new_from_iso8601 (text, NULL);

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : -1;
}

static gboolean
read_shutdown (Entry       *self,
               JsonObject  *object,
               GError     **error)
{
  const char *day;
  const char *replacement;

  if (!confab_json_member_string (object, "shutdown", &day, error) ||
      !confab_json_member_string (object, "replacement", &replacement, error))
    return FALSE;

  if (day != NULL && (self->shutdown_at_us = parse_day (day)) < 0)
    return refuse (error, "“shutdown” must be a day like 2026-11-21");

  self->replacement = g_strdup (replacement);
  return TRUE;
}

static Entry *
read_entry (JsonNode  *node,
            GError   **error)
{
  static const char *const known[] = {
    "providers", "match", "except", "context", "output", "abilities", "price", "shutdown", "replacement",
    "final", NULL
  };
  g_autoptr(Entry) self = NULL;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "it must be an object");
      return NULL;
    }

  object = json_node_get_object (node);
  self = entry_new ();
  if (!confab_json_check_members (object, known, error) ||
      !confab_model_pattern_read (&self->pattern, object, error) ||
      !confab_json_member_strv (object, "providers", &self->providers, error) ||
      !read_tokens (object, "context", &self->context_tokens, error) ||
      !read_tokens (object, "output", &self->output_tokens, error) ||
      !read_abilities (self, object, error) ||
      !read_price (self, object, error) ||
      !read_shutdown (self, object, error) ||
      !confab_json_member_boolean (object, "final", &self->final, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
read_data (ConfabModelData  *self,
           JsonObject       *root,
           GError          **error)
{
  static const char *const known[] = { "version", "date", "models", NULL };
  const char *date;
  JsonArray *models;

  if (!confab_json_check_version (root, DATA_VERSION, error) ||
      !confab_json_check_members (root, known, error) ||
      !confab_json_member_string (root, "date", &date, error) ||
      !confab_json_member_array (root, "models", &models, error))
    return FALSE;

  if (date == NULL || parse_day (date) < 0)
    return refuse (error, "“date” must be a day like 2026-11-21");
  if (models == NULL)
    return refuse (error, "“models” is missing");

  self->date = g_strdup (date);
  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      Entry *entry = read_entry (json_array_get_element (models, i), error);

      if (entry == NULL)
        {
          g_prefix_error (error, "Model entry number %u: ", i + 1);
          return FALSE;
        }
      g_ptr_array_add (self->entries, entry);
    }

  return TRUE;
}

static void
confab_model_data_finalize (GObject *object)
{
  ConfabModelData *self = CONFAB_MODEL_DATA (object);

  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_model_data_parent_class)->finalize (object);
}

static void
confab_model_data_class_init (ConfabModelDataClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_model_data_finalize;
}

static void
confab_model_data_init (ConfabModelData *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_unref);
}

/**
 * confab_model_data_new_builtin:
 *
 * Returns: (transfer full): what the program knew of models when it was built
 */
ConfabModelData *
confab_model_data_new_builtin (void)
{
  g_autoptr(ConfabModelData) self = NULL;
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;

  json = g_resource_lookup_data (confab_providers_get_resource (), DATA_PATH,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (json != NULL)
    self = confab_model_data_new_parse (json, &error);

  /* It was tested when the program was built. */
  if (self == NULL)
    g_error ("The built-in data of models cannot be read: %s", error->message);

  return g_steal_pointer (&self);
}

/**
 * confab_model_data_new_parse:
 * @json: data of models
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, or
 *   %CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW
 *
 * Reads data of models. Members that are not known are refused, for they are misspelt.
 *
 * Returns: (transfer full): the data
 */
ConfabModelData *
confab_model_data_new_parse (GBytes  *json,
                             GError **error)
{
  g_autoptr(ConfabModelData) self = g_object_new (CONFAB_TYPE_MODEL_DATA, NULL);
  g_autoptr(JsonObject) root = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  if (!(root = confab_json_parse_object (json, error)) || !read_data (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_model_data_new_overlay:
 * @data: what is known
 * @newer: what goes before it
 *
 * Returns: (transfer full): both, where @newer counts wherever it says something
 */
ConfabModelData *
confab_model_data_new_overlay (ConfabModelData *data,
                               ConfabModelData *newer)
{
  ConfabModelData *layers[] = { newer, data };
  ConfabModelData *self;

  g_return_val_if_fail (CONFAB_IS_MODEL_DATA (data), NULL);
  g_return_val_if_fail (CONFAB_IS_MODEL_DATA (newer), NULL);

  self = g_object_new (CONFAB_TYPE_MODEL_DATA, NULL);
  self->date = g_strdup (newer->date);
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    for (guint j = 0; j < layers[i]->entries->len; j++)
      g_ptr_array_add (self->entries, entry_ref (g_ptr_array_index (layers[i]->entries, j)));

  return self;
}

/**
 * confab_model_data_get_date:
 *
 * Returns: (transfer none): the day as of which it is so, as YYYY-MM-DD, which compares as text
 */
const char *
confab_model_data_get_date (ConfabModelData *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_DATA (self), NULL);

  return self->date;
}

/**
 * confab_model_data_complete:
 * @type_id: the provider's type
 * @model: a model as the provider lists it, that nobody has seen yet
 *
 * Adds what @model does not say of itself. Abilities add up, for lists name few of them.
 *
 * Returns: whether anything is known of it
 */
gboolean
confab_model_data_complete (ConfabModelData *self,
                            const char      *type_id,
                            ConfabModelInfo *model)
{
  g_autofree char *folded = NULL;
  gboolean known = FALSE;

  g_return_val_if_fail (CONFAB_IS_MODEL_DATA (self), FALSE);
  g_return_val_if_fail (type_id != NULL, FALSE);
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (model), FALSE);

  folded = g_ascii_strdown (confab_model_info_get_id (model), -1);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      ConfabModelPrice price;

      if ((entry->providers[0] != NULL &&
           !g_strv_contains ((const char * const *) entry->providers, type_id)) ||
          !confab_model_pattern_matches_folded (&entry->pattern, folded))
        continue;

      known = TRUE;
      if (confab_model_info_get_context_tokens (model) < 0)
        confab_model_info_set_context_tokens (model, entry->context_tokens);
      if (confab_model_info_get_output_tokens (model) < 0)
        confab_model_info_set_output_tokens (model, entry->output_tokens);
      if (confab_model_info_get_shutdown_at_us (model) < 0)
        confab_model_info_set_shutdown_at_us (model, entry->shutdown_at_us);
      if (confab_model_info_get_replacement (model) == NULL)
        confab_model_info_set_replacement (model, entry->replacement);
      confab_model_info_get_price (model, &price);
      if (!confab_model_price_is_known (&price))
        confab_model_info_set_price (model, &entry->price);
      confab_model_info_set_abilities (model, confab_model_info_get_abilities (model) | entry->abilities);

      if (entry->final)
        break;
    }

  return known;
}

/**
 * confab_model_data_lookup:
 * @type_id: the provider's type
 * @model: a model's id
 *
 * Returns: (transfer full) (nullable): what is known of the model at that provider, or %NULL when
 *   nothing is
 */
ConfabModelInfo *
confab_model_data_lookup (ConfabModelData *self,
                          const char      *type_id,
                          const char      *model)
{
  g_autoptr(ConfabModelInfo) info = NULL;

  g_return_val_if_fail (CONFAB_IS_MODEL_DATA (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  info = confab_model_info_new (model, NULL);
  if (!confab_model_data_complete (self, type_id, info))
    return NULL;

  return g_steal_pointer (&info);
}
