/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history-session.h"

#include "confab-sqlite-private.h"

G_BEGIN_DECLS

/* Shared by the files of the session: the one that reads and writes, and the one that copies. */
struct _ConfabHistorySession
{
  ConfabSqlite *db;  /* owned */
};

G_END_DECLS
