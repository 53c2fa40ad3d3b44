/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written and not sent, over the end of the program. */

#include "config.h"

#include "confab-attachments.h"
#include "confab-chat-edit.h"
#include "confab-conversation-list.h"
#include "engine-fixture.h"

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
load (ConfabChat *chat)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_chat_load_async (chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
  g_assert_no_error (error);
}

static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));

  send_text (chat, "Begin [[say so.]]");
  wait_idle (chat);
  confab_chat_set_draft (chat, "not yet sent");
  g_clear_object (&chat);

  restart (fixture);
  chat = open_first (fixture);
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "not yet sent");
  send_text (chat, "not yet sent [[say now it is.]]");
  g_assert_null (confab_conversation_get_draft (confab_chat_get_conversation (chat)));
  wait_idle (chat);
  g_clear_object (&chat);

  restart (fixture);
  chat = open_first (fixture);
  g_assert_null (confab_conversation_get_draft (confab_chat_get_conversation (chat)));
}

/* A new conversation keeps what is typed, and goes on with it, without being one for the list. */
static void
test_draft_of_new (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(ConfabChat) other = NULL;
  g_autofree char *id = g_strdup (confab_conversation_get_id (confab_chat_get_conversation (chat)));

  confab_chat_set_draft (chat, "not yet said");
  g_clear_object (&chat);

  restart (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list (fixture))), ==, 0);
  chat = confab_conversation_list_new_chat (list (fixture));
  g_assert_cmpstr (confab_conversation_get_id (confab_chat_get_conversation (chat)), ==, id);
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "not yet said");

  /* Emptied, it is as new. */
  confab_chat_set_draft (chat, "");
  g_clear_object (&chat);
  restart (fixture);
  chat = confab_conversation_list_new_chat (list (fixture));
  g_assert_null (confab_conversation_get_draft (confab_chat_get_conversation (chat)));

  load (chat);
  confab_chat_set_draft (chat, "said now [[say so.]]");
  send_text (chat, "said now [[say so.]]");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list (fixture))), ==, 1);
  wait_idle (chat);
  g_clear_object (&chat);

  restart (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list (fixture))), ==, 1);
  other = confab_conversation_list_new_chat (list (fixture));
  g_assert_cmpstr (confab_conversation_get_id (confab_chat_get_conversation (other)), !=, id);
  g_assert_null (confab_conversation_get_draft (confab_chat_get_conversation (other)));
}

/* Whoever is quicker than the disk keeps what is typed; the older draft waits for the next start. */
static void
test_draft_of_new_is_late (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(GError) error = NULL;

  confab_chat_set_draft (chat, "older");
  g_clear_object (&chat);
  engine_close (fixture->context);
  fixture->context = engine_load ();
  chat = confab_conversation_list_new_chat (list (fixture));
  confab_chat_set_draft (chat, "newer");
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
  g_clear_object (&chat);
  chat = confab_conversation_list_new_chat (list (fixture));
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "newer");
  send_text (chat, "newer [[say so.]]");
  wait_idle (chat);
  g_clear_object (&chat);

  restart (fixture);
  chat = confab_conversation_list_new_chat (list (fixture));
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "older");
}

/* What goes with it is kept likewise, even without a text. */
static void
test_attachment_of_new (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list (fixture));
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_DOCUMENT, "Dear diary");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("Dear diary", 10);
  g_autoptr(ConfabAttachment) attachment = NULL;
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;
  ConfabAttachments *attachments;

  confab_part_set_name (part, "diary.txt");
  confab_part_set_mime_type (part, "text/plain");
  confab_part_set_data (part, bytes);
  confab_attachments_add_part (confab_chat_get_attachments (chat), part);
  g_clear_object (&chat);

  restart (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list (fixture))), ==, 0);
  chat = confab_conversation_list_new_chat (list (fixture));
  load (chat);
  attachments = confab_chat_get_attachments (chat);
  while (g_list_model_get_n_items (G_LIST_MODEL (attachments)) == 0)
    g_main_context_iteration (NULL, TRUE);
  attachment = g_list_model_get_item (G_LIST_MODEL (attachments), 0);
  g_assert_cmpstr (confab_attachment_get_name (attachment), ==, "diary.txt");

  /* And gone when it was sent. */
  parts = confab_attachments_dup_parts (attachments);
  g_assert_true (confab_chat_send_with_media (chat, "Read it. [[say I did.]]", parts, &error));
  g_assert_no_error (error);
  confab_attachments_clear (attachments);
  wait_idle (chat);
  g_clear_object (&chat);

  restart (fixture);
  chat = confab_conversation_list_new_chat (list (fixture));
  g_assert_true (confab_chat_get_loaded (chat));
  g_clear_object (&chat);
  chat = open_first (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (confab_chat_get_messages (chat)), ==, 2);
}

#define ADD(name, func) \
  g_test_add ("/engine/drafts/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("draft", test_draft);
  ADD ("new", test_draft_of_new);
  ADD ("new-is-late", test_draft_of_new_is_late);
  ADD ("attachment-of-new", test_attachment_of_new);

  return g_test_run ();
}
