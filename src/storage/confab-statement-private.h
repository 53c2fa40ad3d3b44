/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-sqlite-private.h"

G_BEGIN_DECLS

typedef struct _ConfabStatement ConfabStatement;

ConfabStatement *confab_statement_new          (ConfabSqlite     *db,
                                                const char       *sql,
                                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void             confab_statement_free         (ConfabStatement  *self);

void             confab_statement_bind_null    (ConfabStatement  *self,
                                                const char       *parameter);
void             confab_statement_bind_int64   (ConfabStatement  *self,
                                                const char       *parameter,
                                                gint64            value);
void             confab_statement_bind_double  (ConfabStatement  *self,
                                                const char       *parameter,
                                                double            value);
void             confab_statement_bind_text    (ConfabStatement  *self,
                                                const char       *parameter,
                                                const char       *text,
                                                gssize            length);
void             confab_statement_bind_text_bytes (ConfabStatement *self,
                                                   const char      *parameter,
                                                   GBytes          *text);
void             confab_statement_bind_bytes   (ConfabStatement  *self,
                                                const char       *parameter,
                                                GBytes           *bytes);

gboolean         confab_statement_step         (ConfabStatement  *self,
                                                gboolean         *has_row,
                                                GError          **error);
gboolean         confab_statement_run          (ConfabStatement  *self,
                                                GError          **error);

gboolean         confab_statement_is_null      (ConfabStatement  *self,
                                                int               column);
gint64           confab_statement_get_int64    (ConfabStatement  *self,
                                                int               column);
double           confab_statement_get_double   (ConfabStatement  *self,
                                                int               column);
const char      *confab_statement_get_text     (ConfabStatement  *self,
                                                int               column);
char            *confab_statement_dup_text     (ConfabStatement  *self,
                                                int               column) G_GNUC_WARN_UNUSED_RESULT;
GBytes          *confab_statement_dup_text_bytes (ConfabStatement *self,
                                                  int              column) G_GNUC_WARN_UNUSED_RESULT;
GBytes          *confab_statement_dup_bytes    (ConfabStatement  *self,
                                                int               column) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabStatement, confab_statement_free)

G_END_DECLS
