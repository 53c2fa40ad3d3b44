/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabToolIds ConfabToolIds;

ConfabToolIds *confab_tool_ids_new     (gsize          max_length) G_GNUC_WARN_UNUSED_RESULT;
ConfabToolIds *confab_tool_ids_new_exact (gsize       length) G_GNUC_WARN_UNUSED_RESULT;
void           confab_tool_ids_free    (ConfabToolIds *self);
char          *confab_tool_ids_assign  (ConfabToolIds *self,
                                        const char    *id) G_GNUC_WARN_UNUSED_RESULT;

char          *confab_tool_name_repair (const char    *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabToolIds, confab_tool_ids_free)

G_END_DECLS
