/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-attempt-text.h"
#include "confab-chat.h"
#include "confab-conversation-list.h"
#include "confab-provider-error.h"
#include "fallback-fixture.h"

static void
test_rate_limited (Fixture       *fixture,
                   gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  ConfabProvider *other = engine_get_provider (fixture->context, "openai");
  g_autoptr(Question) question = NULL;
  g_autoptr(Question) again = NULL;
  g_autoptr(GPtrArray) read = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  const gint64 before_us = g_get_real_time ();

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  question = fallback_ask (fixture, TRUE);
  fallback_assert_answered_by (question, "openai");
  g_assert_cmpstr (confab_message_get_provider_name (question->reply), ==, confab_provider_get_name (other));
  g_assert_cmpstr (confab_message_get_dialect (question->reply), ==, "openai-chat");
  g_assert_cmpstr (confab_message_get_requested_model (question->reply), ==, confab_provider_get_model (other));
  g_assert_cmpuint (confab_message_get_attempts (question->reply)->len, ==, 2);
  g_assert_cmpint (fallback_get_attempt (question->reply, 0)->outcome, ==, CONFAB_ATTEMPT_FAILED);
  g_assert_cmpstr (fallback_get_attempt (question->reply, 0)->provider_name, ==, confab_provider_get_name (provider));
  g_assert_error (fallback_get_attempt (question->reply, 0)->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpint (fallback_get_attempt (question->reply, 1)->outcome, ==, CONFAB_ATTEMPT_ANSWERED);

  sentence = confab_attempt_text_headline (question->reply);
  expected = g_strdup_printf ("Answered by OpenAI — %s was rate-limited until ", confab_provider_get_name (provider));
  g_assert_true (g_str_has_prefix (sentence, expected));
  text = confab_attempt_list_to_text (confab_message_get_attempts (question->reply));
  read = confab_attempt_list_from_text (text);
  g_assert_cmpuint (read->len, ==, 2);
  text_again = confab_attempt_list_to_text (read);
  g_assert_cmpstr (text_again, ==, text);

  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RATE_LIMITED);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), >=, before_us + 90 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (confab_provider_get_state (other), ==, CONFAB_PROVIDER_STATE_READY);

  /* It is not asked again before it said so. */
  confab_test_peer_clear_log (fixture->first);
  again = fallback_ask (fixture, TRUE);
  fallback_assert_answered_by (again, "openai");
  g_assert_cmpint (fallback_get_attempt (again->reply, 0)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 0);
}

static void
test_one_answers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(Question) question = fallback_ask (fixture, TRUE);

  fallback_assert_answered_by (question, "anthropic");
  g_assert_null (confab_message_get_attempts (question->reply));
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
}

static void
test_opens (Fixture       *fixture,
            gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");

  confab_test_peer_set_directives (fixture->first, "[[status 500]]");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(Question) question = fallback_ask (fixture, FALSE);

      g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_SERVER);
      g_assert_null (confab_message_get_attempts (question->reply));
    }
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RESTING);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), >, g_get_real_time ());

  confab_test_peer_set_directives (fixture->first, NULL);
  confab_test_peer_clear_log (fixture->first);
  {
    g_autoptr(Question) question = fallback_ask (fixture, FALSE);

    g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_SERVER);
    g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 0);
  }

  confab_provider_try_now (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), ==, 0);
  {
    g_autoptr(Question) question = fallback_ask (fixture, FALSE);

    fallback_assert_answered_by (question, "anthropic");
  }
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
}

/* Whoever is asked by name is asked, and an answer ends the rest. */
static void
test_insists (Fixture       *fixture,
              gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  g_autoptr(Question) failed = NULL;
  g_autoptr(Question) named = NULL;

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  failed = fallback_ask (fixture, FALSE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RATE_LIMITED);

  confab_test_peer_set_directives (fixture->first, NULL);
  named = fallback_begin (fixture, "anthropic", FALSE, FALSE);
  g_assert_true (fallback_wait_end (named));
  fallback_assert_answered_by (named, "anthropic");
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), ==, 0);
}

/* The status was 200, and yet it failed before anything was said. */
static void
test_error_in_stream (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const directives[] = { "[[say One]][[error-in-stream]]", "[[garbage-body]]", "[[html]]" };

  for (guint i = 0; i < G_N_ELEMENTS (directives); i++)
    {
      g_autoptr(Question) question = NULL;

      g_test_message ("%s", directives[i]);
      confab_provider_try_now (engine_get_provider (fixture->context, "anthropic"));
      confab_test_peer_set_directives (fixture->first, directives[i]);
      question = fallback_ask (fixture, TRUE);
      fallback_assert_answered_by (question, "openai");
      g_assert_cmpint (fallback_get_attempt (question->reply, 0)->outcome, ==, CONFAB_ATTEMPT_FAILED);
    }
}

static void
test_never_after_text (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char *const directives[] = { "[[long 2000]][[error-in-stream]]", "[[long 2000]][[cut]]" };

  for (guint i = 0; i < G_N_ELEMENTS (directives); i++)
    {
      g_autoptr(Question) question = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", directives[i]);
      confab_test_peer_set_directives (fixture->first, directives[i]);
      question = fallback_ask (fixture, TRUE);
      g_assert_nonnull (question->error);
      text = confab_message_dup_text (question->reply);
      g_assert_cmpstr (text, !=, "");
      g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, "anthropic");
      g_assert_null (confab_message_get_attempts (question->reply));
      g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
    }
}

/* What the person has to put right is not hidden behind somebody else's answer. */
static void
test_not_for_mistakes (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  confab_test_peer_set_directives (fixture->first, "[[status 401]]");
  question = fallback_ask (fixture, TRUE);
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
}

static void
test_all_down (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(Question) question = NULL;
  const ConfabAttempt *second;

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  confab_test_peer_set_directives (fixture->second, "[[status 503]]");
  question = fallback_ask (fixture, TRUE);
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_error (confab_message_get_error (question->reply), CONFAB_PROVIDER_ERROR,
                  CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, "anthropic");
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_FAILED);
  g_assert_cmpuint (confab_message_get_attempts (question->reply)->len, ==, 2);
  second = fallback_get_attempt (question->reply, 1);
  g_assert_cmpstr (second->provider_id, ==, "openai");
  g_assert_cmpint (second->outcome, ==, CONFAB_ATTEMPT_FAILED);
  g_assert_nonnull (second->error);
  g_assert_null (strstr (second->error->message, CONFAB_TEST_PEER_KEY));
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  confab_test_peer_set_directives (fixture->first, "[[status 503]]");
  confab_test_peer_set_directives (fixture->second, "[[hang]]");
  question = fallback_begin (fixture, "anthropic", TRUE, TRUE);
  while (confab_test_peer_get_n_open (fixture->second) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (question->cancellable);
  g_assert_false (fallback_wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
  g_assert_cmpint (fallback_get_attempt (question->reply, 1)->outcome, ==, CONFAB_ATTEMPT_STOPPED);
  g_assert_null (confab_provider_get_error (engine_get_provider (fixture->context, "openai")));
}

static void
test_switched_off (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  confab_test_peer_set_directives (fixture->first, "[[status 503]]");
  question = fallback_ask (fixture, FALSE);
  g_assert_nonnull (question->error);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
}

/* Neither the built-in one nor one that was switched off or lacks a key is asked instead. */
static void
test_nobody_else (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  engine_close (fixture->context);
  g_unsetenv ("OPENAI_API_KEY");
  fixture->context = engine_load ();
  confab_test_peer_set_directives (fixture->first, "[[status 503]]");
  question = fallback_ask (fixture, TRUE);
  g_assert_nonnull (question->error);
  g_assert_null (confab_message_get_attempts (question->reply));
}

/* The chat asks the others too, and asking again means now. */
static void
test_chat_retry (Fixture       *fixture,
                 gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(ConfabMessage) another = NULL;
  g_autoptr(GError) error = NULL;

  chat = confab_conversation_list_new_chat (confab_context_get_conversations (fixture->context));
  confab_chat_set_target (chat, provider, NULL);
  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  g_assert_true (confab_chat_send (chat, "Hello", &error));
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_assert_cmpstr (confab_message_get_provider_id (reply), ==, "openai");

  confab_test_peer_set_directives (fixture->first, NULL);
  g_assert_true (confab_chat_retry (chat, &error));
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  another = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_assert_cmpstr (confab_message_get_provider_id (another), ==, "anthropic");
  g_assert_null (confab_message_get_attempts (another));
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
}

#define ADD(name, func) g_test_add ("/engine/fallback/" name, Fixture, NULL, fallback_set_up, func, fallback_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("rate-limited", test_rate_limited);
  ADD ("one-answers", test_one_answers);
  ADD ("opens", test_opens);
  ADD ("insists", test_insists);
  ADD ("error-in-stream", test_error_in_stream);
  ADD ("never-after-text", test_never_after_text);
  ADD ("not-for-mistakes", test_not_for_mistakes);
  ADD ("all-down", test_all_down);
  ADD ("stop", test_stop);
  ADD ("switched-off", test_switched_off);
  ADD ("nobody-else", test_nobody_else);
  ADD ("chat-retry", test_chat_retry);

  return g_test_run ();
}
