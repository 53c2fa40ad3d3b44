/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-sqlite-private.h"

G_BEGIN_DECLS

/* "CnFb" in ASCII: marks a SQLite file as a history of this program. Never to change. */
#define CONFAB_HISTORY_APPLICATION_ID 0x436e4662

/* The newest version of the schema, the one this program reads and writes. */
#define CONFAB_HISTORY_VERSION 7

ConfabSqlite *confab_history_schema_open (const char  *path,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
