/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fallback-fixture.h"

static void
use_two (Fixture *fixture)
{
  engine_use_peer (fixture->first);
  g_setenv ("CONFAB_OPENAI_BASE_URL", confab_test_peer_get_uri (fixture->second), TRUE);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", "http://127.0.0.1:9", TRUE);
  g_unsetenv ("GEMINI_API_KEY");
}

void
fallback_set_up (Fixture       *fixture,
                 gconstpointer  data)
{
  engine_home_reset ();
  fixture->first = confab_test_peer_new ();
  fixture->second = confab_test_peer_new ();
  use_two (fixture);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
}

void
fallback_tear_down (Fixture       *fixture,
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

Question *
fallback_begin (Fixture    *fixture,
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

gboolean
fallback_wait_end (Question *question)
{
  return confab_turn_run_finish (question->turn, await (&question->result), &question->error);
}

Question *
fallback_ask (Fixture  *fixture,
              gboolean  ask_others)
{
  Question *question = fallback_begin (fixture, "anthropic", TRUE, ask_others);

  fallback_wait_end (question);

  return question;
}

void
question_free (Question *self)
{
  g_object_unref (self->cancellable);
  g_object_unref (self->result);
  await_finalized (self->turn);
  g_clear_error (&self->error);
  g_string_free (self->told, TRUE);
  g_free (self);
}

const ConfabAttempt *
fallback_get_attempt (ConfabMessage *reply,
                      guint          index)
{
  GPtrArray *attempts = confab_message_get_attempts (reply);

  g_assert_nonnull (attempts);
  g_assert_cmpuint (index, <, attempts->len);

  return g_ptr_array_index (attempts, index);
}

void
fallback_assert_answered_by (Question   *question,
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
