/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-base-url.h"
#include "confab-catalogue.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static ConfabCatalogue *catalogue;

typedef void (*TypeFunc) (ConfabProviderType *type,
                          const char         *id);

static void
for_each_type (TypeFunc func)
{
  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (catalogue, i);

      g_test_message ("%s", confab_provider_type_get_id (type));
      func (type, confab_provider_type_get_id (type));
    }
}

static gboolean
is_one_of (const char *value,
           const char *words)
{
  g_auto(GStrv) list = g_strsplit (words, " ", -1);

  return value != NULL && g_strv_contains ((const char * const *) list, value);
}

static void
assert_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (*text, !=, '\0');
  g_assert_false (g_ascii_isspace (*text));
}

/* A cloud's address is made of parts, and the environment can give those that are needed. */
static void
check_platform (ConfabProviderType *type)
{
  const char * const names[] = { "azure", "bedrock", "vertex" };
  const ConfabAddressPart needed[] = { CONFAB_ADDRESS_PART_RESOURCE, CONFAB_ADDRESS_PART_REGION, CONFAB_ADDRESS_PART_PROJECT };

  g_assert_null (confab_provider_type_get_base_url (type));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (confab_provider_type_get_platform (type), names[i]))
      g_assert_nonnull (confab_provider_type_get_env_part (type, needed[i]));
}

static void
check_complete (ConfabProviderType *type,
                const char         *id)
{
  const gboolean demonstration = g_str_equal (id, "demonstration");

  g_assert_true (g_regex_match_simple ("^[a-z][a-z0-9-]*$", id, 0, 0));
  g_assert_true (confab_catalogue_lookup (catalogue, id) == type);
  assert_text (confab_provider_type_get_name (type));
  g_assert_true (is_one_of (confab_provider_type_get_group (type), "native compatible custom local demonstration"));
  g_assert_true (is_one_of (confab_provider_type_get_dialect (type),
                            "anthropic openai-chat openai-responses gemini ollama cohere-v2 bedrock-converse"));
  g_assert_true (is_one_of (confab_provider_type_get_credentials (type), "api-key aws google"));

  if (confab_provider_type_get_custom (type))
    g_assert_null (confab_provider_type_get_base_url (type));
  else if (confab_provider_type_get_platform (type) != NULL)
    check_platform (type);
  else if (!demonstration)
    assert_text (confab_provider_type_get_base_url (type));

  if (!confab_provider_type_get_local (type) && !confab_provider_type_get_custom (type))
    {
      g_assert_true (confab_provider_type_get_needs_key (type));
      if (g_strcmp0 (confab_provider_type_get_platform (type), "azure") != 0)
        assert_text (confab_provider_type_get_default_model (type));
      g_assert_true (g_str_has_prefix (confab_provider_type_get_key_page (type), "https://"));
      g_assert_nonnull (confab_provider_type_get_env_keys (type)[0]);
    }

  if (confab_provider_type_get_accepts_key (type))
    {
      g_assert_nonnull (confab_provider_type_get_auth_header (type));
      g_assert_nonnull (confab_provider_type_get_auth_prefix (type));
    }
  if (g_str_equal (confab_provider_type_get_dialect (type), "openai-chat"))
    {
      g_assert_true (is_one_of (confab_provider_type_get_max_tokens_field (type), "max_tokens max_completion_tokens"));
      g_assert_true (is_one_of (confab_provider_type_get_system_role (type), "system developer"));
      g_assert_true (is_one_of (confab_provider_type_get_reasoning_replay (type),
                                "none reasoning_content reasoning reasoning_details thinking_blocks content"));
    }

  /* Whoever answers at the port of a local server has to say what it is. */
  if (confab_provider_type_get_local (type) && !demonstration &&
      !g_str_equal (confab_provider_type_get_dialect (type), "ollama"))
    g_assert_true (confab_provider_type_get_identity_owners (type)[0] != NULL ||
                   confab_provider_type_get_identity_path (type) != NULL);

  g_assert_cmpuint (g_strv_length ((char **) confab_provider_type_get_extra_headers (type)) % 2, ==, 0);
  if (confab_provider_type_get_key_test_path (type) != NULL)
    g_assert_cmpint (*confab_provider_type_get_key_test_path (type), ==, '/');
}

static void
test_complete (void)
{
  static const char * const expected[] = {
    "anthropic", "openai", "google", "google-openai", "openrouter", "xai", "groq", "mistral", "cerebras",
    "huggingface", "deepseek", "together", "fireworks", "sansa", "falcon", "jais", "qwen", "yi", "cohere",
    "minimax", "moonshot", "azure", "bedrock", "vertex", "ollama", "ollama-cloud", "vllm", "lmstudio", "localai", "litellm", "llamacpp",
    "textgen-webui", "gateway", "custom", "demonstration",
  };

  for_each_type (check_complete);

  g_assert_cmpuint (confab_catalogue_get_n_types (catalogue), ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i]);
      g_assert_nonnull (confab_catalogue_lookup (catalogue, expected[i]));
    }
  g_assert_null (confab_catalogue_lookup (catalogue, "nobody"));
  g_assert_null (confab_catalogue_lookup (catalogue, NULL));
}

static void
check_words (ConfabProviderType *type,
             const char         *id)
{
  const char *short_note = confab_provider_type_get_short_note (type);
  const char *sentences[] = {
    confab_provider_type_get_best_for (type),
    confab_provider_type_get_cost_note (type),
  };

  assert_text (short_note);
  g_assert_cmpint (g_utf8_strlen (short_note, -1), <=, 70);
  g_assert_nonnull (strstr (short_note, " · "));
  g_assert_false (g_str_has_suffix (short_note, "."));
  g_assert_null (strchr (short_note, '\n'));

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      assert_text (sentences[i]);
      g_assert_true (g_unichar_isupper (g_utf8_get_char (sentences[i])));
      g_assert_true (g_str_has_suffix (sentences[i], "."));
      g_assert_null (strchr (sentences[i], '!'));
    }
}

static void
test_words (void)
{
  for_each_type (check_words);
}

static double
get_luminance (const char *tint)
{
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  const guint rgb = (guint) g_ascii_strtoull (tint + 1, NULL, 16);
  double luminance = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const double channel = ((rgb >> (16 - 8 * i)) & 0xff) / 255.0;

      luminance += weights[i] * (channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4));
    }

  return luminance;
}

/* White text on the tile, by the formula of the Web Content Accessibility Guidelines. */
static void
check_tint (ConfabProviderType *type,
            const char         *id)
{
  const char *tint = confab_provider_type_get_tint (type);

  g_assert_cmpuint (strlen (tint), ==, 7);
  g_assert_cmpint (tint[0], ==, '#');
  g_assert_cmpfloat (1.05 / (get_luminance (tint) + 0.05), >=, 4.5);
}

static void
test_tints (void)
{
  g_assert_cmpfloat_with_epsilon (1.05 / (get_luminance ("#000000") + 0.05), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (1.05 / (get_luminance ("#767676") + 0.05), 4.54, 0.01);
  for_each_type (check_tint);
}

static void
check_base_url (ConfabProviderType *type,
                const char         *id)
{
  const char *base_url = confab_provider_type_get_base_url (type);
  g_autofree char *normalized = NULL;
  g_autoptr(GError) error = NULL;

  if (base_url == NULL)
    return;

  normalized = confab_base_url_normalize (base_url, confab_provider_type_get_dialect (type),
                                          CONFAB_BASE_URL_TYPED, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (normalized, ==, base_url);
  g_assert_cmpint (confab_base_url_is_loopback (base_url), ==, confab_provider_type_get_local (type));
  if (!confab_provider_type_get_local (type))
    g_assert_true (g_str_has_prefix (base_url, "https://"));
}

static void
test_base_urls (void)
{
  for_each_type (check_base_url);
}

static void
add_unique (GHashTable *seen,
            const char *value,
            const char *owner)
{
  const char *other = g_hash_table_lookup (seen, value);

  if (other != NULL && !g_str_equal (other, owner))
    g_error ("“%s” belongs to %s and to %s", value, other, owner);
  g_hash_table_insert (seen, (gpointer) value, (gpointer) owner);
}

static void
test_unique (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) initials = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) variables = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (catalogue, i);
      const char *id = confab_provider_type_get_id (type);
      const char *key_page = confab_provider_type_get_key_page (type);
      const char * const *lists[] = {
        confab_provider_type_get_env_keys (type),
        confab_provider_type_get_env_bearers (type),
        confab_provider_type_get_env_files (type),
        confab_provider_type_get_env_models (type),
        confab_provider_type_get_env_base_urls (type),
      };

      add_unique (ids, id, id);
      add_unique (names, confab_provider_type_get_name (type), id);
      add_unique (initials, confab_provider_type_get_initials (type), id);

      /* Two ways to one vendor share its keys, and so the page where they are made. */
      for (gsize j = 0; j < G_N_ELEMENTS (lists); j++)
        for (gsize k = 0; lists[j][k] != NULL; k++)
          {
            g_assert_true (g_regex_match_simple ("^[A-Z][A-Z0-9_]*$", lists[j][k], 0, 0));
            add_unique (variables, lists[j][k], j == 0 && key_page != NULL ? key_page : id);
          }
    }
}

static void
test_parse_good (void)
{
  static const char json[] =
    "{ \"version\": 1,"
    "  \"defaults\": { \"openai-chat\": { \"auth_header\": \"Authorization\", \"auth_prefix\": \"Bearer \" } },"
    "  \"providers\": [ { \"id\": \"new\", \"name\": \"New\", \"group\": \"compatible\", \"dialect\": \"openai-chat\","
    "    \"base_url\": \"https://new.example/v1\", \"initials\": \"Ne\", \"tint\": \"#123456\","
    "    \"short_note\": \"a · b\", \"best_for\": \"A.\", \"cost_note\": \"B.\", \"auth_prefix\": \"Token \","
    "    \"extra_headers\": { \"X-One\": \"1\", \"X-Two\": \"2\" } } ] }";
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabCatalogue) parsed = confab_catalogue_new_parse (bytes, &error);
  ConfabProviderType *type;

  g_assert_no_error (error);
  g_assert_cmpuint (confab_catalogue_get_n_types (parsed), ==, 1);
  type = confab_catalogue_lookup (parsed, "new");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "Authorization");
  g_assert_cmpstr (confab_provider_type_get_auth_prefix (type), ==, "Token ");
  g_assert_cmpuint (g_strv_length ((char **) confab_provider_type_get_extra_headers (type)), ==, 4);
  g_assert_cmpstr (confab_provider_type_get_extra_headers (type)[2], ==, "X-Two");
  g_assert_cmpstr (confab_provider_type_get_extra_headers (type)[3], ==, "2");
  g_assert_true (confab_provider_type_get_needs_key (type));
  g_assert_true (confab_provider_type_get_accepts_key (type));
  g_assert_null (confab_provider_type_get_fallback_models (type)[0]);
  g_assert_null (confab_provider_type_get_env_keys (type)[0]);
  g_assert_null (confab_provider_type_get_key_page (type));
}

#define ENTRY_WITHOUT_TINT \
  "\"id\": \"new\", \"name\": \"New\", \"group\": \"local\", \"dialect\": \"ollama\", \"initials\": \"Ne\", " \
  "\"short_note\": \"a\", \"best_for\": \"a\", \"cost_note\": \"a\", \"needs_key\": false"
#define ENTRY ENTRY_WITHOUT_TINT ", \"tint\": \"#123456\""
#define FILE_WITH(entries) "{ \"providers\": [ " entries " ] }"
#define BAD_FILE CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
#define TOO_NEW CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW

static void
test_parse_bad (void)
{
  static const struct { const char *json; int code; const char *expected; } cases[] = {
    { "{ \"providers\": [\n\n oops ] }", BAD_FILE, "Line 3 " },
    { "[]", BAD_FILE, "object" },
    { "{}", BAD_FILE, "“providers” is missing" },
    { "{ \"version\": 2, \"providers\": [] }", TOO_NEW, "newer" },
    { "{ \"provider\": [] }", BAD_FILE, "“provider” is not" },
    { "{ \"providers\": {} }", BAD_FILE, "“providers” must be an array" },
    { "{ \"providers\": [], \"presets\": {} }", BAD_FILE, "“presets” must be an array" },
    { "{ \"providers\": [], \"presets\": [5] }", BAD_FILE, "Preset number 1" },
    { "{ \"providers\": [], \"presets\": [{ \"provider\": \"x\", \"base_url\": \"y\" }] }", BAD_FILE, "Preset number 1" },
    { "{ \"providers\": [], \"presets\": [{ \"base_urrl\": \"y\" }] }", BAD_FILE, "“base_urrl” is not" },
    { "{ \"presets\": [{ \"provider\": \"new\" }], \"providers\": [ { " ENTRY " } ] }", BAD_FILE, "Preset number 1" },
    { "{ \"presets\": [{ \"provider\": \"new\", \"base_url\": \"x\" }, { \"provider\": \"new\", \"base_url\": \"y\" }],"
      " \"providers\": [ { " ENTRY " } ] }", BAD_FILE, "Preset number 2" },
    { FILE_WITH ("5"), BAD_FILE, "number 1" },
    { FILE_WITH ("{ " ENTRY " }, {}"), BAD_FILE, "number 2" },
    { FILE_WITH ("{ " ENTRY " }, { " ENTRY " }"), BAD_FILE, "“new”: its id" },
    { FILE_WITH ("{ " ENTRY_WITHOUT_TINT " }"), BAD_FILE, "“new”: “tint” is missing" },
    { FILE_WITH ("{ " ENTRY_WITHOUT_TINT ", \"tint\": 5 }"), BAD_FILE, "“tint” must be a string" },
    { FILE_WITH ("{ " ENTRY_WITHOUT_TINT ", \"tint\": \"red\" }"), BAD_FILE, "“tint” must be like" },
    { FILE_WITH ("{ " ENTRY ", \"initials\": \"N\" }"), BAD_FILE, "“initials” must be" },
    { FILE_WITH ("{ " ENTRY ", \"basurl\": \"x\" }"), BAD_FILE, "“basurl” is not" },
    { FILE_WITH ("{ " ENTRY ", \"local\": \"yes\" }"), BAD_FILE, "“local” must be true or false" },
    { FILE_WITH ("{ " ENTRY ", \"fallback_models\": \"x\" }"), BAD_FILE, "“fallback_models” must be an array" },
    { FILE_WITH ("{ " ENTRY ", \"fallback_models\": [5] }"), BAD_FILE, "“fallback_models” must be an array of strings" },
    { FILE_WITH ("{ " ENTRY ", \"env\": { \"keys\": [] } }"), BAD_FILE, "“keys” is not" },
    { FILE_WITH ("{ " ENTRY ", \"extra_headers\": { \"a\": 1 } }"), BAD_FILE, "“a” must be a string" },
    { FILE_WITH ("{ " ENTRY ", \"accepts_key\": true }"), BAD_FILE, "“auth_header” is missing" },
    { FILE_WITH ("{ " ENTRY ", \"needs_key\": true, \"accepts_key\": false }"), BAD_FILE, "accepted too" },
    { FILE_WITH ("{ " ENTRY ", \"models\": [5] }"), BAD_FILE, "“models” must be" },
    { FILE_WITH ("{ " ENTRY ", \"models\": [{ \"matsch\": [\"x\"] }] }"), BAD_FILE, "“matsch” is not" },
    { FILE_WITH ("{ " ENTRY ", \"forced_tools\": \"seldom\" }"), BAD_FILE, "“forced_tools” must be one of: always" },
    { FILE_WITH ("{ " ENTRY ", \"models\": [{ \"tool_id_length\": 3 }] }"), BAD_FILE, "“tool_id_length” must be 0, or" },
    { FILE_WITH ("{ " ENTRY ", \"tool_id_length\": \"9\" }"), BAD_FILE, "“tool_id_length” must be a whole number" },
    { FILE_WITH ("{ " ENTRY ", \"declare_used_tools\": 1 }"), BAD_FILE, "“declare_used_tools” must be true or false" },
    { FILE_WITH ("{ " ENTRY ", \"media\": { \"videos\": {} } }"), BAD_FILE, "“videos” is not" },
    { FILE_WITH ("{ " ENTRY ", \"media\": { \"images\": { \"types\": \"x\" } } }"), BAD_FILE, "“types” must be" },
    { FILE_WITH ("{ " ENTRY ", \"media\": { \"max_images\": -1 } }"), BAD_FILE, "“max_images” must not be" },
    { FILE_WITH ("{ " ENTRY ", \"thinking\": [5] }"), BAD_FILE, "“thinking” must be" },
    { FILE_WITH ("{ " ENTRY ", \"thinking\": [{ \"style\": \"zen\" }] }"), BAD_FILE, "no thinking style “zen”" },
    { FILE_WITH ("{ " ENTRY ", \"thinking\": [{ \"low\": 5 }] }"), BAD_FILE, "“low” must be an object" },
    { FILE_WITH ("{ " ENTRY ", \"thinking\": [{ \"hihg\": {} }] }"), BAD_FILE, "“hihg” is not" },
    { FILE_WITH ("{ " ENTRY ", \"thinking\": [{ \"match\": \"x\" }] }"), BAD_FILE, "“match” must be" },
    { FILE_WITH ("{ " ENTRY ", \"elsewhere\": 5 }"), BAD_FILE, "“elsewhere” must be an object" },
    { FILE_WITH ("{ " ENTRY ", \"elsewhere\": { \"dialekt\": \"x\" } }"), BAD_FILE, "elsewhere: “dialekt” is not" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (cases[i].json, strlen (cases[i].json));
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabCatalogue) parsed = confab_catalogue_new_parse (bytes, &error);

      g_test_message ("%s", cases[i].json);
      g_assert_null (parsed);
      g_test_message ("%s", error->message);
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
    }
}

static void
test_presets (void)
{
  GPtrArray *presets = confab_catalogue_get_presets (catalogue);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_speakers = 0;

  for (guint i = 0; i < presets->len; i++)
    {
      const ConfabPreset *preset = g_ptr_array_index (presets, i);
      ConfabProviderType *type = confab_catalogue_lookup (catalogue, preset->type_id);
      g_autoptr(GError) error = NULL;
      g_autofree char *base_url = confab_base_url_normalize (preset->base_url, "openai-chat", CONFAB_BASE_URL_TYPED, &error);

      g_test_message ("%s", preset->type_id);
      g_assert_nonnull (type);
      g_assert_no_error (error);
      g_assert_cmpstr (base_url, ==, preset->base_url);
      assert_text (preset->name);
      g_assert_true (g_hash_table_add (names, (gpointer) preset->name));
      g_assert_cmpint (preset->local, ==, confab_base_url_is_loopback (preset->base_url));
      g_assert_cmpint (preset->needs_key, ==, confab_provider_type_get_needs_key (type));
      if (preset->needs_key)
        assert_text (preset->key_page);
    }

  /* Whoever speaks the format at an address of their own is there without a word. */
  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (catalogue, i);

      if (g_str_equal (confab_provider_type_get_dialect (type), "openai-chat") &&
          confab_provider_type_get_base_url (type) != NULL)
        {
          g_assert_true (g_hash_table_contains (names, confab_provider_type_get_name (type)));
          n_speakers++;
        }
    }
  g_assert_cmpuint (presets->len, ==, n_speakers + 5);
}

static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static void
compare_lists (JsonObject         *object,
               const char         *name,
               const char * const *ours)
{
  JsonArray *theirs = json_object_get_array_member (object, name);

  g_assert_cmpuint (json_array_get_length (theirs), ==, g_strv_length ((char **) ours));
  for (guint i = 0; i < json_array_get_length (theirs); i++)
    g_assert_cmpstr (json_array_get_string_element (theirs, i), ==, ours[i]);
}

static void
compare_entry (JsonObject *theirs)
{
  const char *id = get_string (theirs, "id");
  ConfabProviderType *ours = confab_catalogue_lookup (catalogue, id);
  ConfabProviderType *at_theirs;

  g_test_message ("%s", id);
  g_assert_nonnull (ours);
  /* What is spoken at their address may be another dialect than at ours. */
  at_theirs = confab_provider_type_get_at (ours, get_string (theirs, "base_url"), NULL);
  g_assert_cmpstr (confab_provider_type_get_dialect (at_theirs), ==, get_string (theirs, "dialect"));
  if (at_theirs == ours)
    g_assert_cmpstr (confab_provider_type_get_base_url (ours), ==, get_string (theirs, "base_url"));
  g_assert_cmpstr (confab_provider_type_get_default_model (ours), ==, get_string (theirs, "default_model"));
  g_assert_cmpstr (confab_provider_type_get_key_page (ours), ==, get_string (theirs, "key_page"));
  g_assert_cmpint (confab_provider_type_get_needs_key (ours), ==, json_object_get_boolean_member (theirs, "needs_key"));
  g_assert_cmpint (confab_provider_type_get_local (ours), ==, json_object_get_boolean_member (theirs, "local"));
  g_assert_cmpint (confab_provider_type_get_accepts_key (ours), ==,
                   !g_str_equal (get_string (theirs, "auth"), "none"));
  if (g_str_equal (confab_provider_type_get_dialect (ours), "openai-chat"))
    g_assert_cmpint (confab_provider_type_get_send_stream_options (ours), ==,
                     json_object_get_boolean_member (theirs, "send_stream_options"));
  compare_lists (theirs, "fallback_models", confab_provider_type_get_fallback_models (ours));
  compare_lists (theirs, "env_key", confab_provider_type_get_env_keys (ours));
  compare_lists (theirs, "env_model", confab_provider_type_get_env_models (ours));
  compare_lists (theirs, "env_base_url", confab_provider_type_get_env_base_urls (ours));
}

/* Of clouds the data tells some things in words. */
static void
compare_cloud (JsonObject *theirs)
{
  ConfabProviderType *ours = confab_catalogue_lookup (catalogue, get_string (theirs, "id"));

  g_test_message ("%s", get_string (theirs, "id"));
  g_assert_nonnull (ours);
  g_assert_nonnull (confab_provider_type_get_platform (ours));
  g_assert_cmpstr (confab_provider_type_get_default_model (ours), ==, get_string (theirs, "default_model"));
  g_assert_cmpstr (confab_provider_type_get_key_page (ours), ==, get_string (theirs, "key_page"));
  compare_lists (theirs, "env_model", confab_provider_type_get_env_models (ours));
  compare_lists (theirs, "env_base_url", confab_provider_type_get_env_base_urls (ours));
}

/* Against a collection of facts about providers that is kept elsewhere. */
static void
test_against_data (void)
{
  const char *path = g_getenv ("CONFAB_PROVIDER_DATA");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *providers;
  guint n_compared = 0;

  if (path == NULL)
    {
      g_test_skip ("CONFAB_PROVIDER_DATA is not set");
      return;
    }

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  providers = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "providers");
  for (guint i = 0; i < json_array_get_length (providers); i++)
    {
      JsonObject *object = json_array_get_object_element (providers, i);

      if (!is_one_of (get_string (object, "dialect"), "anthropic openai-chat openai-responses gemini ollama"))
        compare_cloud (object);
      else
        compare_entry (object);
      n_compared++;
    }

  g_assert_cmpuint (n_compared, ==, confab_catalogue_get_n_types (catalogue) - 1);
}

static void
test_key_lengths (void)
{
  static const struct { const char *type_id; guint expected; } cases[] = {
    { "anthropic", 8 }, { "custom", 10 }, { "gateway", 10 }, { "litellm", 1 }, { "vllm", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (confab_provider_type_get_min_key_length (confab_catalogue_lookup (catalogue, cases[i].type_id)),
                      ==, cases[i].expected);
}

static void
test_vendors (void)
{
  static const struct { const char *base_url; const char *expected; } cases[] = {
    { "https://api.groq.com/openai/v1", "groq" },
    { "https://api.cohere.com/compatibility/v1", "cohere" },
    { "http://localhost:11434/v1", "ollama" },
    { "http://localhost:8080/v1", NULL },  /* of two kinds of servers */
    { "http://lab.example/v1", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabProviderType *vendor = confab_catalogue_lookup_vendor (catalogue, cases[i].base_url);

      g_assert_cmpstr (vendor != NULL ? confab_provider_type_get_id (vendor) : NULL, ==, cases[i].expected);
    }
  g_assert_null (confab_catalogue_lookup_vendor (catalogue, NULL));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  catalogue = confab_catalogue_new_builtin ();
  g_test_add_func ("/providers/catalogue/complete", test_complete);
  g_test_add_func ("/providers/catalogue/words", test_words);
  g_test_add_func ("/providers/catalogue/tints", test_tints);
  g_test_add_func ("/providers/catalogue/base-urls", test_base_urls);
  g_test_add_func ("/providers/catalogue/unique", test_unique);
  g_test_add_func ("/providers/catalogue/presets", test_presets);
  g_test_add_func ("/providers/catalogue/key-lengths", test_key_lengths);
  g_test_add_func ("/providers/catalogue/vendors", test_vendors);
  g_test_add_func ("/providers/catalogue/parse-good", test_parse_good);
  g_test_add_func ("/providers/catalogue/parse-bad", test_parse_bad);
  g_test_add_func ("/providers/catalogue/against-data", test_against_data);

  status = g_test_run ();
  g_assert_finalize_object (catalogue);
  return status;
}
