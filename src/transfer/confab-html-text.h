/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     confab_html_append_text     (GString    *out,
                                      const char *text,
                                      gssize      length);
gboolean confab_html_is_safe_target  (const char *target);
void     confab_html_append_markdown (GString    *out,
                                      const char *markdown);

G_END_DECLS
