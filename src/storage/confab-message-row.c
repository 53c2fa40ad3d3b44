/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-row"

#include "config.h"

#include "confab-message-row-private.h"

/**
 * confab_part_row_free:
 * @self: (transfer full): the data
 */
void
confab_part_row_free (ConfabPartRow *self)
{
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->replay, g_bytes_unref);
  g_free (self->mime_type);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

/**
 * confab_part_row_new_empty:
 *
 * Returns: (transfer full): data without text yet
 */
ConfabPartRow *
confab_part_row_new_empty (void)
{
  ConfabPartRow *self = g_new0 (ConfabPartRow, 1);

  self->duration_ms = -1;
  return self;
}

/**
 * confab_part_row_new:
 * @part: a part, in its own thread
 *
 * Returns: (transfer full): what of it is kept, as it is now
 */
ConfabPartRow *
confab_part_row_new (ConfabPart *part)
{
  ConfabPartRow *self = confab_part_row_new_empty ();

  self->text = confab_part_share_text (part);
  self->id = g_strdup (confab_part_get_id (part));
  self->name = g_strdup (confab_part_get_name (part));
  if (confab_part_get_replay_bytes (part) != NULL)
    self->replay = g_bytes_ref (confab_part_get_replay_bytes (part));
  self->mime_type = g_strdup (confab_part_get_mime_type (part));
  if (confab_part_get_data (part) != NULL)
    self->data = g_bytes_ref (confab_part_get_data (part));
  self->duration_ms = confab_part_get_duration_ms (part);
  self->kind = confab_part_get_kind (part);
  self->is_error = confab_part_get_is_error (part);
  self->sealed = confab_part_get_sealed (part);

  return self;
}

/**
 * confab_part_row_build:
 * @self: the data
 *
 * Returns: (transfer full): a part for the calling thread
 */
ConfabPart *
confab_part_row_build (const ConfabPartRow *self)
{
  ConfabPart *part = confab_part_new (self->kind);

  confab_part_append_text (part, g_bytes_get_data (self->text, NULL), g_bytes_get_size (self->text));
  confab_part_set_id (part, self->id);
  confab_part_set_name (part, self->name);
  confab_part_set_replay_bytes (part, self->replay);
  confab_part_set_mime_type (part, self->mime_type);
  confab_part_set_data (part, self->data);
  confab_part_set_duration_ms (part, self->duration_ms);
  confab_part_set_is_error (part, self->is_error);
  confab_part_set_sealed (part, self->sealed);

  return part;
}

/**
 * confab_message_row_new_empty:
 *
 * Returns: (transfer full): data without parts yet
 */
ConfabMessageRow *
confab_message_row_new_empty (void)
{
  ConfabMessageRow *self = g_new0 (ConfabMessageRow, 1);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_part_row_free);
  self->duration_ms = -1;
  self->error_retry_at_us = -1;
  confab_usage_init (&self->usage);
  return self;
}

/* What is kept of an error is what a person may need later. One of another domain is a fault of
 * ours rather than of the provider, and its sentence is all there is to say. */
static void
take_error (ConfabMessageRow *self,
            const GError     *error)
{
  if (error == NULL)
    return;

  self->error_message = g_strdup (error->message);
  if (error->domain != CONFAB_PROVIDER_ERROR)
    return;

  self->error = error->code;
  self->error_http_status = confab_provider_error_get_http_status (error);
  self->error_provider_code = g_strdup (confab_provider_error_get_provider_code (error));
  self->error_retry_at_us = confab_provider_error_get_retry_at_us (error);
}

/**
 * confab_message_row_new:
 * @message: a message, in its own thread
 *
 * Returns: (transfer full): what of it is kept, as it is now
 */
ConfabMessageRow *
confab_message_row_new (ConfabMessage *message)
{
  ConfabMessageRow *self = confab_message_row_new_empty ();

  self->id = g_strdup (confab_message_get_id (message));
  self->parent_id = g_strdup (confab_message_get_parent_id (message));
  self->provider_id = g_strdup (confab_message_get_provider_id (message));
  self->provider_name = g_strdup (confab_message_get_provider_name (message));
  self->dialect = g_strdup (confab_message_get_dialect (message));
  self->model = g_strdup (confab_message_get_model (message));
  self->raw_stop_reason = g_strdup (confab_message_get_raw_stop_reason (message));
  self->usage = *confab_message_get_usage (message);
  self->created_at_us = confab_message_get_created_at_us (message);
  self->duration_ms = confab_message_get_duration_ms (message);
  self->role = confab_message_get_role (message);
  self->status = confab_message_get_status (message);
  self->stop_reason = confab_message_get_stop_reason (message);
  self->attempts = confab_attempt_list_to_text (confab_message_get_attempts (message));
  take_error (self, confab_message_get_error (message));

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    g_ptr_array_add (self->parts, confab_part_row_new (confab_message_get_part (message, i)));

  return self;
}

/**
 * confab_message_row_free:
 * @self: (transfer full): the data
 */
void
confab_message_row_free (ConfabMessageRow *self)
{
  g_free (self->id);
  g_free (self->parent_id);
  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->dialect);
  g_free (self->model);
  g_free (self->raw_stop_reason);
  g_free (self->error_message);
  g_free (self->error_provider_code);
  g_free (self->attempts);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

/**
 * confab_message_row_build:
 * @self: the data
 *
 * Returns: (transfer full): a message for the calling thread
 */
ConfabMessage *
confab_message_row_build (const ConfabMessageRow *self)
{
  ConfabMessage *message = confab_message_new_with_id (self->role, self->id);
  g_autoptr(GPtrArray) attempts = confab_attempt_list_from_text (self->attempts);

  confab_message_set_parent_id (message, self->parent_id);
  confab_message_set_provider_id (message, self->provider_id);
  confab_message_set_provider_name (message, self->provider_name);
  confab_message_set_dialect (message, self->dialect);
  confab_message_set_model (message, self->model);
  confab_message_set_stop_reason (message, self->stop_reason, self->raw_stop_reason);
  confab_message_set_usage (message, &self->usage);
  confab_message_set_created_at_us (message, self->created_at_us);
  confab_message_set_duration_ms (message, self->duration_ms);
  confab_message_set_status (message, self->status);
  confab_message_set_attempts (message, attempts);

  if (self->error_message != NULL)
    {
      g_autoptr(GError) error = confab_provider_error_new (self->error, self->error_http_status,
                                                           self->error_provider_code, -1,
                                                           self->error_message);

      confab_provider_error_set_retry_at_us (error, self->error_retry_at_us);
      confab_message_set_error (message, error);
    }

  for (guint i = 0; i < self->parts->len; i++)
    {
      g_autoptr(ConfabPart) part = confab_part_row_build (g_ptr_array_index (self->parts, i));

      confab_message_append_part (message, part);
    }

  return message;
}
