/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "cloud-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

void
cloud_set_up (CloudFixture  *fixture,
              gconstpointer  base_url_variable)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  g_setenv (base_url_variable, confab_test_peer_get_uri (fixture->peer), TRUE);
}

void
cloud_tear_down (CloudFixture  *fixture,
                 gconstpointer  data)
{
  if (fixture->context != NULL)
    engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

/* Below the home folder. */
void
cloud_write_file (const char *name,
                  const char *text)
{
  g_autofree char *path = engine_home_build (name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
cloud_start (CloudFixture *fixture)
{
  if (fixture->context != NULL)
    engine_close (fixture->context);
  fixture->context = engine_load ();
}

/* Returns the reply's text, or NULL. */
char *
cloud_ask (CloudFixture  *fixture,
           const char    *provider_id,
           const char    *model,
           const char    *prompt,
           GError       **error)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(ConfabTurn) turn = NULL;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));
  turn = confab_turn_new (fixture->context, engine_get_provider (fixture->context, provider_id), model, NULL, messages);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  if (!confab_turn_run_finish (turn, await (&result), error))
    return NULL;

  return confab_message_dup_text (confab_turn_get_reply (turn));
}

void
cloud_assert_good (CloudFixture *fixture,
                   const char   *provider_id,
                   const char   *model)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = cloud_ask (fixture, provider_id, model, "[[say Hello there.]]", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "Hello there.");
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, provider_id)), ==, CONFAB_PROVIDER_STATE_READY);
}

/* Nothing that a test is let in with may be told to a person or a log. */
static void
assert_no_secret (const GError *error)
{
  static const char * const secrets[] = {
    CONFAB_TEST_PEER_KEY, CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET,
    CONFAB_TEST_PEER_AWS_TOKEN, "peer-client-secret", "peer-refresh-token", "peer-token-", "PRIVATE KEY",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (error->message, secrets[i]));
}

void
cloud_assert_fails (CloudFixture *fixture,
                    const char   *provider_id,
                    int           code,
                    const char   *words)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = cloud_ask (fixture, provider_id, NULL, "[[say Hello there.]]", &error);

  g_assert_null (text);
  g_test_message ("%s", error->message);
  g_assert_error (error, CONFAB_PROVIDER_ERROR, code);
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
  assert_no_secret (error);
}

void
cloud_check (CloudFixture  *fixture,
             const char    *provider_id,
             GError       **error)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_check_async (registry, engine_get_provider (fixture->context, provider_id), NULL, await_cb, &result);
  confab_registry_check_finish (registry, await (&result), error);
}
