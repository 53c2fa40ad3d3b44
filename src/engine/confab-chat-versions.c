/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-versions"

#include "config.h"

#include "confab-chat-versions.h"

#include "confab-chat-edit.h"
#include "confab-chat-private.h"
#include "confab-conversation-list-private.h"
#include "confab-engine-error.h"
#include "confab-provider-error.h"

/* What is done with a message that was said: other replies to it, the rest of it, its end. */

static gboolean
find_shown (ConfabChat    *self,
            ConfabMessage *message,
            guint         *position)
{
  return g_list_store_find (self->messages, message, position);
}

static gboolean
check_shown (ConfabChat     *self,
             ConfabMessage  *message,
             guint          *position,
             GError        **error)
{
  if (find_shown (self, message, position))
    return TRUE;

  g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       "The message is not in the branch that is shown");
  return FALSE;
}

/* confab_chat_show_branch:
 * @head_id: (nullable): the message at its end; none for nothing at all
 *
 * Shows another branch. What both have in common stays. A branch that goes on below its head, as one
 * does whose end was being deleted when the program was killed, is shown to its end.
 */
void
confab_chat_show_branch (ConfabChat *self,
                         const char *head_id)
{
  g_autoptr(GPtrArray) branch = confab_message_tree_get_branch (self->tree, head_id);
  const guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  const char *old_head_id = confab_conversation_get_head_id (self->conversation);
  ConfabMessage *head = NULL;
  guint n_common = 0;

  if (branch->len > 0)
    {
      head = confab_message_tree_get_tip (self->tree, g_ptr_array_index (branch, branch->len - 1));
      g_clear_pointer (&branch, g_ptr_array_unref);
      branch = confab_message_tree_get_branch (self->tree, confab_message_get_id (head));
    }

  while (n_common < n_old && n_common < branch->len)
    {
      g_autoptr(ConfabMessage) shown = g_list_model_get_item (G_LIST_MODEL (self->messages), n_common);

      if (shown != g_ptr_array_index (branch, n_common))
        break;
      n_common++;
    }

  if (head == NULL || g_strcmp0 (old_head_id, confab_message_get_id (head)) != 0)
    confab_conversation_set_head_id (self->conversation, head != NULL ? confab_message_get_id (head) : NULL);
  confab_message_tree_note_shown (self->tree, head != NULL ? confab_message_get_id (head) : NULL);
  g_list_store_splice (self->messages, n_common, n_old - n_common,
                       branch->pdata + n_common, branch->len - n_common);
}

/* Takes everything from a place on out of sight; it stays in the tree. */
static void
cut_shown (ConfabChat *self,
           guint       position)
{
  g_list_store_splice (self->messages, position,
                       g_list_model_get_n_items (G_LIST_MODEL (self->messages)) - position, NULL, 0);
}

/**
 * confab_chat_get_versions:
 * @message: a message of the conversation
 * @position: (out) (optional): which of them it is, counted from 0
 *
 * Returns: how many versions of the message there are, itself among them
 */
guint
confab_chat_get_versions (ConfabChat    *self,
                          ConfabMessage *message,
                          guint         *position)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), 1);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), 1);

  return confab_message_tree_get_siblings (self->tree, message, position);
}

/**
 * confab_chat_show_version:
 * @message: a message that is shown
 * @step: -1 for the version before it, 1 for the one after it
 *
 * Shows another version of a message, with what was last seen below that. A reply that is arriving
 * goes on arriving where it is.
 *
 * Returns: whether there is one
 */
gboolean
confab_chat_show_version (ConfabChat    *self,
                          ConfabMessage *message,
                          int            step)
{
  ConfabMessage *version;
  guint position = 0;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (step == 1 || step == -1, FALSE);

  confab_message_tree_get_siblings (self->tree, message, &position);
  if (!find_shown (self, message, NULL) || (step < 0 && position == 0))
    return FALSE;

  version = confab_message_tree_get_sibling (self->tree, message, position + step);
  if (version == NULL)
    return FALSE;

  confab_message_tree_note_shown (self->tree, confab_conversation_get_head_id (self->conversation));
  confab_chat_show_branch (self, confab_message_get_id (confab_message_tree_get_tip (self->tree, version)));
  confab_journal_save_conversation (self->journal);

  return TRUE;
}

/**
 * confab_chat_ask_again:
 * @message: a message that is shown: a question, or a reply to be asked for again
 * @provider: (nullable): who is asked, for this reply alone; as for the next message if %NULL
 * @model: (nullable): which model of @provider
 * @error: return location, as with [method@Chat.send]; %CONFAB_PROVIDER_ERROR_NO_PROVIDER also if
 *   @provider is there no more
 *
 * Asks for another reply. The one that was there, and what followed it, stays in the conversation as
 * another branch.
 *
 * Returns: whether a reply was asked for
 */
gboolean
confab_chat_ask_again (ConfabChat      *self,
                       ConfabMessage   *message,
                       ConfabProvider  *provider,
                       const char      *model,
                       GError         **error)
{
  g_autofree char *own_model = NULL;
  guint position;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);

  if (provider != NULL ? !confab_chat_check_idle (self, error) : !confab_chat_check_can_send (self, error))
    return FALSE;
  if (!check_shown (self, message, &position, error))
    return FALSE;

  /* Nobody else is asked in the place of one that was removed since it was chosen. */
  if (provider != NULL &&
      confab_registry_lookup (confab_context_get_registry (self->context),
                              confab_provider_get_id (provider)) != provider)
    {
      g_autoptr(GError) missing =
        confab_provider_error_new (CONFAB_PROVIDER_ERROR_NO_PROVIDER, 0, NULL, -1, "The provider was removed");

      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (confab_message_get_role (message) != CONFAB_ROLE_ASSISTANT)
    position++;
  if (position == 0)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "The reply answers nothing");
      return FALSE;
    }

  confab_chat_forget_removed (self);
  if (provider != NULL)
    confab_chat_target_set_once (self->target, confab_provider_get_id (provider), model);
  else
    confab_chat_target_ask_again (self->target);
  cut_shown (self, position);

  /* Whoever asks again means now, whatever it was like before. */
  confab_provider_try_now (confab_chat_get_provider (self));
  own_model = g_strdup (confab_chat_get_model (self));
  confab_chat_start_turn (self, confab_chat_get_provider (self), own_model);

  return TRUE;
}

/* Who began the reply, as far as it can still be asked; else whom the next message goes to. */
static ConfabProvider *
find_author (ConfabChat     *self,
             ConfabMessage  *message,
             const char    **model)
{
  const char *id = confab_message_get_provider_id (message);
  ConfabProvider *provider = NULL;

  if (id != NULL && self->context != NULL)
    provider = confab_registry_lookup (confab_context_get_registry (self->context), id);
  if (provider == NULL)
    {
      *model = confab_chat_get_model (self);
      return confab_chat_get_provider (self);
    }

  *model = confab_message_get_requested_model (message);
  if (*model == NULL)
    *model = confab_message_get_model (message);

  return provider;
}

/**
 * confab_chat_can_go_on:
 * @message: a message
 *
 * Returns: whether it is the last reply that is shown and was cut off, so that the rest can be asked
 *   for
 */
gboolean
confab_chat_can_go_on (ConfabChat    *self,
                       ConfabMessage *message)
{
  const char *model;
  guint position;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);

  if (self->turn != NULL || !find_shown (self, message, &position) || position == 0 ||
      position + 1 != g_list_model_get_n_items (G_LIST_MODEL (self->messages)) ||
      !confab_continuation_is_cut (message))
    return FALSE;

  return find_author (self, message, &model) != NULL;
}

/**
 * confab_chat_go_on:
 * @message: the last reply that is shown, which was cut off
 * @error: return location: %CONFAB_ENGINE_ERROR_BUSY or %CONFAB_ENGINE_ERROR_INVALID
 *
 * Asks the one who gave a reply for the rest of it. It goes on in the same message; should nothing
 * come, what was there stays.
 *
 * Returns: whether the rest was asked for
 */
gboolean
confab_chat_go_on (ConfabChat     *self,
                   ConfabMessage  *message,
                   GError        **error)
{
  g_autoptr(GPtrArray) question = NULL;
  g_autofree char *model = NULL;
  g_autofree char *system_prompt = NULL;
  ConfabProvider *provider;
  const char *borrowed;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);

  if (!confab_chat_check_idle (self, error))
    return FALSE;
  if (!confab_chat_can_go_on (self, message))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "The reply has no rest");
      return FALSE;
    }

  confab_chat_forget_removed (self);
  provider = find_author (self, message, &borrowed);
  model = g_strdup (borrowed);
  confab_provider_try_now (provider);
  question = confab_continuation_dup_question (
    G_LIST_MODEL (self->messages),
    confab_provider_type_get_dialect_for_model (confab_provider_get_provider_type (provider), model));

  /* The thinking was done before; the words are what is missing. */
  system_prompt = confab_chat_dup_filled_system_prompt (self, model, confab_provider_get_name (provider));
  self->turn = confab_turn_new (self->context, provider, model, system_prompt, question);
  confab_turn_set_thinking (self->turn, CONFAB_THINKING_OFF);
  self->continuation = confab_continuation_new (self->turn, message);
  confab_conversation_set_updated_at_us (self->conversation, g_get_real_time ());
  confab_chat_run_turn (self, message);

  return TRUE;
}

/* Whoever looks for something does not find what is as good as gone. */
static void
note_removed (ConfabChat *self)
{
  ConfabConversationList *list = self->context != NULL ? confab_context_get_conversations (self->context) : NULL;

  if (list != NULL)
    confab_conversation_list_note_removed (list);
}

/**
 * confab_chat_remove:
 * @message: a message that is shown
 * @error: return location: %CONFAB_ENGINE_ERROR_BUSY or %CONFAB_ENGINE_ERROR_INVALID
 *
 * Deletes a message with everything below it, and shows another version of it or what was before.
 * The last one that was deleted can be brought back with [method@Chat.undo_remove]; until it cannot,
 * it stays on the disk, and whoever kills the program has it back.
 *
 * Returns: whether it is gone
 */
gboolean
confab_chat_remove (ConfabChat     *self,
                    ConfabMessage  *message,
                    GError        **error)
{
  ConfabMessage *next;
  guint position = 0;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);

  if (!confab_chat_check_idle (self, error) || !check_shown (self, message, NULL, error))
    return FALSE;

  confab_chat_forget_removed (self);
  confab_chat_keep_edit_as_draft (self);

  confab_message_tree_get_siblings (self->tree, message, &position);
  next = confab_message_tree_get_sibling (self->tree, message, position > 0 ? position - 1 : 1);
  self->removed = confab_message_tree_hide (self->tree, message);
  self->removed_head = g_strdup (confab_conversation_get_head_id (self->conversation));
  if (next != NULL)
    {
      confab_chat_show_branch (self, confab_message_get_id (confab_message_tree_get_tip (self->tree, next)));
    }
  else if (find_shown (self, message, &position))
    {
      const char *parent_id = confab_message_get_parent_id (message);

      confab_conversation_set_head_id (self->conversation, parent_id);
      cut_shown (self, position);
    }
  note_removed (self);

  return TRUE;
}

/**
 * confab_chat_undo_remove:
 *
 * Brings back what was deleted last, unless it is too late.
 *
 * Returns: whether it is back
 */
gboolean
confab_chat_undo_remove (ConfabChat *self)
{
  g_autofree char *head_id = NULL;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  if (self->removed == NULL)
    return FALSE;

  confab_message_tree_unhide (self->tree, self->removed);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  head_id = g_steal_pointer (&self->removed_head);
  confab_chat_show_branch (self, head_id);
  confab_journal_save_conversation (self->journal);
  note_removed (self);

  return TRUE;
}

/**
 * confab_chat_forget_removed:
 *
 * Deletes for good what could still be brought back.
 */
void
confab_chat_forget_removed (ConfabChat *self)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->removed == NULL)
    return;

  confab_message_tree_remove (self->tree, self->removed);
  confab_journal_save_conversation (self->journal);
  confab_journal_delete_messages (self->journal, self->removed);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_clear_pointer (&self->removed_head, g_free);
}
