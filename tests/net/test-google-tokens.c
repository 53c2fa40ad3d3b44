/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-google-tokens.h"
#include "confab-test-peer.h"
#include "proxy-server.h"

#include <string.h>

#define N_WAITING 20

typedef struct
{
  ConfabTestPeer      *peer;
  ConfabTransport     *transport;
  ConfabGoogleTokens  *tokens;
  ConfabGoogleAccount *account;
} Fixture;

/* One who waits for a token. */
typedef struct
{
  GCancellable *cancellable;
  ConfabSecret *token;
  GError       *error;
  gboolean      done;
} Wait;

static ConfabGoogleAccount *
parse (char *json)
{
  g_autofree char *owned = json;
  g_autoptr(ConfabSecret) secret = confab_secret_new (json, -1);
  g_autoptr(GError) error = NULL;
  ConfabGoogleAccount *account = confab_google_account_new_parse (secret, &error);

  g_assert_no_error (error);

  return account;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->peer = confab_test_peer_new ();
  fixture->transport = confab_transport_new ();
  fixture->tokens = confab_google_tokens_new (fixture->transport);
  fixture->account = parse (confab_test_peer_dup_service_account (fixture->peer));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  confab_google_account_unref (fixture->account);
  g_assert_finalize_object (fixture->tokens);
  g_object_unref (fixture->transport);
  g_object_unref (fixture->peer);
}

static void
get_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Wait *wait = user_data;

  g_assert_false (wait->done);
  wait->token = confab_google_tokens_get_finish (CONFAB_GOOGLE_TOKENS (object), result, &wait->error);
  wait->done = TRUE;
}

static void
start (Fixture             *fixture,
       ConfabGoogleAccount *account,
       Wait                *wait)
{
  wait->cancellable = g_cancellable_new ();
  confab_google_tokens_get_async (fixture->tokens, account, NULL, wait->cancellable, get_cb, wait);
  g_assert_false (wait->done);
}

static void
finish (Wait *wait)
{
  while (!wait->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
clear (Wait *wait)
{
  g_clear_object (&wait->cancellable);
  g_clear_pointer (&wait->token, confab_secret_unref);
  g_clear_error (&wait->error);
  *wait = (Wait) { NULL };
}

/* Waits for a token and returns it; the caller knows that there will be one. */
static char *
get (Fixture             *fixture,
     ConfabGoogleAccount *account)
{
  Wait wait = { NULL };
  char *token;

  start (fixture, account, &wait);
  finish (&wait);
  g_assert_no_error (wait.error);
  token = g_strdup (confab_secret_peek (wait.token));
  clear (&wait);

  return token;
}

static guint
n_asked (Fixture *fixture)
{
  return confab_test_peer_get_n_requests_to (fixture->peer, "/token");
}

static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabGoogleAccount) login = parse (confab_test_peer_dup_google_login (fixture->peer));
  g_autoptr(ConfabGoogleAccount) same = parse (confab_test_peer_dup_service_account (fixture->peer));
  g_autofree char *first = get (fixture, fixture->account);
  g_autofree char *second = get (fixture, fixture->account);
  g_autofree char *third = get (fixture, same);
  g_autofree char *other = get (fixture, login);
  g_autofree char *other_again = get (fixture, login);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, ==, third);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpstr (other, ==, other_again);
  g_assert_cmpuint (n_asked (fixture), ==, 2);
}

/* Twenty at once ask once, and get the same. */
static void
test_one_for_many (Fixture       *fixture,
                   gconstpointer  data)
{
  Wait waits[N_WAITING] = { { NULL } };

  for (guint i = 0; i < N_WAITING; i++)
    start (fixture, fixture->account, &waits[i]);
  for (guint i = 0; i < N_WAITING; i++)
    {
      finish (&waits[i]);
      g_assert_no_error (waits[i].error);
      g_assert_true (confab_secret_equal (waits[i].token, waits[0].token));
    }
  g_assert_cmpuint (n_asked (fixture), ==, 1);
  for (guint i = 0; i < N_WAITING; i++)
    clear (&waits[i]);
}

/* A token that is about to run out serves who waited for it, and nobody after. */
static void
test_running_out (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;

  confab_test_peer_set_token_seconds (fixture->peer, 59);
  first = get (fixture, fixture->account);
  second = get (fixture, fixture->account);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (n_asked (fixture), ==, 2);

  confab_test_peer_set_token_seconds (fixture->peer, 90);
  third = get (fixture, fixture->account);
  fourth = get (fixture, fixture->account);
  g_assert_cmpstr (third, ==, fourth);
  g_assert_cmpuint (n_asked (fixture), ==, 3);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *first = get (fixture, fixture->account);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr(ConfabSecret) refused = confab_secret_new (first, -1);

  confab_google_tokens_forget (fixture->tokens, fixture->account, refused);
  second = get (fixture, fixture->account);
  g_assert_cmpstr (first, !=, second);

  /* Whoever notices late does not take the new one away. */
  confab_google_tokens_forget (fixture->tokens, fixture->account, refused);
  third = get (fixture, fixture->account);
  g_assert_cmpstr (second, ==, third);
  g_assert_cmpuint (n_asked (fixture), ==, 2);
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { guint status; gboolean user; int code; const char *expected; } cases[] = {
    { 400, FALSE, CONFAB_CREDENTIAL_ERROR_EXPIRED, "service account key" },
    { 400, TRUE, CONFAB_CREDENTIAL_ERROR_EXPIRED, "gcloud auth application-default login" },
    { 403, FALSE, CONFAB_CREDENTIAL_ERROR_REFUSED, "403" },
    { 429, FALSE, CONFAB_CREDENTIAL_ERROR_UNAVAILABLE, "429" },
    { 503, TRUE, CONFAB_CREDENTIAL_ERROR_UNAVAILABLE, "503" },
  };
  g_autoptr(ConfabGoogleAccount) login = parse (confab_test_peer_dup_google_login (fixture->peer));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Wait waits[3] = { { NULL } };

      confab_test_peer_set_token_failure (fixture->peer, cases[i].status);
      for (guint k = 0; k < G_N_ELEMENTS (waits); k++)
        start (fixture, cases[i].user ? login : fixture->account, &waits[k]);
      for (guint k = 0; k < G_N_ELEMENTS (waits); k++)
        {
          finish (&waits[k]);
          g_assert_null (waits[k].token);
          g_assert_error (waits[k].error, CONFAB_CREDENTIAL_ERROR, cases[i].code);
          g_assert_nonnull (strstr (waits[k].error->message, cases[i].expected));
          clear (&waits[k]);
        }
      g_assert_cmpuint (n_asked (fixture), ==, i + 1);
    }

  /* What failed once is tried again. */
  confab_test_peer_set_token_failure (fixture->peer, 0);
  g_free (get (fixture, fixture->account));
}

/* A key that is not the account's. */
static void
test_wrong_key (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *json = confab_test_peer_dup_google_login (fixture->peer);
  char *place = strstr (json, "peer-refresh-token");
  g_autoptr(ConfabGoogleAccount) account = NULL;
  Wait wait = { NULL };

  memcpy (place, "evil", 4);
  account = parse (g_steal_pointer (&json));
  start (fixture, account, &wait);
  finish (&wait);
  g_assert_error (wait.error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_EXPIRED);
  g_assert_null (strstr (wait.error->message, "evil"));
  clear (&wait);
}

static void
test_nobody_there (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ConfabGoogleAccount) account = parse (g_strdup ("{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\","
                                                            "\"refresh_token\":\"r\",\"token_uri\":\"http://127.0.0.1:9/token\"}"));
  Wait wait = { NULL };

  start (fixture, account, &wait);
  finish (&wait);
  g_assert_error (wait.error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_REFUSED);
  clear (&wait);
}

/* Who leaves is let go at once; the others still get their token, and only the last one's leaving
 * ends the asking. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  Wait waits[3] = { { NULL } };

  confab_test_peer_set_token_hold (fixture->peer, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    start (fixture, fixture->account, &waits[i]);
  while (n_asked (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (waits[1].cancellable);
  finish (&waits[1]);
  g_assert_error (waits[1].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (waits[0].done || waits[2].done);

  confab_test_peer_set_token_hold (fixture->peer, FALSE);
  finish (&waits[0]);
  finish (&waits[2]);
  g_assert_no_error (waits[0].error);
  g_assert_no_error (waits[2].error);
  g_assert_cmpuint (n_asked (fixture), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    clear (&waits[i]);
}

static void
test_cancel_all (Fixture       *fixture,
                 gconstpointer  data)
{
  Wait waits[2] = { { NULL } };
  Wait late = { NULL };

  confab_test_peer_set_token_hold (fixture->peer, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    start (fixture, fixture->account, &waits[i]);
  while (n_asked (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    g_cancellable_cancel (waits[i].cancellable);
  finish (&waits[0]);
  finish (&waits[1]);

  /* Comes while the asking is being given up, and must not be told so. */
  confab_test_peer_set_token_hold (fixture->peer, FALSE);
  start (fixture, fixture->account, &late);
  finish (&late);
  g_assert_no_error (late.error);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_assert_error (waits[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      clear (&waits[i]);
    }
  clear (&late);

  /* Cancelled before it began. */
  late.cancellable = g_cancellable_new ();
  g_cancellable_cancel (late.cancellable);
  confab_google_tokens_get_async (fixture->tokens, fixture->account, NULL, late.cancellable, get_cb, &late);
  finish (&late);
  g_assert_error (late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear (&late);
}

#define ADD(name, func) g_test_add ("/net/google-tokens/" name, Fixture, NULL, set_up, func, tear_down)

/* Who sets a proxy for the provider cannot get to its sign-in without it, either. */
static void
test_proxy (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ProxyServer) proxy = proxy_server_new ("socks5");
  g_autofree char *uri = proxy_server_dup_uri (proxy);
  g_autoptr(ConfabConnectionPolicy) policy = confab_connection_policy_new (uri, NULL, NULL, NULL);
  Wait wait = { NULL };

  confab_google_tokens_get_async (fixture->tokens, fixture->account, policy, NULL, get_cb, &wait);
  finish (&wait);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (proxy_server_get_n_connections (proxy), ==, 1);
  clear (&wait);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("one-for-many", test_one_for_many);
  ADD ("running-out", test_running_out);
  ADD ("forget", test_forget);
  ADD ("failures", test_failures);
  ADD ("wrong-key", test_wrong_key);
  ADD ("nobody-there", test_nobody_there);
  ADD ("cancel", test_cancel);
  ADD ("cancel-all", test_cancel_all);
  ADD ("proxy", test_proxy);

  return g_test_run ();
}
