/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-provider-record.h"

#include <string.h>

static const char file[] =
  "{\n"
  "  \"version\": 1,\n"
  "  \"default\": \"work\",\n"
  "  \"later\": { \"x\": [1, 2.5, null] },\n"
  "  \"providers\": [\n"
  "    {\n"
  "      \"id\": \"work\", \"type\": \"anthropic\", \"name\": \"Work\", \"default_model\": \"claude-opus-5\",\n"
  "      \"base_url\": \"https://h.example\", \"enabled\": false, \"secret\": \"shared\", \"api_key\": \"plain-text-key\",\n"
  "      \"config\": { \"region\": \"eu\", \"deep\": { \"a\": 1, \"b\": [true] } },\n"
  "      \"created_at\": \"2026-05-03T10:00:00Z\", \"updated_at\": \"2026-05-03T12:00:00.25+02:00\",\n"
  "      \"colour\": \"green\"\n"
  "    },\n"
  "    { \"id\": \"compat:lab\", \"type\": \"custom\", \"base_url\": null }\n"
  "  ]\n"
  "}\n";

static GBytes *
new_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static char *
dup_text (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GPtrArray *
parse (const char  *text,
       char       **default_id)
{
  g_autoptr(GBytes) bytes = new_bytes (text);
  g_autoptr(GError) error = NULL;
  GPtrArray *records = confab_provider_records_parse (bytes, default_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (records);
  return records;
}

static char *
merge (const char          *current,
       GPtrArray           *changed,
       const char * const  *removed_ids,
       const char          *default_id)
{
  g_autoptr(GBytes) bytes = current != NULL ? new_bytes (current) : NULL;
  g_autoptr(GBytes) merged = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  merged = confab_provider_records_merge (bytes, changed, removed_ids, default_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (merged);
  text = dup_text (merged);
  g_assert_true (g_str_has_suffix (text, "}\n"));
  return text;
}

static JsonObject *
read_object (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

static void
assert_same_json (const char *a,
                  const char *b)
{
  g_autoptr(JsonNode) node_a = json_from_string (a, NULL);
  g_autoptr(JsonNode) node_b = json_from_string (b, NULL);

  g_assert_nonnull (node_a);
  g_assert_nonnull (node_b);
  if (!json_node_equal (node_a, node_b))
    g_error ("“%s” is not “%s”", a, b);
}

static GPtrArray *
new_list (ConfabProviderRecord *record)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (list, g_object_ref (record));
  return list;
}

static void
test_parse (void)
{
  g_autofree char *default_id = NULL;
  g_autoptr(GPtrArray) records = parse (file, &default_id);
  ConfabProviderRecord *work, *lab;

  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (default_id, ==, "work");

  work = g_ptr_array_index (records, 0);
  g_assert_cmpstr (confab_provider_record_get_id (work), ==, "work");
  g_assert_cmpstr (confab_provider_record_get_type_id (work), ==, "anthropic");
  g_assert_cmpstr (confab_provider_record_get_name (work), ==, "Work");
  g_assert_cmpstr (confab_provider_record_get_default_model (work), ==, "claude-opus-5");
  g_assert_cmpstr (confab_provider_record_get_base_url (work), ==, "https://h.example");
  g_assert_cmpstr (confab_provider_record_get_secret_id (work), ==, "shared");
  g_assert_cmpstr (confab_provider_record_get_api_key (work), ==, "plain-text-key");
  g_assert_false (confab_provider_record_get_enabled (work));
  g_assert_cmpstr (json_object_get_string_member (confab_provider_record_get_config (work), "region"), ==, "eu");
  g_assert_cmpint (confab_provider_record_get_created_at_us (work), ==, G_GINT64_CONSTANT (1777802400000000));
  g_assert_cmpint (confab_provider_record_get_updated_at_us (work), ==, G_GINT64_CONSTANT (1777802400250000));

  lab = g_ptr_array_index (records, 1);
  g_assert_cmpstr (confab_provider_record_get_id (lab), ==, "compat:lab");
  g_assert_null (confab_provider_record_get_name (lab));
  g_assert_null (confab_provider_record_get_base_url (lab));
  g_assert_null (confab_provider_record_get_api_key (lab));
  g_assert_true (confab_provider_record_get_enabled (lab));
  g_assert_nonnull (confab_provider_record_get_config (lab));
  g_assert_cmpint (confab_provider_record_get_created_at_us (lab), ==, 0);
}

static void
test_parse_nothing (void)
{
  static const char * const texts[] = { "", "\n ", "{}", "{ \"providers\": null }", "{ \"version\": 1 }" };
  g_autofree char *default_id = g_strdup ("stale");
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *stale = default_id;

  none = confab_provider_records_parse (NULL, &default_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (default_id);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GPtrArray) records = parse (texts[i], NULL);

      g_assert_cmpuint (records->len, ==, 0);
    }
}

static void
test_refuse (void)
{
  static const struct { const char *text; int code; const char *expected; } cases[] = {
    { "{\n  \"version\": 1,\n  \"providers\": [\n    { \"id\": sk-secret }\n  ]\n}\n",
      CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "Line 4 " },
    { "{\n\"providers\": [\n", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "Line " },
    { "nonsense", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "Line 1 " },
    { "[]", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "object" },
    { "\"\xff\"", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "UTF-8" },
    { "{ \"version\": 2, \"providers\": [] }", CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW, "newer" },
    { "{ \"version\": \"1\" }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "version" },
    { "{ \"version\": 0 }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "version" },
    { "{ \"providers\": {} }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "providers" },
    { "{ \"default\": 5 }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "default" },
    { "{ \"order\": {} }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "order" },
    { "{ \"order\": [\"a\", 5] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "order" },
    { "{ \"providers\": [5] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "number 1" },
    { "{ \"providers\": [{}] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "“id”" },
    { "{ \"providers\": [{ \"id\": \"\", \"type\": \"x\" }] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "“id”" },
    { "{ \"providers\": [{ \"id\": \"a\" }] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "“type”" },
    { "{ \"providers\": [{ \"id\": \"a\", \"type\": \"x\" }, { \"id\": \"a\", \"type\": \"x\" }] }",
      CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "number 2" },
    { "{ \"providers\": [{ \"id\": \"a\", \"type\": \"x\", \"api_key\": 7 }] }",
      CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "“api_key”" },
    { "{ \"providers\": [{ \"id\": \"a\", \"type\": \"x\", \"enabled\": \"yes\" }] }",
      CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "“enabled”" },
    { "{ \"providers\": [{ \"id\": \"a\", \"type\": \"x\", \"config\": [] }] }",
      CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD, "“config”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = new_bytes (cases[i].text);
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GBytes) merged = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) merge_error = NULL;

      g_test_message ("%s", cases[i].text);
      records = confab_provider_records_parse (bytes, NULL, NULL, &error);
      g_assert_null (records);
      g_test_message ("%s", error->message);
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_null (strstr (error->message, "secret"));

      /* What cannot be read is not written over either. */
      merged = confab_provider_records_merge (bytes, NULL, NULL, "x", NULL, &merge_error);
      g_assert_null (merged);
      g_assert_error (merge_error, CONFAB_PROVIDER_POLICY_ERROR, cases[i].code);
    }
}

/* @open and @close as often as @depth, in a member of the configuration. */
static char *
nest (const char *open,
      const char *close,
      guint       depth)
{
  GString *text = g_string_new ("{ \"providers\": [{ \"id\": \"a\", \"type\": \"x\", \"config\": { \"a\": ");

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "1");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  g_string_append (text, " } }] }");

  return g_string_free (text, FALSE);
}

/* Four levels are those of the file. What the bound does not count is read by the library alike. */
static void
test_depth (void)
{
  static const struct { const char *open, *close; guint depth; gboolean fits; } cases[] = {
    { "[", "]", 60, TRUE },
    { "[", "]", 61, FALSE },
    { "{\"b\":", "}", 60, TRUE },
    { "{\"b\":", "}", 61, FALSE },
    { "[", "", 1000000, FALSE },
    { "[\"[[[\\\"[[[\",", "]", 60, TRUE },
    { "[/* \" [[ */", "]", 60, TRUE },
    { "[/* \" */", "]", 61, FALSE },
    { "[// \" [[\n", "]", 61, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = nest (cases[i].open, cases[i].close, cases[i].depth);
      g_autoptr(GBytes) bytes = new_bytes (text);
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s, %u times", cases[i].open, cases[i].depth);
      records = confab_provider_records_parse (bytes, NULL, NULL, &error);
      if (cases[i].fits)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (records->len, ==, 1);
          continue;
        }
      g_assert_null (records);
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE);
      g_assert_nonnull (strstr (error->message, "deep"));
    }
}

static void
test_merge_nothing (void)
{
  g_autofree char *fresh = merge (NULL, NULL, NULL, NULL);
  g_autofree char *same = merge (file, NULL, NULL, NULL);
  g_autofree char *again = merge (same, NULL, NULL, NULL);

  assert_same_json (fresh, "{ \"version\": 1, \"providers\": [] }");
  assert_same_json (same, file);
  g_assert_cmpstr (same, ==, again);
}

static void
test_merge_unchanged (void)
{
  g_autoptr(GPtrArray) records = parse (file, NULL);
  g_autofree char *same = merge (file, records, NULL, NULL);

  assert_same_json (same, file);
}

static void
test_merge_changed (void)
{
  g_autoptr(GPtrArray) records = parse (file, NULL);
  g_autoptr(GPtrArray) changed = new_list (g_ptr_array_index (records, 0));
  ConfabProviderRecord *work = g_ptr_array_index (records, 0);
  g_autofree char *merged = NULL;
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autofree char *default_id = NULL;
  JsonObject *object;

  confab_provider_record_set_name (work, "Play");
  confab_provider_record_set_default_model (work, NULL);
  confab_provider_record_set_base_url (work, "");
  confab_provider_record_set_enabled (work, TRUE);
  confab_provider_record_set_secret_id (work, "other");
  json_object_set_string_member (confab_provider_record_get_config (work), "region", "us");
  confab_provider_record_touch (work);
  merged = merge (file, changed, NULL, "compat:lab");

  after = parse (merged, &default_id);
  g_assert_cmpstr (default_id, ==, "compat:lab");
  g_assert_cmpuint (after->len, ==, 2);
  work = g_ptr_array_index (after, 0);
  g_assert_cmpstr (confab_provider_record_get_name (work), ==, "Play");
  g_assert_null (confab_provider_record_get_default_model (work));
  g_assert_null (confab_provider_record_get_base_url (work));
  g_assert_true (confab_provider_record_get_enabled (work));
  g_assert_cmpstr (confab_provider_record_get_secret_id (work), ==, "other");
  g_assert_cmpstr (confab_provider_record_get_api_key (work), ==, "plain-text-key");
  g_assert_cmpint (confab_provider_record_get_created_at_us (work), ==, G_GINT64_CONSTANT (1777802400000000));
  g_assert_cmpint (confab_provider_record_get_updated_at_us (work), >, G_GINT64_CONSTANT (1777802400250000));

  /* What this version does not know is still there, at every level. */
  root = read_object (merged);
  g_assert_true (json_object_has_member (root, "later"));
  object = json_array_get_object_element (json_object_get_array_member (root, "providers"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "colour"), ==, "green");
  object = json_object_get_object_member (object, "config");
  g_assert_cmpstr (json_object_get_string_member (object, "region"), ==, "us");
  g_assert_true (json_object_has_member (object, "deep"));
}

/* Two processes read the same file, and one writes after the other. */
static void
test_merge_concurrent (void)
{
  g_autoptr(GPtrArray) ours = parse (file, NULL);
  g_autoptr(GPtrArray) theirs = parse (file, NULL);
  g_autoptr(GPtrArray) our_list = new_list (g_ptr_array_index (ours, 0));
  g_autoptr(ConfabProviderRecord) added = confab_provider_record_new ("groq", "groq");
  g_autoptr(GPtrArray) final = NULL;
  ConfabProviderRecord *record;
  g_autofree char *their_file = NULL;
  g_autofree char *our_file = NULL;

  record = g_ptr_array_index (theirs, 0);
  confab_provider_record_set_default_model (record, "claude-haiku-4-5");
  confab_provider_record_clear_api_key (record);
  json_object_set_int_member (confab_provider_record_get_config (record), "theirs", 1);
  json_object_set_int_member (
    json_object_get_object_member (confab_provider_record_get_config (record), "deep"), "theirs", 1);
  record = g_ptr_array_index (theirs, 1);
  json_object_set_int_member (confab_provider_record_get_config (record), "theirs", 1);
  g_ptr_array_add (theirs, g_object_ref (added));
  their_file = merge (file, theirs, NULL, NULL);

  record = g_ptr_array_index (ours, 0);
  confab_provider_record_set_name (record, "Ours");
  json_object_set_int_member (
    json_object_get_object_member (confab_provider_record_get_config (record), "deep"), "ours", 1);
  json_object_remove_member (
    json_object_get_object_member (confab_provider_record_get_config (record), "deep"), "a");
  record = g_ptr_array_index (ours, 1);
  json_object_set_int_member (confab_provider_record_get_config (record), "ours", 1);
  g_ptr_array_add (our_list, g_object_ref (record));
  our_file = merge (their_file, our_list, NULL, NULL);

  final = parse (our_file, NULL);
  g_assert_cmpuint (final->len, ==, 3);
  record = g_ptr_array_index (final, 0);
  g_assert_cmpstr (confab_provider_record_get_name (record), ==, "Ours");
  g_assert_cmpstr (confab_provider_record_get_default_model (record), ==, "claude-haiku-4-5");
  g_assert_null (confab_provider_record_get_api_key (record));
  {
    JsonObject *config = confab_provider_record_get_config (record);
    JsonObject *deep = json_object_get_object_member (config, "deep");

    g_assert_true (json_object_has_member (config, "theirs"));
    g_assert_true (json_object_has_member (deep, "theirs"));
    g_assert_true (json_object_has_member (deep, "ours"));
    g_assert_true (json_object_has_member (deep, "b"));
    g_assert_false (json_object_has_member (deep, "a"));
  }
  record = g_ptr_array_index (final, 1);
  g_assert_true (json_object_has_member (confab_provider_record_get_config (record), "theirs"));
  g_assert_true (json_object_has_member (confab_provider_record_get_config (record), "ours"));
  record = g_ptr_array_index (final, 2);
  g_assert_cmpstr (confab_provider_record_get_id (record), ==, "groq");
}

static void
test_merge_removed_meanwhile (void)
{
  g_autoptr(GPtrArray) ours = parse (file, NULL);
  g_autoptr(GPtrArray) changed = new_list (g_ptr_array_index (ours, 0));
  static const char * const removed[] = { "work", NULL };
  g_autofree char *their_file = merge (file, NULL, removed, NULL);
  g_autofree char *our_file = NULL;
  g_autofree char *default_id = NULL;
  g_autoptr(GPtrArray) between = parse (their_file, &default_id);
  g_autoptr(GPtrArray) final = NULL;
  ConfabProviderRecord *record;

  g_assert_cmpuint (between->len, ==, 1);
  g_assert_null (default_id);

  /* A record that is gone comes back whole, not only with what was changed. */
  confab_provider_record_set_name (g_ptr_array_index (ours, 0), "Kept");
  our_file = merge (their_file, changed, NULL, NULL);
  final = parse (our_file, NULL);
  g_assert_cmpuint (final->len, ==, 2);
  record = g_ptr_array_index (final, 1);
  g_assert_cmpstr (confab_provider_record_get_name (record), ==, "Kept");
  g_assert_cmpstr (confab_provider_record_get_default_model (record), ==, "claude-opus-5");
}

static void
test_merge_default (void)
{
  static const char * const removed[] = { "compat:lab", "not-there", NULL };
  g_autofree char *left = merge (file, NULL, removed, NULL);
  g_autofree char *cleared = merge (file, NULL, NULL, "");
  g_autofree char *default_id = NULL;
  g_autoptr(GPtrArray) records = parse (left, &default_id);
  g_autoptr(GPtrArray) others = NULL;

  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (default_id, ==, "work");

  g_clear_pointer (&default_id, g_free);
  others = parse (cleared, &default_id);
  g_assert_null (default_id);
  g_assert_cmpuint (others->len, ==, 2);
}

static void
test_new (void)
{
  const gint64 before_us = g_get_real_time ();
  g_autoptr(ConfabProviderRecord) record = confab_provider_record_new ("compat:lab", "custom");
  g_autoptr(GPtrArray) list = new_list (record);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) records = NULL;

  g_assert_true (confab_provider_record_get_enabled (record));
  g_assert_cmpint (confab_provider_record_get_created_at_us (record), >=, before_us);
  g_assert_cmpint (confab_provider_record_get_created_at_us (record), ==,
                   confab_provider_record_get_updated_at_us (record));

  text = merge (NULL, list, NULL, "compat:lab");
  records = parse (text, NULL);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (confab_provider_record_get_type_id (g_ptr_array_index (records, 0)), ==, "custom");
}

static const struct
{
  const char *config;
  guint       expected_ms;
} timeouts[] = {
  { "{}", 7 },
  { "{\"timeouts\":{}}", 7 },
  { "{\"timeouts\":{\"idle\":3}}", 7 },
  { "{\"timeouts\":{\"first_byte\":3}}", 3000 },
  { "{\"timeouts\":{\"first_byte\":0.25}}", 250 },
  { "{\"timeouts\":{\"first_byte\":0.0001}}", 1 },
  { "{\"timeouts\":{\"first_byte\":0}}", 0 },
  { "{\"timeouts\":{\"first_byte\":86400}}", 86400000 },
  { "{\"timeouts\":{\"first_byte\":86401}}", 7 },
  { "{\"timeouts\":{\"first_byte\":-1}}", 7 },
  { "{\"timeouts\":{\"first_byte\":1e300}}", 7 },
  { "{\"timeouts\":{\"first_byte\":\"3\"}}", 7 },
  { "{\"timeouts\":{\"first_byte\":true}}", 7 },
  { "{\"timeouts\":{\"first_byte\":[3]}}", 7 },
  { "{\"timeouts\":[3]}", 7 },
};

static void
test_timeouts (void)
{
  g_autoptr(ConfabProviderRecord) bare = confab_provider_record_new ("lab", "custom");

  g_assert_cmpuint (confab_provider_record_get_timeout_ms (bare, "first_byte", 7), ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"providers\":[{\"id\":\"lab\",\"type\":\"custom\",\"config\":%s}]}",
                                               timeouts[i].config);
      g_autoptr(GPtrArray) records = parse (text, NULL);

      g_test_message ("%s", timeouts[i].config);
      g_assert_cmpuint (confab_provider_record_get_timeout_ms (g_ptr_array_index (records, 0), "first_byte", 7), ==,
                        timeouts[i].expected_ms);
    }
}

static void
test_dialect (void)
{
  static const struct { const char *config, *expected; } cases[] = {
    { "{}", NULL },
    { "{\"dialect\":\"openai-responses\"}", "openai-responses" },
    { "{\"dialect\":5}", NULL },
  };
  g_autoptr(ConfabProviderRecord) bare = confab_provider_record_new ("lab", "custom");

  g_assert_null (confab_provider_record_get_dialect (bare));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"providers\":[{\"id\":\"lab\",\"type\":\"openai\",\"config\":%s}]}",
                                               cases[i].config);
      g_autoptr(GPtrArray) records = parse (text, NULL);

      g_test_message ("%s", cases[i].config);
      g_assert_cmpuint (records != NULL ? records->len : 0, ==, 1);
      g_assert_cmpstr (confab_provider_record_get_dialect (g_ptr_array_index (records, 0)), ==, cases[i].expected);
    }
}

static void
test_order (void)
{
  static const char text[] = "{ \"order\": [\"a\", \"odd\", \"b\"], \"providers\": [ { \"id\": \"a\", \"type\": \"t\" } ] }";
  static const char * const other[] = { "b", "c", NULL };
  static const char * const removed[] = { "a", "c", NULL };
  static const char * const nobody[] = { NULL };
  static const struct { const char * const *order; const char * const *removed; const char *expected; } cases[] = {
    { NULL, NULL, "a odd b" },
    { other, NULL, "b c" },
    { nobody, NULL, "" },
    { NULL, removed, "odd b" },
    { other, removed, "b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) before = new_bytes (text);
      g_autoptr(GBytes) after = NULL;
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) order = NULL;
      g_autofree char *joined = NULL;

      after = confab_provider_records_merge (before, NULL, cases[i].removed, NULL, cases[i].order, &error);
      g_assert_no_error (error);
      records = confab_provider_records_parse (after, NULL, &order, &error);
      g_assert_no_error (error);
      joined = g_strjoinv (" ", order);
      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/provider-record/parse", test_parse);
  g_test_add_func ("/providers/provider-record/parse-nothing", test_parse_nothing);
  g_test_add_func ("/providers/provider-record/refuse", test_refuse);
  g_test_add_func ("/providers/provider-record/depth", test_depth);
  g_test_add_func ("/providers/provider-record/merge-nothing", test_merge_nothing);
  g_test_add_func ("/providers/provider-record/merge-unchanged", test_merge_unchanged);
  g_test_add_func ("/providers/provider-record/merge-changed", test_merge_changed);
  g_test_add_func ("/providers/provider-record/merge-concurrent", test_merge_concurrent);
  g_test_add_func ("/providers/provider-record/merge-removed-meanwhile", test_merge_removed_meanwhile);
  g_test_add_func ("/providers/provider-record/merge-default", test_merge_default);
  g_test_add_func ("/providers/provider-record/order", test_order);
  g_test_add_func ("/providers/provider-record/new", test_new);
  g_test_add_func ("/providers/provider-record/timeouts", test_timeouts);
  g_test_add_func ("/providers/provider-record/dialect", test_dialect);

  return g_test_run ();
}
