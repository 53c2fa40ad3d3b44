/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes of conversations that cannot be written when they are made: none is lost, and the window and the file
 * agree in the end. One test has a disk that is really full: a small file system in memory, which only some may
 * mount. */

#define _GNU_SOURCE

#include "config.h"

#include "chat-fixture.h"
#include "confab-attachments.h"
#include "confab-chat-edit.h"
#include "confab-chat-versions.h"
#include "confab-conversation-list-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>

#define REFUSE(name, what) "CREATE TRIGGER " name " BEFORE " what " BEGIN SELECT RAISE (FAIL, 'no room'); END;"

/* In a mount namespace of this process's own, before it has any other thread. */
static gboolean may_mount;

static ConfabConversation *
begin (ChatFixture *fixture,
       const char  *text)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));

  chat_say (chat, text);
  return g_object_ref (confab_chat_get_conversation (chat));
}

static ConfabConversation *
find (ChatFixture        *fixture,
      ConfabConversation *old)
{
  return confab_conversation_list_lookup (chat_list (fixture), confab_conversation_get_id (old));
}

static ConfabChat *
open_chat (ChatFixture        *fixture,
           ConfabConversation *conversation)
{
  ConfabChat *chat = confab_conversation_list_dup_chat (chat_list (fixture), conversation);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_chat_load_async (chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
  g_assert_no_error (error);
  return chat;
}

static void
attach (ConfabChat *chat,
        const char *name,
        gsize       size)
{
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_DOCUMENT, text);
  g_autoptr(GBytes) bytes = g_bytes_new (text, size);

  confab_part_set_name (part, name);
  confab_part_set_mime_type (part, "text/plain");
  confab_part_set_data (part, bytes);
  confab_attachments_add_part (confab_chat_get_attachments (chat), part);
}

static void
assert_attached (ConfabChat *chat,
                 const char *name)
{
  ConfabAttachments *attachments = confab_chat_get_attachments (chat);
  g_autoptr(ConfabAttachment) attachment = NULL;

  while (chat_count (attachments) == 0)
    g_main_context_iteration (NULL, TRUE);
  attachment = g_list_model_get_item (G_LIST_MODEL (attachments), 0);
  g_assert_cmpuint (chat_count (attachments), ==, 1);
  g_assert_cmpstr (confab_attachment_get_name (attachment), ==, name);
}

/* Everything that was asked of the history before has been answered. */
static void
settle (ChatFixture *fixture)
{
  ConfabHistory *history = confab_context_get_history (fixture->context);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) conversations = NULL;

  confab_history_list_conversations_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), NULL);
}

static void
wait_for_trouble (ChatFixture *fixture)
{
  while (confab_conversation_list_get_error (chat_list (fixture)) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_peace (ChatFixture *fixture)
{
  while (confab_conversation_list_get_error (chat_list (fixture)) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Whatever can be done with a conversation, all of it refused at first. */
static void
test_everything (ChatFixture   *fixture,
                 gconstpointer  data)
{
  const gboolean at_the_end = data != NULL;
  g_autoptr(ConfabConversation) renamed = begin (fixture, "One [[say a.]]");
  g_autoptr(ConfabConversation) pinned = begin (fixture, "Two [[say a.]]");
  g_autoptr(ConfabConversation) archived = begin (fixture, "Three [[say a.]]");
  g_autoptr(ConfabConversation) deleted = begin (fixture, "Four [[say a.]]");
  g_autoptr(ConfabConversation) unknown = begin (fixture, "Five [[say a.]]");
  g_autoptr(ConfabConversation) shorter = begin (fixture, "Six [[say a.]]");
  g_autoptr(ConfabConversation) open = begin (fixture, "Seven [[say a.]]");
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabChat) other = NULL;

  /* Most of them are in the list, and nothing else of them is there. */
  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 7);
  chat_exec_history (REFUSE ("a", "UPDATE ON conversations") REFUSE ("b", "DELETE ON conversations")
                REFUSE ("c", "DELETE ON messages") REFUSE ("d", "INSERT ON draft_parts")
                REFUSE ("e", "INSERT ON conversations"));

  confab_conversation_list_rename (chat_list (fixture), find (fixture, renamed), "Another name");
  confab_conversation_list_set_pinned (chat_list (fixture), find (fixture, pinned), TRUE);
  confab_conversation_list_set_archived (chat_list (fixture), find (fixture, archived), TRUE);
  confab_conversation_list_remove (chat_list (fixture), find (fixture, deleted));
  other = open_chat (fixture, find (fixture, unknown));
  confab_conversation_list_remove (chat_list (fixture), find (fixture, unknown));
  g_clear_object (&other);

  chat = open_chat (fixture, find (fixture, shorter));
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 1), NULL));
  confab_chat_forget_removed (chat);
  g_clear_object (&chat);

  chat = open_chat (fixture, find (fixture, open));
  attach (chat, "first.txt", 20);
  confab_attachments_clear (confab_chat_get_attachments (chat));
  attach (chat, "diary.txt", 10);
  confab_chat_set_draft (chat, "Read it.");
  g_clear_object (&chat);

  wait_for_trouble (fixture);
  g_assert_error (confab_conversation_list_get_error (chat_list (fixture)), CONFAB_STORE_ERROR,
                  CONFAB_STORE_ERROR_FAILED);

  /* What is gone stays out of sight, though it is in the file. */
  settle (fixture);
  confab_context_open_history_async (fixture->context, NULL, NULL, NULL);
  settle (fixture);
  settle (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 4);
  g_assert_null (find (fixture, deleted));

  chat_exec_history ("DROP TRIGGER a; DROP TRIGGER b; DROP TRIGGER c; DROP TRIGGER d; DROP TRIGGER e;");
  if (!at_the_end)
    wait_for_peace (fixture);

  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 4);
  g_assert_cmpuint (chat_count (confab_conversation_list_get_archived (chat_list (fixture))), ==, 1);
  g_assert_cmpstr (confab_conversation_get_title (find (fixture, renamed)), ==, "Another name");
  g_assert_true (confab_conversation_get_pinned (find (fixture, pinned)));
  g_assert_true (confab_conversation_get_archived (find (fixture, archived)));
  g_assert_null (find (fixture, deleted));
  g_assert_null (find (fixture, unknown));

  chat = open_chat (fixture, find (fixture, shorter));
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 1);
  g_clear_object (&chat);
  chat = open_chat (fixture, find (fixture, open));
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (chat)), ==, "Read it.");
  assert_attached (chat, "diary.txt");
}

/* What can be written does not hide what cannot. */
static void
test_not_hidden (ChatFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = begin (fixture, "One [[say a.]]");
  g_autoptr(ConfabConversation) gone = begin (fixture, "Two [[say a.]]");
  g_autoptr(ConfabChat) chat = open_chat (fixture, conversation);

  chat_exec_history (REFUSE ("a", "INSERT ON draft_parts") REFUSE ("b", "DELETE ON conversations"));
  attach (chat, "diary.txt", 10);
  wait_for_trouble (fixture);
  g_assert_nonnull (confab_chat_get_error (chat));
  confab_conversation_list_remove (chat_list (fixture), gone);
  confab_conversation_list_rename (chat_list (fixture), conversation, "Another name");
  chat_say (chat, "More [[say b.]]");
  settle (fixture);
  g_assert_nonnull (confab_chat_get_error (chat));
  g_assert_nonnull (confab_conversation_list_get_error (chat_list (fixture)));

  /* Nor does one that is written later hide the other. */
  confab_conversation_list_flush_removed (chat_list (fixture));
  settle (fixture);
  chat_exec_history ("DROP TRIGGER a");
  while (confab_chat_get_error (chat) != NULL)
    g_main_context_iteration (NULL, TRUE);
  settle (fixture);
  g_assert_nonnull (confab_conversation_list_get_error (chat_list (fixture)));
  chat_exec_history ("DROP TRIGGER b");
  wait_for_peace (fixture);

  g_clear_object (&chat);
  chat_restart (fixture);
  g_assert_null (find (fixture, gone));
}

/* A message that never reached the file and is deleted does not come after all. */
static void
test_deleted_meanwhile (ChatFixture   *fixture,
                        gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = begin (fixture, "One [[say a.]]");
  g_autoptr(ConfabChat) chat = open_chat (fixture, conversation);

  settle (fixture);
  chat_exec_history (REFUSE ("a", "INSERT ON messages"));
  chat_say (chat, "Two [[say b.]]");
  wait_for_trouble (fixture);
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 2), NULL));
  confab_chat_forget_removed (chat);
  chat_exec_history ("DROP TRIGGER a");
  wait_for_peace (fixture);
  g_clear_object (&chat);

  chat_restart (fixture);
  chat = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 2);
}

/* Takes what is left of the disk. */
static void
fill (const char *path)
{
  g_autofree char *block = g_malloc0 (4096);
  FILE *stream = g_fopen (path, "w");

  setvbuf (stream, NULL, _IONBF, 0);
  while (fwrite (block, 4096, 1, stream) == 1)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  fclose (stream);
}

static void
test_full_disk (ChatFixture   *fixture,
                gconstpointer  data)
{
  g_autofree char *folder = engine_home_build ("data");
  g_autofree char *ballast = engine_home_build ("data/ballast");
  g_autoptr(ConfabConversation) open = NULL;
  g_autoptr(ConfabConversation) renamed = NULL;
  g_autoptr(ConfabConversation) deleted = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autofree char *title = NULL;

  engine_close (g_steal_pointer (&fixture->context));
  if (!may_mount || mount ("none", folder, "tmpfs", 0, "size=4m,mode=0700") != 0)
    {
      chat_start (fixture);
      g_test_skip ("May not mount a file system");
      return;
    }

  chat_start (fixture);
  open = begin (fixture, "One [[say a.]]");
  renamed = begin (fixture, "Two [[say a.]]");
  deleted = begin (fixture, "Three [[say a.]]");
  chat = open_chat (fixture, open);
  settle (fixture);

  /* The files are larger than any room that the log of the history has left. */
  fill (ballast);
  attach (chat, "diary.txt", 500000);
  wait_for_trouble (fixture);
  g_assert_error (confab_conversation_list_get_error (chat_list (fixture)), CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  title = g_strnfill (500000, 'n');
  confab_conversation_list_rename (chat_list (fixture), renamed, title);
  confab_conversation_list_remove (chat_list (fixture), deleted);
  confab_conversation_list_flush_removed (chat_list (fixture));
  settle (fixture);
  g_assert_error (confab_conversation_list_get_error (chat_list (fixture)), CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  g_assert_true (confab_conversation_list_is_pending (chat_list (fixture), confab_conversation_get_id (renamed)));

  g_assert_cmpint (g_unlink (ballast), ==, 0);
  wait_for_peace (fixture);
  g_clear_object (&chat);
  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 2);
  g_assert_cmpstr (confab_conversation_get_title (find (fixture, renamed)), ==, title);
  chat = open_chat (fixture, find (fixture, open));
  assert_attached (chat, "diary.txt");

  g_clear_object (&chat);
  engine_close (g_steal_pointer (&fixture->context));
  g_assert_cmpint (umount2 (folder, MNT_DETACH), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  may_mount = unshare (CLONE_NEWNS) == 0 &&
              mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;

  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  chat_add_test ("/engine/unwritten/everything/again", NULL, test_everything);
  chat_add_test ("/engine/unwritten/everything/at-the-end", "end", test_everything);
  chat_add_test ("/engine/unwritten/not-hidden", NULL, test_not_hidden);
  chat_add_test ("/engine/unwritten/deleted-meanwhile", NULL, test_deleted_meanwhile);
  chat_add_test ("/engine/unwritten/full-disk", NULL, test_full_disk);

  return g_test_run ();
}
