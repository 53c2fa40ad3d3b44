/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "registry-fixture.h"

/* What wins over what, in the one function that decides it. */
static void
test_precedence (void)
{
  g_autoptr(ConfabCatalogue) catalogue = confab_catalogue_new_builtin ();
  static const struct
  {
    const char *type;
    const char *id;
    const char *record_url;
    const char *record_model;
    const char *environment[4];
    const char *url;
    const char *model;     /* NULL: not looked at */
    gboolean    own;
    gboolean    bad;
  } cases[] = {
    { "anthropic", "anthropic", NULL, NULL, { NULL }, "https://api.anthropic.com", NULL, FALSE, FALSE },
    { "anthropic", "anthropic", "https://proxy.example", "m", { "CONFAB_ANTHROPIC_BASE_URL=https://env.example", NULL },
      "https://proxy.example", "m", TRUE, FALSE },
    { "anthropic", "anthropic", NULL, NULL, { "CONFAB_ANTHROPIC_BASE_URL=https://env.example/v1/", "ANTHROPIC_BASE_URL=https://other.example", NULL },
      "https://env.example", NULL, TRUE, FALSE },
    { "anthropic", "anthropic", NULL, NULL, { "ANTHROPIC_BASE_URL=https://other.example", NULL },
      "https://other.example", NULL, TRUE, FALSE },
    { "anthropic", "work-claude", NULL, NULL, { "ANTHROPIC_BASE_URL=https://other.example", NULL },
      "https://api.anthropic.com", NULL, FALSE, FALSE },
    { "anthropic", "work-claude", NULL, NULL, { "CONFAB_WORK_CLAUDE_BASE_URL=https://work.example", NULL },
      "https://work.example", NULL, TRUE, FALSE },
    { "ollama", "ollama", NULL, NULL, { "OLLAMA_HOST=gpu.local", NULL }, "http://gpu.local:11434", NULL, TRUE, FALSE },
    { "ollama", "ollama", NULL, NULL, { "OLLAMA_HOST=", NULL }, "http://localhost:11434", NULL, FALSE, FALSE },
    { "openrouter", "openrouter", NULL, NULL, { "OPENROUTER_MODEL=vendor/model", NULL },
      "https://openrouter.ai/api/v1", "vendor/model", FALSE, FALSE },
    { "openrouter", "openrouter", NULL, "mine", { "OPENROUTER_MODEL=vendor/model", NULL },
      "https://openrouter.ai/api/v1", "mine", FALSE, FALSE },
    { "openrouter", "openrouter", NULL, NULL, { "OPENROUTER_MODEL=", NULL },
      "https://openrouter.ai/api/v1", "openrouter/auto", FALSE, FALSE },
    { "groq", "groq", "ftp://nonsense", NULL, { NULL }, "ftp://nonsense", NULL, TRUE, TRUE },
    { "custom", "custom", NULL, NULL, { NULL }, NULL, NULL, FALSE, TRUE },
    { "cohere", "cohere", "https://api.cohere.com/v2/chat", NULL, { NULL }, "https://api.cohere.com", NULL, TRUE, FALSE },
    { "cohere", "cohere", "https://api.cohere.com/compatibility/v1/", NULL, { NULL },
      "https://api.cohere.com/compatibility/v1", NULL, TRUE, FALSE },
    { "google", "google", NULL, NULL, { "CONFAB_GOOGLE_BASE_URL=https://generativelanguage.googleapis.com/v1beta/openai/", NULL },
      "https://generativelanguage.googleapis.com/v1beta/openai", NULL, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabProviderType *type = confab_catalogue_lookup (catalogue, cases[i].type);
      g_autoptr(ConfabProviderRecord) record = NULL;
      g_autoptr(ConfabProviderSettings) settings = NULL;

      g_test_message ("%u: %s", i, cases[i].id);
      if (cases[i].record_url != NULL || cases[i].record_model != NULL)
        {
          record = confab_provider_record_new (cases[i].id, cases[i].type);
          confab_provider_record_set_base_url (record, cases[i].record_url);
          confab_provider_record_set_default_model (record, cases[i].record_model);
        }
      settings = confab_provider_settings_resolve (type, cases[i].id, record, NULL, (char **) cases[i].environment);
      g_assert_cmpstr (settings->base_url, ==, cases[i].url);
      if (cases[i].model != NULL)
        g_assert_cmpstr (settings->model, ==, cases[i].model);
      g_assert_cmpint (settings->base_url_is_own, ==, cases[i].own);
      g_assert_cmpint (settings->base_url_error != NULL, ==, cases[i].bad);
    }
}

static void
test_list (void)
{
  ConfabContext *context;
  GListModel *list;
  gboolean seen_local = FALSE;

  engine_home_reset ();
  context = engine_load ();
  list = G_LIST_MODEL (confab_context_get_registry (context));
  g_assert_cmpuint (g_list_model_get_n_items (list), >, 20);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      static const char *const first[] = { "anthropic", "openai", "google", "openrouter" };
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (list, i);

      if (i < G_N_ELEMENTS (first))
        g_assert_cmpstr (confab_provider_get_id (provider), ==, first[i]);
      g_assert_false (confab_provider_get_demonstration (provider));
      g_assert_false (confab_provider_get_configured (provider));
      if (confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
        {
          if (!seen_local)
            g_assert_cmpstr (confab_provider_get_id (provider), ==, "ollama");
          seen_local = TRUE;
        }
      else
        {
          g_assert_false (seen_local);
        }
    }
  g_assert_true (seen_local);
  g_assert_null (registry_get_default_id (context));

  engine_close (context);
}

static void
test_default (void)
{
  ConfabContext *context;
  ConfabRegistry *registry;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  g_setenv ("OPENAI_API_KEY", "sk-0123456789abcdef", TRUE);
  context = engine_load ();
  registry = confab_context_get_registry (context);
  g_assert_cmpstr (registry_get_default_id (context), ==, "openai");
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "groq")), ==,
                   CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_cmpstr (confab_provider_get_key_detail (engine_get_provider (context, "groq")), ==, "GROQ_API_KEY");

  confab_registry_set_default_async (registry, engine_get_provider (context, "groq"), NULL, await_cb, &result);
  g_assert_true (confab_registry_set_default_finish (registry, await (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (registry_get_default_id (context), ==, "groq");

  /* A choice that cannot be used gives way, and comes back when it can. */
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_ENABLED, "false");
  g_assert_cmpstr (registry_get_default_id (context), ==, "openai");
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_ENABLED, "true");
  g_assert_cmpstr (registry_get_default_id (context), ==, "groq");
  engine_close (context);

  /* It is on disk, and goes before what the environment forces. */
  g_setenv ("AI_PROVIDER", "openai", TRUE);
  context = engine_load ();
  g_assert_cmpstr (registry_get_default_id (context), ==, "groq");
  engine_close (context);

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  g_setenv ("OPENAI_API_KEY", "sk-0123456789abcdef", TRUE);
  g_setenv ("AI_PROVIDER", "groq", TRUE);
  context = engine_load ();
  g_assert_cmpstr (registry_get_default_id (context), ==, "groq");
  engine_close (context);
}

static void
test_local_forced (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;

  engine_home_reset ();
  engine_use_peer (peer);
  g_setenv ("AI_PROVIDER", "local", TRUE);
  context = engine_load ();
  engine_probe (context);
  g_assert_cmpstr (registry_get_default_id (context), ==, "ollama");
  engine_close (context);
}

static void
test_changes (void)
{
  ConfabContext *context;
  ConfabProvider *groq;
  g_autofree char *text = NULL;

  engine_home_reset ();
  engine_write_records ("{ \"version\": 1, \"from the future\": [1], \"providers\": [\n"
                        "  { \"id\": \"groq\", \"type\": \"groq\", \"shoe size\": 43, \"config\": { \"x\": 1 } },\n"
                        "  { \"id\": \"second\", \"type\": \"anthropic\", \"name\": \"Work\" },\n"
                        "  { \"id\": \"odd\", \"type\": \"unheard-of\", \"colour\": \"red\" } ] }");
  context = engine_load ();
  groq = engine_get_provider (context, "groq");
  g_assert_true (confab_provider_get_configured (groq));
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (context, "second")), ==, "Work");
  g_assert_null (confab_registry_lookup (confab_context_get_registry (context), "odd"));

  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_NAME, "  Fast one ");
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, "some/model");
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_BASE_URL, "https://groq.example/openai/v1/chat/completions");
  registry_assert_changes (context, "mistral", CONFAB_PROVIDER_FIELD_MODEL, "tiny");
  g_assert_true (engine_get_provider (context, "groq") == groq);
  g_assert_cmpstr (confab_provider_get_name (groq), ==, "Fast one");
  g_assert_cmpstr (confab_provider_get_model (groq), ==, "some/model");
  g_assert_cmpstr (confab_provider_get_base_url (groq), ==, "https://groq.example/openai/v1");
  g_assert_true (confab_provider_get_base_url_is_own (groq));
  g_assert_true (confab_provider_get_configured (engine_get_provider (context, "mistral")));

  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "from the future"));
  g_assert_nonnull (strstr (text, "shoe size"));
  g_assert_nonnull (strstr (text, "unheard-of"));
  g_assert_nonnull (strstr (text, "colour"));

  /* Nothing goes back to the catalogue's. */
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_NAME, " ");
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, NULL);
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_BASE_URL, "");
  g_assert_cmpstr (confab_provider_get_name (groq), ==, "Groq");
  g_assert_false (confab_provider_get_base_url_is_own (groq));

  engine_close (context);
}

static void
test_refuses_nonsense (void)
{
  ConfabContext *context;
  static const struct { ConfabProviderField field; const char *value; } cases[] = {
    { CONFAB_PROVIDER_FIELD_ENABLED, "maybe" },
    { CONFAB_PROVIDER_FIELD_ENABLED, NULL },
    { CONFAB_PROVIDER_FIELD_MODEL, "two\nlines" },
    { CONFAB_PROVIDER_FIELD_NAME, "\xff\xfe" },
    { CONFAB_PROVIDER_FIELD_BASE_URL, "ftp://example.com" },
    { CONFAB_PROVIDER_FIELD_BASE_URL, "http://" },
  };
  g_autofree char *path = NULL;

  engine_home_reset ();
  context = engine_load ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (registry_change (context, "groq", cases[i].field, cases[i].value, &error));
      if (cases[i].field == CONFAB_PROVIDER_FIELD_BASE_URL)
        g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL);
      else
        g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
  path = engine_records_path ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  engine_close (context);
}

static void
test_bad_address (void)
{
  ConfabContext *context;
  ConfabProvider *groq;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"base_url\": \"nonsense://x\" } ] }");
  context = engine_load ();
  groq = engine_get_provider (context, "groq");
  g_assert_cmpint (confab_provider_get_state (groq), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_error (confab_provider_get_error (groq), CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL);
  g_assert_false (confab_provider_get_usable (groq));
  engine_close (context);
}

static ConfabProviderState
get_custom_state (const char *base_url,
                  const char *allow_private)
{
  g_autofree char *records =
    g_strdup_printf ("{ \"providers\": [ { \"id\": \"compat:x\", \"type\": \"custom\", \"default_model\": \"m\","
                     " \"base_url\": \"%s\", \"config\": { \"allow_private\": %s } } ] }", base_url, allow_private);
  ConfabContext *context;
  ConfabProviderState state;

  engine_home_reset ();
  engine_write_records (records);
  context = engine_load ();
  state = confab_provider_get_state (engine_get_provider (context, "compat:x"));
  engine_close (context);

  return state;
}

static void
test_private_address_written (void)
{
  g_assert_cmpint (get_custom_state ("https://x.example/v1", "false"), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_assert_cmpint (get_custom_state ("http://127.0.0.1:9/v1", "false"), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_cmpint (get_custom_state ("http://0x7f.1:9/v1", "false"), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_cmpint (get_custom_state ("http://127.0.0.1:9/v1", "true"), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_assert_cmpint (get_custom_state ("http://127.0.0.1:9/v1", "\"true\""), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);

  g_setenv ("ALLOW_PRIVATE_URLS", "true", TRUE);
  g_assert_cmpint (get_custom_state ("http://127.0.0.1:9/v1", "false"), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_unsetenv ("ALLOW_PRIVATE_URLS");
}

static void
test_private_address_changed (void)
{
  ConfabContext *context;
  ConfabProvider *groq;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  context = engine_load ();
  groq = engine_get_provider (context, "groq");

  g_assert_false (registry_change (context, "groq", CONFAB_PROVIDER_FIELD_BASE_URL, "http://192.168.0.7/v1", &error));
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS);
  g_clear_error (&error);
  g_assert_false (registry_change (context, "groq", CONFAB_PROVIDER_FIELD_BASE_URL, "http://groq.example/v1", &error));
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP);

  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_PRIVATE_MEANT, "true");
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_BASE_URL, "http://192.168.0.7/v1");
  g_assert_true (confab_provider_get_private_meant (groq));
  g_assert_cmpint (confab_provider_get_state (groq), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "allow_private"));

  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_PRIVATE_MEANT, "false");
  g_assert_cmpint (confab_provider_get_state (groq), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_error (confab_provider_get_error (groq), CONFAB_PROVIDER_POLICY_ERROR,
                  CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS);

  engine_close (context);
}

static void
test_file_key (void)
{
  ConfabContext *context;
  ConfabRegistry *registry;
  ConfabProvider *groq;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"gsk_from_the_file_1\" } ] }");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  groq = engine_get_provider (context, "groq");
  g_assert_cmpint (confab_provider_get_key_source (groq), ==, CONFAB_KEY_SOURCE_FILE);

  confab_registry_remove_key_async (registry, groq, NULL, await_cb, &result);
  g_assert_true (confab_registry_remove_key_finish (registry, await (&result), &error));
  g_assert_no_error (error);
  text = engine_read_records ();
  g_assert_null (strstr (text, "gsk_from_the_file"));
  g_assert_cmpint (confab_provider_get_key_source (groq), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);

  engine_close (context);
}

/* A record of the same kind somewhere else never gets the key of the vendor. */
static void
test_environment_key_stays (void)
{
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("OPENAI_API_KEY", "sk-0123456789abcdef", TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"mirror\", \"type\": \"openai\","
                        " \"base_url\": \"https://mirror.example/v1\" }, { \"id\": \"again\", \"type\": \"openai\" } ] }");
  context = engine_load ();
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "openai")), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "again")), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "mirror")), ==, CONFAB_KEY_SOURCE_NONE);
  engine_close (context);
}

static const char *
get_dialect (ConfabContext *context,
             const char    *id)
{
  return confab_provider_type_get_dialect (confab_provider_get_provider_type (engine_get_provider (context, id)));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

/* A server that is compatible with a vendor is spoken to in the way that such servers know. */
static void
test_dialect_by_address (void)
{
  ConfabContext *context;
  ConfabProvider *provider;
  guint n_notified = 0;

  engine_home_reset ();
  engine_write_records ("{ \"providers\": [ { \"id\": \"mirror\", \"type\": \"openai\","
                        " \"base_url\": \"https://mirror.example/v1\" },"
                        " { \"id\": \"able\", \"type\": \"openai\", \"base_url\": \"https://able.example/v1\","
                        " \"config\": { \"dialect\": \"openai-responses\" } } ] }");
  context = engine_load ();
  g_assert_cmpstr (get_dialect (context, "openai"), ==, "openai-responses");
  g_assert_cmpstr (get_dialect (context, "mirror"), ==, "openai-chat");
  g_assert_cmpstr (get_dialect (context, "able"), ==, "openai-responses");

  /* It stays the same provider, for views hold on to it. */
  provider = engine_get_provider (context, "openai");
  g_signal_connect (provider, "notify::provider-type", G_CALLBACK (count_cb), &n_notified);
  registry_assert_changes (context, "openai", CONFAB_PROVIDER_FIELD_BASE_URL, "https://other.example");
  g_assert_true (engine_get_provider (context, "openai") == provider);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstr (get_dialect (context, "openai"), ==, "openai-chat");
  registry_assert_changes (context, "openai", CONFAB_PROVIDER_FIELD_BASE_URL, "");
  g_assert_true (engine_get_provider (context, "openai") == provider);
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_cmpstr (get_dialect (context, "openai"), ==, "openai-responses");
  g_signal_handlers_disconnect_by_data (provider, &n_notified);

  /* Where the path tells, there and back again. */
  provider = engine_get_provider (context, "cohere");
  g_assert_cmpstr (get_dialect (context, "cohere"), ==, "cohere-v2");
  registry_assert_changes (context, "cohere", CONFAB_PROVIDER_FIELD_BASE_URL, "https://api.cohere.com/compatibility/v1");
  g_assert_cmpstr (get_dialect (context, "cohere"), ==, "openai-chat");
  g_assert_cmpstr (confab_provider_get_base_url (provider), ==, "https://api.cohere.com/compatibility/v1");
  registry_assert_changes (context, "cohere", CONFAB_PROVIDER_FIELD_BASE_URL, "https://proxy.example/v2");
  g_assert_cmpstr (get_dialect (context, "cohere"), ==, "cohere-v2");
  g_assert_cmpstr (confab_provider_get_base_url (provider), ==, "https://proxy.example");
  registry_assert_changes (context, "google", CONFAB_PROVIDER_FIELD_BASE_URL,
                  "https://generativelanguage.googleapis.com/v1beta/openai/");
  g_assert_cmpstr (get_dialect (context, "google"), ==, "openai-chat");
  engine_close (context);
}

static gboolean
check (ConfabContext  *context,
       const char     *id,
       GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  gboolean ok;

  /* Whoever asks while it is under way hears the same. */
  confab_registry_check_async (registry, engine_get_provider (context, id), NULL, await_cb, &first);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, id)), ==, CONFAB_PROVIDER_STATE_CHECKING);
  confab_registry_check_async (registry, engine_get_provider (context, id), NULL, await_cb, &second);
  ok = confab_registry_check_finish (registry, await (&first), error);
  g_assert_cmpint (confab_registry_check_finish (registry, await (&second), NULL), ==, ok);

  return ok;
}

static void
test_check (void)
{
  static const char *const ids[] = { "anthropic", "openai", "google", "ollama" };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;

  engine_home_reset ();
  engine_use_peer (peer);
  context = engine_load ();
  engine_probe (context);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ConfabProvider *provider = engine_get_provider (context, ids[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", ids[i]);
      g_assert_true (check (context, ids[i], &error));
      g_assert_no_error (error);
      g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
      g_assert_cmpuint (g_list_model_get_n_items (confab_provider_get_models (provider)), >, 0);
      g_assert_cmpint (confab_provider_get_latency_ms (provider), >=, 0);
    }

  confab_test_peer_set_key (peer, "another-key-9876543210");
  for (guint i = 0; i < 3; i++)
    {
      ConfabProvider *provider = engine_get_provider (context, ids[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", ids[i]);
      g_assert_false (check (context, ids[i], &error));
      g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY);
      g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);
      g_assert_null (strstr (error->message, CONFAB_TEST_PEER_KEY));
    }

  engine_close (context);
}

/* Where everybody may list the models, a list proves nothing of the key. */
static void
test_check_public_models (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;
  g_autoptr(GError) error = NULL;

  engine_home_reset ();
  engine_use_peer (peer);
  g_setenv ("CONFAB_HUGGINGFACE_BASE_URL", confab_test_peer_get_uri (peer), TRUE);
  g_setenv ("HF_TOKEN", CONFAB_TEST_PEER_KEY, TRUE);
  context = engine_load ();
  g_assert_true (check (context, "huggingface", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (peer, "/chat/completions"), ==, 1);

  confab_test_peer_set_key (peer, "another-key-9876543210");
  g_assert_false (check (context, "huggingface", &error));
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY);

  g_unsetenv ("CONFAB_HUGGINGFACE_BASE_URL");
  engine_close (context);
}

/* It was said when the keyring that has the key was locked, or the environment was another. */
static void
test_key_found_again (void)
{
  g_autoptr(GError) missing = confab_provider_error_new (CONFAB_PROVIDER_ERROR_KEY_MISSING, 0, NULL, -1, "no key");
  g_autoptr(GAsyncResult) result = NULL;
  ConfabContext *context;
  ConfabRegistry *registry;
  ConfabProvider *provider;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  context = engine_load ();
  registry = confab_context_get_registry (context);
  provider = engine_get_provider (context, "groq");
  confab_provider_note_failure (provider, missing, TRUE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);

  confab_registry_refresh_keys_async (registry, NULL, await_cb, &result);
  g_assert_true (confab_registry_refresh_keys_finish (registry, await (&result), NULL));
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_clear_object (&result);
  engine_close (context);
}

/* Who runs a gateway chooses its keys, and its documentation has short ones. */
static void
test_short_keys (void)
{
  static const struct { const char *id; const char *key; gboolean good; } cases[] = {
    { "litellm", "sk-1234", TRUE }, { "vllm", "x", TRUE }, { "litellm", "", FALSE }, { "groq", "sk-1234", FALSE },
  };
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabProvider *provider = engine_get_provider (context, cases[i].id);
      g_autoptr(ConfabSecret) key = confab_secret_new (cases[i].key, -1);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s", cases[i].id, cases[i].key);
      g_assert_cmpint (confab_registry_check_key (confab_context_get_registry (context),
                                                  confab_provider_get_provider_type (provider), NULL, key, &error),
                       ==, cases[i].good);
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

  g_test_add_func ("/engine/registry/precedence", test_precedence);
  g_test_add_func ("/engine/registry/list", test_list);
  g_test_add_func ("/engine/registry/default", test_default);
  g_test_add_func ("/engine/registry/local-forced", test_local_forced);
  g_test_add_func ("/engine/registry/changes", test_changes);
  g_test_add_func ("/engine/registry/refuses-nonsense", test_refuses_nonsense);
  g_test_add_func ("/engine/registry/bad-address", test_bad_address);
  g_test_add_func ("/engine/registry/private-address-written", test_private_address_written);
  g_test_add_func ("/engine/registry/private-address-changed", test_private_address_changed);
  g_test_add_func ("/engine/registry/file-key", test_file_key);
  g_test_add_func ("/engine/registry/environment-key-stays", test_environment_key_stays);
  g_test_add_func ("/engine/registry/dialect-by-address", test_dialect_by_address);
  g_test_add_func ("/engine/registry/check", test_check);
  g_test_add_func ("/engine/registry/key-found-again", test_key_found_again);
  g_test_add_func ("/engine/registry/short-keys", test_short_keys);
  g_test_add_func ("/engine/registry/check-public-models", test_check_public_models);

  return g_test_run ();
}
