/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-encoding.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

/* A question with everything that may be in one, and what it borrows. */
typedef struct
{
  ConfabChatRequest  request;
  char              *words;     /* owned: the strings of the request, one behind the other */
} Conversation;

static void
add_message (GPtrArray  *messages,
             ConfabRole  role,
             const char *text)
{
  g_ptr_array_add (messages, confab_message_new_text (role, text));
}

static void
add_part (GPtrArray  *messages,
          guint       position,
          ConfabPart *part)
{
  g_autoptr(ConfabPart) owned = part;

  confab_message_append_part (g_ptr_array_index (messages, position), owned);
}

static ConfabPart *
new_picture (gsize size)
{
  g_autoptr(GBytes) data = g_bytes_new_take (g_strnfill (size, 'p'), size);

  return confab_part_new_data (CONFAB_PART_IMAGE, "picture.png", "image/png", data);
}

static void
conversation_init (Conversation *self,
                   const char   *dialect_id)
{
  static const char words[] = "the-model\0Be brief.\0{\"extra\":[1]}\0{\"thinking\":{\"type\":\"enabled\"}}\0lookup";
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GBytes) notes = g_bytes_new_static ("a \"note\"\n", 9);
  ConfabMessage *reply;

  self->request = (ConfabChatRequest) CONFAB_CHAT_REQUEST_INIT;
  self->words = g_memdup2 (words, sizeof words);
  self->request.model = self->words;
  self->request.system_prompt = self->request.model + strlen (self->request.model) + 1;
  self->request.extra_body_json = self->request.system_prompt + strlen (self->request.system_prompt) + 1;
  self->request.thinking_parameters_json = self->request.extra_body_json + strlen (self->request.extra_body_json) + 1;
  self->request.tool_choice = self->request.thinking_parameters_json +
                              strlen (self->request.thinking_parameters_json) + 1;
  self->request.messages = messages;
  self->request.tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
  g_ptr_array_add (self->request.tools, confab_tool_new ("lookup", "Looks up.", "{\"type\":\"object\"}"));

  add_message (messages, CONFAB_ROLE_USER, "Look at this");
  add_part (messages, 0, new_picture (300000));
  add_part (messages, 0, confab_part_new_data (CONFAB_PART_DOCUMENT, "notes.txt", "text/plain", notes));
  add_message (messages, CONFAB_ROLE_ASSISTANT, "I have to look it up");
  add_part (messages, 1, confab_part_new_tool_call ("call-1", "lookup", "{\"what\":\"that\"}"));
  reply = g_ptr_array_index (messages, 1);
  confab_message_set_dialect (reply, dialect_id);
  confab_message_set_model (reply, "the-model");
  confab_part_set_replay (confab_message_get_part (reply, 1), "{\"type\":\"function_call\",\"id\":\"x\"}");
  g_ptr_array_add (messages, confab_message_new (CONFAB_ROLE_TOOL));
  add_part (messages, 2, confab_part_new_tool_result ("call-1", "lookup", "Found", FALSE));
  add_message (messages, CONFAB_ROLE_USER, "And now?");
}

static void
conversation_clear (Conversation *self)
{
  g_clear_pointer (&self->request.messages, g_ptr_array_unref);
  g_clear_pointer (&self->request.tools, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conversation, conversation_clear)

/* Everything that the main thread may do while it is encoded. */
static void
conversation_spoil (Conversation *self)
{
  memset (self->words, 'X', strlen (self->words));
  g_ptr_array_set_size (self->request.tools, 0);
  for (guint i = 0; i < self->request.messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (self->request.messages, i);

      for (guint j = 0; j < confab_message_get_n_parts (message); j++)
        {
          ConfabPart *part = confab_message_get_part (message, j);

          confab_part_append_text (part, " and on and on", -1);
          confab_part_set_data (part, NULL);
          confab_part_set_replay (part, NULL);
          confab_part_set_id (part, NULL);
          confab_part_set_name (part, "spoilt");
          confab_part_set_mime_type (part, "text/html");
        }
      add_part (self->request.messages, i, confab_part_new_text (CONFAB_PART_TEXT, "One more thing"));
      confab_message_set_model (message, "another");
      confab_message_set_dialect (message, NULL);
    }
  add_message (self->request.messages, CONFAB_ROLE_USER, "Another one");
}

static ConfabWireRequest *
wait_end (GAsyncResult **result,
          GError       **error)
{
  return confab_encoding_chat_finish (await (result), error);
}

static void
assert_same (const ConfabWireRequest *a,
             const ConfabWireRequest *b)
{
  g_assert_cmpstr (a->method, ==, b->method);
  g_assert_cmpstr (a->path, ==, b->path);
  g_assert_cmpstr (a->content_type, ==, b->content_type);
  g_assert_cmpstrv (a->headers, b->headers);
  g_assert_true (g_bytes_equal (a->body, b->body));
}

/* What is encoded is what the conversation was when it was asked for, to the byte. */
static void
test_same_as_at_once (void)
{
  const char * const *ids = confab_dialect_list_ids ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const ConfabDialect *dialect = confab_dialect_lookup (ids[i]);
      g_auto(Conversation) conversation = { CONFAB_CHAT_REQUEST_INIT };
      g_autoptr(ConfabWireRequest) expected = NULL;
      g_autoptr(ConfabWireRequest) encoded = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", ids[i]);
      conversation_init (&conversation, ids[i]);
      expected = confab_dialect_encode_chat (dialect, &conversation.request, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (expected->body), >, 400000);

      confab_encoding_chat_async (dialect, &conversation.request, NULL, await_cb, &result);
      g_assert_null (result);
      conversation_spoil (&conversation);
      encoded = wait_end (&result, &error);
      g_assert_no_error (error);
      assert_same (encoded, expected);
    }
}

static void
test_failures (void)
{
  const ConfabDialect *dialect = confab_dialect_lookup ("anthropic");
  g_auto(Conversation) conversation = { CONFAB_CHAT_REQUEST_INIT };
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();

  conversation_init (&conversation, "anthropic");
  confab_part_set_mime_type (confab_message_get_part (g_ptr_array_index (conversation.request.messages, 0), 1),
                             "image/tiff");
  g_cancellable_cancel (cancelled);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(ConfabWireRequest) encoded = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      confab_encoding_chat_async (dialect, &conversation.request, i == 0 ? NULL : cancelled, await_cb, &result);
      g_assert_null (result);
      encoded = wait_end (&result, &error);
      g_assert_null (encoded);
      if (i == 0)
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* Something large, and where it was let go of. */
typedef struct
{
  char     *data;
  GThread  *freed_by;
  gboolean  freed_when_told;
  GError   *error;
} Large;

static void
large_freed_cb (gpointer data)
{
  Large *large = data;

  g_clear_pointer (&large->data, g_free);
  large->freed_by = g_thread_self ();
}

static void
large_encoded_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Large *large = user_data;
  g_autoptr(ConfabWireRequest) encoded = confab_encoding_chat_finish (result, &large->error);

  g_assert_null (encoded);
  large->freed_when_told = large->freed_by != NULL;
}

/* Whoever stops does not wait until it is done, and nothing is left of it then. */
static void
test_stop (void)
{
  const gsize size = 20000000;
  g_auto(Conversation) conversation = { CONFAB_CHAT_REQUEST_INIT };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Large large = { g_strnfill (size, 'x'), NULL, FALSE, NULL };
  GBytes *bytes = g_bytes_new_with_free_func (large.data, size, large_freed_cb, &large);

  conversation_init (&conversation, "anthropic");
  add_part (conversation.request.messages, 0,
            confab_part_new_data (CONFAB_PART_DOCUMENT, "a.pdf", "application/pdf", bytes));
  g_bytes_unref (bytes);
  confab_encoding_chat_async (confab_dialect_lookup ("anthropic"), &conversation.request, cancellable,
                              large_encoded_cb, &large);
  conversation_clear (&conversation);
  g_assert_null (large.freed_by);
  g_cancellable_cancel (cancellable);
  while (large.freed_by == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_error (large.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (large.freed_when_told);
  g_assert_true (large.freed_by == g_thread_self ());
  g_error_free (large.error);
}

/* The engine over a peer. */
typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} Fixture;

/* A question with a picture and what came of it. */
typedef struct
{
  ConfabTurn    *turn;
  GCancellable  *cancellable;
  GAsyncResult  *result;
  GError        *error;
} Question;

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
question_clear (Question *self)
{
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  if (self->turn != NULL)
    await_finalized (self->turn);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

/* @prompt: (nullable): what is said, or nothing at all */
static void
ask (Fixture    *fixture,
     Question   *question,
     const char *provider_id,
     const char *prompt)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabProvider *provider = engine_get_provider (fixture->context, provider_id);

  if (prompt != NULL)
    {
      add_message (messages, CONFAB_ROLE_USER, prompt);
      add_part (messages, 0, new_picture (2000000));
    }
  question->turn = confab_turn_new (fixture->context, provider, "m", NULL, messages);
  question->cancellable = g_cancellable_new ();
  confab_turn_run_async (question->turn, question->cancellable, await_cb, &question->result);
  g_assert_null (question->result);
  g_assert_cmpint (confab_message_get_status (confab_turn_get_reply (question->turn)), ==, CONFAB_MESSAGE_WAITING);
}

static gboolean
wait_reply (Question *question)
{
  return confab_turn_run_finish (question->turn, await (&question->result), &question->error);
}

static const char *const providers[] = { "anthropic", "openai", "google", "ollama" };

/* Each gets its own answer to its own question, whatever else is encoded meanwhile. */
static void
test_turns_at_once (Fixture       *fixture,
                    gconstpointer  data)
{
  Question questions[3 * G_N_ELEMENTS (providers)] = { { NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *prompt = g_strdup_printf ("[[say Answer %u.]]", i);

      ask (fixture, &questions[i], providers[i % G_N_ELEMENTS (providers)], prompt);
    }
  g_cancellable_cancel (questions[5].cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *expected = g_strdup_printf ("Answer %u.", i);
      g_autofree char *text = NULL;

      g_assert_cmpint (wait_reply (&questions[i]), ==, i != 5);
      text = confab_message_dup_text (confab_turn_get_reply (questions[i].turn));
      g_assert_cmpstr (text, ==, i != 5 ? expected : "");
    }
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    question_clear (&questions[i]);
}

/* Wherever it is on its way: before it is encoded, meanwhile, and after that. */
static void
test_stop_anywhere (Fixture       *fixture,
                    gconstpointer  data)
{
  for (guint n_steps = 0; n_steps < 600; n_steps += 1 + n_steps / 2)
    {
      g_auto(Question) question = { NULL };
      ConfabMessage *reply;

      confab_test_peer_clear_log (fixture->peer);
      ask (fixture, &question, data, "[[silent]]");
      reply = confab_turn_get_reply (question.turn);
      for (guint i = 0; i < n_steps && confab_test_peer_get_n_requests (fixture->peer) == 0; i++)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_WAITING);
      g_cancellable_cancel (question.cancellable);
      g_assert_false (wait_reply (&question));
      g_assert_error (question.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_STOPPED);
      g_assert_null (confab_message_get_error (reply));
      g_assert_null (confab_provider_get_error (engine_get_provider (fixture->context, data)));
    }
}

/* What cannot be encoded is told, and does not get to the server. */
static void
test_not_encodable (Fixture       *fixture,
                    gconstpointer  data)
{
  g_auto(Question) question = { NULL };
  ConfabMessage *reply;

  confab_test_peer_clear_log (fixture->peer);
  ask (fixture, &question, data, NULL);
  reply = confab_turn_get_reply (question.turn);
  g_assert_false (wait_reply (&question));
  g_assert_error (question.error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_FAILED);
  g_assert_error (confab_message_get_error (reply), CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST);
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->peer), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  engine_home_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/encoding/same-as-at-once", test_same_as_at_once);
  g_test_add_func ("/engine/encoding/failures", test_failures);
  g_test_add_func ("/engine/encoding/stop", test_stop);
  g_test_add ("/engine/encoding/turns-at-once", Fixture, NULL, set_up, test_turns_at_once, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      g_autofree char *anywhere = g_strdup_printf ("/engine/encoding/%s/stop-anywhere", providers[i]);
      g_autofree char *not_encodable = g_strdup_printf ("/engine/encoding/%s/not-encodable", providers[i]);

      g_test_add (anywhere, Fixture, providers[i], set_up, test_stop_anywhere, tear_down);
      g_test_add (not_encodable, Fixture, providers[i], set_up, test_not_encodable, tear_down);
    }

  return g_test_run ();
}
