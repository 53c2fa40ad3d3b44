/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message-row-private.h"
#include "confab-sqlite-private.h"

G_BEGIN_DECLS

GPtrArray *confab_history_db_load_messages  (ConfabSqlite            *db,
                                             const char              *conversation_id,
                                             GCancellable            *cancellable,
                                             GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *confab_history_db_load_range     (ConfabSqlite            *db,
                                             const char              *conversation_id,
                                             gint64                   first,
                                             gint64                   last,
                                             GCancellable            *cancellable,
                                             GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   confab_history_db_write_message  (ConfabSqlite            *db,
                                             const char              *conversation_id,
                                             const ConfabMessageRow  *row,
                                             gint64                  *seq,
                                             GError                 **error);
gboolean   confab_history_db_save_message   (ConfabSqlite            *db,
                                             const char              *conversation_id,
                                             const ConfabMessageRow  *row,
                                             GError                 **error);
gboolean   confab_history_db_interrupt_open (ConfabSqlite            *db,
                                             GError                 **error);

G_END_DECLS
