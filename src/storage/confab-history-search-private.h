/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history-search.h"
#include "confab-sqlite-private.h"

G_BEGIN_DECLS

/* What was found, as plain data that may cross threads. */
typedef struct
{
  char    *conversation_id;  /* owned */
  char    *message_id;       /* owned, nullable */
  char    *title;            /* owned */
  char    *text;             /* owned: the snippet, with marks about what was found; the title if NULL */
  gint64   seq;
  gint64   time_us;
  gboolean archived;
} ConfabSearchRow;

void             confab_search_row_free     (ConfabSearchRow            *self);
ConfabSearchHit *confab_search_row_build    (const ConfabSearchRow      *self,
                                             ConfabSearchPattern        *pattern) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray       *confab_history_db_search   (ConfabSqlite               *db,
                                             ConfabSearchPattern        *pattern,
                                             const char *const          *without,
                                             const char *const          *hidden,
                                             gint64                      now_us,
                                             guint                       offset,
                                             guint                       limit,
                                             GCancellable               *cancellable,
                                             GError                    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
