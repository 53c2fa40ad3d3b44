/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void confab_markdown_append_fence (GString    *text,
                                   const char *language,
                                   const char *code);

G_END_DECLS
