/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize confab_markdown_skip_code     (const char *text,
                                     gsize       length,
                                     gsize       position);
gsize confab_markdown_skip_autolink (const char *text,
                                     gsize       length,
                                     gsize       position);
gsize confab_markdown_skip_brackets (const char *text,
                                     gsize       length,
                                     gsize       position);

G_END_DECLS
