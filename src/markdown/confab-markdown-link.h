/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *confab_markdown_link_dup_host (const char *address) G_GNUC_WARN_UNUSED_RESULT;
gboolean confab_markdown_link_is_plain (const char *text,
                                        gsize       length,
                                        const char *address);

G_END_DECLS
