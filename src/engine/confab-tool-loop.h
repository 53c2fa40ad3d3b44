/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-tool-runner.h"

G_BEGIN_DECLS

/* How often the tools of one question are run, unless said otherwise. */
#define CONFAB_TOOL_LOOP_DEFAULT_ROUNDS 24

/* The longest text of one result that a model is told, in bytes. */
#define CONFAB_TOOL_LOOP_MAX_RESULT_BYTES (256 * 1024)

#define CONFAB_TYPE_TOOL_LOOP (confab_tool_loop_get_type ())
G_DECLARE_FINAL_TYPE (ConfabToolLoop, confab_tool_loop, CONFAB, TOOL_LOOP, GObject)

/* Signals: "turn" (ConfabTurn *): before it runs; "results" (ConfabMessage *): before any tool runs. */
ConfabToolLoop *confab_tool_loop_new            (ConfabContext        *context,
                                                 ConfabProvider       *provider,
                                                 const char           *model,
                                                 const char           *system_prompt,
                                                 GPtrArray            *messages,
                                                 ConfabToolRunner     *runner) G_GNUC_WARN_UNUSED_RESULT;
void            confab_tool_loop_set_tool_choice (ConfabToolLoop      *self,
                                                 const char           *tool_choice);
void            confab_tool_loop_set_max_rounds (ConfabToolLoop       *self,
                                                 guint                 max_rounds);
GPtrArray      *confab_tool_loop_get_messages   (ConfabToolLoop       *self);
void            confab_tool_loop_run_async      (ConfabToolLoop       *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        confab_tool_loop_run_finish     (ConfabToolLoop       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
