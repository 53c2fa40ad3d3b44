/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void  confab_cli_json_add_string  (JsonBuilder *builder,
                                   const char  *name,
                                   const char  *value);
void  confab_cli_json_add_boolean (JsonBuilder *builder,
                                   const char  *name,
                                   gboolean     value);
char *confab_cli_json_dup_text    (JsonBuilder *builder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
