/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 confab_retry_after_parse (const char *text,
                                 gint64      now_us);
gint64 confab_retry_after_find  (const char *sentence);

G_END_DECLS
