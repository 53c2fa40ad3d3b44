/* SPDX-License-Identifier: GPL-3.0-or-later */

/* history-writer FILE CONVERSATION: receives a reply that never ends and journals it. Prints one
 * line for each save that was confirmed: the message's id and how many words it had. */

#include "config.h"

#include "confab-history.h"

#include "await.h"

#include <stdio.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(ConfabHistory) history = NULL;
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new (CONFAB_PART_THINKING);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  g_autofree char *thought = g_strnfill (2000, 'h');
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (argc, ==, 3);
  file = g_file_new_for_path (argv[1]);
  history = confab_history_new (file);
  confab_history_open_async (history, NULL, await_cb, &opened);
  confab_history_open_finish (history, await (&opened), &error);
  g_assert_no_error (error);

  conversation = confab_conversation_new_with_id (argv[2]);
  confab_history_save_conversation_async (history, conversation, NULL, NULL, NULL);
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_message_append_part (reply, part);
  confab_message_append_part (reply, thinking);

  for (guint n_words = 1;; n_words++)
    {
      g_autoptr(GAsyncResult) saved = NULL;
      g_autofree char *word = g_strdup_printf ("%u ", n_words);

      confab_part_append_text (part, word, -1);
      /* Much to write in one transaction, so that a kill often falls into one. */
      confab_part_append_text (thinking, thought, -1);
      confab_history_save_message_async (history, argv[2], reply, NULL, await_cb, &saved);
      confab_history_save_message_finish (history, await (&saved), &error);
      g_assert_no_error (error);
      printf ("%s %u\n", confab_message_get_id (reply), n_words);
      fflush (stdout);
    }
}
