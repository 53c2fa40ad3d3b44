/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "confab-chat-edit.h"
#include "confab-engine-error.h"
#include "confab-media-error.h"
#include "confab-provider-error.h"

static void
wait_gate (ChatFixture *fixture,
           ConfabChat *chat,
           guint       n_waiting)
{
  while (confab_test_peer_get_n_waiting (fixture->peer) < n_waiting ||
         confab_message_get_n_parts (chat_message_at (chat, 1)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_send (ChatFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabConversation *conversation = confab_chat_get_conversation (chat);

  g_assert_true (confab_chat_get_loaded (chat));
  g_assert_cmpstr (confab_provider_get_id (confab_chat_get_provider (chat)), ==, "anthropic");
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 0);
  confab_chat_set_draft (chat, "What is [[say It is well.]]");
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 0);

  chat_send (chat, " What is [[say It is well.]]\nsecond line ");
  g_assert_true (confab_chat_get_busy (chat));
  g_assert_true (confab_conversation_get_busy (conversation));
  g_assert_null (confab_conversation_get_draft (conversation));
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 2);
  g_assert_cmpstr (confab_conversation_get_title (conversation), ==, "What is [[say It is well.]]");
  chat_wait_idle (chat);
  chat_assert_text (chat, 0, "What is [[say It is well.]]\nsecond line");
  chat_assert_text (chat, 1, "It is well.");
  g_assert_false (confab_conversation_get_busy (conversation));
  g_assert_null (confab_chat_get_error (chat));

  chat_send (chat, "And [[say more.]]");
  chat_wait_idle (chat);
  g_clear_object (&chat);

  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
  chat = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 4);
  chat_assert_text (chat, 1, "It is well.");
  chat_assert_text (chat, 3, "more.");
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpstr (confab_conversation_get_provider_id (confab_chat_get_conversation (chat)), ==, "anthropic");
  g_assert_cmpstr (confab_conversation_get_title (confab_chat_get_conversation (chat)), ==, "What is [[say It is well.]]");
}

static void
test_refuses (ChatFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GError) error = NULL;

  g_assert_false (confab_chat_send (chat, " \n ", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (confab_chat_send (chat, "\u200b\u00a0", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (confab_chat_retry (chat, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);

  chat_send (chat, "[[gate]] some words");
  g_assert_false (confab_chat_send (chat, "more", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (confab_chat_retry (chat, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY);
  confab_chat_stop (chat);
  chat_wait_idle (chat);
}

static void
test_no_provider (void)
{
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  g_assert_null (confab_chat_get_provider (chat));
  confab_chat_set_draft (chat, "precious words");
  g_assert_false (confab_chat_send (chat, "precious words", &error));
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NO_PROVIDER);
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "precious words");
  g_clear_object (&chat);
  engine_close (context);
}

/* What a model does not take is told before anything is sent; what is written stays a draft. */
static void
test_media (ChatFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(GPtrArray) media = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;
  ConfabPart *part;

  confab_chat_set_draft (chat, "Look");
  g_ptr_array_add (media, confab_part_new_data (CONFAB_PART_IMAGE, "a.tif", "image/tiff", bytes));
  g_assert_false (confab_chat_send_with_media (chat, "Look", media, &error));
  g_assert_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_IMAGE_TYPE);
  g_assert_cmpuint (g_list_model_get_n_items (confab_chat_get_messages (chat)), ==, 0);
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "Look");
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 0);

  g_ptr_array_set_size (media, 0);
  g_ptr_array_add (media, confab_part_new_data (CONFAB_PART_IMAGE, "a.png", "image/png", bytes));
  g_clear_error (&error);
  g_assert_true (confab_chat_send_with_media (chat, " ", media, &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "YWJj"));
  part = confab_message_get_part (chat_message_at (chat, 0), 0);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_IMAGE);
  g_assert_cmpuint (confab_message_get_n_parts (chat_message_at (chat, 0)), ==, 1);
}

static void
test_stop (ChatFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autofree char *text = NULL;

  chat_send (chat, "[[gate]] these words are stopped half way");
  wait_gate (fixture, chat, 1);
  confab_chat_stop (chat);
  chat_wait_idle (chat);
  text = confab_message_dup_text (chat_message_at (chat, 1));
  g_assert_cmpstr (text, !=, "");
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_STOPPED);
  g_clear_object (&chat);

  chat_restart (fixture);
  chat = chat_open_first (fixture);
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_STOPPED);
  chat_assert_text (chat, 1, text);

  /* What came is part of the conversation. */
  chat_send (chat, "Go on [[say then.]]");
  chat_wait_idle (chat);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"assistant\""));
}

static void
test_retry (ChatFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *failed_id = NULL;
  g_autofree char *parent_id = NULL;

  confab_context_set_asks_others (fixture->context, FALSE);
  confab_test_peer_push_status (fixture->peer, 500);
  chat_send (chat, "Once more [[say now it works.]]");
  chat_wait_idle (chat);
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_FAILED);
  failed_id = g_strdup (confab_message_get_id (chat_message_at (chat, 1)));
  parent_id = g_strdup (confab_message_get_id (chat_message_at (chat, 0)));

  g_assert_true (confab_chat_retry (chat, &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 2);
  chat_assert_text (chat, 1, "now it works.");
  g_assert_cmpstr (confab_message_get_id (chat_message_at (chat, 1)), !=, failed_id);
  g_assert_cmpstr (confab_message_get_parent_id (chat_message_at (chat, 1)), ==, parent_id);

  /* The failed one is still there, beside it. */
  confab_history_load_messages_async (confab_context_get_history (fixture->context),
                                      confab_conversation_get_id (confab_chat_get_conversation (chat)),
                                      NULL, await_cb, &result);
  stored = confab_history_load_messages_finish (confab_context_get_history (fixture->context), await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 3);
  g_assert_cmpstr (confab_message_get_id (g_ptr_array_index (stored, 1)), ==, failed_id);
  g_assert_cmpstr (confab_message_get_parent_id (g_ptr_array_index (stored, 1)), ==, parent_id);
  g_clear_object (&chat);

  chat_restart (fixture);
  chat = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 2);
  chat_assert_text (chat, 1, "now it works.");
}

/* A reply that failed without a word is not told to the model. */
static void
test_failure_is_not_told (ChatFixture   *fixture,
                          gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));

  confab_context_set_asks_others (fixture->context, FALSE);
  confab_test_peer_push_status (fixture->peer, 500);
  chat_send (chat, "First question");
  chat_wait_idle (chat);
  chat_send (chat, "Second [[say answer.]]");
  chat_wait_idle (chat);
  chat_assert_text (chat, 3, "answer.");
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"assistant\""));
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "First question"));
}

/* Half a thought is not told either, but what a person saw of the reply is. */
static void
test_half_is_told_as_text (ChatFixture   *fixture,
                           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  const char *body;

  chat_send (chat, "[[think]] [[gate]] half of these words");
  while (confab_test_peer_get_n_waiting (fixture->peer) == 0 ||
         confab_message_get_n_parts (chat_message_at (chat, 1)) < 2)
    g_main_context_iteration (NULL, TRUE);
  confab_chat_stop (chat);
  chat_wait_idle (chat);
  g_assert_cmpint (confab_part_get_kind (confab_message_get_part (chat_message_at (chat, 1), 0)), ==, CONFAB_PART_THINKING);

  chat_send (chat, "Go on");
  chat_wait_idle (chat);
  body = confab_test_peer_get_last_request_body (fixture->peer);
  g_assert_nonnull (strstr (body, "\"assistant\""));
  g_assert_null (strstr (body, "The person wants an answer"));
}

static void
test_several (ChatFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) first = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(ConfabChat) second = NULL;
  ConfabConversation *conversation = confab_chat_get_conversation (first);
  g_autoptr(ConfabChat) again = NULL;
  ConfabChat *left;

  chat_send (first, "[[gate]] the first of two");
  second = confab_conversation_list_new_chat (chat_list (fixture));
  g_assert_true (second != first);
  confab_chat_set_target (second, engine_get_provider (fixture->context, "openai"), "other-model");
  g_assert_cmpstr (confab_chat_get_model (second), ==, "other-model");
  chat_send (second, "[[gate]] the second of two");
  wait_gate (fixture, first, 2);
  wait_gate (fixture, second, 2);
  g_assert_true (confab_chat_get_busy (first) && confab_chat_get_busy (second));
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 2);

  /* Whoever leaves a conversation and comes back finds the same reply still arriving. */
  left = first;
  g_clear_object (&first);
  again = confab_conversation_list_dup_chat (chat_list (fixture), conversation);
  g_assert_true (again == left);
  g_assert_true (confab_chat_get_busy (again));

  while (confab_test_peer_get_n_waiting (fixture->peer) > 0)
    {
      confab_test_peer_release (fixture->peer);
      g_main_context_iteration (NULL, FALSE);
    }
  chat_wait_idle (again);
  chat_wait_idle (second);
  g_assert_cmpint (confab_message_get_status (chat_message_at (again, 1)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpint (confab_message_get_status (chat_message_at (second, 1)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpstr (confab_message_get_provider_id (chat_message_at (second, 1)), ==, "openai");
}

static void
test_closed_while_arriving (ChatFixture   *fixture,
                            gconstpointer  data)
{
  ConfabChat *chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(ConfabChat) reopened = NULL;
  g_autofree char *text = NULL;

  chat_send (chat, "[[gate]] the end of the program comes first");
  wait_gate (fixture, chat, 1);
  text = confab_message_dup_text (chat_message_at (chat, 1));
  g_object_unref (chat);

  chat_restart (fixture);
  reopened = chat_open_first (fixture);
  g_assert_cmpint (confab_message_get_status (chat_message_at (reopened, 1)), ==, CONFAB_MESSAGE_STOPPED);
  chat_assert_text (reopened, 1, text);
}

static void
test_titles (ChatFixture   *fixture,
             gconstpointer  data)
{
  static const struct { const char *text; const char *title; } cases[] = {
    { "Hello", "Hello" },
    { "\n\n  Hello  \nworld", "Hello" },
    { "A question that goes on for quite a while until it is longer than a title may be",
      "A question that goes on for quite a while until it is…" },
    { "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunt…" },
    { "ねえ", "ねえ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
      const char *title;

      chat_send (chat, cases[i].text);
      chat_wait_idle (chat);
      title = confab_conversation_get_title (confab_chat_get_conversation (chat));
      g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_cmpint (g_utf8_strlen (title, -1), <=, 60);
    }
}

static ConfabConversation *
make_conversation (ChatFixture *fixture,
                   const char *text)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));

  chat_send (chat, text);
  chat_wait_idle (chat);

  return g_object_ref (confab_chat_get_conversation (chat));
}

static void
test_list (ChatFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabConversation) one = make_conversation (fixture, "one");
  g_autoptr(ConfabConversation) two = make_conversation (fixture, "two");
  g_autoptr(ConfabConversation) three = make_conversation (fixture, "three");
  g_autoptr(ConfabConversation) first = NULL;

  /* Pinned ones first, then the newest. */
  confab_conversation_list_set_pinned (chat_list (fixture), one, TRUE);
  confab_conversation_list_rename (chat_list (fixture), one, "The first");
  first = g_list_model_get_item (G_LIST_MODEL (chat_list (fixture)), 0);
  g_assert_true (first == one);
  g_clear_object (&first);
  first = g_list_model_get_item (G_LIST_MODEL (chat_list (fixture)), 1);
  g_assert_true (first == three);

  /* Gone at once, back at once; for good with the next one, or at the end. */
  confab_conversation_list_remove (chat_list (fixture), two);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 2);
  confab_conversation_list_undo_remove (chat_list (fixture), two);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 3);
  confab_conversation_list_remove (chat_list (fixture), two);
  confab_conversation_list_remove (chat_list (fixture), three);
  confab_conversation_list_undo_remove (chat_list (fixture), two);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
  confab_conversation_list_undo_remove (chat_list (fixture), three);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 2);
  confab_conversation_list_remove (chat_list (fixture), three);

  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
  g_clear_object (&first);
  first = g_list_model_get_item (G_LIST_MODEL (chat_list (fixture)), 0);
  g_assert_cmpstr (confab_conversation_get_title (first), ==, "The first");
  g_assert_true (confab_conversation_get_pinned (first));
}

/* What is deleted while its reply arrives stays deleted. */
static void
test_removed_while_arriving (ChatFixture   *fixture,
                             gconstpointer  data)
{
  g_autoptr(ConfabConversation) other = make_conversation (fixture, "stays");
  g_autoptr(ConfabConversation) another = make_conversation (fixture, "goes too");
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));

  chat_send (chat, "[[gate]] to be thrown away");
  wait_gate (fixture, chat, 1);
  confab_conversation_list_remove (chat_list (fixture), confab_chat_get_conversation (chat));
  confab_conversation_list_remove (chat_list (fixture), another);
  chat_wait_idle (chat);
  confab_chat_set_draft (chat, "too late");
  g_clear_object (&chat);

  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
}

static const char *
get_model_of (ConfabChat *chat,
              guint       position)
{
  return confab_message_get_requested_model (chat_message_at (chat, position));
}

/* Another provider, model and level for one message: the conversation stays with its own. */
static void
test_once (ChatFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabConversation *conversation = confab_chat_get_conversation (chat);
  ConfabProvider *anthropic = engine_get_provider (fixture->context, "anthropic");
  ConfabProvider *openai = engine_get_provider (fixture->context, "openai");
  g_autoptr(GError) error = NULL;

  /* In a conversation that has not begun, too. */
  confab_chat_set_target (chat, anthropic, "claude-sonnet-5");
  confab_chat_set_target_once (chat, openai, "gpt-once");
  confab_chat_set_thinking_once (chat, CONFAB_THINKING_LOW);
  g_assert_true (confab_chat_get_target_once (chat));
  g_assert_true (confab_chat_get_thinking_once (chat));
  g_assert_true (confab_chat_get_provider (chat) == openai);
  g_assert_cmpstr (confab_chat_get_model (chat), ==, "gpt-once");
  g_assert_cmpint (confab_chat_get_thinking (chat), ==, CONFAB_THINKING_LOW);

  chat_say (chat, "One");
  g_assert_cmpstr (get_model_of (chat, 1), ==, "gpt-once");
  g_assert_cmpstr (confab_message_get_provider_id (chat_message_at (chat, 1)), ==, "openai");
  g_assert_false (confab_chat_get_target_once (chat));
  g_assert_false (confab_chat_get_thinking_once (chat));
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  g_assert_cmpstr (confab_conversation_get_provider_id (conversation), ==, "anthropic");
  g_assert_cmpstr (confab_conversation_get_model (conversation), ==, "claude-sonnet-5");
  g_assert_cmpint (confab_conversation_get_thinking (conversation), ==, CONFAB_THINKING_DEFAULT);

  /* Whoever asks again for that reply means the same again. */
  g_assert_true (confab_chat_retry (chat, &error));
  chat_wait_idle (chat);
  g_assert_cmpstr (get_model_of (chat, 1), ==, "gpt-once");

  chat_say (chat, "Two");
  g_assert_cmpstr (get_model_of (chat, 3), ==, "claude-sonnet-5");

  /* A choice that lasts takes the place of one that does not. */
  confab_chat_set_target_once (chat, openai, "gpt-once");
  confab_chat_set_target (chat, anthropic, "claude-opus-5");
  g_assert_false (confab_chat_get_target_once (chat));
  chat_say (chat, "Three");
  g_assert_cmpstr (get_model_of (chat, 5), ==, "claude-opus-5");

  /* And asking again after another was chosen asks that one. */
  confab_chat_set_target_once (chat, openai, NULL);
  chat_say (chat, "Four");
  g_assert_cmpstr (get_model_of (chat, 7), ==, confab_provider_get_model (openai));
  confab_chat_set_target (chat, anthropic, "claude-haiku-5");
  g_assert_true (confab_chat_retry (chat, &error));
  chat_wait_idle (chat);
  g_assert_cmpstr (get_model_of (chat, 7), ==, "claude-haiku-5");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  chat_add_test ("/engine/chat/send", NULL, test_send);
  chat_add_test ("/engine/chat/once", NULL, test_once);
  chat_add_test ("/engine/chat/refuses", NULL, test_refuses);
  g_test_add_func ("/engine/chat/no-provider", test_no_provider);
  chat_add_test ("/engine/chat/media", NULL, test_media);
  chat_add_test ("/engine/chat/stop", NULL, test_stop);
  chat_add_test ("/engine/chat/retry", NULL, test_retry);
  chat_add_test ("/engine/chat/failure-is-not-told", NULL, test_failure_is_not_told);
  chat_add_test ("/engine/chat/half-is-told-as-text", NULL, test_half_is_told_as_text);
  chat_add_test ("/engine/chat/several", NULL, test_several);
  chat_add_test ("/engine/chat/closed-while-arriving", NULL, test_closed_while_arriving);
  chat_add_test ("/engine/chat/titles", NULL, test_titles);
  chat_add_test ("/engine/chat/list", NULL, test_list);
  chat_add_test ("/engine/chat/removed-while-arriving", NULL, test_removed_while_arriving);

  return g_test_run ();
}
