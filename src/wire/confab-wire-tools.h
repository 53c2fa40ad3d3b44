/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"
#include "confab-json-writer.h"

G_BEGIN_DECLS

gboolean  confab_wire_tools_is_empty     (GPtrArray        *tools);
gboolean  confab_wire_tool_has_arguments (const ConfabTool *tool);
void      confab_wire_tool_write_schema  (ConfabJsonWriter *writer,
                                          const ConfabTool *tool);
char     *confab_wire_tools_write_functions (GPtrArray     *tools) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
