/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-part.h"
#include "confab-tool.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TOOL_RUNNER (confab_tool_runner_get_type ())
G_DECLARE_INTERFACE (ConfabToolRunner, confab_tool_runner, CONFAB, TOOL_RUNNER, GObject)

/**
 * ConfabToolRunnerInterface:
 * @get_tools: see [method@ToolRunner.get_tools]
 * @run_async: see [method@ToolRunner.run_async]
 * @run_finish: see [method@ToolRunner.run_finish]
 */
struct _ConfabToolRunnerInterface
{
  GTypeInterface parent;

  GPtrArray * (*get_tools)  (ConfabToolRunner     *self);
  void        (*run_async)  (ConfabToolRunner     *self,
                             ConfabPart           *call,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
  GPtrArray * (*run_finish) (ConfabToolRunner     *self,
                             GAsyncResult         *result,
                             GError              **error);
};

GPtrArray *confab_tool_runner_get_tools  (ConfabToolRunner     *self);
void       confab_tool_runner_run_async  (ConfabToolRunner     *self,
                                          ConfabPart           *call,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GPtrArray *confab_tool_runner_run_finish (ConfabToolRunner     *self,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
