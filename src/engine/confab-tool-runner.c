/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tool-runner"

#include "config.h"

#include "confab-tool-runner.h"

/**
 * ConfabToolRunner:
 *
 * Whatever has tools and can run them. Main thread only.
 */

G_DEFINE_INTERFACE (ConfabToolRunner, confab_tool_runner, G_TYPE_OBJECT)

static void
confab_tool_runner_default_init (ConfabToolRunnerInterface *iface)
{
}

/**
 * confab_tool_runner_get_tools:
 *
 * Returns: (transfer none) (element-type ConfabTool): the tools there are now; asked before each turn
 */
GPtrArray *
confab_tool_runner_get_tools (ConfabToolRunner *self)
{
  g_return_val_if_fail (CONFAB_IS_TOOL_RUNNER (self), NULL);

  return CONFAB_TOOL_RUNNER_GET_IFACE (self)->get_tools (self);
}

/**
 * confab_tool_runner_run_async:
 * @call: a whole call of one of the tools: its text is a JSON object
 * @cancellable: (nullable): stops the tool
 * @callback: called when the tool has ended
 * @user_data: closure
 *
 * Runs a tool. Whether a person has to be asked before is for the runner to know.
 */
void
confab_tool_runner_run_async (ConfabToolRunner    *self,
                              ConfabPart          *call,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_TOOL_RUNNER (self));
  g_return_if_fail (CONFAB_IS_PART (call));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  CONFAB_TOOL_RUNNER_GET_IFACE (self)->run_async (self, call, cancellable, callback, user_data);
}

/**
 * confab_tool_runner_run_finish:
 * @result: the result
 * @error: return location: why the tool could not be run; the model is told the message
 *
 * Returns: (transfer full) (element-type ConfabPart) (nullable): a %CONFAB_PART_TOOL_RESULT, of which
 *   the call's id and name are filled in later, and the pictures and files that belong to it; or
 *   %NULL on error
 */
GPtrArray *
confab_tool_runner_run_finish (ConfabToolRunner  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  g_return_val_if_fail (CONFAB_IS_TOOL_RUNNER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return CONFAB_TOOL_RUNNER_GET_IFACE (self)->run_finish (self, result, error);
}
