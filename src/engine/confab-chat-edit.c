/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-edit"

#include "config.h"

#include "confab-chat-edit.h"

#include "confab-chat-branch.h"
#include "confab-chat-private.h"
#include "confab-chat-versions.h"
#include "confab-engine-error.h"
#include "confab-visible-text.h"

#include <glib/gi18n-lib.h>

/* What is written and not sent.
 *
 * While a message is written anew there are two texts, that one and the draft that was begun before.
 * The conversation, and so the disk, has both in one, so that neither is lost when the program ends
 * in the middle of it. */

static const char *
null_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/* What is to be on the disk. An edit that changed nothing yet is nothing to keep. */
static void
store_draft (ConfabChat *self)
{
  g_autofree char *before = NULL;
  g_autofree char *both = NULL;
  const char *draft = null_if_empty (self->own_draft);

  if (self->edited != NULL)
    before = confab_message_dup_text (self->edited);
  if (self->edited != NULL && null_if_empty (self->edited_text) != NULL &&
      g_strcmp0 (before, self->edited_text) != 0)
    {
      both = draft != NULL ? g_strjoin ("\n\n", draft, self->edited_text, NULL) : g_strdup (self->edited_text);
      draft = both;
    }

  confab_conversation_set_draft (self->conversation, draft);
  confab_journal_draft_changed (self->journal);
}

static void
set_edited (ConfabChat    *self,
            ConfabMessage *message)
{
  g_set_object (&self->edited, message);
  g_clear_pointer (&self->edited_text, g_free);
  if (message != NULL)
    self->edited_text = confab_message_dup_text (message);
  g_object_notify (G_OBJECT (self), "edited");
}

/**
 * confab_chat_set_draft:
 * @draft: (nullable): what is written and not sent
 *
 * Keeps it with the conversation, and soon on disk. While a message is written anew it is the text of that.
 */
void
confab_chat_set_draft (ConfabChat *self,
                       const char *draft)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->edited != NULL)
    {
      old = g_steal_pointer (&self->edited_text);
      self->edited_text = g_strdup (draft);
      store_draft (self);
      return;
    }

  confab_conversation_set_draft (self->conversation, null_if_empty (draft));
  confab_journal_draft_changed (self->journal);
}

/**
 * confab_chat_dup_draft:
 *
 * Returns: (transfer full) (nullable): what is written and not sent: the draft, or the text of the
 *   message that is written anew
 */
char *
confab_chat_dup_draft (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return g_strdup (self->edited != NULL ? self->edited_text : confab_conversation_get_draft (self->conversation));
}

/**
 * confab_chat_can_edit:
 * @message: a message
 *
 * Returns: whether it is something that a person said, which can be said anew
 */
gboolean
confab_chat_can_edit (ConfabChat    *self,
                      ConfabMessage *message)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), FALSE);

  return confab_message_get_role (message) == CONFAB_ROLE_USER &&
         g_list_store_find (self->messages, message, NULL);
}

/**
 * confab_chat_get_edited:
 *
 * Returns: (transfer none) (nullable): the message that is written anew
 */
ConfabMessage *
confab_chat_get_edited (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->edited;
}

/* What goes with the message that is written anew. */
static GPtrArray *
list_edited_media (ConfabChat *self)
{
  GPtrArray *media = g_ptr_array_new ();

  for (guint i = 0; self->edited != NULL && i < confab_message_get_n_parts (self->edited); i++)
    {
      ConfabPart *part = confab_message_get_part (self->edited, i);

      if (confab_part_get_kind (part) != CONFAB_PART_TEXT)
        g_ptr_array_add (media, part);
    }

  return media;
}

/**
 * confab_chat_get_edited_has_media:
 *
 * Returns: whether pictures or files go with the message that is written anew, which then needs no text
 */
gboolean
confab_chat_get_edited_has_media (ConfabChat *self)
{
  g_autoptr(GPtrArray) media = NULL;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  media = list_edited_media (self);

  return media->len > 0;
}

/**
 * confab_chat_edit:
 * @message: a message that a person said
 *
 * Begins to write a message anew. The draft is put aside until that was sent or given up.
 */
void
confab_chat_edit (ConfabChat    *self,
                  ConfabMessage *message)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));
  g_return_if_fail (confab_chat_can_edit (self, message));

  if (self->edited == NULL)
    self->own_draft = g_strdup (confab_conversation_get_draft (self->conversation));
  set_edited (self, message);
  store_draft (self);
}

/**
 * confab_chat_cancel_edit:
 *
 * Gives up writing a message anew, and takes up the draft again.
 */
void
confab_chat_cancel_edit (ConfabChat *self)
{
  g_autofree char *draft = NULL;

  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->edited == NULL)
    return;

  draft = g_steal_pointer (&self->own_draft);
  confab_conversation_set_draft (self->conversation, null_if_empty (draft));
  confab_journal_draft_changed (self->journal);
  set_edited (self, NULL);
}

/**
 * confab_chat_keep_edit_as_draft:
 *
 * Ends writing a message anew with what was written added to the draft.
 */
void
confab_chat_keep_edit_as_draft (ConfabChat *self)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->edited == NULL)
    return;

  store_draft (self);
  g_clear_pointer (&self->own_draft, g_free);
  set_edited (self, NULL);
}

/* The branch that is shown, up to a place. */
static GListModel *
dup_beginning (ConfabChat *self,
               guint       n)
{
  GListStore *beginning = g_list_store_new (CONFAB_TYPE_MESSAGE);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabMessage) message = g_list_model_get_item (G_LIST_MODEL (self->messages), i);

      g_list_store_append (beginning, message);
    }

  return G_LIST_MODEL (beginning);
}

/**
 * confab_chat_send_edited:
 * @text: what to say instead, valid UTF-8
 * @error: return location, as with [method@Chat.send_with_media]
 *
 * Says the message that is written anew, with the pictures and files it had, and asks for a reply.
 * What was said before, and what followed it, stays in the conversation as another branch. When this
 * returns %TRUE the draft is what it was before [method@Chat.edit].
 *
 * Returns: whether the message was taken over
 */
gboolean
confab_chat_send_edited (ConfabChat  *self,
                         const char  *text,
                         GError     **error)
{
  g_autoptr(ConfabMessage) message = NULL;
  g_autoptr(GPtrArray) media = NULL;
  g_autoptr(GListModel) beginning = NULL;
  g_autofree char *stripped = NULL;
  g_autofree char *model = NULL;
  ConfabProvider *provider;
  guint position;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (self->edited == NULL)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "No message is written anew");
      return FALSE;
    }

  media = list_edited_media (self);
  stripped = g_strstrip (g_strdup (text));
  if (!confab_visible_text_exists (stripped) && media->len == 0)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, _("The message is empty."));
      return FALSE;
    }
  if (!confab_chat_check_can_send (self, error))
    return FALSE;

  /* Meanwhile another branch may have been turned to. */
  if (!g_list_store_find (self->messages, self->edited, &position))
    {
      confab_chat_show_branch (self, confab_message_get_id (self->edited));
      if (!g_list_store_find (self->messages, self->edited, &position))
        {
          g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                               "The message is not in the conversation");
          return FALSE;
        }
    }

  provider = confab_chat_get_provider (self);
  model = g_strdup (confab_chat_get_model (self));
  message = confab_chat_branch_new_message (stripped, media);
  beginning = dup_beginning (self, position);
  if (!confab_chat_branch_check_media (beginning, message, provider, model, error))
    return FALSE;

  confab_chat_forget_removed (self);
  confab_message_set_parent_id (message, confab_message_get_parent_id (self->edited));
  g_list_store_splice (self->messages, position,
                       g_list_model_get_n_items (G_LIST_MODEL (self->messages)) - position, NULL, 0);
  confab_chat_add_message (self, message);
  confab_chat_cancel_edit (self);
  confab_journal_save_message (self->journal, message);
  confab_chat_start_turn (self, provider, model);

  return TRUE;
}
