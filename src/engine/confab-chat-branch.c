/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-branch"

#include "config.h"

#include "confab-chat-branch.h"

#include "confab-media-rules.h"

/* What a model is told of a reply that did not come to its end is the text that a person saw, and
 * of one without any text nothing: half a thought or half a call of a tool must never look whole. */
static ConfabMessage *
dup_for_request (ConfabMessage *message)
{
  g_autoptr(ConfabMessage) plain = NULL;
  g_autofree char *text = NULL;

  if (confab_message_get_role (message) != CONFAB_ROLE_ASSISTANT ||
      confab_message_get_status (message) == CONFAB_MESSAGE_COMPLETE)
    return g_object_ref (message);

  text = confab_message_dup_text (message);
  if (*text == '\0')
    return NULL;

  plain = confab_message_new_text (CONFAB_ROLE_ASSISTANT, text);
  confab_message_set_provider_id (plain, confab_message_get_provider_id (message));
  confab_message_set_dialect (plain, confab_message_get_dialect (message));
  confab_message_set_model (plain, confab_message_get_model (message));

  return g_steal_pointer (&plain);
}

/* confab_chat_branch_for_request:
 * @messages: a branch of a conversation, a list of #ConfabMessage, the oldest first
 *
 * Returns: (transfer full) (element-type ConfabMessage): what a model is told of it
 */
GPtrArray *
confab_chat_branch_for_request (GListModel *messages)
{
  GPtrArray *branch = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(ConfabMessage) message = g_list_model_get_item (messages, i);
      ConfabMessage *told = dup_for_request (message);

      if (told != NULL)
        g_ptr_array_add (branch, told);
    }

  return branch;
}

/* confab_chat_branch_new_message:
 * @text: what a person says; may be empty
 * @media: (nullable) (element-type ConfabPart): pictures and files that go with it
 *
 * Pictures and files come first: models read them best before what is asked about them.
 *
 * Returns: (transfer full): it as a message
 */
ConfabMessage *
confab_chat_branch_new_message (const char *text,
                                GPtrArray  *media)
{
  ConfabMessage *message = confab_message_new (CONFAB_ROLE_USER);

  for (guint i = 0; media != NULL && i < media->len; i++)
    confab_message_append_part (message, g_ptr_array_index (media, i));
  if (*text != '\0')
    {
      g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, text);

      confab_message_append_part (message, part);
    }

  return message;
}

/* confab_chat_branch_check_media:
 * @messages: a branch of a conversation
 * @message: what is to be added to it
 * @provider: whom it is to go to
 * @model: (nullable): which model
 * @error: return location for a %CONFAB_MEDIA_ERROR
 *
 * Returns: whether the model takes all pictures and files, those of the past too
 */
gboolean
confab_chat_branch_check_media (GListModel      *messages,
                                ConfabMessage   *message,
                                ConfabProvider  *provider,
                                const char      *model,
                                GError         **error)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(ConfabModelInfo) info = NULL;

  if (model == NULL)
    return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    g_ptr_array_add (all, g_list_model_get_item (messages, i));
  g_ptr_array_add (all, g_object_ref (message));
  info = confab_provider_lookup_model (provider, model);

  return confab_media_check_messages (confab_provider_get_provider_type (provider), info, all, error);
}
