/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-attempt-text.h"
#include "confab-chat.h"
#include "confab-conversation-list.h"
#include "confab-provider-error.h"
#include "fallback-fixture.h"

/* Thinking and the call of a tool are paid for and seen as text is. */
static void
test_never_after_thinking (Fixture       *fixture,
                           gconstpointer  data)
{
  static const char *const directives[] = {
    "[[think]][[say x]][[error-in-stream]]", "[[think]][[say x]][[cut]]", "[[tool]][[error-in-stream]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (directives); i++)
    {
      g_autoptr(Question) question = NULL;

      g_test_message ("%s", directives[i]);
      confab_provider_try_now (engine_get_provider (fixture->context, "anthropic"));
      confab_test_peer_set_directives (fixture->first, directives[i]);
      question = fallback_ask (fixture, TRUE);
      g_assert_nonnull (question->error);
      g_assert_cmpuint (confab_message_get_n_parts (question->reply), >, 0);
      g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, "anthropic");
      g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
    }
}

/* What fails in the middle of an answer of status 200 opens the breaker as any other failure. */
static void
test_errors_in_stream_open (Fixture       *fixture,
                            gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");

  confab_test_peer_set_directives (fixture->first, "[[long 2000]][[error-in-stream]]");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(Question) question = fallback_ask (fixture, TRUE);

      g_assert_nonnull (question->error);
    }
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), >, g_get_real_time ());
}

/* A third provider, at the server of the second, whose key that server does not take. */
static void
add_third (Fixture *fixture)
{
  engine_close (fixture->context);
  g_setenv ("CONFAB_GROQ_BASE_URL", confab_test_peer_get_uri (fixture->second), TRUE);
  g_setenv ("GROQ_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
}

/* The one that stands in has a key that is refused: the next one is asked. */
static void
test_stand_in_with_bad_key (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(Question) question = NULL;
  g_autofree char *line = NULL;

  g_setenv ("OPENAI_API_KEY", "sk-another-key-0123456789", TRUE);
  add_third (fixture);
  confab_test_peer_set_directives (fixture->first, "[[status 503]]");
  question = fallback_ask (fixture, TRUE);
  fallback_assert_answered_by (question, "groq");
  g_assert_cmpuint (confab_message_get_attempts (question->reply)->len, ==, 3);
  g_assert_error (fallback_get_attempt (question->reply, 1)->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY);
  line = confab_attempt_text_headline (question->reply);
  g_assert_cmpstr (line, ==, "Answered by Groq — Anthropic Claude was overloaded; OpenAI refused the key");
}

/* Who is switched off while the first one is asked is not asked any more. */
static void
test_switched_off_meanwhile (Fixture       *fixture,
                             gconstpointer  data)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  g_autoptr(Question) question = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_test_peer_set_directives (fixture->first, "[[late]][[say One]][[error-in-stream]]");
  question = fallback_begin (fixture, "anthropic", TRUE, TRUE);
  while (confab_test_peer_get_n_waiting (fixture->first) == 0)
    g_main_context_iteration (NULL, TRUE);
  confab_registry_change_async (registry, engine_get_provider (fixture->context, "openai"),
                                CONFAB_PROVIDER_FIELD_ENABLED, "false", NULL, await_cb, &result);
  g_assert_true (confab_registry_change_finish (registry, await (&result), &error));
  g_assert_no_error (error);

  confab_test_peer_release (fixture->first);
  g_assert_false (fallback_wait_end (question));
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
  g_assert_null (confab_message_get_attempts (question->reply));
}

static void
cancel_cb (ConfabProvider *provider,
           GParamSpec     *pspec,
           GCancellable   *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Stopped at the very moment between two: nobody else is asked. */
static void
test_stop_between (Fixture       *fixture,
                   gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  g_autoptr(Question) question = NULL;

  /* With the third failure it rests, which is seen before the next one is asked. */
  confab_test_peer_set_directives (fixture->first, "[[status 503]]");
  question_free (fallback_ask (fixture, FALSE));
  question_free (fallback_ask (fixture, FALSE));
  confab_test_peer_set_directives (fixture->first, "[[late]][[say One]][[error-in-stream]]");
  question = fallback_begin (fixture, "anthropic", TRUE, TRUE);
  g_signal_connect_object (provider, "notify::state", G_CALLBACK (cancel_cb), question->cancellable, 0);
  while (confab_test_peer_get_n_waiting (fixture->first) == 0)
    g_main_context_iteration (NULL, TRUE);
  confab_test_peer_release (fixture->first);
  g_assert_false (fallback_wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
  g_assert_null (confab_message_get_attempts (question->reply));
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
}

/* One message lists each with its reason, also when nobody was asked at all. */
static void
test_all_down_in_words (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *asked = NULL;
  g_autofree char *rested = NULL;
  g_autoptr(GRegex) expected = NULL;

  expected = g_regex_new ("^None of 2 providers could answer\\.\n"
                          "• Anthropic Claude was rate-limited until [^\n]+\\.\n"
                          "• OpenAI was rate-limited until [^\n]+\\.\n"
                          "Try again (in|at|on) [^\n]+\\.$", 0, 0, NULL);
  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  confab_test_peer_set_directives (fixture->second, "[[status 429 retry-after 120]]");
  {
    g_autoptr(Question) question = fallback_ask (fixture, TRUE);

    asked = confab_attempt_text_failure (question->reply);
  }
  g_assert_nonnull (asked);
  g_test_message ("%s", asked);
  g_assert_true (g_regex_match (expected, asked, 0, NULL));

  confab_test_peer_clear_log (fixture->first);
  confab_test_peer_clear_log (fixture->second);
  {
    g_autoptr(Question) question = fallback_ask (fixture, TRUE);

    g_assert_cmpint (fallback_get_attempt (question->reply, 0)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
    g_assert_cmpint (fallback_get_attempt (question->reply, 1)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
    g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_FAILED);
    rested = confab_attempt_text_failure (question->reply);
  }
  g_assert_nonnull (rested);
  g_assert_true (g_regex_match (expected, rested, 0, NULL));
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 0);
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->second), ==, 0);
}

/* Try now is a trial: when it fails the rest goes on, and Retry in a conversation is one too. */
static void
test_try_now (Fixture       *fixture,
              gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(GError) error = NULL;

  confab_context_set_asks_others (fixture->context, FALSE);
  confab_test_peer_set_directives (fixture->first, "[[status 500]]");
  for (guint i = 0; i < 3; i++)
    question_free (fallback_ask (fixture, FALSE));
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RESTING);

  confab_provider_try_now (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  confab_test_peer_clear_log (fixture->first);
  question_free (fallback_ask (fixture, FALSE));
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 1);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RESTING);
  question_free (fallback_ask (fixture, FALSE));
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 1);

  confab_test_peer_set_directives (fixture->first, NULL);
  chat = confab_conversation_list_new_chat (confab_context_get_conversations (fixture->context));
  confab_chat_set_target (chat, provider, NULL);
  g_assert_true (confab_chat_send (chat, "Hello", &error));
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 1);
  g_assert_true (confab_chat_retry (chat, &error));
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
}

/* Fifty questions to three servers that fail in turn. What the replies say of their attempts is what
 * the servers saw, and nobody who rests is asked. */
static void
test_simulation (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const failures[] = {
    NULL, "[[status 429 retry-after 3600]]", NULL, "[[status 503]]", "[[say One]][[error-in-stream]]", NULL,
    "[[garbage-body]]", "[[long 2000]][[cut]]", NULL,
  };
  static const char *const ids[] = { "anthropic", "openai", "groq" };
  g_autoptr(ConfabTestPeer) third = confab_test_peer_new ();
  ConfabTestPeer *const peers[] = { fixture->first, fixture->second, third };
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  guint n_answered = 0;
  guint n_instead = 0;
  guint n_cut = 0;
  guint n_failed = 0;

  engine_close (fixture->context);
  g_setenv ("CONFAB_GROQ_BASE_URL", confab_test_peer_get_uri (third), TRUE);
  g_setenv ("GROQ_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  fixture->context = engine_load ();
  engine_probe (fixture->context);

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr(Question) question = NULL;
      GPtrArray *attempts;
      gboolean resting[G_N_ELEMENTS (ids)];
      gboolean is_up = FALSE;
      guint n_seen[G_N_ELEMENTS (ids)] = { 0 };
      gboolean has_text;

      for (guint j = 0; j < G_N_ELEMENTS (ids); j++)
        {
          ConfabProvider *provider = engine_get_provider (fixture->context, ids[j]);
          const char *failure = failures[g_rand_int_range (random, 0, G_N_ELEMENTS (failures))];

          /* The clock is the real one, so rests are ended by hand now and then. */
          if (g_rand_int_range (random, 0, 4) == 0)
            confab_provider_try_now (provider);
          resting[j] = confab_provider_get_retry_at_us (provider) > 0;
          is_up = is_up || (!resting[j] && failure == NULL);
          confab_test_peer_set_directives (peers[j], failure);
          confab_test_peer_clear_log (peers[j]);
        }

      question = fallback_ask (fixture, TRUE);
      has_text = confab_message_get_n_parts (question->reply) > 0;
      attempts = confab_message_get_attempts (question->reply);
      for (guint j = 0; attempts != NULL && j < attempts->len; j++)
        for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
          if (g_str_equal (fallback_get_attempt (question->reply, j)->provider_id, ids[k]))
            {
              g_assert_cmpint (fallback_get_attempt (question->reply, j)->outcome == CONFAB_ATTEMPT_SKIPPED, ==, resting[k]);
              n_seen[k] += fallback_get_attempt (question->reply, j)->outcome != CONFAB_ATTEMPT_SKIPPED;
            }
      if (attempts == NULL)
        n_seen[0] = 1;
      for (guint j = 0; j < G_N_ELEMENTS (ids); j++)
        g_assert_cmpuint (confab_test_peer_get_n_requests (peers[j]), ==, n_seen[j]);

      if (question->error == NULL)
        n_answered++;
      else if (has_text)
        n_cut++;
      else
        n_failed++;
      n_instead += question->error == NULL && attempts != NULL;
      /* Whoever could answer does, unless somebody broke off before. */
      g_assert_true (!is_up || question->error == NULL || has_text);
    }

  g_test_message ("50 questions: %u answered, %u of them by another than the first; %u cut off after text; "
                  "%u while all were down", n_answered, n_instead, n_cut, n_failed);
  g_assert_cmpuint (n_instead, >, 5);
  g_assert_cmpuint (n_cut, >, 0);
  g_assert_cmpuint (n_failed, >, 0);
}

#define ADD(name, func) \
  g_test_add ("/engine/fallback-rules/" name, Fixture, NULL, fallback_set_up, func, fallback_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("never-after-thinking", test_never_after_thinking);
  ADD ("errors-in-stream-open", test_errors_in_stream_open);
  ADD ("stand-in-with-bad-key", test_stand_in_with_bad_key);
  ADD ("switched-off-meanwhile", test_switched_off_meanwhile);
  ADD ("stop-between", test_stop_between);
  ADD ("all-down-in-words", test_all_down_in_words);
  ADD ("try-now", test_try_now);
  ADD ("simulation", test_simulation);

  return g_test_run ();
}
