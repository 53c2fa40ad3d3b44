/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message-row-private.h"
#include "confab-search-text.h"
#include "confab-sqlite-private.h"

G_BEGIN_DECLS

/* What of one message can be found by searching; the rest is read by nobody for its words. */
#define CONFAB_HISTORY_MAX_INDEXED_BYTES (1024 * 1024)

char     *confab_history_index_dup_text  (const char                 *text) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_history_index_dup_word  (const ConfabSearchWord     *word,
                                          gboolean                   *may_begin) G_GNUC_WARN_UNUSED_RESULT;

gboolean  confab_history_db_index_saved  (ConfabSqlite               *db,
                                          gint64                      seq,
                                          const ConfabMessageRow     *row,
                                          GError                    **error);
gboolean  confab_history_db_index_some   (ConfabSqlite               *db,
                                          gsize                       max_bytes,
                                          gboolean                   *has_more,
                                          GError                    **error);

G_END_DECLS
