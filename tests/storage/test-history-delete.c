/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-history.h"

#include "await.h"

#include <glib/gstdio.h>

static guint
count_messages (ConfabHistory *history,
                const char    *conversation_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_load_messages_async (history, conversation_id, NULL, await_cb, &result);
  messages = confab_history_load_messages_finish (history, await (&result), &error);
  g_assert_no_error (error);

  return messages->len;
}

static gboolean
delete_messages (ConfabHistory  *history,
                 const char     *conversation_id,
                 GPtrArray      *messages,
                 GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_history_delete_messages_async (history, conversation_id, messages, NULL, await_cb, &result);

  return confab_history_delete_messages_finish (history, await (&result), error);
}

/* All or none, with everything that follows, of one conversation alone. */
static void
test_messages (void)
{
  g_autofree char *folder = g_dir_make_tmp ("confab-history-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(ConfabHistory) history = confab_history_new (file);
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  const char *id = confab_conversation_get_id (conversation);
  g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) some = g_ptr_array_new ();
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_open_async (history, NULL, NULL, NULL);
  confab_history_save_conversation_async (history, conversation, NULL, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      ConfabMessage *message = confab_message_new_text (CONFAB_ROLE_USER, "x");

      if (i > 0)
        confab_message_set_parent_id (message, confab_message_get_id (g_ptr_array_index (chain, i - 1)));
      g_ptr_array_add (chain, message);
      confab_history_save_message_async (history, id, message, NULL, NULL, NULL);
    }
  g_assert_cmpuint (count_messages (history, id), ==, 3);

  /* The last is deleted first, and comes back when the middle one cannot be. */
  g_ptr_array_add (some, g_ptr_array_index (chain, 0));
  g_ptr_array_add (some, g_ptr_array_index (chain, 2));
  g_assert_false (delete_messages (history, id, some, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpuint (count_messages (history, id), ==, 3);

  g_assert_true (delete_messages (history, "another", chain, &error));
  g_assert_cmpuint (count_messages (history, id), ==, 3);

  g_ptr_array_set_size (some, 0);
  g_ptr_array_add (some, g_ptr_array_index (chain, 1));
  g_ptr_array_add (some, g_ptr_array_index (chain, 2));
  g_assert_true (delete_messages (history, id, some, &error));
  g_assert_no_error (error);
  g_assert_true (delete_messages (history, id, some, &error));
  g_assert_cmpuint (count_messages (history, id), ==, 1);

  confab_history_close_async (history, await_cb, &closed);
  g_assert_true (confab_history_close_finish (history, await (&closed), &error));
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/history-delete/messages", test_messages);

  return g_test_run ();
}
