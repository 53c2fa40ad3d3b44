/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-snapshot"

#include "config.h"

#include "confab-message.h"

#include "confab-part-private.h"

/* What a thread can be given of a message, which belongs to the main thread and may change there at any time.
 * Nothing that may be megabytes is copied: those bytes are counted atomically and never change. */

static ConfabPart *
snapshot_part (ConfabPart *part)
{
  ConfabPart *copy = confab_part_new (part->kind);

  copy->text = confab_growing_text_snapshot (&part->text);
  copy->id = g_strdup (part->id);
  copy->name = g_strdup (part->name);
  copy->replay = part->replay != NULL ? g_bytes_ref (part->replay) : NULL;
  copy->mime_type = g_strdup (part->mime_type);
  copy->data = part->data != NULL ? g_bytes_ref (part->data) : NULL;
  copy->duration_ms = part->duration_ms;
  copy->is_error = part->is_error;
  copy->sealed = part->sealed;

  return copy;
}

/**
 * confab_message_snapshot:
 * @self: a message
 *
 * Copies what was said, by whom and how that ended, for a thread that reads it. What it cost, how long it took
 * and why it failed is not copied.
 *
 * Returns: (transfer full): a message that is nobody else's
 */
ConfabMessage *
confab_message_snapshot (ConfabMessage *self)
{
  ConfabMessage *copy;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (self), NULL);

  copy = confab_message_new_with_id (confab_message_get_role (self), confab_message_get_id (self));
  confab_message_set_created_at_us (copy, confab_message_get_created_at_us (self));
  confab_message_set_parent_id (copy, confab_message_get_parent_id (self));
  confab_message_set_provider_id (copy, confab_message_get_provider_id (self));
  confab_message_set_provider_name (copy, confab_message_get_provider_name (self));
  confab_message_set_dialect (copy, confab_message_get_dialect (self));
  confab_message_set_model (copy, confab_message_get_model (self));
  confab_message_set_requested_model (copy, confab_message_get_requested_model (self));
  confab_message_set_status (copy, confab_message_get_status (self));
  confab_message_set_stop_reason (copy, confab_message_get_stop_reason (self),
                                  confab_message_get_raw_stop_reason (self));
  for (guint i = 0; i < confab_message_get_n_parts (self); i++)
    {
      g_autoptr(ConfabPart) part = snapshot_part (confab_message_get_part (self, i));

      confab_message_append_part (copy, part);
    }

  return copy;
}
