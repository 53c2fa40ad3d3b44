/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-event.h"
#include "confab-message.h"
#include "confab-tool.h"
#include "confab-thinking-level.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TURN (confab_turn_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTurn, confab_turn, CONFAB, TURN, GObject)

/* Signal "event" (const ConfabEvent *): each neutral event, after it was applied to the reply.
 * Signal "attempt" (const ConfabAttempt *): each provider that was asked, once that has ended, if
 * it was more than one. */
ConfabTurn    *confab_turn_new        (ConfabContext        *context,
                                       ConfabProvider       *provider,
                                       const char           *model,
                                       const char           *system_prompt,
                                       GPtrArray            *messages) G_GNUC_WARN_UNUSED_RESULT;
void           confab_turn_set_tools  (ConfabTurn           *self,
                                       GPtrArray            *tools,
                                       const char           *tool_choice);
ConfabMessage *confab_turn_get_reply  (ConfabTurn           *self);
void           confab_turn_set_thinking (ConfabTurn         *self,
                                       ConfabThinkingLevel   thinking);
void           confab_turn_keep_to_breakers (ConfabTurn    *self,
                                       gboolean              ask_others);
void           confab_turn_run_async  (ConfabTurn           *self,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean       confab_turn_run_finish (ConfabTurn           *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
