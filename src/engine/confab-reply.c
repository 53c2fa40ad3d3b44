/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-reply"

#include "config.h"

#include "confab-reply.h"

/* ConfabReply:
 *
 * Turns what a provider says into the parts of a message. The one place that does.
 *
 * Knows no clock: whoever feeds it says what time it is.
 */
struct _ConfabReply
{
  ConfabMessage *message;             /* owned */
  GHashTable    *slots;               /* owned, slot number to ConfabPart (owned) */
  ConfabPart    *thinking;            /* owned, nullable: the part whose time is running */
  ConfabPart    *open_text;           /* owned, nullable: where the first text goes on */
  GError        *error;               /* owned, nullable: what the provider reported */
  gint64         started_at_us;
  gint64         thinking_since_us;
  gboolean       dirty;
};

static void
stop_thinking_clock (ConfabReply *self,
                     gint64       now_us)
{
  if (self->thinking == NULL)
    return;

  confab_part_set_duration_ms (self->thinking, MAX (0, now_us - self->thinking_since_us) / 1000);
  g_clear_object (&self->thinking);
}

static void
set_streaming (ConfabReply *self)
{
  if (confab_message_get_status (self->message) == CONFAB_MESSAGE_WAITING)
    confab_message_set_status (self->message, CONFAB_MESSAGE_STREAMING);
}

static ConfabPart *
lookup_part (ConfabReply *self,
             guint        slot)
{
  return g_hash_table_lookup (self->slots, GUINT_TO_POINTER (slot));
}

static void
set_replay (ConfabPart        *part,
            const ConfabEvent *event)
{
  if (event->json_bytes != NULL)
    confab_part_set_replay_bytes (part, event->json_bytes);
  else
    confab_part_set_replay (part, event->json);
}

/* A slot that changes its kind is a provider's mistake; what came before it stays. */
static ConfabPart *
ensure_part (ConfabReply    *self,
             guint           slot,
             ConfabPartKind  kind,
             gint64          now_us)
{
  ConfabPart *part = lookup_part (self, slot);

  if (part == NULL && kind == CONFAB_PART_TEXT && self->open_text != NULL)
    {
      part = g_steal_pointer (&self->open_text);
      g_hash_table_insert (self->slots, GUINT_TO_POINTER (slot), part);
    }
  else if (part == NULL || confab_part_get_kind (part) != kind)
    {
      part = confab_part_new (kind);
      g_hash_table_insert (self->slots, GUINT_TO_POINTER (slot), part);
      confab_message_append_part (self->message, part);
    }

  if (kind != CONFAB_PART_THINKING)
    {
      stop_thinking_clock (self, now_us);
    }
  else if (self->thinking != part && confab_part_get_duration_ms (part) < 0)
    {
      stop_thinking_clock (self, now_us);
      self->thinking = g_object_ref (part);
      self->thinking_since_us = now_us;
    }

  set_streaming (self);

  return part;
}

static void
append_text (ConfabReply       *self,
             const ConfabEvent *event,
             ConfabPartKind     kind,
             gint64             now_us)
{
  ConfabPart *part;

  if (event->text == NULL)
    return;

  part = ensure_part (self, event->slot, kind, now_us);
  confab_part_append_text (part, event->text, event->text_length);
}

/* Not shown and not sent back, for it came beside the reply; kept, because it was said. */
static void
keep_aside (ConfabReply       *self,
            const ConfabEvent *event,
            const char        *name)
{
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_OPAQUE,
                                                     event->json != NULL ? event->json : "");

  confab_part_set_name (part, name);
  confab_part_set_id (part, event->id);
  confab_part_set_sealed (part, TRUE);
  confab_message_append_part (self->message, part);
}

static void
seal (ConfabReply       *self,
      const ConfabEvent *event,
      gint64             now_us)
{
  ConfabPart *part = lookup_part (self, event->slot);

  /* Thinking may come as nothing but what has to be sent back. */
  if (part == NULL)
    part = ensure_part (self, event->slot, CONFAB_PART_THINKING, now_us);

  if (part == self->thinking)
    stop_thinking_clock (self, now_us);
  if (event->json != NULL)
    set_replay (part, event);
  confab_part_set_sealed (part, TRUE);
}

static void
apply_tool_call (ConfabReply       *self,
                 const ConfabEvent *event,
                 gint64             now_us)
{
  ConfabPart *part = ensure_part (self, event->slot, CONFAB_PART_TOOL_CALL, now_us);

  if (event->id != NULL)
    confab_part_set_id (part, event->id);
  if (event->name != NULL)
    confab_part_set_name (part, event->name);
}

static void
apply_opaque (ConfabReply       *self,
              const ConfabEvent *event,
              gint64             now_us)
{
  ConfabPart *part = ensure_part (self, event->slot, CONFAB_PART_OPAQUE, now_us);

  if (event->id != NULL)
    confab_part_set_id (part, event->id);
  confab_part_set_name (part, event->name);
  set_replay (part, event);
  confab_part_set_sealed (part, TRUE);
}

/* confab_reply_new:
 * @message: the reply, with nothing in it, or one that goes on
 * @now_us: monotonic time in microseconds
 *
 * Returns: (transfer full): what fills it
 */
ConfabReply *
confab_reply_new (ConfabMessage *message,
                  gint64         now_us)
{
  ConfabReply *self;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), NULL);

  self = g_new0 (ConfabReply, 1);
  self->message = g_object_ref (message);
  self->slots = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->started_at_us = now_us;

  return self;
}

/* confab_reply_free:
 * @self: (transfer full) (nullable): a reply
 */
void
confab_reply_free (ConfabReply *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->message);
  g_clear_object (&self->thinking);
  g_clear_object (&self->open_text);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* confab_reply_get_message:
 *
 * Returns: (transfer none): the message that is filled
 */
ConfabMessage *
confab_reply_get_message (ConfabReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->message;
}

/* confab_reply_get_error:
 *
 * Returns: (transfer none) (nullable): the failure that the provider reported in its reply
 */
const GError *
confab_reply_get_error (ConfabReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->error;
}

/* confab_reply_go_on_in:
 * @part: the last text of the message
 *
 * The first text that comes is the rest of @part, and no part of its own.
 */
void
confab_reply_go_on_in (ConfabReply *self,
                       ConfabPart  *part)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (confab_part_get_kind (part) == CONFAB_PART_TEXT);

  g_set_object (&self->open_text, part);
}

/* confab_reply_apply:
 * @event: what the provider said
 * @now_us: monotonic time in microseconds
 *
 * Does not tell anybody yet; see confab_reply_flush().
 */
void
confab_reply_apply (ConfabReply       *self,
                    const ConfabEvent *event,
                    gint64             now_us)
{
  ConfabPart *part;
  ConfabUsage usage;

  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  self->dirty = TRUE;

  switch (event->kind)
    {
    case CONFAB_EVENT_START:
      if (event->model != NULL && *event->model != '\0')
        confab_message_set_model (self->message, event->model);
      set_streaming (self);
      break;

    case CONFAB_EVENT_TEXT:
      append_text (self, event, CONFAB_PART_TEXT, now_us);
      break;

    case CONFAB_EVENT_THINKING:
      append_text (self, event, CONFAB_PART_THINKING, now_us);
      break;

    case CONFAB_EVENT_REFUSAL:
      append_text (self, event, CONFAB_PART_REFUSAL, now_us);
      break;

    case CONFAB_EVENT_SEALED:
      seal (self, event, now_us);
      break;

    case CONFAB_EVENT_TOOL_CALL:
      apply_tool_call (self, event, now_us);
      break;

    case CONFAB_EVENT_TOOL_ARGUMENTS:
      append_text (self, event, CONFAB_PART_TOOL_CALL, now_us);
      break;

    case CONFAB_EVENT_TOOL_CALL_END:
      part = ensure_part (self, event->slot, CONFAB_PART_TOOL_CALL, now_us);
      if (event->json != NULL)
        confab_part_set_text (part, event->json);
      confab_part_set_sealed (part, TRUE);
      break;

    case CONFAB_EVENT_SERVER_TOOL_CALL:
    case CONFAB_EVENT_OPAQUE:
      apply_opaque (self, event, now_us);
      break;

    case CONFAB_EVENT_CITATION:
      keep_aside (self, event, "citation");
      break;

    case CONFAB_EVENT_USAGE:
      if (event->usage != NULL)
        {
          usage = *confab_message_get_usage (self->message);
          confab_usage_merge (&usage, event->usage);
          confab_message_set_usage (self->message, &usage);
        }
      break;

    case CONFAB_EVENT_STOP:
      stop_thinking_clock (self, now_us);
      confab_message_set_stop_reason (self->message, event->stop_reason, event->name);
      break;

    case CONFAB_EVENT_RETRACT:
      /* The part stays, without text, for parts have their places for good. */
      if ((part = lookup_part (self, event->slot)) != NULL)
        confab_part_set_text (part, "");
      break;

    case CONFAB_EVENT_ERROR:
      if (event->error != NULL && self->error == NULL)
        self->error = g_error_copy (event->error);
      break;

    case CONFAB_EVENT_RATE_LIMIT:
    default:
      break;
    }
}

/* confab_reply_flush:
 *
 * Tells those who watch the message, if there is anything to tell. To be called once for each
 * chunk, however many events were in it.
 */
void
confab_reply_flush (ConfabReply *self)
{
  g_return_if_fail (self != NULL);

  if (!self->dirty)
    return;

  self->dirty = FALSE;
  confab_message_changed (self->message);
}

/* confab_reply_finish:
 * @status: how it ended
 * @error: (nullable): why it did not end well
 * @now_us: monotonic time in microseconds
 *
 * Nothing more is to come. Only a complete reply has its parts sealed: half a tool call must
 * never look like a whole one.
 */
void
confab_reply_finish (ConfabReply         *self,
                     ConfabMessageStatus  status,
                     const GError        *error,
                     gint64               now_us)
{
  g_return_if_fail (self != NULL);

  stop_thinking_clock (self, now_us);

  if (status == CONFAB_MESSAGE_COMPLETE)
    for (guint i = 0; i < confab_message_get_n_parts (self->message); i++)
      confab_part_set_sealed (confab_message_get_part (self->message, i), TRUE);

  confab_message_set_error (self->message, error);
  confab_message_set_duration_ms (self->message, MAX (0, now_us - self->started_at_us) / 1000);
  confab_message_set_status (self->message, status);

  self->dirty = FALSE;
  confab_message_changed (self->message);
}
