/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-sqlite-private.h"

G_BEGIN_DECLS

gboolean confab_history_backup_make (ConfabSqlite  *db,
                                     const char    *path,
                                     gint64         version,
                                     GError       **error);

G_END_DECLS
