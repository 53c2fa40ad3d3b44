/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-attachments"

#include "config.h"

#include "confab-chat-private.h"

#include "confab-chat-branch.h"
#include "confab-context-private.h"

/* The pictures and files that go with the next message of a conversation: kept with its draft, and looked
 * at again whenever something else would answer it. */

static void
check (ConfabChat *self)
{
  g_autoptr(GPtrArray) branch = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->attachments)) == 0)
    return;

  branch = confab_chat_branch_for_request (G_LIST_MODEL (self->messages));
  confab_attachments_check (self->attachments, confab_chat_get_provider (self), confab_chat_get_model (self), branch);
}

/* The same objects; none and nothing are the same, too. */
static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if ((a != NULL ? a->len : 0) != b->len)
    return FALSE;

  for (guint i = 0; i < b->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;

  return TRUE;
}

static void
save (ConfabChat *self)
{
  g_autoptr(GPtrArray) parts = NULL;

  if (!self->loaded || self->attachments_restoring || confab_attachments_is_loading (self->attachments))
    return;

  parts = confab_attachments_dup_parts (self->attachments);
  if (is_same (self->kept_attachments, parts) ||
      !confab_journal_save_draft_parts (self->journal, parts))
    return;

  g_clear_pointer (&self->kept_attachments, g_ptr_array_unref);
  self->kept_attachments = g_ptr_array_ref (parts);
}

static void
on_attachments_changed_cb (ConfabChat *self)
{
  check (self);
  save (self);
}

/* confab_chat_attachments_init:
 *
 * Called once, when everything else is there.
 */
void
confab_chat_attachments_init (ConfabChat *self)
{
  self->attachments = confab_attachments_new ();
  g_signal_connect_object (self->attachments, "changed", G_CALLBACK (on_attachments_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->target, "changed", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->messages, "items-changed", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ConfabChat) self = user_data;
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;

  parts = confab_history_load_draft_finish (CONFAB_HISTORY (object), result, &error);
  self->attachments_restoring = FALSE;
  if (parts == NULL)
    {
      g_debug ("The draft's files cannot be read: %s", error->message);
      return;
    }

  self->kept_attachments = g_ptr_array_ref (parts);
  self->attachments_restoring = TRUE;
  for (guint i = 0; i < parts->len; i++)
    confab_attachments_add_part (self->attachments, g_ptr_array_index (parts, i));
  self->attachments_restoring = FALSE;
  save (self);
}

/* confab_chat_attachments_load:
 *
 * Brings back what was kept with the draft.
 */
void
confab_chat_attachments_load (ConfabChat *self)
{
  ConfabHistory *history = self->context != NULL ? confab_context_get_history (self->context) : NULL;

  if (history == NULL)
    return;

  self->attachments_restoring = TRUE;
  confab_history_load_draft_async (history, confab_conversation_get_id (self->conversation), NULL, load_cb,
                                   g_object_ref (self));
}

/**
 * confab_chat_get_attachments:
 *
 * Returns: (transfer none): the pictures and files that go with the next message
 */
ConfabAttachments *
confab_chat_get_attachments (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->attachments;
}
