/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

GtkSourceLanguage *confab_code_language_find          (const char *name);
char              *confab_code_language_dup_file_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
