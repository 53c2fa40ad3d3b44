/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-provider-policy-error.h"
#include "matrix-fixture.h"

/* What is set of a provider in single options, from the file to the wire and back. */

#define HEADERS_AND_BODY "\"headers\":{\"X-Team\":\"research\",\"Accept-Language\":\"de\"}," \
                         "\"body\":{\"probe\":{\"ratio\":0.7,\"list\":[1,null]},\"gone\":null}"

static void
assert_header (Fixture    *fixture,
               const char *name,
               const char *value)
{
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, name), ==, value);
}

/* In every dialect. */
static void
test_wire (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[say Hello there.]]");

  matrix_check_complete (fixture, question);
  matrix_check_text (question, "Hello there.");
  matrix_check_json (fixture, "$.probe", "{\"ratio\":0.7,\"list\":[1,null]}");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "0.7,"));
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "gone"));
  assert_header (fixture, "x-team", "research");
  assert_header (fixture, "accept-language", "de");
}

/* One record at the peer, with a key of its own. */
static void
start (Fixture    *fixture,
       const char *type,
       const char *config)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{\"version\":1,\"providers\":[{\"id\":\"lab\",\"type\":\"%s\",\"base_url\":\"%s\","
                          "\"api_key\":\"" CONFAB_TEST_PEER_KEY "\",\"default_model\":\"some-model\",\"config\":%s}]}",
                          type, confab_test_peer_get_uri (fixture->peer), config);
  engine_write_records (text);
  fixture->context = engine_load ();
  fixture->provider = engine_get_provider (fixture->context, "lab");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const MatrixRow row = { .name = "lab", .model = "some-model" };

  engine_home_reset ();
  fixture->row = &row;
  fixture->peer = confab_test_peer_new ();
  fixture->thinking = CONFAB_THINKING_DEFAULT;
  fixture->messages = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
}

static void
assert_answers (Fixture *fixture)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[say Yes.]]");

  matrix_wait_end (question);
  g_assert_no_error (question->error);
  matrix_check_text (question, "Yes.");
}

static void
check (Fixture  *fixture,
       GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_check_async (confab_context_get_registry (fixture->context), fixture->provider, NULL, await_cb, &result);
  confab_registry_check_finish (confab_context_get_registry (fixture->context), await (&result), error);
}

static void
set_option (Fixture               *fixture,
            ConfabProviderOption   option,
            const char            *text,
            GError               **error)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_set_option_async (registry, fixture->provider, option, text, NULL, await_cb, &result);
  confab_registry_set_option_finish (registry, await (&result), error);
}

static void
assert_option (Fixture              *fixture,
               ConfabProviderOption  option,
               const char           *expected)
{
  g_autofree char *text = confab_provider_dup_option (fixture->provider, option);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  start (fixture, "custom", "{\"organization\":\"org-1\",\"project\":\"proj_2\",\"dialect\":\"openai-responses\"}");
  assert_answers (fixture);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==, "/v1/responses");
  assert_header (fixture, "openai-organization", "org-1");
  assert_header (fixture, "openai-project", "proj_2");

  check (fixture, &error);
  g_assert_no_error (error);
  assert_header (fixture, "openai-project", "proj_2");
}

/* The header that the dialect writes is there once. */
static void
test_version (Fixture       *fixture,
              gconstpointer  data)
{
  start (fixture, "anthropic", "{\"api_version\":\"2024-01-01\",\"organization\":\"org-1\"}");
  assert_answers (fixture);
  assert_header (fixture, "anthropic-version", "2024-01-01");
  assert_header (fixture, "x-api-key", CONFAB_TEST_PEER_KEY);
  assert_header (fixture, "openai-organization", NULL);
}

/* The last word is the person's. */
static void
test_override (Fixture       *fixture,
               gconstpointer  data)
{
  start (fixture, "anthropic", "{\"body\":{\"max_tokens\":77,\"temperature\":0.25}}");
  assert_answers (fixture);
  matrix_check_json (fixture, "$.max_tokens", "77");
  matrix_check_json (fixture, "$.temperature", "0.25");
}

/* Of what is wrong in the file the provider tells, and nothing is sent until it is right. */
static void
test_bad_file (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(Question) question = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture, "openai", "{\"headers\":{\"Authorization\":\"Bearer abcdefgh\"}}");
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_false (confab_provider_get_usable (fixture->provider));
  g_assert_error (confab_provider_get_error (fixture->provider), CONFAB_PROVIDER_POLICY_ERROR,
                  CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
  g_assert_nonnull (strstr (confab_provider_get_error (fixture->provider)->message, "Additional headers: Line 1: "));
  g_assert_null (strstr (confab_provider_get_error (fixture->provider)->message, "abcdefgh"));

  question = matrix_ask_text (fixture, "Hello");
  g_assert_false (matrix_wait_end (question));
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_INCOMPLETE);
  g_assert_nonnull (strstr (question->error->message, "Keys go into the key field"));
  check (fixture, &error);
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_INCOMPLETE);
  g_clear_error (&error);
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->peer), ==, 0);

  set_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (confab_provider_get_error (fixture->provider));
  assert_answers (fixture);
}

static void
on_changed_cb (ConfabProvider *provider,
               guint          *n)
{
  *n += 1;
}

static void
test_set (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *contents = NULL;
  guint n = 0;

  start (fixture, "openai", "{\"theirs\":{\"deep\":1}}");
  g_signal_connect (fixture->provider, "options-changed", G_CALLBACK (on_changed_cb), &n);

  set_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, "X-A: b\n\n  X-C:d ", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  assert_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, "X-A: b\nX-C: d");
  assert_answers (fixture);
  assert_header (fixture, "x-c", "d");

  set_option (fixture, CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT, "2.5", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  set_option (fixture, CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT, " 2.50", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);

  /* What cannot be used changes nothing. */
  before = engine_read_records ();
  set_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, "x-api-key: b", &error);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
  g_clear_error (&error);
  set_option (fixture, CONFAB_PROVIDER_OPTION_REGION, "us-east-1", &error);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
  g_clear_error (&error);
  contents = engine_read_records ();
  g_assert_cmpstr (contents, ==, before);
  g_assert_cmpuint (n, ==, 2);

  set_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, " \n", &error);
  g_assert_no_error (error);
  set_option (fixture, CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 4);
  assert_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, NULL);
  assert_answers (fixture);
  assert_header (fixture, "x-c", NULL);
  g_clear_pointer (&contents, g_free);
  contents = engine_read_records ();
  g_assert_null (strstr (contents, "timeouts"));
  g_assert_nonnull (strstr (contents, "theirs"));
}

/* What was learnt with other options counts no longer. */
static void
test_forgets (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(Question) question = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture, "openai", "{}");
  question = matrix_ask_text (fixture, "[[status 401]]");
  g_assert_false (matrix_wait_end (question));
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);
  set_option (fixture, CONFAB_PROVIDER_OPTION_ORGANIZATION, "org-2", &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
}

static void
apply (Fixture             *fixture,
       ConfabProvider      *provider,
       ConfabProviderEdit  *edit,
       GError             **error)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_apply_async (registry, provider, edit, NULL, await_cb, &result);
  confab_registry_apply_finish (registry, await (&result), error);
}

/* Several changes are one, looked at in the light of each other. */
static void
test_apply (Fixture       *fixture,
            gconstpointer  data)
{
  ConfabProviderEdit *edit;
  ConfabProvider *azure;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *contents = NULL;

  g_unsetenv ("ALLOW_PRIVATE_URLS");
  start (fixture, "custom", "{\"allow_private\":true}");
  azure = engine_get_provider (fixture->context, "azure");
  before = engine_read_records ();

  edit = confab_provider_edit_new ();
  confab_provider_edit_set_field (edit, CONFAB_PROVIDER_FIELD_BASE_URL, "https://10.0.0.1");
  confab_provider_edit_set_option (edit, CONFAB_PROVIDER_OPTION_DEPLOYMENT, "mine");
  apply (fixture, azure, edit, &error);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS);
  g_clear_error (&error);

  edit = confab_provider_edit_new ();
  confab_provider_edit_set_field (edit, CONFAB_PROVIDER_FIELD_NAME, "Ours");
  confab_provider_edit_set_option (edit, CONFAB_PROVIDER_OPTION_DEPLOYMENT, "a/b");
  apply (fixture, azure, edit, &error);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
  g_assert_true (g_str_has_prefix (error->message, "deployment: "));
  g_clear_error (&error);
  contents = engine_read_records ();
  g_assert_cmpstr (contents, ==, before);

  edit = confab_provider_edit_new ();
  confab_provider_edit_set_field (edit, CONFAB_PROVIDER_FIELD_PRIVATE_MEANT, "true");
  confab_provider_edit_set_field (edit, CONFAB_PROVIDER_FIELD_BASE_URL, "https://10.0.0.1");
  confab_provider_edit_set_field (edit, CONFAB_PROVIDER_FIELD_NAME, "Ours");
  confab_provider_edit_set_option (edit, CONFAB_PROVIDER_OPTION_DEPLOYMENT, "mine");
  confab_provider_edit_set_option (edit, CONFAB_PROVIDER_OPTION_API_VERSION, "2024-10-21");
  confab_provider_edit_make_default (edit);
  apply (fixture, azure, edit, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (confab_provider_get_name (azure), ==, "Ours");
  g_assert_cmpstr (confab_provider_get_base_url (azure), ==,
                   "https://10.0.0.1/openai/deployments/mine?api-version=2024-10-21");
  g_clear_pointer (&contents, g_free);
  contents = engine_read_records ();
  g_assert_nonnull (strstr (contents, "\"default\" : \"azure\""));
  g_setenv ("ALLOW_PRIVATE_URLS", "true", TRUE);
}

/* A format is chosen and unchosen in one step each. */
static void
test_dialect (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  start (fixture, "custom", "{}");
  assert_answers (fixture);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==, "/v1/chat/completions");
  set_option (fixture, CONFAB_PROVIDER_OPTION_DIALECT, "openai-responses", &error);
  g_assert_no_error (error);
  assert_answers (fixture);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==, "/v1/responses");
  set_option (fixture, CONFAB_PROVIDER_OPTION_DIALECT, "openai-chat", &error);
  g_assert_no_error (error);
  assert_answers (fixture);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==, "/v1/chat/completions");
}

static void
test_demonstration (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  start (fixture, "custom", "{}");
  fixture->provider = confab_registry_get_demonstration (confab_context_get_registry (fixture->context));
  set_option (fixture, CONFAB_PROVIDER_OPTION_HEADERS, "X-A: b", &error);
  g_assert_nonnull (error);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabRegistry *registry;

  start (fixture, "custom", "{}");
  registry = confab_context_get_registry (fixture->context);
  g_cancellable_cancel (cancellable);
  confab_registry_set_option_async (registry, fixture->provider, CONFAB_PROVIDER_OPTION_HEADERS, "X-A: b", cancellable,
                                    await_cb, &result);
  g_assert_false (confab_registry_set_option_finish (registry, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *name,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/engine/options/%s", name);

  g_test_add (path, Fixture, NULL, set_up, func, matrix_tear_down);
}

int
main (int    argc,
      char **argv)
{
  const MatrixRow *rows;
  g_autofree MatrixRow *own_rows = NULL;
  g_autoptr(GPtrArray) configs = g_ptr_array_new_with_free_func (g_free);
  guint n_rows;

  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  rows = matrix_get_rows (&n_rows);
  own_rows = g_memdup2 (rows, n_rows * sizeof *rows);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/options/wire/%s", rows[i].name);

      own_rows[i].config = rows[i].config != NULL ? g_strconcat (rows[i].config, ",", HEADERS_AND_BODY, NULL)
                                                  : g_strdup (HEADERS_AND_BODY);
      g_ptr_array_add (configs, (gpointer) own_rows[i].config);
      g_test_add (path, Fixture, &own_rows[i], matrix_set_up, test_wire, matrix_tear_down);
    }

  add ("accounts", test_accounts);
  add ("version", test_version);
  add ("override", test_override);
  add ("bad-file", test_bad_file);
  add ("set", test_set);
  add ("forgets", test_forgets);
  add ("apply", test_apply);
  add ("dialect", test_dialect);
  add ("demonstration", test_demonstration);
  add ("cancelled", test_cancelled);

  return g_test_run ();
}
