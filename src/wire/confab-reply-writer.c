/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-reply-writer"

#include "config.h"

#include "confab-reply-writer.h"

#include "confab-decoder.h"
#include "confab-json.h"

#include <string.h>

static void
emit (ConfabReplyWriter *self,
      const ConfabEvent *event)
{
  g_assert (self->func != NULL);

  self->func (event, self->user_data);
}

/**
 * confab_reply_writer_init:
 * @self: the writer
 *
 * Sets the writer to the start of a reply.
 */
void
confab_reply_writer_init (ConfabReplyWriter *self)
{
  g_return_if_fail (self != NULL);

  memset (self, 0, sizeof *self);
  confab_usage_init (&self->usage);
}

/**
 * confab_reply_writer_clear:
 * @self: the writer
 *
 * Frees what the writer holds.
 */
void
confab_reply_writer_clear (ConfabReplyWriter *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->stop_word, g_free);
  g_clear_pointer (&self->seal, g_free);
}

/**
 * confab_reply_writer_begin:
 * @self: the writer
 * @func: where events go from now on
 * @user_data: closure for @func
 *
 * Sets where events go. To be called before every piece of a stream, since the closure is only lent.
 */
void
confab_reply_writer_begin (ConfabReplyWriter *self,
                           ConfabEventFunc    func,
                           gpointer           user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  self->func = func;
  self->user_data = user_data;
}

/**
 * confab_reply_writer_start:
 * @self: the writer
 * @id: (nullable): the reply's id; empty counts as unknown
 * @model: (nullable): the model's name; empty counts as unknown
 *
 * Tells that the reply began, and again when its id becomes known or its model changes. Some
 * services give every piece an id of its own; only the first counts.
 */
void
confab_reply_writer_start (ConfabReplyWriter *self,
                           const char        *id,
                           const char        *model)
{
  gboolean changed = !self->started;

  if (id != NULL && *id != '\0' && self->id == NULL)
    {
      self->id = g_strdup (id);
      changed = TRUE;
    }

  if (model != NULL && *model != '\0' && g_strcmp0 (self->model, model) != 0)
    {
      g_free (self->model);
      self->model = g_strdup (model);
      changed = TRUE;
    }

  if (!changed)
    return;

  self->started = TRUE;
  emit (self, &(ConfabEvent) { .kind = CONFAB_EVENT_START, .id = self->id, .model = self->model });
}

/**
 * confab_reply_writer_new_slot:
 * @self: the writer
 *
 * Returns: the number of the next part
 */
guint
confab_reply_writer_new_slot (ConfabReplyWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_slots++;
}

/**
 * confab_reply_writer_text:
 * @self: the writer
 * @kind: %CONFAB_EVENT_TEXT, %CONFAB_EVENT_THINKING or %CONFAB_EVENT_REFUSAL
 * @slot: which part
 * @text: a piece of text
 * @length: its length in bytes
 */
void
confab_reply_writer_text (ConfabReplyWriter *self,
                          ConfabEventKind    kind,
                          guint              slot,
                          const char        *text,
                          gsize              length)
{
  if (kind == CONFAB_EVENT_TEXT)
    {
      self->text_slot = slot;
      self->has_text_slot = TRUE;
    }
  else if (kind == CONFAB_EVENT_REFUSAL)
    {
      self->has_refusal = TRUE;
    }

  emit (self, &(ConfabEvent) { .kind = kind, .slot = slot, .text = text, .text_length = length });
}

/**
 * confab_reply_writer_sealed:
 * @self: the writer
 * @slot: which part
 * @json: (nullable): what must be sent back with it
 */
void
confab_reply_writer_sealed (ConfabReplyWriter *self,
                            guint              slot,
                            const char        *json)
{
  emit (self, &(ConfabEvent) { .kind = CONFAB_EVENT_SEALED, .slot = slot, .json = json });
}

/**
 * confab_reply_writer_tool_call:
 * @self: the writer
 * @slot: which part
 * @id: (nullable): the call's id; empty counts as none
 * @name: the tool's name
 */
void
confab_reply_writer_tool_call (ConfabReplyWriter *self,
                               guint              slot,
                               const char        *id,
                               const char        *name)
{
  self->has_tool_call = TRUE;
  emit (self, &(ConfabEvent) {
    .kind = CONFAB_EVENT_TOOL_CALL,
    .slot = slot,
    .id = id != NULL && *id != '\0' ? id : NULL,
    .name = name,
  });
}

/**
 * confab_reply_writer_tool_arguments:
 * @self: the writer
 * @slot: which part
 * @text: a piece of the call's arguments
 * @length: its length in bytes
 */
void
confab_reply_writer_tool_arguments (ConfabReplyWriter *self,
                                    guint              slot,
                                    const char        *text,
                                    gsize              length)
{
  if (length == 0)
    return;

  emit (self, &(ConfabEvent) {
    .kind = CONFAB_EVENT_TOOL_ARGUMENTS,
    .slot = slot,
    .text = text,
    .text_length = length,
  });
}

/**
 * confab_reply_writer_tool_call_end:
 * @self: the writer
 * @slot: which part
 * @json: the whole arguments; nothing at all stands for an empty object
 */
void
confab_reply_writer_tool_call_end (ConfabReplyWriter *self,
                                   guint              slot,
                                   const char        *json)
{
  emit (self, &(ConfabEvent) {
    .kind = CONFAB_EVENT_TOOL_CALL_END,
    .slot = slot,
    .json = json != NULL && *json != '\0' ? json : "{}",
  });
}

/**
 * confab_reply_writer_server_tool_call:
 * @self: the writer
 * @slot: which part
 * @id: (nullable): the call's id
 * @name: the tool's name
 * @json: the whole arguments
 */
void
confab_reply_writer_server_tool_call (ConfabReplyWriter *self,
                                      guint              slot,
                                      const char        *id,
                                      const char        *name,
                                      const char        *json)
{
  emit (self, &(ConfabEvent) {
    .kind = CONFAB_EVENT_SERVER_TOOL_CALL,
    .slot = slot,
    .id = id,
    .name = name,
    .json = json != NULL && *json != '\0' ? json : "{}",
  });
}

/**
 * confab_reply_writer_citation:
 * @self: the writer
 * @slot: the part it belongs to
 * @source: what the provider said of the source; members may be added
 * @url: (nullable): where it is
 * @title: (nullable): what it is called
 *
 * Tells a source. The event's JSON has the provider's members and, where known, `url` and `title`.
 */
void
confab_reply_writer_citation (ConfabReplyWriter *self,
                              guint              slot,
                              JsonObject        *source,
                              const char        *url,
                              const char        *title)
{
  g_autofree char *json = NULL;

  if (url != NULL && confab_json_get_string (source, "url") == NULL)
    json_object_set_string_member (source, "url", url);
  if (title != NULL && confab_json_get_string (source, "title") == NULL)
    json_object_set_string_member (source, "title", title);

  json = confab_json_object_to_string (source);
  emit (self, &(ConfabEvent) { .kind = CONFAB_EVENT_CITATION, .slot = slot, .json = json });
}

/**
 * confab_reply_writer_opaque:
 * @self: the writer
 * @name: its type
 * @json: its bytes
 *
 * Tells a part that has no name here, in a slot of its own.
 */
void
confab_reply_writer_opaque (ConfabReplyWriter *self,
                            const char        *name,
                            const char        *json)
{
  confab_reply_writer_close (self);
  confab_reply_writer_opaque_at (self, confab_reply_writer_new_slot (self), name, json);
}

/**
 * confab_reply_writer_opaque_at:
 * @self: the writer
 * @slot: which part
 * @name: its type
 * @json: its bytes
 *
 * Tells a part that has no name here.
 */
void
confab_reply_writer_opaque_at (ConfabReplyWriter *self,
                               guint              slot,
                               const char        *name,
                               const char        *json)
{
  emit (self, &(ConfabEvent) {
    .kind = CONFAB_EVENT_OPAQUE,
    .slot = slot,
    .name = name,
    .json = json,
  });
}

/**
 * confab_reply_writer_usage:
 * @self: the writer
 * @newer: what the provider said last
 *
 * Tells the token usage so far, if @newer changes it.
 */
void
confab_reply_writer_usage (ConfabReplyWriter *self,
                           const ConfabUsage *newer)
{
  ConfabUsage merged = self->usage;

  confab_usage_merge (&merged, newer);
  if (merged.input == self->usage.input &&
      merged.output == self->usage.output &&
      merged.cached == self->usage.cached &&
      merged.cache_write == self->usage.cache_write &&
      merged.reasoning == self->usage.reasoning &&
      merged.cost_usd == self->usage.cost_usd &&
      merged.input_excludes_cache == self->usage.input_excludes_cache &&
      merged.output_excludes_reasoning == self->usage.output_excludes_reasoning)
    return;

  self->usage = merged;
  emit (self, &(ConfabEvent) { .kind = CONFAB_EVENT_USAGE, .usage = &self->usage });
}

/**
 * confab_reply_writer_set_stop_word:
 * @self: the writer
 * @word: (nullable): the provider's word for why the reply ended; nothing is ignored
 */
void
confab_reply_writer_set_stop_word (ConfabReplyWriter *self,
                                   const char        *word)
{
  if (word == NULL || *word == '\0' || g_strcmp0 (word, self->stop_word) == 0)
    return;

  g_free (self->stop_word);
  self->stop_word = g_strdup (word);
}

/**
 * confab_reply_writer_stop:
 * @self: the writer
 * @reason: why the reply ended
 *
 * Tells that the reply ended. Whatever the provider's word, a reply that ends normally with tool
 * calls ended for them, and one that ends normally with a refusal ended for that.
 */
void
confab_reply_writer_stop (ConfabReplyWriter *self,
                          ConfabStopReason   reason)
{
  if (reason == CONFAB_STOP_REASON_STOP || reason == CONFAB_STOP_REASON_OTHER ||
      reason == CONFAB_STOP_REASON_NONE)
    {
      if (self->has_tool_call)
        reason = CONFAB_STOP_REASON_TOOL_USE;
      else if (self->has_refusal)
        reason = CONFAB_STOP_REASON_REFUSAL;
      else if (reason == CONFAB_STOP_REASON_NONE)
        reason = CONFAB_STOP_REASON_STOP;
    }

  emit (self, &(ConfabEvent) {
    .kind = CONFAB_EVENT_STOP,
    .stop_reason = reason,
    .name = self->stop_word,
  });
}

/**
 * confab_reply_writer_take_error:
 * @self: the writer
 * @error: (transfer full): what the provider reports
 *
 * Tells a failure. Only the first is told; what follows it is its echo.
 */
void
confab_reply_writer_take_error (ConfabReplyWriter *self,
                                GError            *error)
{
  g_autoptr(GError) owned = error;

  if (self->has_error)
    return;

  self->has_error = TRUE;
  emit (self, &(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = owned });
}

/**
 * confab_reply_writer_check:
 * @self: the writer
 * @error: return location for an error
 *
 * Checks that the reply has no more parts than it may have, also ones nothing was told of yet.
 *
 * Returns: %FALSE with %CONFAB_WIRE_ERROR_TOO_LARGE
 */
gboolean
confab_reply_writer_check (ConfabReplyWriter  *self,
                           GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->n_slots <= CONFAB_DECODER_MAX_PARTS)
    return TRUE;

  g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
               "The reply has more than %d parts", CONFAB_DECODER_MAX_PARTS);

  return FALSE;
}

/**
 * confab_reply_writer_append:
 * @self: the writer
 * @kind: %CONFAB_EVENT_TEXT, %CONFAB_EVENT_THINKING or %CONFAB_EVENT_REFUSAL
 * @text: a piece of text
 * @length: its length in bytes
 *
 * Adds text to the open slot if it is of @kind, or to a new one. No text does nothing.
 */
void
confab_reply_writer_append (ConfabReplyWriter *self,
                            ConfabEventKind    kind,
                            const char        *text,
                            gsize              length)
{
  if (length == 0)
    return;

  confab_reply_writer_text (self, kind, confab_reply_writer_open (self, kind), text, length);
}

/**
 * confab_reply_writer_open:
 * @self: the writer
 * @kind: %CONFAB_EVENT_TEXT, %CONFAB_EVENT_THINKING or %CONFAB_EVENT_REFUSAL
 *
 * Makes sure that the open slot is of @kind; another is closed first.
 *
 * Returns: the slot
 */
guint
confab_reply_writer_open (ConfabReplyWriter *self,
                          ConfabEventKind    kind)
{
  if (!self->is_open || self->open_kind != kind)
    {
      confab_reply_writer_close (self);
      self->open_slot = confab_reply_writer_new_slot (self);
      self->open_kind = kind;
      self->is_open = TRUE;
    }

  return self->open_slot;
}

/**
 * confab_reply_writer_retract:
 * @self: the writer
 *
 * Takes back the text of the open slot, if it is one of text.
 */
void
confab_reply_writer_retract (ConfabReplyWriter *self)
{
  if (!self->is_open || self->open_kind != CONFAB_EVENT_TEXT)
    return;

  self->is_open = FALSE;
  self->has_text_slot = FALSE;
  emit (self, &(ConfabEvent) { .kind = CONFAB_EVENT_RETRACT, .slot = self->open_slot });
}

/**
 * confab_reply_writer_take_seal:
 * @self: the writer
 * @json: (transfer full) (nullable): what must be sent back with the open slot
 *
 * Sets what the open slot is sealed with when it is closed; the latest counts.
 */
void
confab_reply_writer_take_seal (ConfabReplyWriter *self,
                               char              *json)
{
  g_free (self->seal);
  self->seal = json;
}

/**
 * confab_reply_writer_close:
 * @self: the writer
 *
 * Seals the open slot, if there is one.
 */
void
confab_reply_writer_close (ConfabReplyWriter *self)
{
  if (!self->is_open)
    return;

  self->is_open = FALSE;
  confab_reply_writer_sealed (self, self->open_slot, self->seal);
  g_clear_pointer (&self->seal, g_free);
}
