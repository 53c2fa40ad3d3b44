/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"
#include "confab-json-writer.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean  confab_wire_tools_is_empty     (GPtrArray        *tools);
gboolean  confab_wire_tool_has_arguments (const ConfabTool *tool);
void      confab_wire_tool_write_schema  (ConfabJsonWriter *writer,
                                          const ConfabTool *tool);
char     *confab_wire_tools_write_functions (GPtrArray     *tools) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray  *confab_wire_tools_new_simple (GPtrArray               *tools) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *confab_wire_tools_new_used   (GPtrArray               *turns) G_GNUC_WARN_UNUSED_RESULT;
const char *confab_wire_tools_get_choice (const ConfabChatRequest *request,
                                          JsonObject              *thinking);

G_END_DECLS
