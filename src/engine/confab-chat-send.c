/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-send"

#include "config.h"

#include "confab-chat-private.h"

#include "confab-chat-branch.h"
#include "confab-chat-edit.h"
#include "confab-chat-title.h"
#include "confab-chat-versions.h"
#include "confab-conversation-list-private.h"
#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "confab-title.h"
#include "confab-visible-text.h"

#include <glib/gi18n-lib.h>

/* How something is said in a conversation, and a reply asked for. */

/* confab_chat_add_message:
 * @message: a message that follows the last one that is shown
 *
 * Puts it at the end of the branch that is shown.
 */
void
confab_chat_add_message (ConfabChat    *self,
                         ConfabMessage *message)
{
  confab_message_tree_add (self->tree, message);
  confab_message_tree_note_shown (self->tree, confab_message_get_id (message));
  g_list_store_append (self->messages, message);
  confab_conversation_set_head_id (self->conversation, confab_message_get_id (message));
  confab_conversation_set_updated_at_us (self->conversation, g_get_real_time ());
}

static ConfabMessage *
peek_last (ConfabChat *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  g_autoptr(ConfabMessage) last = NULL;

  if (n > 0)
    last = g_list_model_get_item (G_LIST_MODEL (self->messages), n - 1);

  /* The list keeps it alive. */
  return last;
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(ConfabChat) self = user_data;
  g_autoptr(GError) error = NULL;

  /* The reply itself says how it ended, and the transcript shows it. */
  if (!confab_turn_run_finish (CONFAB_TURN (object), result, &error))
    g_debug ("The reply ended early: %s", error->message);

  if (self->continuation != NULL)
    confab_continuation_finish (self->continuation);
  g_clear_pointer (&self->continuation, confab_continuation_free);
  confab_journal_unfollow (self->journal);
  confab_conversation_set_updated_at_us (self->conversation, g_get_real_time ());
  confab_journal_save_conversation (self->journal);

  /* Whoever is looking will say so. */
  if (confab_message_get_status (confab_turn_get_reply (self->turn)) != CONFAB_MESSAGE_STOPPED)
    confab_conversation_set_unseen (self->conversation, TRUE);
  g_clear_object (&self->turn);
  g_clear_object (&self->cancellable);
  confab_conversation_set_busy (self->conversation, FALSE);
  g_object_notify (G_OBJECT (self), "busy");
  confab_chat_title_ask (self);
}

/* confab_chat_run_turn:
 * @reply: the message that what the turn brings goes into
 *
 * Runs the turn of the chat and follows what comes.
 */
void
confab_chat_run_turn (ConfabChat    *self,
                      ConfabMessage *reply)
{
  self->cancellable = g_cancellable_new ();
  if (confab_conversation_get_archived (self->conversation))
    confab_conversation_list_set_archived (confab_context_get_conversations (self->context), self->conversation, FALSE);
  confab_journal_follow (self->journal, reply);
  confab_journal_save_conversation (self->journal);

  confab_conversation_set_busy (self->conversation, TRUE);
  g_object_notify (G_OBJECT (self), "busy");
  confab_turn_run_async (self->turn, self->cancellable, run_cb, g_object_ref (self));
}

/* confab_chat_start_turn:
 * @provider: who is asked
 * @model: (nullable): which model
 *
 * Asks for a reply to the last message of the branch that is shown.
 */
void
confab_chat_start_turn (ConfabChat     *self,
                        ConfabProvider *provider,
                        const char     *model)
{
  g_autoptr(GPtrArray) branch = confab_chat_branch_for_request (G_LIST_MODEL (self->messages));
  g_autofree char *system_prompt =
    confab_chat_dup_filled_system_prompt (self, model, confab_provider_get_name (provider));
  ConfabMessage *last = peek_last (self);
  ConfabMessage *reply;

  self->turn = confab_turn_new (self->context, provider, model, system_prompt, branch);
  confab_turn_set_thinking (self->turn, confab_chat_get_thinking (self));
  confab_turn_keep_to_breakers (self->turn, confab_context_get_asks_others (self->context));
  reply = confab_turn_get_reply (self->turn);
  confab_message_set_parent_id (reply, confab_message_get_id (last));
  confab_chat_add_message (self, reply);
  confab_chat_target_asked (self->target);
  confab_chat_run_turn (self, reply);
}

/* confab_chat_check_idle:
 * @error: return location for %CONFAB_ENGINE_ERROR_BUSY
 *
 * Returns: whether the messages are there and none is arriving
 */
gboolean
confab_chat_check_idle (ConfabChat  *self,
                        GError     **error)
{
  if (self->turn != NULL)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY,
                           "A reply is still arriving in this conversation");
      return FALSE;
    }

  if (!self->loaded || self->context == NULL)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY,
                           "The conversation is still being read");
      return FALSE;
    }

  return TRUE;
}

/* confab_chat_check_can_send:
 * @error: return location, as with confab_chat_send()
 *
 * Returns: whether somebody can be asked now
 */
gboolean
confab_chat_check_can_send (ConfabChat  *self,
                            GError     **error)
{
  if (!confab_chat_check_idle (self, error))
    return FALSE;

  if (confab_chat_get_provider (self) == NULL)
    {
      g_autoptr(GError) missing =
        confab_provider_error_new (CONFAB_PROVIDER_ERROR_NO_PROVIDER, 0, NULL, -1, "No provider can be used");

      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_chat_send_with_media:
 * @text: what to say, valid UTF-8; may be empty if there is something with it
 * @media: (nullable) (element-type ConfabPart): pictures and files that go with it
 * @error: return location: %CONFAB_ENGINE_ERROR_BUSY, %CONFAB_ENGINE_ERROR_INVALID,
 *   %CONFAB_PROVIDER_ERROR_NO_PROVIDER, or a %CONFAB_MEDIA_ERROR if the model does not take all
 *   pictures and files of the conversation
 *
 * Says something and asks for a reply. When this returns %TRUE the message is in the conversation
 * and on its way to the disk; what becomes of the reply is told by the reply.
 *
 * Returns: whether the message was taken over
 */
gboolean
confab_chat_send_with_media (ConfabChat  *self,
                             const char  *text,
                             GPtrArray   *media,
                             GError     **error)
{
  g_autoptr(ConfabMessage) message = NULL;
  g_autofree char *stripped = NULL;
  g_autofree char *model = NULL;
  ConfabProvider *provider;
  ConfabMessage *last;
  gboolean first;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  if (!confab_visible_text_exists (stripped) && (media == NULL || media->len == 0))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, _("The message is empty."));
      return FALSE;
    }
  if (!confab_chat_check_can_send (self, error))
    return FALSE;

  provider = confab_chat_get_provider (self);
  model = g_strdup (confab_chat_get_model (self));
  message = confab_chat_branch_new_message (stripped, media);
  if (!confab_chat_branch_check_media (G_LIST_MODEL (self->messages), message, provider, model, error))
    return FALSE;

  confab_chat_forget_removed (self);
  last = peek_last (self);
  if (last != NULL)
    confab_message_set_parent_id (message, confab_message_get_id (last));

  confab_chat_target_settle (self->target);
  if (*confab_conversation_get_title (self->conversation) == '\0')
    {
      /* Whoever only shows something gives it a name by that. */
      const char *named = confab_visible_text_exists (stripped)
        ? stripped : confab_part_get_name (g_ptr_array_index (media, 0));
      g_autofree char *title = confab_title_new (named != NULL ? named : "");

      confab_conversation_set_title (self->conversation, title);
    }

  /* Nothing may come between: what was typed is always either the draft or a message. */
  confab_chat_add_message (self, message);
  first = !confab_journal_get_begun (self->journal);
  if (first)
    {
      /* Its draft may have been there for long. */
      confab_conversation_set_created_at_us (self->conversation, g_get_real_time ());
      confab_journal_set_begun (self->journal, TRUE);
    }
  confab_journal_draft_sent (self->journal);
  confab_conversation_set_draft (self->conversation, NULL);
  confab_journal_save_conversation (self->journal);
  confab_journal_save_message (self->journal, message);
  if (first)
    confab_conversation_list_adopt (confab_context_get_conversations (self->context), self);

  confab_chat_start_turn (self, provider, model);

  return TRUE;
}

/**
 * confab_chat_send:
 * @text: what to say, valid UTF-8
 * @error: return location, as with [method@Chat.send_with_media]
 *
 * Says something without pictures or files.
 *
 * Returns: whether the message was taken over
 */
gboolean
confab_chat_send (ConfabChat  *self,
                  const char  *text,
                  GError     **error)
{
  return confab_chat_send_with_media (self, text, NULL, error);
}

/**
 * confab_chat_stop:
 *
 * Stops the reply that is arriving, if one is, and keeps what came.
 */
void
confab_chat_stop (ConfabChat *self)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->title_cancellable != NULL)
    g_cancellable_cancel (self->title_cancellable);
}

/**
 * confab_chat_retry:
 * @error: return location, as with [method@Chat.send]
 *
 * Asks for another reply to the last question. The one that was there stays in the conversation as
 * another branch.
 *
 * Returns: whether a reply was asked for
 */
gboolean
confab_chat_retry (ConfabChat  *self,
                   GError     **error)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  if (!confab_chat_check_can_send (self, error))
    return FALSE;

  if (peek_last (self) == NULL)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, _("Nothing was asked yet."));
      return FALSE;
    }

  return confab_chat_ask_again (self, peek_last (self), NULL, NULL, error);
}
