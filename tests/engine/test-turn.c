/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-enum.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} Fixture;

/* One question and what came of it. */
typedef struct
{
  ConfabTurn    *turn;
  ConfabMessage *reply;        /* borrowed of the turn */
  GCancellable  *cancellable;
  GAsyncResult  *result;
  GError        *error;
  guint          n_events;
  guint          n_changes;
} Question;

static const char *const dialects[] = { "anthropic", "openai", "google", "ollama" };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

static void
on_event_cb (ConfabTurn        *turn,
             const ConfabEvent *event,
             Question          *question)
{
  g_assert_nonnull (event);
  question->n_events++;
}

static void
on_changed_cb (ConfabMessage *message,
               Question      *question)
{
  question->n_changes++;
}

static Question *
ask (Fixture    *fixture,
     const char *provider_id,
     const char *prompt)
{
  Question *question = g_new0 (Question, 1);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabProvider *provider = engine_get_provider (fixture->context, provider_id);

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));
  question->turn = confab_turn_new (fixture->context, provider, NULL, "Be brief.", messages);
  question->reply = confab_turn_get_reply (question->turn);
  question->cancellable = g_cancellable_new ();
  g_signal_connect (question->turn, "event", G_CALLBACK (on_event_cb), question);
  g_signal_connect (question->reply, "changed", G_CALLBACK (on_changed_cb), question);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_WAITING);
  confab_turn_run_async (question->turn, question->cancellable, await_cb, &question->result);

  return question;
}

static gboolean
wait_end (Question *question)
{
  return confab_turn_run_finish (question->turn, await (&question->result), &question->error);
}

static void
question_free (Question *self)
{
  g_object_unref (self->cancellable);
  g_object_unref (self->result);
  await_finalized (self->turn);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
test_plain (Fixture       *fixture,
            gconstpointer  data)
{
  const char *dialect = data;
  g_autoptr(Question) question = ask (fixture, dialect, "[[say Hello there.]]");
  g_autofree char *text = NULL;

  g_assert_true (wait_end (question));
  g_assert_no_error (question->error);
  text = confab_message_dup_text (question->reply);
  g_assert_cmpstr (text, ==, "Hello there.");
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpint (confab_message_get_stop_reason (question->reply), ==, CONFAB_STOP_REASON_STOP);
  g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, dialect);
  g_assert_true (confab_usage_is_known (confab_message_get_usage (question->reply)));
  g_assert_cmpint (confab_message_get_duration_ms (question->reply), >=, 0);
  g_assert_cmpuint (question->n_events, >, 1);
  g_assert_cmpuint (question->n_changes, >, 0);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, dialect)), ==,
                   CONFAB_PROVIDER_STATE_READY);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "Be brief."));
}

/* A prompt, how it fails, and what the provider's state is then. What differs between dialects or
 * happens in the middle of a reply is in test-matrix.c. */
static const struct
{
  const char          *prompt;
  ConfabProviderError  code;
  ConfabProviderState  state;
} failures[] = {
  { "[[status 402]]", CONFAB_PROVIDER_ERROR_NO_CREDIT, CONFAB_PROVIDER_STATE_NO_CREDIT },
  { "[[redirect http://elsewhere.example/v1]]", CONFAB_PROVIDER_ERROR_BAD_ADDRESS,
    CONFAB_PROVIDER_STATE_BAD_ADDRESS },
};

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  const char *dialect = data;

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(Question) question = NULL;
      g_autofree char *text = NULL;
      ConfabProvider *provider = engine_get_provider (fixture->context, dialect);

      g_test_message ("%s: %s", dialect, failures[i].prompt);
      question = ask (fixture, dialect, failures[i].prompt);
      g_assert_false (wait_end (question));
      g_assert_error (question->error, CONFAB_PROVIDER_ERROR, (int) failures[i].code);
      g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_FAILED);
      g_assert_error (confab_message_get_error (question->reply), CONFAB_PROVIDER_ERROR,
                      (int) failures[i].code);
      g_assert_null (strstr (question->error->message, CONFAB_TEST_PEER_KEY));
      text = confab_message_dup_text (question->reply);
      g_assert_cmpstr (text, ==, "");
      g_assert_cmpint (confab_provider_get_state (provider), ==, failures[i].state);
    }
}

static void
test_refused_key (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *dialect = data;
  ConfabProvider *provider = engine_get_provider (fixture->context, dialect);
  g_autoptr(Question) question = NULL;
  g_autoptr(Question) again = NULL;

  confab_test_peer_set_key (fixture->peer, "another-key-9876543210");
  question = ask (fixture, dialect, "Hello");
  g_assert_false (wait_end (question));
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY);
  g_assert_null (strstr (question->error->message, CONFAB_TEST_PEER_KEY));
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);
  g_assert_error (confab_provider_get_error (provider), CONFAB_PROVIDER_ERROR,
                  CONFAB_PROVIDER_ERROR_BAD_KEY);

  confab_test_peer_set_key (fixture->peer, CONFAB_TEST_PEER_KEY);
  again = ask (fixture, dialect, "Hello");
  g_assert_true (wait_end (again));
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_null (confab_provider_get_error (provider));
}

static void
test_missing_key (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  g_unsetenv ("ANTHROPIC_API_KEY");
  question = ask (fixture, "anthropic", "Hello");
  g_assert_false (wait_end (question));
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_KEY_MISSING);
  g_assert_cmpint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 0);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const char *dialect = data;
  g_autoptr(Question) question = NULL;
  ConfabProvider *provider = engine_get_provider (fixture->context, dialect);
  const gboolean local = g_str_equal (dialect, "ollama");

  g_clear_object (&fixture->peer);
  question = ask (fixture, dialect, "Hello");
  g_assert_false (wait_end (question));
  if (local)
    g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NOT_RUNNING);
  else
    g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NETWORK);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_FAILED);
  g_assert_cmpint (confab_provider_get_state (provider), ==,
                   local ? CONFAB_PROVIDER_STATE_NOT_RUNNING : CONFAB_PROVIDER_STATE_UNREACHABLE);
  g_assert_cmpint (confab_provider_get_usable (provider), ==, !local);
}

/* A picture in the conversation that the model does not take ends the turn before it begins. */
static void
test_unfit_media (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(ConfabPart) part = confab_part_new_data (CONFAB_PART_IMAGE, NULL, "image/tiff", bytes);
  ConfabMessage *message = confab_message_new_text (CONFAB_ROLE_USER, "Look");
  ConfabProvider *provider = engine_get_provider (fixture->context, data);
  Question question = { 0 };

  confab_message_append_part (message, part);
  g_ptr_array_add (messages, message);
  question.turn = confab_turn_new (fixture->context, provider, NULL, NULL, messages);
  confab_test_peer_clear_log (fixture->peer);
  confab_turn_run_async (question.turn, NULL, await_cb, &question.result);
  g_assert_false (wait_end (&question));
  g_assert_error (question.error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_UNFIT_MEDIA);
  g_assert_nonnull (strstr (question.error->message, "image/tiff"));
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->peer), ==, 0);
  g_assert_null (confab_provider_get_error (provider));

  g_object_unref (question.result);
  g_error_free (question.error);
  await_finalized (question.turn);
}

static void
stop_and_check (Fixture    *fixture,
                Question   *question,
                const char *dialect,
                gboolean    has_text)
{
  g_autofree char *text = NULL;

  g_cancellable_cancel (question->cancellable);
  g_assert_false (wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
  g_assert_null (confab_message_get_error (question->reply));
  text = confab_message_dup_text (question->reply);
  g_assert_cmpint (*text != '\0', ==, has_text);
  g_assert_null (confab_provider_get_error (engine_get_provider (fixture->context, dialect)));

  /* The server sees that nobody listens any more. */
  while (confab_test_peer_get_n_gone (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_stop_waiting (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const prompts[] = { "[[hang]]", "[[silent]]" };

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr(Question) question = NULL;

      confab_test_peer_clear_log (fixture->peer);
      question = ask (fixture, data, prompts[i]);
      while (confab_test_peer_get_n_open (fixture->peer) == 0)
        g_main_context_iteration (NULL, TRUE);
      stop_and_check (fixture, question, data, FALSE);
    }
}

static void
test_stop_streaming (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[gate]] these words are stopped half way");

  while (confab_message_get_n_parts (question->reply) == 0 ||
         confab_test_peer_get_n_waiting (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STREAMING);
  stop_and_check (fixture, question, data, TRUE);
}

static void
test_stop_at_once (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "Hello");

  g_cancellable_cancel (question->cancellable);
  g_assert_false (wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
}

/* What a chunk brings is told once, however much is in it. */
static void
test_told_per_chunk (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[long 60000]]");
  g_autofree char *text = NULL;

  g_assert_true (wait_end (question));
  text = confab_message_dup_text (question->reply);
  g_assert_cmpuint (strlen (text), >=, 60000);
  g_assert_cmpuint (question->n_changes, <, question->n_events);
}

/* A line that is long is read elsewhere than on the main loop, with the same result. */
static void
test_long_line (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[hugeline 3000000]] [[say Then this.]]");
  g_autofree char *text = NULL;

  g_assert_true (wait_end (question));
  g_assert_no_error (question->error);
  text = confab_message_dup_text (question->reply);
  g_assert_cmpuint (strlen (text), ==, 3000000 + strlen ("Then this."));
  g_assert_true (g_str_has_prefix (text, "xxx"));
  g_assert_true (g_str_has_suffix (text, "xxxThen this."));
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_COMPLETE);
}

/* Half of one is not the beginning of anything. */
static void
test_long_line_cut (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[long 200]] [[hugeline 3000000]] [[cut]]");

  g_assert_false (wait_end (question));
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_TRUNCATED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_INTERRUPTED);
}

/* What is longer than a reply may be ends it with an error of a kind. */
static void
test_too_long_line (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[hugeline 34000000]]");

  g_assert_false (wait_end (question));
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_MALFORMED);
  g_assert_nonnull (strstr (question->error->message, "longer than"));
}

static void
test_stop_long_line (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[hugeline 2000000]] [[gate]] [[say Then this, half of it.]]");

  while (confab_message_get_n_parts (question->reply) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (question->cancellable);
  g_assert_false (wait_end (question));
  g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_STOPPED);
}

/* However much of it is there, half read in a thread or half told. */
static void
test_stop_anywhere_in_long_line (Fixture       *fixture,
                                 gconstpointer  data)
{
  for (guint n_steps = 1; n_steps < 1000; n_steps *= 3)
    {
      g_autoptr(Question) question = ask (fixture, data, "[[hugeline 3000000]] [[say Then this.]]");

      for (guint i = 0; i < n_steps && question->result == NULL; i++)
        g_main_context_iteration (NULL, TRUE);
      g_cancellable_cancel (question->cancellable);
      if (!wait_end (question))
        g_assert_error (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      /* To stop what is over changes nothing of it. */
      if (confab_message_get_status (question->reply) != CONFAB_MESSAGE_STOPPED)
        {
          g_autofree char *text = confab_message_dup_text (question->reply);

          g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_COMPLETE);
          g_assert_cmpuint (strlen (text), ==, 3000000 + strlen ("Then this."));
        }
    }
}

/* What is long, and not text, is there as it came, and in its place. */
static void
test_picture (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "[[picture 3000000]] [[say Here it is.]]");
  g_autofree char *base64 = g_strnfill (3000000, 'x');
  ConfabPart *picture;

  g_assert_true (wait_end (question));
  g_assert_no_error (question->error);
  g_assert_cmpuint (confab_message_get_n_parts (question->reply), ==, 2);
  picture = confab_message_get_part (question->reply, 0);
  g_assert_cmpint (confab_part_get_kind (picture), ==, CONFAB_PART_OPAQUE);
  g_assert_nonnull (strstr (confab_part_get_replay (picture), base64));
  g_assert_cmpuint (strlen (confab_part_get_replay (picture)), <, 3000100);
  g_assert_cmpstr (confab_part_get_text (confab_message_get_part (question->reply, 1)), ==, "Here it is.");
}

static void
test_key_goes_nowhere_else (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(Question) question = ask (fixture, data, "Hello");
  const char *body;

  g_assert_true (wait_end (question));
  body = confab_test_peer_get_last_request_body (fixture->peer);
  g_assert_null (strstr (body, CONFAB_TEST_PEER_KEY));
  g_assert_null (strstr (confab_test_peer_get_last_request_path (fixture->peer), CONFAB_TEST_PEER_KEY));
}

#define ADD(name, func) \
  G_STMT_START { \
    for (guint i = 0; i < G_N_ELEMENTS (dialects); i++) \
      { \
        g_autofree char *path = g_strdup_printf ("/engine/turn/%s/%s", dialects[i], name); \
        g_test_add (path, Fixture, dialects[i], set_up, func, tear_down); \
      } \
  } G_STMT_END

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("plain", test_plain);
  ADD ("failures", test_failures);
  ADD ("refused", test_refused);
  ADD ("unfit-media", test_unfit_media);
  ADD ("stop-waiting", test_stop_waiting);
  ADD ("stop-streaming", test_stop_streaming);
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("told-per-chunk", test_told_per_chunk);
  ADD ("long-line", test_long_line);
  ADD ("long-line-cut", test_long_line_cut);
  ADD ("stop-long-line", test_stop_long_line);
  ADD ("stop-anywhere-in-long-line", test_stop_anywhere_in_long_line);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *refused = g_strdup_printf ("/engine/turn/%s/refused-key", dialects[i]);
      g_autofree char *nowhere = g_strdup_printf ("/engine/turn/%s/key-goes-nowhere-else", dialects[i]);

      g_test_add (refused, Fixture, dialects[i], set_up, test_refused_key, tear_down);
      g_test_add (nowhere, Fixture, dialects[i], set_up, test_key_goes_nowhere_else, tear_down);
    }
  g_test_add ("/engine/turn/openai/picture", Fixture, "openai", set_up, test_picture, tear_down);
  g_test_add ("/engine/turn/google/picture", Fixture, "google", set_up, test_picture, tear_down);
  g_test_add ("/engine/turn/openai/too-long-line", Fixture, "openai", set_up, test_too_long_line, tear_down);
  g_test_add ("/engine/turn/missing-key", Fixture, NULL, set_up, test_missing_key, tear_down);

  return g_test_run ();
}
