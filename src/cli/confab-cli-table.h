/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *confab_cli_table_new      (const char * const *heading) G_GNUC_WARN_UNUSED_RESULT;
void       confab_cli_table_add      (GPtrArray          *table,
                                      const char * const *row);
char      *confab_cli_table_dup_text (GPtrArray          *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
