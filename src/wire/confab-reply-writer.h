/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-event.h"

G_BEGIN_DECLS

/**
 * ConfabReplyWriter:
 * @has_error: the provider reported a failure
 * @has_tool_call: the model called a tool
 * @has_refusal: the model refused
 * @has_text_slot: whether @text_slot is set
 * @text_slot: the slot of the latest visible text
 * @stop_word: (nullable): the provider's own word for why the reply ended, the latest
 *
 * What the dialects' decoders have in common: numbers slots, opens and closes those that text
 * flows into, and tells changes of what repeats in every piece of a stream.
 *
 * Embedded in a decoder's state. Members other than those above are private.
 */
typedef struct
{
  ConfabEventFunc  func;
  gpointer         user_data;

  char            *id;
  char            *model;
  char            *stop_word;
  char            *seal;       /* for the open slot */
  ConfabUsage      usage;
  guint            n_slots;
  guint            open_slot;
  guint            text_slot;
  ConfabEventKind  open_kind;

  guint            is_open : 1;
  guint            started : 1;
  guint            has_error : 1;
  guint            has_tool_call : 1;
  guint            has_refusal : 1;
  guint            has_text_slot : 1;
} ConfabReplyWriter;

void     confab_reply_writer_init            (ConfabReplyWriter *self);
void     confab_reply_writer_clear           (ConfabReplyWriter *self);
void     confab_reply_writer_begin           (ConfabReplyWriter *self,
                                              ConfabEventFunc    func,
                                              gpointer           user_data);

void     confab_reply_writer_start           (ConfabReplyWriter *self,
                                              const char        *id,
                                              const char        *model);
guint    confab_reply_writer_new_slot        (ConfabReplyWriter *self);
void     confab_reply_writer_text            (ConfabReplyWriter *self,
                                              ConfabEventKind    kind,
                                              guint              slot,
                                              const char        *text,
                                              gsize              length);
void     confab_reply_writer_sealed          (ConfabReplyWriter *self,
                                              guint              slot,
                                              const char        *json);
void     confab_reply_writer_tool_call       (ConfabReplyWriter *self,
                                              guint              slot,
                                              const char        *id,
                                              const char        *name);
void     confab_reply_writer_tool_arguments  (ConfabReplyWriter *self,
                                              guint              slot,
                                              const char        *text,
                                              gsize              length);
void     confab_reply_writer_tool_call_end   (ConfabReplyWriter *self,
                                              guint              slot,
                                              const char        *json);
void     confab_reply_writer_server_tool_call (ConfabReplyWriter *self,
                                               guint              slot,
                                               const char        *id,
                                               const char        *name,
                                               const char        *json);
void     confab_reply_writer_citation        (ConfabReplyWriter *self,
                                              guint              slot,
                                              JsonObject        *source,
                                              const char        *url,
                                              const char        *title);
void     confab_reply_writer_opaque          (ConfabReplyWriter *self,
                                              const char        *name,
                                              const char        *json);
void     confab_reply_writer_opaque_at       (ConfabReplyWriter *self,
                                              guint              slot,
                                              const char        *name,
                                              const char        *json);
void     confab_reply_writer_usage           (ConfabReplyWriter *self,
                                              const ConfabUsage *newer);
void     confab_reply_writer_set_stop_word   (ConfabReplyWriter *self,
                                              const char        *word);
void     confab_reply_writer_stop            (ConfabReplyWriter *self,
                                              ConfabStopReason   reason);
void     confab_reply_writer_take_error      (ConfabReplyWriter *self,
                                              GError            *error);

gboolean confab_reply_writer_check           (ConfabReplyWriter *self,
                                              GError           **error);

void     confab_reply_writer_append          (ConfabReplyWriter *self,
                                              ConfabEventKind    kind,
                                              const char        *text,
                                              gsize              length);
guint    confab_reply_writer_open            (ConfabReplyWriter *self,
                                              ConfabEventKind    kind);
void     confab_reply_writer_take_seal       (ConfabReplyWriter *self,
                                              char              *json);
void     confab_reply_writer_retract         (ConfabReplyWriter *self);
void     confab_reply_writer_close           (ConfabReplyWriter *self);

G_END_DECLS
