/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-store-error.h"

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _ConfabSqlite ConfabSqlite;

ConfabSqlite *confab_sqlite_open                (const char    *path,
                                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          confab_sqlite_free                (ConfabSqlite  *self);
gboolean      confab_sqlite_is_owner            (ConfabSqlite  *self);
void          confab_sqlite_set_checkpoint_on_close (ConfabSqlite *self,
                                                 gboolean       checkpoint);
void          confab_sqlite_set_cancellable     (ConfabSqlite  *self,
                                                 GCancellable  *cancellable);
gboolean      confab_sqlite_backup              (ConfabSqlite  *self,
                                                 const char    *path,
                                                 GError       **error);
gboolean      confab_sqlite_exec                (ConfabSqlite  *self,
                                                 const char    *sql,
                                                 GError       **error);
gboolean      confab_sqlite_query_int64         (ConfabSqlite  *self,
                                                 const char    *sql,
                                                 gint64        *value,
                                                 GError       **error);
gboolean      confab_sqlite_begin               (ConfabSqlite  *self,
                                                 GError       **error);
gboolean      confab_sqlite_commit              (ConfabSqlite  *self,
                                                 GError       **error);
void          confab_sqlite_rollback            (ConfabSqlite  *self);
gint64        confab_sqlite_get_changes         (ConfabSqlite  *self);
sqlite3      *confab_sqlite_get_handle          (ConfabSqlite  *self);
sqlite3_stmt *confab_sqlite_take_statement      (ConfabSqlite  *self,
                                                 const char    *sql,
                                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          confab_sqlite_return_statement    (ConfabSqlite  *self,
                                                 sqlite3_stmt  *statement);
void          confab_sqlite_set_error           (ConfabSqlite  *self,
                                                 int            code,
                                                 GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSqlite, confab_sqlite_free)

G_END_DECLS
