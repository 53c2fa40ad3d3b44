/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-list"

#include "config.h"

#include "confab-model-list.h"

#include "confab-json.h"

#include <math.h>
#include <string.h>

/* The lists of models of all dialects in one reader: vendors mix their shapes freely, and each
 * says a little more than the others under names of its own. */

/* More than any list known; beyond it something else has been mistaken for one. */
#define MAX_MODELS 5000

/* The longest id that is believed, in bytes. */
#define MAX_ID_BYTES 256

/* Parts of ids of models that cannot chat, for the lists that say nothing about it. Each stands
 * between separators: `-`, `_`, `/`, `.`, `:` or the ends. */
static const char *const other_words[] = {
  "embed", "embedding", "embeddings", "embedder", "bge", "e5", "gte", "minilm", "rerank", "reranker",
  "moderation", "guard", "safeguard", "shieldgemma",
  "whisper", "tts", "stt", "transcribe", "transcription", "speech", "voice", "audio", "realtime", "orpheus",
  "playai", "kokoro", "lyria",
  "dall", "imagen", "imagine", "image", "flux", "flux1", "sdxl", "diffusion", "sora", "veo", "video", "kling",
  "ocr", "clip", "babbage", "davinci", "aqa",
};

/* The same for beginnings of a part, where a version follows without a separator. */
static const char *const other_beginnings[] = {
  "sora-", "veo-", "wan2", "text-embedding", "omni-moderation", "computer-use",
};

static gboolean
is_separator (char c)
{
  return c == '\0' || c == '-' || c == '_' || c == '/' || c == '.' || c == ':' || c == ' ';
}

static gboolean
has_word (const char *id,
          const char *word)
{
  const gsize length = strlen (word);

  for (const char *p = strstr (id, word); p != NULL; p = strstr (p + 1, word))
    if ((p == id || is_separator (p[-1])) && is_separator (p[length]))
      return TRUE;

  return FALSE;
}

static gboolean
is_chat_name (const char *id)
{
  g_autofree char *lower = g_ascii_strdown (id, -1);
  const char *leaf = strrchr (lower, '/');

  leaf = leaf != NULL ? leaf + 1 : lower;

  for (gsize i = 0; i < G_N_ELEMENTS (other_words); i++)
    if (has_word (lower, other_words[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (other_beginnings); i++)
    if (g_str_has_prefix (leaf, other_beginnings[i]))
      return FALSE;

  /* `embed` is also found inside words: nomic-embed-text, mxbai-embed-large, snowflake-arctic-embed2. */
  if (strstr (leaf, "embed") != NULL)
    return FALSE;

  return strcmp (leaf, "gpt-3.5-turbo-instruct") != 0 && !g_str_has_prefix (leaf, "gpt-3.5-turbo-instruct-");
}

static gboolean
list_has (JsonObject *object,
          const char *name,
          const char *value)
{
  JsonArray *array = confab_json_get_array (object, name);

  for (guint i = 0; i < confab_json_array_length (array); i++)
    if (g_strcmp0 (confab_json_node_string (json_array_get_element (array, i)), value) == 0)
      return TRUE;

  return FALSE;
}

/* Either `true` or an object that says so. */
static gboolean
is_supported (JsonObject *capabilities,
              const char *name)
{
  return confab_json_get_boolean (capabilities, name) ||
         confab_json_get_boolean (confab_json_get_object (capabilities, name), "supported");
}

typedef enum
{
  CHAT_UNSAID,
  CHAT_YES,
  CHAT_NO,
} Chat;

/* What an entry itself says about whether one can chat with it. */
static Chat
get_chat (JsonObject *entry)
{
  static const char *const other_types[] = {
    "embedding", "embeddings", "image", "audio", "moderation", "rerank", "video", "transcribe", "speech", NULL,
  };
  JsonObject *architecture = confab_json_get_object (entry, "architecture");
  JsonObject *capabilities = confab_json_get_object (entry, "capabilities");
  const char *type = confab_json_get_string (entry, "type");

  if (confab_json_get_array (entry, "supportedGenerationMethods") != NULL &&
      !list_has (entry, "supportedGenerationMethods", "generateContent"))
    return CHAT_NO;

  if (confab_json_get_array (entry, "endpoints") != NULL)
    return list_has (entry, "endpoints", "chat") ? CHAT_YES : CHAT_NO;

  /* Some can only be reached through a profile, which is in a list of its own. */
  if (confab_json_get_array (entry, "inferenceTypesSupported") != NULL &&
      (!list_has (entry, "inferenceTypesSupported", "ON_DEMAND") ||
       !list_has (entry, "outputModalities", "TEXT") ||
       !confab_json_get_boolean (entry, "responseStreamingSupported")))
    return CHAT_NO;

  if (list_has (entry, "capabilities", "completion"))
    return CHAT_YES;
  if (list_has (entry, "capabilities", "embedding"))
    return CHAT_NO;

  if (confab_json_get_node (capabilities, "completion_chat") != NULL)
    return confab_json_get_boolean (capabilities, "completion_chat") ? CHAT_YES : CHAT_NO;

  if (confab_json_get_array (architecture, "output_modalities") != NULL)
    return list_has (architecture, "output_modalities", "text") ? CHAT_YES : CHAT_NO;

  if (confab_json_get_node (entry, "supports_chat") != NULL)
    return confab_json_get_boolean (entry, "supports_chat") ? CHAT_YES : CHAT_NO;

  if (type != NULL && g_strv_contains (other_types, type))
    return CHAT_NO;

  return CHAT_UNSAID;
}

/* Whether an entry says what the model can be given, so that what it does not say is not so. */
static gboolean
lists_inputs (JsonObject *entry)
{
  JsonObject *capabilities = confab_json_get_object (entry, "capabilities");

  return confab_json_get_array (confab_json_get_object (entry, "architecture"), "input_modalities") != NULL ||
         list_has (entry, "capabilities", "completion") ||
         confab_json_get_node (capabilities, "vision") != NULL ||
         confab_json_get_node (capabilities, "image_input") != NULL ||
         confab_json_get_node (entry, "supports_image_input") != NULL;
}

static ConfabModelAbility
get_abilities (JsonObject *entry)
{
  JsonObject *architecture = confab_json_get_object (entry, "architecture");
  JsonObject *capabilities = confab_json_get_object (entry, "capabilities");
  JsonObject *reasoning = confab_json_get_object (capabilities, "reasoning");
  ConfabModelAbility abilities = CONFAB_MODEL_ABILITY_NONE;

  if (list_has (entry, "capabilities", "vision") ||
      is_supported (capabilities, "vision") ||
      is_supported (capabilities, "image_input") ||
      list_has (architecture, "input_modalities", "image") ||
      list_has (entry, "inputModalities", "IMAGE") ||
      list_has (entry, "features", "vision") ||
      confab_json_get_boolean (entry, "supports_image_input"))
    abilities |= CONFAB_MODEL_ABILITY_VISION;
  else if (lists_inputs (entry))
    abilities |= CONFAB_MODEL_ABILITY_NO_VISION;

  if (list_has (entry, "capabilities", "tools") ||
      is_supported (capabilities, "function_calling") ||
      is_supported (capabilities, "trained_for_tool_use") ||
      list_has (entry, "supported_parameters", "tools") ||
      list_has (entry, "features", "tools") ||
      confab_json_get_boolean (entry, "supports_tools"))
    abilities |= CONFAB_MODEL_ABILITY_TOOLS;

  if (list_has (entry, "capabilities", "thinking") ||
      is_supported (capabilities, "thinking") ||
      is_supported (capabilities, "reasoning") ||
      confab_json_get_array (reasoning, "allowed_options") != NULL ||
      list_has (entry, "supported_parameters", "reasoning") ||
      list_has (entry, "features", "reasoning") ||
      confab_json_get_boolean (entry, "thinking"))
    abilities |= CONFAB_MODEL_ABILITY_THINKING;

  if (is_supported (capabilities, "pdf_input") ||
      list_has (architecture, "input_modalities", "file"))
    abilities |= CONFAB_MODEL_ABILITY_DOCUMENTS;

  return abilities;
}

static gint64
get_first_tokens (JsonObject         *entry,
                  const char * const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const gint64 tokens = confab_json_get_int (entry, names[i], -1);

      if (tokens > 0)
        return tokens;
    }

  return -1;
}

static gint64
get_context_tokens (JsonObject *entry)
{
  static const char *const names[] = {
    "context_length", "context_window", "max_context_length", "max_model_len", "inputTokenLimit", "max_input_tokens",
    NULL,
  };
  static const char *const nested[] = { "n_ctx_train", "context_length", NULL };
  static const char *const parents[] = { "meta", "details", "top_provider" };
  gint64 tokens = get_first_tokens (entry, names);

  for (gsize i = 0; i < G_N_ELEMENTS (parents) && tokens < 0; i++)
    tokens = get_first_tokens (confab_json_get_object (entry, parents[i]), nested);

  return tokens;
}

static gint64
get_output_tokens (JsonObject *entry)
{
  static const char *const names[] = {
    "outputTokenLimit", "max_completion_tokens", "max_output_tokens", "max_tokens", NULL,
  };
  const gint64 tokens = get_first_tokens (entry, names);

  return tokens > 0 ? tokens : get_first_tokens (confab_json_get_object (entry, "top_provider"), names);
}

/* A day, or a day and a time; the first member of @names that is either. */
static gint64
get_time_us (JsonObject         *entry,
             const char * const *names)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *text = confab_json_get_string (entry, names[i]);
      g_autofree char *full = NULL;
      g_autoptr(GDateTime) time = NULL;

      if (text == NULL)
        continue;

      full = strchr (text, 'T') == NULL ? g_strconcat (text, "T00:00:00Z", NULL) : g_strdup (text);
      time = g_date_time_new_from_iso8601 (full, utc);
      if (time != NULL && g_date_time_to_unix (time) > 0)
        return g_date_time_to_unix (time) * G_USEC_PER_SEC;
    }

  return -1;
}

static gint64
get_created_at_us (JsonObject *entry)
{
  static const char *const names[] = { "created_at", "modified_at", NULL };
  const gint64 created = confab_json_get_int (entry, "created", -1);

  if (created > 0 && created < G_MAXINT64 / G_USEC_PER_SEC)
    return created * G_USEC_PER_SEC;

  return get_time_us (entry, names);
}

static double
get_dollars (JsonObject *object,
             const char *name,
             double      tokens)
{
  const double value = confab_json_get_double (object, name, -1);

  return isfinite (value) && value >= 0 ? value * tokens : -1;
}

/* Some say it for a token and some for a million, under different names. A price below nothing is
 * that of a router, which depends on where it leads. */
static void
read_price (JsonObject      *entry,
            ConfabModelInfo *model)
{
  JsonObject *pricing = confab_json_get_object (entry, "pricing");
  ConfabModelPrice price = {
    .input = get_dollars (pricing, "prompt", 1e6),
    .output = get_dollars (pricing, "completion", 1e6),
    .cache_read = get_dollars (pricing, "input_cache_read", 1e6),
    .cache_write = get_dollars (pricing, "input_cache_write", 1e6),
  };

  if (confab_json_get_node (pricing, "prompt") == NULL)
    {
      price.input = get_dollars (pricing, "input", 1);
      price.output = get_dollars (pricing, "output", 1);
    }

  if (confab_model_price_is_known (&price))
    confab_model_info_set_price (model, &price);
}

static const char *
get_first_string (JsonObject         *entry,
                  const char * const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *text = confab_json_get_text (entry, names[i]);

      if (text != NULL)
        return text;
    }

  return NULL;
}

static gboolean
is_id (const char *id)
{
  if (id == NULL || *id == '\0' || strlen (id) > MAX_ID_BYTES)
    return FALSE;

  for (const char *p = id; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  return TRUE;
}

/* Whether a character turns the direction of what follows it, even beyond the name. */
static gboolean
is_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What people call a model, or NULL when @label says no more than the id does: Mistral's names are the
 * ids of other releases, and what is written as an id is written is one. */
static char *
dup_name (const char *label)
{
  g_autofree char *name = label != NULL ? g_strstrip (g_strdup (label)) : NULL;
  gboolean is_word = FALSE;

  if (!is_id (name))
    return NULL;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || is_direction (c))
        return NULL;
      is_word = is_word || !(g_ascii_islower (*p) || g_ascii_isdigit (*p) || strchr ("-_./:@+", *p) != NULL);
    }

  return is_word ? g_steal_pointer (&name) : NULL;
}

/* Returns NULL for what is no model one can chat with. */
static ConfabModelInfo *
decode_entry (JsonNode *node)
{
  static const char *const id_names[] = {
    "id", "model", "name", "key", "modelId", "inferenceProfileId", NULL,
  };
  static const char *const label_names[] = {
    "display_name", "displayName", "name", "modelName", "inferenceProfileName", NULL,
  };
  static const char *const shutdown_names[] = { "shutdown_date", "expiration_date", NULL };
  JsonObject *entry = confab_json_node_object (node);
  g_autofree char *name = NULL;
  const char *id = confab_json_node_string (node);
  ConfabModelInfo *model;
  Chat chat = CHAT_UNSAID;

  if (entry != NULL)
    {
      id = get_first_string (entry, id_names);
      name = dup_name (get_first_string (entry, label_names));
      chat = get_chat (entry);
    }

  if (!is_id (id))
    return NULL;

  if (g_strcmp0 (name, id) == 0)
    g_clear_pointer (&name, g_free);
  if (g_str_has_prefix (id, "models/") && id[strlen ("models/")] != '\0')
    id += strlen ("models/");

  if (chat == CHAT_NO || (chat == CHAT_UNSAID && !is_chat_name (id)))
    return NULL;

  model = confab_model_info_new (id, name);
  if (entry == NULL)
    return model;

  confab_model_info_set_context_tokens (model, get_context_tokens (entry));
  confab_model_info_set_output_tokens (model, get_output_tokens (entry));
  confab_model_info_set_abilities (model, get_abilities (entry));
  confab_model_info_set_created_at_us (model, get_created_at_us (entry));
  confab_model_info_set_shutdown_at_us (model, get_time_us (entry, shutdown_names));
  confab_model_info_set_owner (model, confab_json_get_text (entry, "owned_by"));
  read_price (entry, model);
  confab_model_info_set_size_bytes (model, MAX (-1, confab_json_get_int (entry, "size", -1)));

  return model;
}

static JsonArray *
find_list (JsonNode *root)
{
  JsonObject *object = confab_json_node_object (root);
  static const char *const names[] = { "data", "models", "modelSummaries", "inferenceProfileSummaries" };
  JsonArray *list = confab_json_node_array (root);

  for (gsize i = 0; i < G_N_ELEMENTS (names) && list == NULL; i++)
    list = confab_json_get_array (object, names[i]);

  return list;
}

/**
 * confab_model_list_decode:
 * @root: a list of models in any of the shapes that providers use
 * @error: return location; %CONFAB_WIRE_ERROR_MALFORMED if there is no list in it
 *
 * Reads the models one can chat with. What an entry says about itself counts more than its name;
 * entries that make no sense are left out.
 *
 * Returns: (transfer full) (element-type ConfabModelInfo) (nullable): the models in their order, or %NULL on error
 */
GPtrArray *
confab_model_list_decode (JsonNode  *root,
                          GError   **error)
{
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *list = find_list (root);

  if (list == NULL)
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                           "The answer holds no list of models");
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (list) && models->len < MAX_MODELS; i++)
    {
      g_autoptr(ConfabModelInfo) model = decode_entry (json_array_get_element (list, i));

      if (model == NULL || !g_hash_table_add (ids, (gpointer) confab_model_info_get_id (model)))
        continue;

      g_ptr_array_add (models, g_steal_pointer (&model));
    }

  return g_steal_pointer (&models);
}
