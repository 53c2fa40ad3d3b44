/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean confab_visible_text_exists (const char *text);

G_END_DECLS
