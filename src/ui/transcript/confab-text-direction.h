/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

gboolean       confab_text_direction_is_rtl (gunichar    c);
PangoDirection confab_text_direction_find   (const char *text);

G_END_DECLS
