/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "confab-engine-error.h"
#include "registry-fixture.h"

/* What the terminal adds and takes away, a window that is open has and has no more. */
static void
test_slots (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *text = NULL;
  ConfabContext *window;
  ConfabContext *terminal;

  engine_home_reset ();
  window = engine_load ();
  terminal = engine_load ();

  id = registry_add (terminal, "compat:lab_1", NULL, " https://lab.example/v1/ ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "compat:lab_1");
  while (confab_registry_lookup (confab_context_get_registry (window), id) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (confab_provider_get_base_url (engine_get_provider (window, id)), ==, "https://lab.example/v1");
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (window, id)), ==, "Lab");
  g_assert_cmpstr (confab_provider_get_model (engine_get_provider (window, id)), ==, "m");
  g_assert_true (confab_provider_get_usable (engine_get_provider (window, id)));

  second = registry_add (terminal, NULL, "openai", NULL, &error);
  g_assert_cmpstr (second, ==, "openai-2");
  third = registry_add (terminal, NULL, "openai", NULL, &error);
  g_assert_cmpstr (third, ==, "openai-3");

  g_assert_true (registry_remove (terminal, id, &error));
  g_assert_no_error (error);
  while (confab_registry_lookup (confab_context_get_registry (window), id) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (engine_get_provider (terminal, "openai-3"));
  text = engine_read_records ();
  g_assert_null (strstr (text, "lab_1"));

  g_assert_false (registry_remove (terminal, "groq", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);

  engine_close (terminal);
  engine_close (window);
}

static void
test_slots_refused (void)
{
  static const struct { const char *id; const char *type_id; const char *base_url; } cases[] = {
    { "compat:", NULL, "https://lab.example/v1" },
    { "compat:Lab", NULL, "https://lab.example/v1" },
    { "compat:a b", NULL, "https://lab.example/v1" },
    { "compat:a:b", NULL, "https://lab.example/v1" },
    { "compat:../a", NULL, "https://lab.example/v1" },
    { "compat:taken", NULL, "https://lab.example/v1" },
    { "lab", NULL, "https://lab.example/v1" },
    { "compat:lab", "openai", NULL },
    { "groq", "openai", NULL },
    { "openai", "openai", NULL },
    { "mine", "no-such-type", NULL },
    { "compat:lab", NULL, NULL },
    { "compat:lab", NULL, "ftp://lab.example" },
    { "mine", "openai", "http://192.168.0.7/v1" },
    { "mine", "openai", "http://openai.example/v1" },
  };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ConfabContext *context;

  engine_home_reset ();
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_write_records ("{ \"providers\": [ { \"id\": \"compat:taken\", \"type\": \"custom\" } ] }");
  context = engine_load ();
  before = engine_read_records ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s %s", cases[i].id, cases[i].base_url);
      g_assert_null (registry_add (context, cases[i].id, cases[i].type_id, cases[i].base_url, &error));
      g_assert_nonnull (error);
    }
  after = engine_read_records ();
  g_assert_cmpstr (before, ==, after);
  engine_close (context);
}

typedef enum { ID, NAME, BASE_URL, PRIVATE_BASE_URL, MODEL, KEY, PLAIN_KEY } Field;

static gboolean
check (ConfabRegistry  *registry,
       Field            field,
       const char      *text,
       GError         **error)
{
  g_autoptr(ConfabSecret) key = NULL;

  switch (field)
    {
    case ID:
      return confab_registry_check_slot_id (registry, text, error);
    case NAME:
      return confab_registry_check_slot_name (registry, text, error);
    case BASE_URL:
    case PRIVATE_BASE_URL:
      return confab_registry_check_slot_base_url (registry, text, field == PRIVATE_BASE_URL, error);
    case MODEL:
      return confab_registry_check_slot_model (registry, text, error);
    case KEY:
    case PLAIN_KEY:
    default:
      key = text != NULL ? confab_secret_new (text, -1) : NULL;
      return confab_registry_check_slot_key (
        registry, key, field == KEY ? "https://lab.example/v1" : "http://lab.example/v1", error);
    }
}

#define LONG "0123456789012345678901234567890123456789012345678901234567890123"

static void
test_checks (void)
{
  /* With NULL for what is right, or else a word of what is told. */
  static const struct { Field field; const char *text; const char *told; int policy_code; } cases[] = {
    { ID, "lab", NULL, -1 },
    { ID, "lab_1-b", NULL, -1 },
    { ID, "compat:lab", NULL, -1 },
    { ID, "groq", NULL, -1 },
    { ID, LONG, NULL, -1 },
    { ID, "", "empty", -1 },
    { ID, "compat:", "empty", -1 },
    { ID, LONG "4", "64", -1 },
    { ID, "Lab", "small letters", -1 },
    { ID, "a b", "small letters", -1 },
    { ID, "läb", "small letters", -1 },
    { ID, "a:b", "small letters", -1 },
    { ID, "../a", "small letters", -1 },
    { ID, "\xff", "small letters", -1 },
    { ID, "taken", "already", -1 },
    { ID, "compat:taken", "already", -1 },
    { NAME, NULL, NULL, -1 },
    { NAME, "", NULL, -1 },
    { NAME, "Größe ✨", NULL, -1 },
    { NAME, LONG LONG, "100", -1 },
    { NAME, "\xff", "read", -1 },
    { BASE_URL, "https://lab.example/v1", NULL, -1 },
    { BASE_URL, " https://lab.example/v1/chat/completions ", NULL, -1 },
    { BASE_URL, NULL, "needs an address", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "  ", "needs an address", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "lab", "http", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "h", "http", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "https://", "host", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "https://lab .example", "space", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "ftp://lab.example", "http", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "https://lab.example:99999", "port", CONFAB_PROVIDER_POLICY_ERROR_BAD_URL },
    { BASE_URL, "http://127.0.0.1:8080/v1", "this computer", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { BASE_URL, "http://192.168.0.7/v1", "own network", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { BASE_URL, "http://169.254.169.254/", "secrets", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { PRIVATE_BASE_URL, "http://127.0.0.1:8080/v1", NULL, -1 },
    { PRIVATE_BASE_URL, "http://192.168.0.7/v1", NULL, -1 },
    { PRIVATE_BASE_URL, "http://169.254.169.254/", "secrets", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { PRIVATE_BASE_URL, "http://metadata.google.internal", "secrets", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { PRIVATE_BASE_URL, "http://[fd00:ec2::254]", "secrets", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { PRIVATE_BASE_URL, "http://100.100.100.200", "secrets", CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS },
    { BASE_URL, "http://lab.example/v1", NULL, -1 },
    { MODEL, NULL, NULL, -1 },
    { MODEL, "vendor/model:free", NULL, -1 },
    { MODEL, "two\nlines", "model", -1 },
    { KEY, NULL, NULL, -1 },
    { KEY, " ", NULL, -1 },
    { KEY, "0123456789", NULL, -1 },
    { KEY, " 0123456789\n", NULL, -1 },
    { KEY, "012345678", "10", -1 },
    { KEY, "brief", "10", -1 },
    { KEY, "has a space in it", "spaces", -1 },
    { PLAIN_KEY, " ", NULL, -1 },
    { PLAIN_KEY, "0123456789", "https://", -1 },
  };
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_write_records ("{ \"providers\": [ { \"id\": \"compat:taken\", \"type\": \"custom\" } ] }");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      const gboolean fits = check (registry, cases[i].field, cases[i].text, &error);

      g_test_message ("%u: %s", cases[i].field, error != NULL ? error->message : "fits");
      g_assert_cmpint (fits, ==, cases[i].told == NULL);
      if (fits)
        {
          g_assert_no_error (error);
          continue;
        }
      if (cases[i].policy_code >= 0)
        g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, cases[i].policy_code);
      else
        g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].told));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  engine_close (context);
}

/* A server of one's own can do without a key, but one that there is does not go over the internet in
 * plain text: whichever comes last, the key or the address, is refused. */
static void
test_plain_http (void)
{
  ConfabContext *context;
  g_autoptr(ConfabSecret) key = confab_secret_new ("sk-for-the-lab-1", -1);
  g_autoptr(GError) error = NULL;

  engine_home_reset ();
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_write_records ("{ \"providers\": ["
                        " { \"id\": \"compat:keyed\", \"type\": \"custom\", \"base_url\": \"http://127.0.0.1:9/v1\","
                        "   \"api_key\": \"sk-for-the-lab-1\", \"config\": { \"allow_private\": true } },"
                        " { \"id\": \"compat:open\", \"type\": \"custom\", \"base_url\": \"http://lab.example/v1\" } ] }");
  context = engine_load ();
  g_assert_cmpint (registry_get_key_source (context, "compat:keyed"), ==, CONFAB_KEY_SOURCE_FILE);
  g_assert_false (registry_change (context, "compat:keyed", CONFAB_PROVIDER_FIELD_BASE_URL, "http://lab.example/v1",
                                   &error));
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP);
  g_clear_error (&error);
  g_assert_true (registry_change (context, "compat:keyed", CONFAB_PROVIDER_FIELD_BASE_URL, "http://127.0.0.1:10/v1",
                                  &error));
  g_assert_no_error (error);

  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "compat:open")), !=,
                   CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_false (confab_registry_set_session_key (confab_context_get_registry (context),
                                                   engine_get_provider (context, "compat:open"), key, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "https://"));
  engine_close (context);
}

/* Whatever a person calls it, an id is found that can be taken. */
static void
test_suggested_ids (void)
{
  static const struct { const char *name, *expected; } cases[] = {
    { "Lab", "lab" },
    { "  My Lab, 2nd floor ", "my-lab-2nd-floor" },
    { "Größe", "grosse" },
    { "snake_case", "snake_case" },
    { "taken", "taken-2" },
    { "Groq", "groq" },
    { "", "server" },
    { "✨", "server" },
    { LONG LONG, LONG },
  };
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  engine_write_records ("{ \"providers\": [ { \"id\": \"compat:taken\", \"type\": \"custom\" } ] }");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = confab_registry_suggest_slot_id (registry, cases[i].name);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s", cases[i].name, id);
      g_assert_true (confab_registry_check_slot_id (registry, id, &error));
      g_assert_no_error (error);
      if (!g_str_equal (cases[i].name, "Größe"))
        g_assert_cmpstr (id, ==, cases[i].expected);
    }
  engine_close (context);
}

/* Each of them fits what is checked of a server of one's own, as it is. */
static void
test_presets (void)
{
  ConfabContext *context;
  ConfabRegistry *registry;
  GPtrArray *presets;

  engine_home_reset ();
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  presets = confab_catalogue_get_presets (confab_context_get_catalogue (context));
  for (guint i = 0; i < presets->len; i++)
    {
      const ConfabPreset *preset = g_ptr_array_index (presets, i);
      g_autofree char *slot = confab_registry_suggest_slot_id (registry, preset->name);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", preset->name);
      g_assert_true (confab_registry_check_slot_id (registry, slot, &error));
      g_assert_true (confab_registry_check_slot_name (registry, preset->name, &error));
      g_assert_true (confab_registry_check_slot_base_url (registry, preset->base_url, preset->local, &error));
      g_assert_true (confab_registry_check_slot_model (registry, preset->default_model, &error));
      g_assert_no_error (error);
    }
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_home_init ();

  g_test_add_func ("/engine/registry-slots/slots", test_slots);
  g_test_add_func ("/engine/registry-slots/slots-refused", test_slots_refused);
  g_test_add_func ("/engine/registry-slots/checks", test_checks);
  g_test_add_func ("/engine/registry-slots/plain-http", test_plain_http);
  g_test_add_func ("/engine/registry-slots/suggested-ids", test_suggested_ids);
  g_test_add_func ("/engine/registry-slots/presets", test_presets);

  return g_test_run ();
}
