/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Providers of all kinds, looked at step by step. */

#include "config.h"

#include <string.h>

#include "confab-provider-error.h"
#include "matrix-fixture.h"
#include "walk-fixture.h"

static void
choose_model (Fixture    *fixture,
              const char *model)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_registry_change_async (registry, fixture->provider, CONFAB_PROVIDER_FIELD_MODEL, model, NULL, await_cb,
                                &result);
  confab_registry_change_finish (registry, await (&result), &error);
  g_assert_no_error (error);
  confab_test_peer_clear_log (fixture->peer);
}

static void
check_no_key (ConfabCheckReport *report)
{
  g_autofree char *text = confab_check_report_dup_text (report);

  g_assert_nonnull (strstr (text, CONFAB_VERSION));
  g_assert_null (strstr (text, CONFAB_TEST_PEER_KEY));
  g_assert_null (strstr (text, "another-key"));
  g_assert_null (strstr (text, CONFAB_TEST_PEER_AWS_SECRET));
  g_assert_null (strstr (text, CONFAB_TEST_PEER_AWS_ID));
  g_assert_null (strstr (text, "PRIVATE KEY"));
  g_assert_null (strstr (text, "ya29."));
}

static gboolean
lists_models (Fixture *fixture)
{
  return confab_provider_type_get_models_listed (confab_provider_get_provider_type (fixture->provider));
}

/* Of a walk that came as far as the reply. The server is an address of this computer, without
 * encryption. */
static void
assert_reply_states (Fixture           *fixture,
                     ConfabCheckReport *report,
                     char               reply)
{
  g_autofree char *states = g_strdup_printf ("spps%c%c%c", fixture->row->key == MATRIX_KEY_NONE ? 's' : 'p',
                                             lists_models (fixture) ? 'p' : 's', reply);

  walk_assert_states (report, states);
  check_no_key (report);
}

static void
test_passes (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autoptr(GError) error = NULL;

  choose_model (fixture, fixture->row->model);
  g_assert_true (walk_run (fixture->context, fixture->provider, report, NULL, &error));
  g_assert_no_error (error);
  assert_reply_states (fixture, report, 'p');
  walk_assert_says (report, CONFAB_CHECK_STEP_NAME, "127.0.0.1");
  walk_assert_says (report, CONFAB_CHECK_STEP_REPLY, fixture->row->model);
  if (fixture->row->key == MATRIX_KEY_GOOGLE)
    walk_assert_says (report, CONFAB_CHECK_STEP_KEY, "Google gave a token");
  if (fixture->row->key == MATRIX_KEY_AMAZON)
    walk_assert_says (report, CONFAB_CHECK_STEP_KEY, "signature");
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_READY);

  /* One question was asked, and it is the last of what was sent. */
  {
    g_auto(GStrv) words = g_strsplit (confab_test_peer_get_last_request_path (fixture->peer), "?", 2);

    g_assert_true (g_str_has_suffix (words[0], fixture->row->path_end));
    g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, fixture->row->path_end), <=, 1);
  }

  /* The same report serves again. */
  g_assert_true (walk_run (fixture->context, fixture->provider, report, NULL, &error));
  assert_reply_states (fixture, report, 'p');
}

static void
test_wrong_key (Fixture       *fixture,
                gconstpointer  data)
{
  ConfabProvider *stranger = engine_get_provider (fixture->context, "stranger");
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autoptr(GError) error = NULL;

  if (fixture->row->key != MATRIX_KEY_PLAIN && fixture->row->key != MATRIX_KEY_AMAZON)
    return;

  g_assert_false (walk_run (fixture->context, stranger, report, NULL, &error));
  g_assert_true (g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY) ||
                 g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_FORBIDDEN));
  g_assert_cmpint (confab_check_step_get_state (confab_check_report_get_step (report, CONFAB_CHECK_STEP_KEY)), ==,
                   CONFAB_CHECK_STEP_FAILED);
  g_assert_cmpint (confab_provider_get_state (stranger), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);
  check_no_key (report);
}

/* Everything goes well until the question. */
static void
test_question_fails (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct { const char *directives; ConfabProviderError code; } cases[] = {
    { "[[status 402]]", CONFAB_PROVIDER_ERROR_NO_CREDIT },
    { "[[html]]", CONFAB_PROVIDER_ERROR_MALFORMED },
    { "[[status 400]]", CONFAB_PROVIDER_ERROR_BAD_REQUEST },
    { "[[redirect http://elsewhere.example/]]", CONFAB_PROVIDER_ERROR_BAD_ADDRESS },
  };

  choose_model (fixture, fixture->row->model);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].directives);
      confab_test_peer_set_directives (fixture->peer, cases[i].directives);
      g_assert_false (walk_run (fixture->context, fixture->provider, report, NULL, &error));
      g_assert_error (error, CONFAB_PROVIDER_ERROR, (int) cases[i].code);
      g_assert_cmpint (confab_check_step_get_state (confab_check_report_get_step (report, CONFAB_CHECK_STEP_REPLY)),
                       ==, CONFAB_CHECK_STEP_FAILED);
      if (cases[i].code == CONFAB_PROVIDER_ERROR_NO_CREDIT)
        assert_reply_states (fixture, report, 'f');
      check_no_key (report);
    }
}

static void
test_unknown_model (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autoptr(GError) error = NULL;

  choose_model (fixture, "no-such-model");
  g_assert_false (walk_run (fixture->context, fixture->provider, report, NULL, &error));
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND);
  assert_reply_states (fixture, report, 'f');

  /* A wrong model does not make the provider a bad one. */
  g_assert_cmpint (confab_provider_get_state (fixture->provider), !=, CONFAB_PROVIDER_STATE_UNREACHABLE);
}

static void
on_state_changed_cb (ConfabCheckStep *step,
                     GParamSpec      *pspec,
                     gpointer         user_data)
{
  if (confab_check_step_get_state (step) == CONFAB_CHECK_STEP_RUNNING)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  choose_model (fixture, fixture->row->model);
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    {
      g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
      ConfabCheckStep *step = confab_check_report_get_step (report, (ConfabCheckStepKind) i);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      const ConfabProviderState state = confab_provider_get_state (fixture->provider);
      g_autoptr(GError) error = NULL;

      /* These are not come to at an address without encryption. */
      if (i == CONFAB_CHECK_STEP_NAME || i == CONFAB_CHECK_STEP_TLS)
        continue;

      confab_test_peer_clear_log (fixture->peer);
      g_signal_connect (step, "notify::state", G_CALLBACK (on_state_changed_cb), cancellable);
      g_assert_false (walk_run (fixture->context, fixture->provider, report, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      /* What was done in the same moment is done. */
      g_assert_cmpint (confab_check_step_get_state (step), !=, CONFAB_CHECK_STEP_FAILED);
      g_assert_cmpint (confab_check_step_get_state (step), !=, CONFAB_CHECK_STEP_RUNNING);
      g_assert_cmpint (confab_check_step_get_state (confab_check_report_get_step (report, CONFAB_CHECK_STEP_REPLY)),
                       ==, CONFAB_CHECK_STEP_SKIPPED);
      g_assert_false (confab_check_report_get_running (report));
      g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, state);
      g_signal_handlers_disconnect_by_data (step, cancellable);
    }
}

static void
test_demonstration (Fixture       *fixture,
                    gconstpointer  data)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_registry_walk_async (registry, confab_registry_get_demonstration (registry), report, NULL, await_cb, &result);
  g_assert_true (confab_registry_walk_finish (registry, await (&result), &error));
  walk_assert_states (report, "sssssss");
}

static const struct
{
  const char *name;
  void      (*func) (Fixture *fixture, gconstpointer data);
} conditions[] = {
  { "passes", test_passes },
  { "wrong-key", test_wrong_key },
  { "question-fails", test_question_fails },
  { "unknown-model", test_unknown_model },
  { "cancel", test_cancel },
};

int
main (int    argc,
      char **argv)
{
  const MatrixRow *rows;
  guint n_rows;

  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  rows = matrix_get_rows (&n_rows);
  for (guint i = 0; i < n_rows; i++)
    for (guint j = 0; j < G_N_ELEMENTS (conditions); j++)
      {
        g_autofree char *path = g_strdup_printf ("/engine/walk/%s/%s", rows[i].name, conditions[j].name);

        g_test_add (path, Fixture, &rows[i], matrix_set_up, conditions[j].func, matrix_tear_down);
      }
  g_test_add ("/engine/walk/demonstration", Fixture, &rows[1], matrix_set_up, test_demonstration, matrix_tear_down);

  return g_test_run ();
}
