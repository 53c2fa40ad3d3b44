/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean confab_history_aside_put  (const char  *path,
                                    const char  *aside,
                                    GError     **error);
void     confab_history_aside_undo (const char  *path,
                                    const char  *aside);

G_END_DECLS
