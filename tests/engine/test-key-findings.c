/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "confab-key-finding.h"
#include "registry-fixture.h"

/* Where keys are told to be. Run under a keyring of its own in each of its states. */

static const char *mode;

/* "*keyring file environment:NAME", with a star before the one in use. */
static char *
dup_findings (ConfabProvider *provider)
{
  GPtrArray *keys = confab_provider_get_keys (provider);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < keys->len; i++)
    {
      const ConfabKeyFinding *finding = g_ptr_array_index (keys, i);
      g_autofree char *name = finding->detail != NULL ? g_path_get_basename (finding->detail) : NULL;
      g_autoptr(GEnumClass) sources = g_type_class_ref (CONFAB_TYPE_KEY_SOURCE);

      g_string_append_printf (text, "%s%s%s%s%s", i > 0 ? " " : "", finding->in_use ? "*" : "",
                              g_enum_get_value (sources, (int) finding->source)->value_nick,
                              name != NULL ? ":" : "", name != NULL ? name : "");
      g_assert_cmpint (finding->created_at_us > 0, ==, finding->source == CONFAB_KEY_SOURCE_KEYRING);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_findings (ConfabContext *context,
                 const char    *id,
                 const char    *expected)
{
  ConfabProvider *provider = engine_get_provider (context, id);
  GPtrArray *keys = confab_provider_get_keys (provider);
  g_autofree char *text = dup_findings (provider);

  g_assert_cmpstr (text, ==, expected);

  /* The one in use is the one that the other properties tell of. */
  if (keys->len > 0 && ((ConfabKeyFinding *) g_ptr_array_index (keys, 0))->in_use)
    {
      const ConfabKeyFinding *first = g_ptr_array_index (keys, 0);

      g_assert_cmpint (first->source, ==, confab_provider_get_key_source (provider));
      g_assert_cmpstr (first->detail, ==, confab_provider_get_key_detail (provider));
      g_assert_cmpint (first->created_at_us, ==, confab_provider_get_key_created_at_us (provider));
    }
}

/* What a locked keyring adds to whatever else is found. */
static char *
with_locked (const char *expected)
{
  if (!g_str_equal (mode, "locked"))
    return g_strdup (expected);

  return *expected != '*' ? g_strconcat ("locked", *expected != '\0' ? " " : "", expected, NULL)
                          : g_strdup_printf ("%.*s locked%s", (int) strcspn (expected, " "), expected,
                                             expected + strcspn (expected, " "));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_everywhere (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  ConfabProvider *groq;
  guint n_notified = 0;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_from_environment_1", TRUE);
  g_setenv ("CONFAB_GROQ_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  context = engine_load ();
  groq = engine_get_provider (context, "groq");
  assert_findings (context, "groq", "*environment:GROQ_API_KEY");
  assert_findings (context, "mistral", "");
  assert_findings (context, "ollama", "");

  g_assert_true (registry_set_key (context, "groq", "gsk_from_the_keyring_1", &error));
  g_assert_no_error (error);
  registry_wait_checked (groq);
  assert_findings (context, "groq", "*keyring environment:GROQ_API_KEY");

  /* Then somebody writes one into the file. */
  g_signal_connect (groq, "notify::keys", G_CALLBACK (count_cb), &n_notified);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"gsk_from_the_file_1\" } ] }");
  while (n_notified == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_findings (context, "groq", "*keyring file environment:GROQ_API_KEY");

  /* What is the same as before is not told again. */
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_NAME, "Fast");
  g_assert_cmpuint (n_notified, ==, 1);
  g_signal_handlers_disconnect_by_data (groq, &n_notified);

  g_assert_true (registry_remove_key (context, "groq", &error));
  assert_findings (context, "groq", "*environment:GROQ_API_KEY");
  engine_close (context);
}

static void
test_without_keyring (void)
{
  static const struct { const char *id; const char *expected; } cases[] = {
    { "groq", "*file environment:GROQ_API_KEY" },
    { "google", "*environment:GOOGLE_API_KEY environment:GEMINI_API_KEY" },
    { "mistral", "" },
    { "openai", "*environment:OPENAI_API_KEY" },
    { "again", "*environment:OPENAI_API_KEY" },
    { "mirror", "" },
  };
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_from_environment_1", TRUE);
  g_setenv ("GEMINI_API_KEY", "AIza-from-environment-1", TRUE);
  g_setenv ("GOOGLE_API_KEY", "AIza-from-environment-2", TRUE);
  g_setenv ("OPENAI_API_KEY", "sk-0123456789abcdef", TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"gsk_from_the_file_1\" },"
                        " { \"id\": \"mirror\", \"type\": \"openai\", \"base_url\": \"https://mirror.example/v1\" },"
                        " { \"id\": \"again\", \"type\": \"openai\" } ] }");
  context = engine_load ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expected = with_locked (cases[i].expected);

      g_test_message ("%s", cases[i].id);
      assert_findings (context, cases[i].id, expected);
    }
  assert_findings (context, "ollama", "");
  engine_close (context);
}

static void
write_file (const char *name,
            const char *text)
{
  g_autofree char *path = engine_home_build (name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* The environment, and then a profile; the other way round where the record names the profile. */
static void
test_aws (void)
{
  g_autofree char *environment_first = with_locked ("*environment:AWS_BEARER_TOKEN_BEDROCK environment:AWS_ACCESS_KEY_ID "
                                                    "profile:default");
  g_autofree char *profile_first = with_locked ("*profile:work environment:AWS_BEARER_TOKEN_BEDROCK "
                                                "environment:AWS_ACCESS_KEY_ID");
  g_autofree char *no_profile = with_locked ("environment:AWS_BEARER_TOKEN_BEDROCK environment:AWS_ACCESS_KEY_ID");
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("AWS_ACCESS_KEY_ID", CONFAB_TEST_PEER_AWS_ID, TRUE);
  g_setenv ("AWS_SECRET_ACCESS_KEY", CONFAB_TEST_PEER_AWS_SECRET, TRUE);
  g_setenv ("AWS_BEARER_TOKEN_BEDROCK", "bedrock-0123456789abcdef", TRUE);
  write_file (".aws/credentials",
              "[default]\naws_access_key_id=" CONFAB_TEST_PEER_AWS_ID "\naws_secret_access_key=" CONFAB_TEST_PEER_AWS_SECRET "\n"
              "[work]\naws_access_key_id=" CONFAB_TEST_PEER_AWS_ID "\naws_secret_access_key=" CONFAB_TEST_PEER_AWS_SECRET "\n");
  engine_write_records ("{ \"providers\": [ { \"id\": \"second\", \"type\": \"bedrock\", \"config\": { \"profile\": \"work\" } },"
                        " { \"id\": \"third\", \"type\": \"bedrock\", \"config\": { \"profile\": \"nobody\" } } ] }");
  context = engine_load ();
  assert_findings (context, "bedrock", environment_first);
  assert_findings (context, "second", profile_first);

  /* What does not sign in is told of, and still does not sign in. */
  assert_findings (context, "third", no_profile);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "third")), ==,
                   CONFAB_PROVIDER_STATE_KEY_MISSING);
  engine_close (context);
}

/* A file that is named, a key, and what gcloud keeps. */
static void
test_google (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autofree char *account = confab_test_peer_dup_service_account (peer);
  g_autofree char *path = engine_home_build (".config/named.json");
  g_autofree char *named = with_locked ("*service-account:named.json environment:GOOGLE_CLOUD_API_KEY "
                                        "sign-in:application_default_credentials.json");
  g_autofree char *missing = with_locked ("environment:GOOGLE_CLOUD_API_KEY "
                                          "sign-in:application_default_credentials.json");
  g_autofree char *unnamed = with_locked ("*environment:GOOGLE_CLOUD_API_KEY "
                                          "sign-in:application_default_credentials.json");
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("GOOGLE_APPLICATION_CREDENTIALS", path, TRUE);
  g_setenv ("GOOGLE_CLOUD_API_KEY", "AIza-from-environment-1", TRUE);
  write_file (".config/named.json", account);
  write_file (".config/gcloud/application_default_credentials.json",
              "{ \"type\": \"authorized_user\", \"client_id\": \"me\", \"client_secret\": \"0123456789\","
              " \"refresh_token\": \"0123456789abcdef\" }");
  context = engine_load ();
  assert_findings (context, "vertex", named);
  engine_close (context);

  g_assert_cmpint (g_unlink (path), ==, 0);
  context = engine_load ();
  assert_findings (context, "vertex", missing);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "vertex")), ==,
                   CONFAB_PROVIDER_STATE_KEY_MISSING);
  engine_close (context);

  g_unsetenv ("GOOGLE_APPLICATION_CREDENTIALS");
  context = engine_load ();
  assert_findings (context, "vertex", unnamed);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  mode = g_getenv ("KEYRING_MODE") != NULL ? g_getenv ("KEYRING_MODE") : "none";
  if (g_str_equal (mode, "unlocked"))
    g_test_add_func ("/engine/key-findings/everywhere", test_everywhere);
  else
    g_test_add_func ("/engine/key-findings/without-keyring", test_without_keyring);
  g_test_add_func ("/engine/key-findings/aws", test_aws);
  g_test_add_func ("/engine/key-findings/google", test_google);

  return g_test_run ();
}
