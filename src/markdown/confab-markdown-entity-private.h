/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean confab_markdown_entity_append   (GString    *text,
                                          const char *entity,
                                          gsize       length);
char    *confab_markdown_entity_unescape (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
