/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

PangoDirection confab_text_direction_find (const char *text);

G_END_DECLS
