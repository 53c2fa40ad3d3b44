/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "confab-rate-limit.h"
#include "confab-usage.h"

G_BEGIN_DECLS

/**
 * ConfabStopReason:
 *
 * Why a reply ended, in the field's common terms. The nicks are written to disk: append only.
 */
typedef enum
{
  CONFAB_STOP_REASON_NONE = 0,            /* the end was not seen */
  CONFAB_STOP_REASON_STOP = 1,
  CONFAB_STOP_REASON_TOOL_USE = 2,
  CONFAB_STOP_REASON_LENGTH = 3,
  CONFAB_STOP_REASON_CONTENT_FILTER = 4,
  CONFAB_STOP_REASON_REFUSAL = 5,
  CONFAB_STOP_REASON_PAUSE = 6,           /* the provider wants the turn sent back to go on */
  CONFAB_STOP_REASON_ERROR = 7,
  CONFAB_STOP_REASON_OTHER = 8,
} ConfabStopReason;

#define CONFAB_TYPE_STOP_REASON (confab_stop_reason_get_type ())
GType confab_stop_reason_get_type (void) G_GNUC_CONST;

/**
 * ConfabEventKind:
 * @CONFAB_EVENT_START: the reply began: `id`, `model`, either may be %NULL; may come again with more
 * @CONFAB_EVENT_TEXT: visible text for `slot`: `text`
 * @CONFAB_EVENT_THINKING: thinking text for `slot`: `text`
 * @CONFAB_EVENT_REFUSAL: text of a refusal for `slot`: `text`
 * @CONFAB_EVENT_SEALED: `slot` is complete; `json` is what must be sent back with it, or %NULL; may
 *   come again with what was not known before
 * @CONFAB_EVENT_TOOL_CALL: the model calls a tool: `slot`, `id` (or %NULL), `name`; may come again
 *   with an id
 * @CONFAB_EVENT_TOOL_ARGUMENTS: a piece of that call's arguments: `slot`, `text`
 * @CONFAB_EVENT_TOOL_CALL_END: that call is complete: `slot`, `json` the whole arguments, which are
 *   not JSON if the model wrote them so
 * @CONFAB_EVENT_SERVER_TOOL_CALL: the provider ran a tool of its own: `slot`, `id`, `name`, `json`
 * @CONFAB_EVENT_CITATION: a source for `slot`: `json`
 * @CONFAB_EVENT_OPAQUE: something that has no name here: `slot`, `name` its type, `json` its bytes
 * @CONFAB_EVENT_USAGE: token usage so far: `usage`
 * @CONFAB_EVENT_RATE_LIMIT: what the provider says of its limits: `rate_limit`
 * @CONFAB_EVENT_STOP: the reply ended: `stop_reason`, `name` the provider's own word
 * @CONFAB_EVENT_ERROR: the provider reports a failure: `error`
 * @CONFAB_EVENT_RETRACT: what came as text for `slot` was none; it comes again as what it is
 *
 * The nicks appear in `confab ask --json`: append only.
 */
typedef enum
{
  CONFAB_EVENT_START = 0,
  CONFAB_EVENT_TEXT = 1,
  CONFAB_EVENT_THINKING = 2,
  CONFAB_EVENT_REFUSAL = 3,
  CONFAB_EVENT_SEALED = 4,
  CONFAB_EVENT_TOOL_CALL = 5,
  CONFAB_EVENT_TOOL_ARGUMENTS = 6,
  CONFAB_EVENT_TOOL_CALL_END = 7,
  CONFAB_EVENT_SERVER_TOOL_CALL = 8,
  CONFAB_EVENT_CITATION = 9,
  CONFAB_EVENT_OPAQUE = 10,
  CONFAB_EVENT_USAGE = 11,
  CONFAB_EVENT_RATE_LIMIT = 12,
  CONFAB_EVENT_STOP = 13,
  CONFAB_EVENT_ERROR = 14,
  CONFAB_EVENT_RETRACT = 15,
} ConfabEventKind;

#define CONFAB_TYPE_EVENT_KIND (confab_event_kind_get_type ())
GType confab_event_kind_get_type (void) G_GNUC_CONST;

/**
 * ConfabEvent:
 * @kind: what happened; says which members are set
 * @slot: which part of the reply; numbers are given in the order in which parts first appear
 * @text: (nullable): a piece of text, valid UTF-8, NUL-terminated
 * @text_length: its length in bytes
 * @json_bytes: (nullable): what holds `json`, without its NUL, for whoever keeps it: a picture has megabytes. Only a
 *   copy has it
 *
 * What a provider said, in terms that are the same for every dialect.
 *
 * All pointers are lent for the duration of the callback that brings the event.
 */
typedef struct
{
  ConfabEventKind    kind;
  guint              slot;
  const char        *text;
  gsize              text_length;
  const char        *id;
  const char        *name;
  const char        *model;
  const char        *json;
  GBytes            *json_bytes;
  const ConfabUsage *usage;
  ConfabStopReason   stop_reason;
  const GError      *error;
  const ConfabRateLimit *rate_limit;
} ConfabEvent;

ConfabEvent *confab_event_copy (const ConfabEvent *event) G_GNUC_WARN_UNUSED_RESULT;
void         confab_event_free (ConfabEvent       *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabEvent, confab_event_free)

/**
 * ConfabEventFunc:
 * @event: what happened, lent
 * @user_data: closure
 */
typedef void (*ConfabEventFunc) (const ConfabEvent *event,
                                 gpointer           user_data);

G_END_DECLS
