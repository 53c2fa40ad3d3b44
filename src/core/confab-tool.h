/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_TOOL (confab_tool_get_type ())

typedef struct _ConfabTool ConfabTool;

GType       confab_tool_get_type        (void) G_GNUC_CONST;
ConfabTool *confab_tool_new             (const char       *name,
                                         const char       *description,
                                         const char       *schema_json) G_GNUC_WARN_UNUSED_RESULT;
ConfabTool *confab_tool_ref             (ConfabTool       *self);
void        confab_tool_unref           (ConfabTool       *self);
const char *confab_tool_get_name        (const ConfabTool *self);
const char *confab_tool_get_description (const ConfabTool *self);
const char *confab_tool_get_schema_json (const ConfabTool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTool, confab_tool_unref)

G_END_DECLS
