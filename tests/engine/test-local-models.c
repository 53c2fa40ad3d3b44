/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-local-models.h"
#include "confab-provider-error.h"
#include "confab-local-model-error.h"
#include "engine-fixture.h"

#define GB "000000000"
#define NAME "llama3.2:3b"

typedef struct
{
  ConfabTestPeer    *peer;
  ConfabContext     *context;
  ConfabLocalModels *models;
} Fixture;

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  static const char *const there[] = { "qwen3:4b", "mistral:7b", NULL };

  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  confab_test_peer_set_models (fixture->peer, there);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
  fixture->models = confab_registry_get_local_models (confab_context_get_registry (fixture->context),
                                                      engine_get_provider (fixture->context, "ollama"));
  g_assert_nonnull (fixture->models);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

static gboolean
refresh (ConfabLocalModels  *models,
         GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_local_models_refresh_async (models, NULL, await_cb, &result);

  return confab_local_models_refresh_finish (models, await (&result), error);
}

static void
assert_refresh (ConfabLocalModels *models)
{
  g_autoptr(GError) error = NULL;

  refresh (models, &error);
  g_assert_no_error (error);
  g_assert_true (confab_local_models_get_listed (models));
  g_assert_null (confab_local_models_get_error (models));
}

static gboolean
remove_model (ConfabLocalModels  *models,
              const char         *name,
              GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_local_models_remove_async (models, confab_local_models_lookup (models, name), NULL, await_cb, &result);

  return confab_local_models_remove_finish (models, await (&result), error);
}

static void
wait_for_state (ConfabLocalModel      *model,
                ConfabLocalModelState  state)
{
  while (confab_local_model_get_state (model) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* Opens the gate that a reply comes to. */
static void
release (Fixture *fixture)
{
  while (confab_test_peer_release (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_gate (Fixture *fixture)
{
  while (confab_test_peer_get_n_waiting (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_bytes (ConfabLocalModel *model,
                gint64            bytes)
{
  while (confab_local_model_get_completed_bytes (model) < bytes)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_local_model_get_completed_bytes (model), ==, bytes);
}

static char *
describe (ConfabLocalModels *models)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (models)); i++)
    {
      g_autoptr(ConfabLocalModel) model = g_list_model_get_item (G_LIST_MODEL (models), i);

      g_string_append_printf (text, "%s%s%s ", confab_local_model_get_name (model),
                              confab_local_model_get_installed (model) ? "" : "?",
                              confab_local_model_get_loaded (model) ? "*" : "");
    }

  return g_string_free (text, FALSE);
}

static void
assert_models (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *found = describe (fixture->models);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const loaded[] = { "qwen3:4b", NULL };
  static const char *const others[] = { "qwen3:4b", "gemma3:4b", NULL };
  static const char *const none[] = { NULL };
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  ConfabLocalModel *model;

  assert_models (fixture, "");
  confab_test_peer_set_loaded (fixture->peer, loaded);
  assert_refresh (fixture->models);
  assert_models (fixture, "mistral:7b qwen3:4b* ");
  model = confab_local_models_lookup (fixture->models, "QWEN3:4b");
  g_assert_cmpint (confab_local_model_get_size_bytes (model), ==, 4661224676);
  g_assert_cmpint (confab_local_model_get_memory_bytes (model), ==, 4661224676);
  g_assert_cmpint (confab_local_model_get_loaded_until_us (model), >, 0);
  g_assert_cmpstr (confab_local_model_get_parameter_size (model), ==, "8.0B");
  g_assert_cmpstr (confab_local_model_get_quantization (model), ==, "Q4_K_M");

  /* The same objects stay as long as they are the same models. */
  confab_test_peer_set_models (fixture->peer, others);
  confab_test_peer_set_loaded (fixture->peer, none);
  assert_refresh (fixture->models);
  assert_models (fixture, "gemma3:4b qwen3:4b ");
  g_assert_true (confab_local_models_lookup (fixture->models, "qwen3:4b") == model);

  /* Only servers that manage models have them, and each has one list. */
  g_assert_true (confab_registry_get_local_models (registry, engine_get_provider (fixture->context, "ollama")) ==
                 fixture->models);
  g_assert_null (confab_registry_get_local_models (registry, engine_get_provider (fixture->context, "vllm")));
  g_assert_null (confab_registry_get_local_models (registry, engine_get_provider (fixture->context, "ollama-cloud")));
}

static void
on_changed_cb (ConfabLocalModel *model,
               double           *before)
{
  g_assert_cmpfloat (confab_local_model_get_fraction (model), >=,
                     confab_local_model_get_state (model) == CONFAB_LOCAL_MODEL_IDLE ? 0 : *before);
  *before = confab_local_model_get_fraction (model);
}

static void
test_pull (Fixture       *fixture,
           gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "ollama");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModel *model;
  double before = 0;

  assert_refresh (fixture->models);
  confab_test_peer_set_pull (fixture->peer, NAME, "{\"layers\":[2" GB ",1000],\"pieces\":4,\"gates\":true}");
  confab_local_models_pull_async (fixture->models, "ollama run " NAME, NULL, await_cb, &result);

  /* It is there to be seen at once, before the others. */
  assert_models (fixture, NAME "? mistral:7b qwen3:4b ");
  model = confab_local_models_lookup (fixture->models, NAME);
  g_signal_connect (model, "changed", G_CALLBACK (on_changed_cb), &before);
  g_assert_true (confab_local_model_get_pulling (model));
  wait_for_state (model, CONFAB_LOCAL_MODEL_FETCHING);
  g_assert_cmpint (confab_local_model_get_total_bytes (model), ==, 2000000000);
  for (int i = 1; i <= 4; i++)
    {
      release (fixture);
      wait_for_bytes (model, i * 500000000);
      g_assert_cmpfloat_with_epsilon (confab_local_model_get_fraction (model), 0.99 * i / 4, 0.001);
    }

  /* A further layer makes the whole larger, and nothing goes back. */
  for (int i = 1; i <= 4; i++)
    release (fixture);
  wait_for_bytes (model, 2000001000);
  wait_for_state (model, CONFAB_LOCAL_MODEL_VERIFYING);
  g_assert_cmpfloat (confab_local_model_get_fraction (model), <, 1);
  release (fixture);
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_local_model_get_state (model), ==, CONFAB_LOCAL_MODEL_IDLE);
  g_assert_true (confab_local_model_get_installed (model));
  g_assert_cmpint (confab_local_model_get_size_bytes (model), ==, 2000001000);
  assert_models (fixture, NAME " mistral:7b qwen3:4b ");

  /* What it is good for: it can be chosen for a question. */
  while (g_list_model_get_n_items (confab_provider_get_models (provider)) != 3)
    g_main_context_iteration (NULL, TRUE);
  assert_refresh (fixture->models);
  assert_models (fixture, NAME " mistral:7b qwen3:4b ");
  g_signal_handlers_disconnect_by_data (model, &before);
}

/* The server keeps what it has, and goes on from there. */
static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModel *model;

  confab_test_peer_set_pull (fixture->peer, NAME, "{\"layers\":[2" GB "],\"pieces\":4,\"gates\":true}");
  confab_local_models_pull_async (fixture->models, NAME, NULL, await_cb, &result);
  model = confab_local_models_lookup (fixture->models, NAME);
  release (fixture);
  wait_for_bytes (model, 500000000);
  confab_local_models_pause (fixture->models, model);
  g_assert_false (confab_local_models_pull_finish (fixture->models, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&result);
  g_assert_cmpint (confab_local_model_get_state (model), ==, CONFAB_LOCAL_MODEL_PAUSED);
  g_assert_true (confab_local_model_get_resumable (model));
  g_assert_cmpint (confab_local_model_get_completed_bytes (model), ==, 500000000);
  while (confab_test_peer_get_n_gone (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  /* It stays in the list over a look, and what is shown of it does not go back. */
  assert_refresh (fixture->models);
  assert_models (fixture, NAME "? mistral:7b qwen3:4b ");
  confab_local_models_pull_async (fixture->models, NAME, cancellable, await_cb, &result);
  g_assert_cmpint (confab_local_model_get_completed_bytes (model), ==, 500000000);
  wait_for_gate (fixture);
  wait_for_state (model, CONFAB_LOCAL_MODEL_FETCHING);
  g_assert_cmpint (confab_local_model_get_completed_bytes (model), ==, 500000000);

  /* Who asked may also stop it by what it asked with. */
  g_cancellable_cancel (cancellable);
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&result);
  g_assert_cmpint (confab_local_model_get_state (model), ==, CONFAB_LOCAL_MODEL_PAUSED);

  confab_test_peer_set_pull (fixture->peer, NAME, "{\"layers\":[2" GB "],\"pieces\":4}");
  confab_local_models_pull_async (fixture->models, NAME, NULL, await_cb, &result);
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_no_error (error);
  g_assert_true (confab_test_peer_has_model (fixture->peer, NAME));
}

/* The server stops in the middle: that is told, and nothing is tried again until a person says so. */
static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModel *model;

  confab_test_peer_set_pull (fixture->peer, NAME, "{\"layers\":[2" GB "],\"pieces\":4,\"fail_after\":2}");
  confab_local_models_pull_async (fixture->models, NAME, NULL, await_cb, &result);
  model = confab_local_models_lookup (fixture->models, NAME);
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_error (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED);
  g_clear_error (&error);
  g_clear_object (&result);
  g_assert_cmpint (confab_local_model_get_state (model), ==, CONFAB_LOCAL_MODEL_FAILED);
  g_assert_error (confab_local_model_get_error (model), CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED);
  g_assert_true (confab_local_model_get_resumable (model));
  assert_refresh (fixture->models);
  assert_models (fixture, NAME "? mistral:7b qwen3:4b ");
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/api/pull"), ==, 1);

  confab_local_models_pull_async (fixture->models, NAME, NULL, await_cb, &result);
  g_assert_null (confab_local_model_get_error (model));
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_no_error (error);
  assert_models (fixture, NAME " mistral:7b qwen3:4b ");
}

/* The same when it is gone for good, in the middle or before. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModel *model;

  assert_refresh (fixture->models);
  confab_test_peer_set_pull (fixture->peer, NAME, "{\"layers\":[2" GB "],\"gates\":true}");
  confab_local_models_pull_async (fixture->models, NAME, NULL, await_cb, &result);
  model = confab_local_models_lookup (fixture->models, NAME);
  release (fixture);
  wait_for_bytes (model, 1000000000);
  g_clear_object (&fixture->peer);
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_error (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED);
  g_clear_error (&error);
  g_clear_object (&result);

  g_assert_false (refresh (fixture->models, &error));
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NOT_RUNNING);
  g_clear_error (&error);
  g_assert_false (confab_local_models_get_listed (fixture->models));
  assert_models (fixture, NAME "? ");

  confab_local_models_pull_async (fixture->models, NAME, NULL, await_cb, &result);
  confab_local_models_pull_finish (fixture->models, await (&result), &error);
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NOT_RUNNING);
  g_assert_true (confab_local_model_get_resumable (model));
  g_assert_cmpint (confab_local_model_get_completed_bytes (model), ==, 1000000000);
  confab_local_models_forget (fixture->models, model);
  assert_models (fixture, "");
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *script;
    GQuark    (*domain) (void);
    int         code;
    gboolean    resumable;
  } cases[] = {
    { "nothing-of-the-kind", NULL, confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_UNKNOWN, FALSE },
    { "disk", "{\"layers\":[2" GB "],\"fail_after\":1,\"error\":\"write /x: no space left on device\"}",
      confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_NO_SPACE, TRUE },
    { "other", "{\"layers\":[2" GB "],\"fail_after\":1,\"error\":\"digest mismatch\"}",
      confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_FAILED, TRUE },
    { "garbage", "{\"lines\":[\"{\\\"status\\\":\\\"pulling manifest\\\"}\\n\",\"<html>\\n\"]}",
      confab_provider_error_quark, CONFAB_PROVIDER_ERROR_MALFORMED, TRUE },
    { "silent", "{\"lines\":[]}", confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED, TRUE },
    { "two words", NULL, confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME, FALSE },
    { "", NULL, confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME, FALSE },
  };

  assert_refresh (fixture->models);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      ConfabLocalModel *model;

      g_test_message ("%s", cases[i].name);
      confab_test_peer_set_pull (fixture->peer, cases[i].name, cases[i].script);
      confab_local_models_pull_async (fixture->models, cases[i].name, NULL, await_cb, &result);
      confab_local_models_pull_finish (fixture->models, await (&result), &error);
      g_assert_error (error, cases[i].domain (), cases[i].code);

      model = confab_local_models_lookup (fixture->models, cases[i].name);
      if (cases[i].code == CONFAB_LOCAL_MODEL_ERROR_BAD_NAME && model == NULL)
        continue;
      g_assert_cmpint (confab_local_model_get_resumable (model), ==, cases[i].resumable);
      confab_local_models_forget (fixture->models, model);
      assert_models (fixture, "mistral:7b qwen3:4b ");
    }
}

/* One after the other; who waits can be called off; who asks twice gets the same. */
static void
test_queue (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) again = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GAsyncResult) third = NULL;
  g_autoptr(GError) error = NULL;

  confab_test_peer_set_pull (fixture->peer, "a", "{\"layers\":[2" GB "],\"pieces\":1,\"gates\":true}");
  confab_test_peer_set_pull (fixture->peer, "b", "{\"layers\":[2" GB "]}");
  confab_test_peer_set_pull (fixture->peer, "c", "{\"layers\":[2" GB "]}");
  confab_local_models_pull_async (fixture->models, "a", NULL, await_cb, &first);
  confab_local_models_pull_async (fixture->models, "b", NULL, await_cb, &second);
  confab_local_models_pull_async (fixture->models, "c", NULL, await_cb, &third);
  confab_local_models_pull_async (fixture->models, "a:latest", NULL, await_cb, &again);
  assert_models (fixture, "a? b? c? ");
  wait_for_gate (fixture);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/api/pull"), ==, 1);
  g_assert_cmpint (confab_local_model_get_state (confab_local_models_lookup (fixture->models, "b")), ==,
                   CONFAB_LOCAL_MODEL_QUEUED);

  confab_local_models_pause (fixture->models, confab_local_models_lookup (fixture->models, "b"));
  confab_local_models_pull_finish (fixture->models, await (&second), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (confab_local_models_lookup (fixture->models, "b"));

  release (fixture);
  release (fixture);
  g_assert_true (confab_local_models_pull_finish (fixture->models, await (&first), NULL));
  g_assert_true (confab_local_models_pull_finish (fixture->models, await (&again), NULL));
  g_assert_true (confab_local_models_pull_finish (fixture->models, await (&third), NULL));
  assert_refresh (fixture->models);
  assert_models (fixture, "a:latest c:latest mistral:7b qwen3:4b ");
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/api/pull"), ==, 2);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const loaded[] = { "mistral:7b", NULL };
  static const char *const others[] = { "mistral:7b", NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModel *model;

  confab_test_peer_set_loaded (fixture->peer, loaded);
  assert_refresh (fixture->models);
  assert_models (fixture, "mistral:7b* qwen3:4b ");
  confab_local_models_unload_async (fixture->models, confab_local_models_lookup (fixture->models, "mistral:7b"), NULL,
                                    await_cb, &result);
  confab_local_models_unload_finish (fixture->models, await (&result), &error);
  g_assert_no_error (error);
  assert_refresh (fixture->models);
  assert_models (fixture, "mistral:7b qwen3:4b ");

  g_assert_true (remove_model (fixture->models, "mistral:7b", &error));
  g_assert_no_error (error);
  assert_models (fixture, "qwen3:4b ");
  g_assert_false (confab_test_peer_has_model (fixture->peer, "mistral:7b"));
  while (g_list_model_get_n_items (confab_provider_get_models (confab_local_models_get_provider (fixture->models))) != 1)
    g_main_context_iteration (NULL, TRUE);

  /* Somebody else was faster. */
  assert_refresh (fixture->models);
  confab_test_peer_set_models (fixture->peer, others);
  g_assert_true (remove_model (fixture->models, "qwen3:4b", &error));
  g_assert_no_error (error);
  assert_refresh (fixture->models);
  assert_models (fixture, "mistral:7b ");

  /* What cannot be removed stays, and says why. */
  model = confab_local_models_lookup (fixture->models, "mistral:7b");
  g_clear_object (&fixture->peer);
  g_assert_false (remove_model (fixture->models, "mistral:7b", &error));
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NOT_RUNNING);
  g_assert_cmpint (confab_local_model_get_state (model), ==, CONFAB_LOCAL_MODEL_IDLE);
  g_assert_nonnull (confab_local_model_get_error (model));
}

/* Nothing is asked unless somebody looks; who looks sees a server that starts. */
static void
test_watch (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const others[] = { "gemma3:4b", NULL };
  g_autofree char *found = NULL;

  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/api/ps"), ==, 0);
  confab_local_models_set_watch (fixture->models, TRUE);
  while (!confab_local_models_get_listed (fixture->models))
    g_main_context_iteration (NULL, TRUE);
  assert_models (fixture, "mistral:7b qwen3:4b ");

  confab_test_peer_set_models (fixture->peer, others);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->models)) != 1)
    g_main_context_iteration (NULL, TRUE);
  assert_models (fixture, "gemma3:4b ");
  confab_local_models_set_watch (fixture->models, FALSE);
}

/* With the program goes the connection, and who waited is told. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) running = NULL;
  g_autoptr(GAsyncResult) queued = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModels *models = g_object_ref (fixture->models);

  confab_test_peer_set_pull (fixture->peer, "a", "{\"layers\":[2" GB "],\"gates\":true}");
  confab_local_models_pull_async (models, "a", NULL, await_cb, &running);
  confab_local_models_pull_async (models, "b", NULL, await_cb, &queued);
  wait_for_gate (fixture);
  g_object_unref (models);
  engine_close (fixture->context);
  confab_local_models_pull_finish (fixture->models, await (&running), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  await (&queued);
  while (confab_test_peer_get_n_gone (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&fixture->peer);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*func) (Fixture       *fixture,
                       gconstpointer  data);
  } tests[] = {
    { "/engine/local-models/list", test_list },
    { "/engine/local-models/pull", test_pull },
    { "/engine/local-models/pause", test_pause },
    { "/engine/local-models/interrupted", test_interrupted },
    { "/engine/local-models/gone", test_gone },
    { "/engine/local-models/failures", test_failures },
    { "/engine/local-models/queue", test_queue },
    { "/engine/local-models/remove", test_remove },
    { "/engine/local-models/watch", test_watch },
  };

  engine_home_init ();
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].func, teardown);
  g_test_add ("/engine/local-models/close", Fixture, NULL, setup, test_close, NULL);

  return g_test_run ();
}
