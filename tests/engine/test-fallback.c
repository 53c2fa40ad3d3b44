/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-attempt-text.h"
#include "confab-chat.h"
#include "confab-conversation-list.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

/* Two providers that can be used, each a server of its own: Anthropic, the default, and OpenAI. */
typedef struct
{
  ConfabTestPeer *first;
  ConfabTestPeer *second;
  ConfabContext  *context;
} Fixture;

/* One question and what came of it. */
typedef struct
{
  ConfabTurn    *turn;
  ConfabMessage *reply;   /* borrowed of the turn */
  GCancellable  *cancellable;
  GAsyncResult  *result;
  GError        *error;
  GString       *told;    /* the kinds of the events that matter here, in order */
} Question;

static void
use_two (Fixture *fixture)
{
  engine_use_peer (fixture->first);
  g_setenv ("CONFAB_OPENAI_BASE_URL", confab_test_peer_get_uri (fixture->second), TRUE);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", "http://127.0.0.1:9", TRUE);
  g_unsetenv ("GEMINI_API_KEY");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->first = confab_test_peer_new ();
  fixture->second = confab_test_peer_new ();
  use_two (fixture);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->first);
  g_clear_object (&fixture->second);
}

static void
on_event_cb (ConfabTurn        *turn,
             const ConfabEvent *event,
             Question          *question)
{
  if (event->kind == CONFAB_EVENT_ERROR)
    g_string_append_c (question->told, 'E');
  else if (event->kind == CONFAB_EVENT_TEXT && !g_str_has_suffix (question->told->str, "t"))
    g_string_append_c (question->told, 't');
}

static Question *
begin (Fixture    *fixture,
       const char *provider_id,
       gboolean    keep,
       gboolean    ask_others)
{
  Question *question = g_new0 (Question, 1);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Hello"));
  question->turn = confab_turn_new (fixture->context, engine_get_provider (fixture->context, provider_id), NULL, NULL,
                                    messages);
  if (keep)
    confab_turn_keep_to_breakers (question->turn, ask_others);
  question->reply = confab_turn_get_reply (question->turn);
  question->cancellable = g_cancellable_new ();
  question->told = g_string_new (NULL);
  g_signal_connect (question->turn, "event", G_CALLBACK (on_event_cb), question);
  confab_turn_run_async (question->turn, question->cancellable, await_cb, &question->result);

  return question;
}

static gboolean
wait_end (Question *question)
{
  return confab_turn_run_finish (question->turn, await (&question->result), &question->error);
}

static Question *
ask (Fixture  *fixture,
     gboolean  ask_others)
{
  Question *question = begin (fixture, "anthropic", TRUE, ask_others);

  wait_end (question);

  return question;
}

static void
question_free (Question *self)
{
  g_object_unref (self->cancellable);
  g_object_unref (self->result);
  await_finalized (self->turn);
  g_clear_error (&self->error);
  g_string_free (self->told, TRUE);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static const ConfabAttempt *
get_attempt (ConfabMessage *reply,
             guint          index)
{
  GPtrArray *attempts = confab_message_get_attempts (reply);

  g_assert_nonnull (attempts);
  g_assert_cmpuint (index, <, attempts->len);

  return g_ptr_array_index (attempts, index);
}

static void
assert_answered_by (Question   *question,
                    const char *provider_id)
{
  g_autofree char *text = confab_message_dup_text (question->reply);

  g_assert_no_error (question->error);
  g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, provider_id);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_null (confab_message_get_error (question->reply));
  g_assert_cmpstr (text, !=, "");
  g_assert_cmpstr (question->told->str, ==, "t");
}

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
  question = ask (fixture, TRUE);
  assert_answered_by (question, "openai");
  g_assert_cmpstr (confab_message_get_provider_name (question->reply), ==, confab_provider_get_name (other));
  g_assert_cmpstr (confab_message_get_dialect (question->reply), ==, "openai-chat");
  g_assert_cmpstr (confab_message_get_requested_model (question->reply), ==, confab_provider_get_model (other));
  g_assert_cmpuint (confab_message_get_attempts (question->reply)->len, ==, 2);
  g_assert_cmpint (get_attempt (question->reply, 0)->outcome, ==, CONFAB_ATTEMPT_FAILED);
  g_assert_cmpstr (get_attempt (question->reply, 0)->provider_name, ==, confab_provider_get_name (provider));
  g_assert_error (get_attempt (question->reply, 0)->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpint (get_attempt (question->reply, 1)->outcome, ==, CONFAB_ATTEMPT_ANSWERED);

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
  again = ask (fixture, TRUE);
  assert_answered_by (again, "openai");
  g_assert_cmpint (get_attempt (again->reply, 0)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 0);
}

static void
test_one_answers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, TRUE);

  assert_answered_by (question, "anthropic");
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
      g_autoptr(Question) question = ask (fixture, FALSE);

      g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_SERVER);
      g_assert_null (confab_message_get_attempts (question->reply));
    }
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RESTING);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), >, g_get_real_time ());

  confab_test_peer_set_directives (fixture->first, NULL);
  confab_test_peer_clear_log (fixture->first);
  {
    g_autoptr(Question) question = ask (fixture, FALSE);

    g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_SERVER);
    g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 0);
  }

  confab_provider_try_now (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), ==, 0);
  {
    g_autoptr(Question) question = ask (fixture, FALSE);

    assert_answered_by (question, "anthropic");
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
  failed = ask (fixture, FALSE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RATE_LIMITED);

  confab_test_peer_set_directives (fixture->first, NULL);
  named = begin (fixture, "anthropic", FALSE, FALSE);
  g_assert_true (wait_end (named));
  assert_answered_by (named, "anthropic");
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
      question = ask (fixture, TRUE);
      assert_answered_by (question, "openai");
      g_assert_cmpint (get_attempt (question->reply, 0)->outcome, ==, CONFAB_ATTEMPT_FAILED);
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
      question = ask (fixture, TRUE);
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
  question = ask (fixture, TRUE);
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
  question = ask (fixture, TRUE);
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_error (confab_message_get_error (question->reply), CONFAB_PROVIDER_ERROR,
                  CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, "anthropic");
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_FAILED);
  g_assert_cmpuint (confab_message_get_attempts (question->reply)->len, ==, 2);
  second = get_attempt (question->reply, 1);
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
  question = begin (fixture, "anthropic", TRUE, TRUE);
  while (confab_test_peer_get_n_open (fixture->second) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (question->cancellable);
  g_assert_false (wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
  g_assert_cmpint (get_attempt (question->reply, 1)->outcome, ==, CONFAB_ATTEMPT_STOPPED);
  g_assert_null (confab_provider_get_error (engine_get_provider (fixture->context, "openai")));
}

static void
test_switched_off (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  confab_test_peer_set_directives (fixture->first, "[[status 503]]");
  question = ask (fixture, FALSE);
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
  question = ask (fixture, TRUE);
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
      question = ask (fixture, TRUE);
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
      g_autoptr(Question) question = ask (fixture, TRUE);

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
  question = ask (fixture, TRUE);
  assert_answered_by (question, "groq");
  g_assert_cmpuint (confab_message_get_attempts (question->reply)->len, ==, 3);
  g_assert_error (get_attempt (question->reply, 1)->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY);
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
  question = begin (fixture, "anthropic", TRUE, TRUE);
  while (confab_test_peer_get_n_waiting (fixture->first) == 0)
    g_main_context_iteration (NULL, TRUE);
  confab_registry_change_async (registry, engine_get_provider (fixture->context, "openai"),
                                CONFAB_PROVIDER_FIELD_ENABLED, "false", NULL, await_cb, &result);
  g_assert_true (confab_registry_change_finish (registry, await (&result), &error));
  g_assert_no_error (error);

  confab_test_peer_release (fixture->first);
  g_assert_false (wait_end (question));
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->second, "/chat/completions"), ==, 0);
  g_assert_null (confab_message_get_attempts (question->reply));
}

static void
cancel_cb (ConfabTurn          *turn,
           const ConfabAttempt *attempt,
           GCancellable        *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Stopped at the very moment between two: nobody else is asked. */
static void
test_stop_between (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  confab_test_peer_set_directives (fixture->first, "[[late]][[say One]][[error-in-stream]]");
  question = begin (fixture, "anthropic", TRUE, TRUE);
  g_signal_connect (question->turn, "attempt", G_CALLBACK (cancel_cb), question->cancellable);
  while (confab_test_peer_get_n_waiting (fixture->first) == 0)
    g_main_context_iteration (NULL, TRUE);
  confab_test_peer_release (fixture->first);
  g_assert_false (wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
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
    g_autoptr(Question) question = ask (fixture, TRUE);

    asked = confab_attempt_text_failure (question->reply);
  }
  g_assert_nonnull (asked);
  g_test_message ("%s", asked);
  g_assert_true (g_regex_match (expected, asked, 0, NULL));

  confab_test_peer_clear_log (fixture->first);
  confab_test_peer_clear_log (fixture->second);
  {
    g_autoptr(Question) question = ask (fixture, TRUE);

    g_assert_cmpint (get_attempt (question->reply, 0)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
    g_assert_cmpint (get_attempt (question->reply, 1)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
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
    question_free (ask (fixture, FALSE));
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RESTING);

  confab_provider_try_now (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  confab_test_peer_clear_log (fixture->first);
  question_free (ask (fixture, FALSE));
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->first), ==, 1);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RESTING);
  question_free (ask (fixture, FALSE));
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

      question = ask (fixture, TRUE);
      has_text = confab_message_get_n_parts (question->reply) > 0;
      attempts = confab_message_get_attempts (question->reply);
      for (guint j = 0; attempts != NULL && j < attempts->len; j++)
        for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
          if (g_str_equal (get_attempt (question->reply, j)->provider_id, ids[k]))
            {
              g_assert_cmpint (get_attempt (question->reply, j)->outcome == CONFAB_ATTEMPT_SKIPPED, ==, resting[k]);
              n_seen[k] += get_attempt (question->reply, j)->outcome != CONFAB_ATTEMPT_SKIPPED;
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

#define ADD(name, func) g_test_add ("/engine/fallback/" name, Fixture, NULL, set_up, func, tear_down)

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
