/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history-session.h"

#include "confab-message-row-private.h"
#include "confab-sqlite-private.h"

G_BEGIN_DECLS

/* Shared by the files of the session: the one that reads and writes, and the one that copies. */
struct _ConfabHistorySession
{
  ConfabSqlite *db;                 /* owned */
  GArray       *unindexed;          /* owned, of SavedMessage: what is to be entered into the index */
  gsize         n_unindexed_bytes;  /* that these hold */
};

G_END_DECLS
