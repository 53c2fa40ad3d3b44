/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "confab-chat-edit.h"
#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "confab-media-error.h"
#include "engine-fixture.h"

static const char *program;

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} Fixture;

static void
start (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->context = engine_load ();
  engine_probe (fixture->context);
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  start (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->context != NULL)
    engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

/* As if the program was ended and started again. */
static void
restart (Fixture *fixture)
{
  engine_close (g_steal_pointer (&fixture->context));
  start (fixture);
}

static ConfabConversationList *
list (Fixture *fixture)
{
  return confab_context_get_conversations (fixture->context);
}

static guint
count (gpointer model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static ConfabMessage *
message_at (ConfabChat *chat,
            guint       position)
{
  g_autoptr(ConfabMessage) message = g_list_model_get_item (confab_chat_get_messages (chat), position);

  g_assert_nonnull (message);

  return message;
}

static void
assert_text (ConfabChat *chat,
             guint       position,
             const char *expected)
{
  g_autofree char *text = confab_message_dup_text (message_at (chat, position));

  g_assert_cmpstr (text, ==, expected);
}

static void
wait_idle (ConfabChat *chat)
{
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
}

static void
send_text (ConfabChat *chat,
           const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_chat_send (chat, text, &error));
  g_assert_no_error (error);
}

static void
wait_gate (Fixture    *fixture,
           ConfabChat *chat,
           guint       n_waiting)
{
  while (confab_test_peer_get_n_waiting (fixture->peer) < n_waiting ||
         confab_message_get_n_parts (message_at (chat, 1)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static ConfabChat *
open_first (Fixture *fixture)
{
  g_autoptr(ConfabConversation) conversation = g_list_model_get_item (G_LIST_MODEL (list (fixture)), 0);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabChat *chat;

  g_assert_nonnull (conversation);
  chat = confab_conversation_list_dup_chat (list (fixture), conversation);
  confab_chat_load_async (chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
  g_assert_no_error (error);
  g_assert_true (confab_chat_get_loaded (chat));

  return chat;
}

static void
test_send (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  ConfabConversation *conversation = confab_chat_get_conversation (chat);

  g_assert_true (confab_chat_get_loaded (chat));
  g_assert_cmpstr (confab_provider_get_id (confab_chat_get_provider (chat)), ==, "anthropic");
  g_assert_cmpuint (count (list (fixture)), ==, 0);
  confab_chat_set_draft (chat, "What is [[say It is well.]]");
  g_assert_cmpuint (count (list (fixture)), ==, 0);

  send_text (chat, " What is [[say It is well.]]\nsecond line ");
  g_assert_true (confab_chat_get_busy (chat));
  g_assert_true (confab_conversation_get_busy (conversation));
  g_assert_null (confab_conversation_get_draft (conversation));
  g_assert_cmpuint (count (list (fixture)), ==, 1);
  g_assert_cmpuint (count (confab_chat_get_messages (chat)), ==, 2);
  g_assert_cmpstr (confab_conversation_get_title (conversation), ==, "What is [[say It is well.]]");
  wait_idle (chat);
  assert_text (chat, 0, "What is [[say It is well.]]\nsecond line");
  assert_text (chat, 1, "It is well.");
  g_assert_false (confab_conversation_get_busy (conversation));
  g_assert_null (confab_chat_get_error (chat));

  send_text (chat, "And [[say more.]]");
  wait_idle (chat);
  g_clear_object (&chat);

  restart (fixture);
  g_assert_cmpuint (count (list (fixture)), ==, 1);
  chat = open_first (fixture);
  g_assert_cmpuint (count (confab_chat_get_messages (chat)), ==, 4);
  assert_text (chat, 1, "It is well.");
  assert_text (chat, 3, "more.");
  g_assert_cmpint (confab_message_get_status (message_at (chat, 1)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpstr (confab_conversation_get_provider_id (confab_chat_get_conversation (chat)), ==, "anthropic");
  g_assert_cmpstr (confab_conversation_get_title (confab_chat_get_conversation (chat)), ==, "What is [[say It is well.]]");
}

static void
test_refuses (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
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

  send_text (chat, "[[gate]] some words");
  g_assert_false (confab_chat_send (chat, "more", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (confab_chat_retry (chat, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY);
  confab_chat_stop (chat);
  wait_idle (chat);
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
test_media (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
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
  wait_idle (chat);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "YWJj"));
  part = confab_message_get_part (message_at (chat, 0), 0);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_IMAGE);
  g_assert_cmpuint (confab_message_get_n_parts (message_at (chat, 0)), ==, 1);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  g_autofree char *text = NULL;

  send_text (chat, "[[gate]] these words are stopped half way");
  wait_gate (fixture, chat, 1);
  confab_chat_stop (chat);
  wait_idle (chat);
  text = confab_message_dup_text (message_at (chat, 1));
  g_assert_cmpstr (text, !=, "");
  g_assert_cmpint (confab_message_get_status (message_at (chat, 1)), ==, CONFAB_MESSAGE_STOPPED);
  g_clear_object (&chat);

  restart (fixture);
  chat = open_first (fixture);
  g_assert_cmpint (confab_message_get_status (message_at (chat, 1)), ==, CONFAB_MESSAGE_STOPPED);
  assert_text (chat, 1, text);

  /* What came is part of the conversation. */
  send_text (chat, "Go on [[say then.]]");
  wait_idle (chat);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"assistant\""));
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *failed_id = NULL;
  g_autofree char *parent_id = NULL;

  confab_context_set_asks_others (fixture->context, FALSE);
  confab_test_peer_push_status (fixture->peer, 500);
  send_text (chat, "Once more [[say now it works.]]");
  wait_idle (chat);
  g_assert_cmpint (confab_message_get_status (message_at (chat, 1)), ==, CONFAB_MESSAGE_FAILED);
  failed_id = g_strdup (confab_message_get_id (message_at (chat, 1)));
  parent_id = g_strdup (confab_message_get_id (message_at (chat, 0)));

  g_assert_true (confab_chat_retry (chat, &error));
  g_assert_no_error (error);
  wait_idle (chat);
  g_assert_cmpuint (count (confab_chat_get_messages (chat)), ==, 2);
  assert_text (chat, 1, "now it works.");
  g_assert_cmpstr (confab_message_get_id (message_at (chat, 1)), !=, failed_id);
  g_assert_cmpstr (confab_message_get_parent_id (message_at (chat, 1)), ==, parent_id);

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

  restart (fixture);
  chat = open_first (fixture);
  g_assert_cmpuint (count (confab_chat_get_messages (chat)), ==, 2);
  assert_text (chat, 1, "now it works.");
}

/* A reply that failed without a word is not told to the model. */
static void
test_failure_is_not_told (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));

  confab_context_set_asks_others (fixture->context, FALSE);
  confab_test_peer_push_status (fixture->peer, 500);
  send_text (chat, "First question");
  wait_idle (chat);
  send_text (chat, "Second [[say answer.]]");
  wait_idle (chat);
  assert_text (chat, 3, "answer.");
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"assistant\""));
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "First question"));
}

/* Half a thought is not told either, but what a person saw of the reply is. */
static void
test_half_is_told_as_text (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  const char *body;

  send_text (chat, "[[think]] [[gate]] half of these words");
  while (confab_test_peer_get_n_waiting (fixture->peer) == 0 ||
         confab_message_get_n_parts (message_at (chat, 1)) < 2)
    g_main_context_iteration (NULL, TRUE);
  confab_chat_stop (chat);
  wait_idle (chat);
  g_assert_cmpint (confab_part_get_kind (confab_message_get_part (message_at (chat, 1), 0)), ==, CONFAB_PART_THINKING);

  send_text (chat, "Go on");
  wait_idle (chat);
  body = confab_test_peer_get_last_request_body (fixture->peer);
  g_assert_nonnull (strstr (body, "\"assistant\""));
  g_assert_null (strstr (body, "The person wants an answer"));
}

static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) first = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(ConfabChat) second = NULL;
  ConfabConversation *conversation = confab_chat_get_conversation (first);
  g_autoptr(ConfabChat) again = NULL;
  ConfabChat *left;

  send_text (first, "[[gate]] the first of two");
  second = confab_conversation_list_new_chat (list (fixture));
  g_assert_true (second != first);
  confab_chat_set_target (second, engine_get_provider (fixture->context, "openai"), "other-model");
  g_assert_cmpstr (confab_chat_get_model (second), ==, "other-model");
  send_text (second, "[[gate]] the second of two");
  wait_gate (fixture, first, 2);
  wait_gate (fixture, second, 2);
  g_assert_true (confab_chat_get_busy (first) && confab_chat_get_busy (second));
  g_assert_cmpuint (count (list (fixture)), ==, 2);

  /* Whoever leaves a conversation and comes back finds the same reply still arriving. */
  left = first;
  g_clear_object (&first);
  again = confab_conversation_list_dup_chat (list (fixture), conversation);
  g_assert_true (again == left);
  g_assert_true (confab_chat_get_busy (again));

  while (confab_test_peer_get_n_waiting (fixture->peer) > 0)
    {
      confab_test_peer_release (fixture->peer);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_idle (again);
  wait_idle (second);
  g_assert_cmpint (confab_message_get_status (message_at (again, 1)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpint (confab_message_get_status (message_at (second, 1)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpstr (confab_message_get_provider_id (message_at (second, 1)), ==, "openai");
}

static void
test_closed_while_arriving (Fixture       *fixture,
                            gconstpointer  data)
{
  ConfabChat *chat = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(ConfabChat) reopened = NULL;
  g_autofree char *text = NULL;

  send_text (chat, "[[gate]] the end of the program comes first");
  wait_gate (fixture, chat, 1);
  text = confab_message_dup_text (message_at (chat, 1));
  g_object_unref (chat);

  restart (fixture);
  reopened = open_first (fixture);
  g_assert_cmpint (confab_message_get_status (message_at (reopened, 1)), ==, CONFAB_MESSAGE_STOPPED);
  assert_text (reopened, 1, text);
}

static void
test_titles (Fixture       *fixture,
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
      g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
      const char *title;

      send_text (chat, cases[i].text);
      wait_idle (chat);
      title = confab_conversation_get_title (confab_chat_get_conversation (chat));
      g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_cmpint (g_utf8_strlen (title, -1), <=, 60);
    }
}

static ConfabConversation *
make_conversation (Fixture    *fixture,
                   const char *text)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));

  send_text (chat, text);
  wait_idle (chat);

  return g_object_ref (confab_chat_get_conversation (chat));
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabConversation) one = make_conversation (fixture, "one");
  g_autoptr(ConfabConversation) two = make_conversation (fixture, "two");
  g_autoptr(ConfabConversation) three = make_conversation (fixture, "three");
  g_autoptr(ConfabConversation) first = NULL;

  /* Pinned ones first, then the newest. */
  confab_conversation_list_set_pinned (list (fixture), one, TRUE);
  confab_conversation_list_rename (list (fixture), one, "The first");
  first = g_list_model_get_item (G_LIST_MODEL (list (fixture)), 0);
  g_assert_true (first == one);
  g_clear_object (&first);
  first = g_list_model_get_item (G_LIST_MODEL (list (fixture)), 1);
  g_assert_true (first == three);

  /* Gone at once, back at once; for good with the next one, or at the end. */
  confab_conversation_list_remove (list (fixture), two);
  g_assert_cmpuint (count (list (fixture)), ==, 2);
  confab_conversation_list_undo_remove (list (fixture), two);
  g_assert_cmpuint (count (list (fixture)), ==, 3);
  confab_conversation_list_remove (list (fixture), two);
  confab_conversation_list_remove (list (fixture), three);
  confab_conversation_list_undo_remove (list (fixture), two);
  g_assert_cmpuint (count (list (fixture)), ==, 1);
  confab_conversation_list_undo_remove (list (fixture), three);
  g_assert_cmpuint (count (list (fixture)), ==, 2);
  confab_conversation_list_remove (list (fixture), three);

  restart (fixture);
  g_assert_cmpuint (count (list (fixture)), ==, 1);
  g_clear_object (&first);
  first = g_list_model_get_item (G_LIST_MODEL (list (fixture)), 0);
  g_assert_cmpstr (confab_conversation_get_title (first), ==, "The first");
  g_assert_true (confab_conversation_get_pinned (first));
}

/* What is deleted while its reply arrives stays deleted. */
static void
test_removed_while_arriving (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(ConfabConversation) other = make_conversation (fixture, "stays");
  g_autoptr(ConfabConversation) another = make_conversation (fixture, "goes too");
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));

  send_text (chat, "[[gate]] to be thrown away");
  wait_gate (fixture, chat, 1);
  confab_conversation_list_remove (list (fixture), confab_chat_get_conversation (chat));
  confab_conversation_list_remove (list (fixture), another);
  wait_idle (chat);
  confab_chat_set_draft (chat, "too late");
  g_clear_object (&chat);

  restart (fixture);
  g_assert_cmpuint (count (list (fixture)), ==, 1);
}

/* Without a history everything works, and is said not to be kept. */
static void
test_without_history (Fixture       *fixture,
                      gconstpointer  data)
{
  const char *kind = data;
  g_autofree char *path = engine_home_build ("data/confab");
  g_autofree char *file = engine_home_build ("data/confab/history.db");
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(GError) error = NULL;
  ConfabStoreError expected;

  if (g_str_equal (kind, "future"))
    {
      sqlite3 *db = NULL;

      engine_close (g_steal_pointer (&fixture->context));
      g_assert_cmpint (sqlite3_open (file, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (db);
      expected = CONFAB_STORE_ERROR_FUTURE;
    }
  else
    {
      engine_close (g_steal_pointer (&fixture->context));
      temp_folder_free (g_strdup (path));
      g_assert_true (g_file_set_contents (path, "in the way", -1, NULL));
      expected = CONFAB_STORE_ERROR_OPEN;
    }

  fixture->context = engine_load ();
  g_assert_false (engine_open_history (fixture->context, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, (int) expected);
  g_assert_error (confab_context_get_history_error (fixture->context), CONFAB_STORE_ERROR, (int) expected);

  chat = confab_conversation_list_new_chat (list (fixture));
  send_text (chat, "Still [[say here.]]");
  wait_idle (chat);
  assert_text (chat, 1, "here.");

  /* The disk may take longer than the reply to say no. */
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (confab_chat_get_error (chat), CONFAB_STORE_ERROR, (int) expected);
  g_assert_cmpuint (count (list (fixture)), ==, 1);

  if (g_str_equal (kind, "in the way"))
    {
      /* Once nothing is in the way any more, it is as if nothing ever was. */
      g_assert_cmpint (g_unlink (path), ==, 0);
      while (confab_chat_get_error (chat) != NULL || confab_context_get_history_error (fixture->context) != NULL)
        g_main_context_iteration (NULL, TRUE);
      g_clear_object (&chat);
      restart (fixture);
      g_assert_cmpuint (count (list (fixture)), ==, 1);
      chat = open_first (fixture);
      assert_text (chat, 1, "here.");
    }
}

static void
exec_history (const char *sql)
{
  g_autofree char *path = engine_home_build ("data/confab/history.db");
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* What cannot be written is told of, stays, even if nobody looks at it any more, and is written once
 * that can be. */
static void
test_written_later (Fixture       *fixture,
                    gconstpointer  data)
{
  const gboolean at_the_end = data != NULL;
  ConfabChat *chat = confab_conversation_list_new_chat (list (fixture));
  ConfabChat *again;
  g_autoptr(ConfabConversation) conversation = g_object_ref (confab_chat_get_conversation (chat));
  g_autoptr(ConfabChat) after = NULL;

  exec_history ("CREATE TRIGGER refuse BEFORE INSERT ON conversations BEGIN SELECT RAISE (FAIL, 'no room'); END;");
  send_text (chat, "Are you [[say well]]?");
  wait_idle (chat);
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);
  send_text (chat, "And [[say otherwise]]?");
  wait_idle (chat);
  g_object_unref (chat);

  again = confab_conversation_list_dup_chat (list (fixture), conversation);
  g_assert_true (again == chat);
  assert_text (again, 3, "otherwise");
  g_assert_nonnull (confab_chat_get_error (again));

  exec_history ("DROP TRIGGER refuse");
  while (!at_the_end && confab_chat_get_error (again) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (again);

  restart (fixture);
  g_assert_cmpuint (count (list (fixture)), ==, 1);
  after = open_first (fixture);
  g_assert_cmpuint (count (confab_chat_get_messages (after)), ==, 4);
  assert_text (after, 1, "well");
  assert_text (after, 3, "otherwise");
  g_assert_cmpint (confab_message_get_status (message_at (after, 3)), ==, CONFAB_MESSAGE_COMPLETE);
}

/* That something else could be written does not mean that nothing waits to be. */
static void
test_written_beside (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(ConfabPart) part = confab_part_new_data (CONFAB_PART_IMAGE, "a.png", "image/png", bytes);
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  send_text (chat, "Are you [[say well]]?");
  wait_idle (chat);
  exec_history ("CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE (FAIL, 'no room'); END;");
  send_text (chat, "And [[say otherwise]]?");
  wait_idle (chat);
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);

  /* What is asked for is done in order. */
  confab_attachments_add_part (confab_chat_get_attachments (chat), part);
  confab_history_load_draft_async (confab_context_get_history (fixture->context),
                                   confab_conversation_get_id (confab_chat_get_conversation (chat)), NULL,
                                   await_cb, &result);
  stored = confab_history_load_draft_finish (confab_context_get_history (fixture->context), await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 1);
  g_assert_nonnull (confab_chat_get_error (chat));

  exec_history ("DROP TRIGGER refuse");
  while (confab_chat_get_error (chat) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&chat);
  restart (fixture);
  chat = open_first (fixture);
  assert_text (chat, 3, "otherwise");
}

/* Writes until it is killed. */
G_NORETURN static void
run_writer (const char *uri,
            const char *config_home,
            const char *data_home)
{
  g_autoptr(ConfabContext) context = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(GError) error = NULL;
  gboolean written = FALSE;

  g_setenv ("XDG_CONFIG_HOME", config_home, TRUE);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", uri, TRUE);
  g_setenv ("ANTHROPIC_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  context = engine_load ();
  g_assert_true (engine_open_history (context, &error));
  chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  send_text (chat, "[[gate]] these words outlive the program");

  /* A read sees every write asked for before it. */
  while (!written)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) stored = NULL;

      confab_history_load_messages_async (confab_context_get_history (context),
                                          confab_conversation_get_id (confab_chat_get_conversation (chat)),
                                          NULL, await_cb, &result);
      stored = confab_history_load_messages_finish (confab_context_get_history (context), await (&result), &error);
      g_assert_no_error (error);
      if (stored->len == 2)
        {
          g_autofree char *text = confab_message_dup_text (g_ptr_array_index (stored, 1));

          written = *text != '\0';
        }
    }

  g_print ("WRITTEN\n");
  fflush (stdout);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *config_home = engine_home_build ("config");
  g_autofree char *data_home = engine_home_build ("data");
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GAsyncResult) line_result = NULL;
  g_autoptr(GAsyncResult) wait_result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  engine_close (g_steal_pointer (&fixture->context));
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--writer",
                            confab_test_peer_get_uri (fixture->peer), config_home, data_home, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, await_cb, &line_result);
  line = g_data_input_stream_read_line_finish (output, await (&line_result), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "WRITTEN");
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait_async (child, NULL, await_cb, &wait_result);
  await (&wait_result);

  start (fixture);
  chat = open_first (fixture);
  g_assert_cmpuint (count (confab_chat_get_messages (chat)), ==, 2);
  assert_text (chat, 0, "[[gate]] these words outlive the program");
  g_assert_cmpint (confab_message_get_status (message_at (chat, 1)), ==, CONFAB_MESSAGE_INTERRUPTED);
  text = confab_message_dup_text (message_at (chat, 1));
  g_assert_cmpstr (text, !=, "");

  /* And the conversation goes on. */
  g_assert_true (confab_chat_retry (chat, &error));
  g_assert_no_error (error);
  confab_chat_stop (chat);
  wait_idle (chat);
}

static const char *
get_model_of (ConfabChat *chat,
              guint       position)
{
  return confab_message_get_requested_model (message_at (chat, position));
}

static void
say (ConfabChat *chat,
     const char *text)
{
  send_text (chat, text);
  wait_idle (chat);
}

/* Another provider, model and level for one message: the conversation stays with its own. */
static void
test_once (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
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

  say (chat, "One");
  g_assert_cmpstr (get_model_of (chat, 1), ==, "gpt-once");
  g_assert_cmpstr (confab_message_get_provider_id (message_at (chat, 1)), ==, "openai");
  g_assert_false (confab_chat_get_target_once (chat));
  g_assert_false (confab_chat_get_thinking_once (chat));
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  g_assert_cmpstr (confab_conversation_get_provider_id (conversation), ==, "anthropic");
  g_assert_cmpstr (confab_conversation_get_model (conversation), ==, "claude-sonnet-5");
  g_assert_cmpint (confab_conversation_get_thinking (conversation), ==, CONFAB_THINKING_DEFAULT);

  /* Whoever asks again for that reply means the same again. */
  g_assert_true (confab_chat_retry (chat, &error));
  wait_idle (chat);
  g_assert_cmpstr (get_model_of (chat, 1), ==, "gpt-once");

  say (chat, "Two");
  g_assert_cmpstr (get_model_of (chat, 3), ==, "claude-sonnet-5");

  /* A choice that lasts takes the place of one that does not. */
  confab_chat_set_target_once (chat, openai, "gpt-once");
  confab_chat_set_target (chat, anthropic, "claude-opus-5");
  g_assert_false (confab_chat_get_target_once (chat));
  say (chat, "Three");
  g_assert_cmpstr (get_model_of (chat, 5), ==, "claude-opus-5");

  /* And asking again after another was chosen asks that one. */
  confab_chat_set_target_once (chat, openai, NULL);
  say (chat, "Four");
  g_assert_cmpstr (get_model_of (chat, 7), ==, confab_provider_get_model (openai));
  confab_chat_set_target (chat, anthropic, "claude-haiku-5");
  g_assert_true (confab_chat_retry (chat, &error));
  wait_idle (chat);
  g_assert_cmpstr (get_model_of (chat, 7), ==, "claude-haiku-5");
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--writer"))
    run_writer (argv[2], argv[3], argv[4]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add ("/engine/chat/send", Fixture, NULL, set_up, test_send, tear_down);
  g_test_add ("/engine/chat/once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/engine/chat/refuses", Fixture, NULL, set_up, test_refuses, tear_down);
  g_test_add_func ("/engine/chat/no-provider", test_no_provider);
  g_test_add ("/engine/chat/media", Fixture, NULL, set_up, test_media, tear_down);
  g_test_add ("/engine/chat/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/engine/chat/retry", Fixture, NULL, set_up, test_retry, tear_down);
  g_test_add ("/engine/chat/failure-is-not-told", Fixture, NULL, set_up, test_failure_is_not_told, tear_down);
  g_test_add ("/engine/chat/half-is-told-as-text", Fixture, NULL, set_up, test_half_is_told_as_text, tear_down);
  g_test_add ("/engine/chat/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/engine/chat/closed-while-arriving", Fixture, NULL, set_up, test_closed_while_arriving, tear_down);
  g_test_add ("/engine/chat/titles", Fixture, NULL, set_up, test_titles, tear_down);
  g_test_add ("/engine/chat/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/engine/chat/removed-while-arriving", Fixture, NULL, set_up, test_removed_while_arriving, tear_down);
  g_test_add ("/engine/chat/without-history/in-the-way", Fixture, "in the way", set_up, test_without_history, tear_down);
  g_test_add ("/engine/chat/without-history/future", Fixture, "future", set_up, test_without_history, tear_down);
  g_test_add ("/engine/chat/written-later/again", Fixture, NULL, set_up, test_written_later, tear_down);
  g_test_add ("/engine/chat/written-beside", Fixture, NULL, set_up, test_written_beside, tear_down);
  g_test_add ("/engine/chat/written-later/at-the-end", Fixture, "end", set_up, test_written_later, tear_down);
  g_test_add ("/engine/chat/killed", Fixture, NULL, set_up, test_killed, tear_down);

  return g_test_run ();
}
