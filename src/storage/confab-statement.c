/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-statement"

#include "config.h"

#include "confab-statement-private.h"

#include <string.h>

/**
 * ConfabStatement:
 *
 * A prepared statement whose parameters go by name (`:title`) and whose columns by number.
 *
 * A value that cannot be bound, for being too large for instance, makes the next step fail, so
 * that binding needs no error of its own. Used in the thread of its database, which outlives it.
 */
struct _ConfabStatement
{
  ConfabSqlite *db;         /* borrowed */
  sqlite3_stmt *handle;     /* owned */
  int           bind_code;  /* the first failure to bind, or SQLITE_OK */
};

/**
 * confab_statement_new:
 * @db: the connection
 * @sql: one statement
 * @error: return location
 *
 * Returns: (transfer full): the statement, or %NULL with an error of %CONFAB_STORE_ERROR
 */
ConfabStatement *
confab_statement_new (ConfabSqlite  *db,
                      const char    *sql,
                      GError       **error)
{
  ConfabStatement *self;
  sqlite3_stmt *handle;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  if (!(handle = confab_sqlite_take_statement (db, sql, error)))
    return NULL;

  self = g_new0 (ConfabStatement, 1);
  self->db = db;
  self->handle = handle;
  return self;
}

/**
 * confab_statement_free:
 * @self: (transfer full): the statement
 */
void
confab_statement_free (ConfabStatement *self)
{
  g_return_if_fail (self != NULL);
  g_assert (confab_sqlite_is_owner (self->db));

  confab_sqlite_return_statement (self->db, self->handle);
  g_free (self);
}

static int
parameter_index (ConfabStatement *self,
                 const char      *parameter)
{
  const int position = sqlite3_bind_parameter_index (self->handle, parameter);

  g_assert (position > 0);
  return position;
}

static void
take_bind_code (ConfabStatement *self,
                int              code)
{
  if (self->bind_code == SQLITE_OK)
    self->bind_code = code;
}

/**
 * confab_statement_bind_null:
 * @self: the statement
 * @parameter: its name, with the colon
 */
void
confab_statement_bind_null (ConfabStatement *self,
                            const char      *parameter)
{
  take_bind_code (self, sqlite3_bind_null (self->handle, parameter_index (self, parameter)));
}

/**
 * confab_statement_bind_int64:
 * @self: the statement
 * @parameter: its name, with the colon
 * @value: the number
 */
void
confab_statement_bind_int64 (ConfabStatement *self,
                             const char      *parameter,
                             gint64           value)
{
  take_bind_code (self, sqlite3_bind_int64 (self->handle, parameter_index (self, parameter),
                                            value));
}

/**
 * confab_statement_bind_double:
 * @self: the statement
 * @parameter: its name, with the colon
 * @value: the number
 */
void
confab_statement_bind_double (ConfabStatement *self,
                              const char      *parameter,
                              double           value)
{
  take_bind_code (self, sqlite3_bind_double (self->handle, parameter_index (self, parameter),
                                             value));
}

/**
 * confab_statement_bind_text:
 * @self: the statement
 * @parameter: its name, with the colon
 * @text: (nullable): the text, which has to live until the statement is reset or freed
 * @length: its length in bytes, or -1 for up to the NUL
 */
void
confab_statement_bind_text (ConfabStatement *self,
                            const char      *parameter,
                            const char      *text,
                            gssize           length)
{
  if (text == NULL)
    {
      confab_statement_bind_null (self, parameter);
      return;
    }

  take_bind_code (self, sqlite3_bind_text64 (self->handle, parameter_index (self, parameter),
                                             text, length < 0 ? strlen (text) : (gsize) length,
                                             SQLITE_STATIC, SQLITE_UTF8));
}

/**
 * confab_statement_bind_text_bytes:
 * @self: the statement
 * @parameter: its name, with the colon
 * @text: (nullable): the text, which has to live until the statement is reset or freed
 */
void
confab_statement_bind_text_bytes (ConfabStatement *self,
                                  const char      *parameter,
                                  GBytes          *text)
{
  const char *data;
  gsize size;

  if (text == NULL)
    {
      confab_statement_bind_null (self, parameter);
      return;
    }

  data = g_bytes_get_data (text, &size);
  confab_statement_bind_text (self, parameter, data != NULL ? data : "", size);
}

/**
 * confab_statement_bind_bytes:
 * @self: the statement
 * @parameter: its name, with the colon
 * @bytes: (nullable): the bytes, which have to live until the statement is reset or freed
 */
void
confab_statement_bind_bytes (ConfabStatement *self,
                             const char      *parameter,
                             GBytes          *bytes)
{
  const void *data;
  gsize size;

  if (bytes == NULL)
    {
      confab_statement_bind_null (self, parameter);
      return;
    }

  /* A null pointer would bind NULL, but no bytes is not the same as none given. */
  data = g_bytes_get_data (bytes, &size);
  take_bind_code (self, sqlite3_bind_blob64 (self->handle, parameter_index (self, parameter),
                                             data != NULL ? data : "", size, SQLITE_STATIC));
}

/**
 * confab_statement_step:
 * @self: the statement
 * @has_row: (out): whether there is a row to be read, or the end was reached
 * @error: return location
 *
 * Goes on to the next row. At the end, the statement is ready for new values and another round.
 *
 * Returns: whether it went well
 */
gboolean
confab_statement_step (ConfabStatement  *self,
                       gboolean         *has_row,
                       GError          **error)
{
  int code = self->bind_code;

  g_assert (confab_sqlite_is_owner (self->db));

  *has_row = FALSE;
  if (code == SQLITE_OK)
    code = sqlite3_step (self->handle);

  if (code == SQLITE_ROW)
    {
      *has_row = TRUE;
      return TRUE;
    }

  if (code != SQLITE_DONE)
    confab_sqlite_set_error (self->db, code, error);

  sqlite3_reset (self->handle);
  self->bind_code = SQLITE_OK;
  return code == SQLITE_DONE;
}

/**
 * confab_statement_run:
 * @self: a statement that answers with no rows
 * @error: return location
 *
 * Runs it to its end.
 *
 * Returns: whether it went well
 */
gboolean
confab_statement_run (ConfabStatement  *self,
                      GError          **error)
{
  gboolean has_row;

  do
    if (!confab_statement_step (self, &has_row, error))
      return FALSE;
  while (has_row);

  return TRUE;
}

/**
 * confab_statement_is_null:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: whether nothing is there
 */
gboolean
confab_statement_is_null (ConfabStatement *self,
                          int              column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * confab_statement_get_int64:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: the number, 0 where there is none
 */
gint64
confab_statement_get_int64 (ConfabStatement *self,
                            int              column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * confab_statement_get_double:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: the number, 0 where there is none
 */
double
confab_statement_get_double (ConfabStatement *self,
                             int              column)
{
  return sqlite3_column_double (self->handle, column);
}

/**
 * confab_statement_get_text:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text as it is stored, until the next step
 */
const char *
confab_statement_get_text (ConfabStatement *self,
                           int              column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * confab_statement_dup_text:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the text, made valid UTF-8 should the file hold anything else
 */
char *
confab_statement_dup_text (ConfabStatement *self,
                           int              column)
{
  const char *text = confab_statement_get_text (self, column);

  /* With its length, for a NUL inside would cut off what follows. */
  return text != NULL
    ? g_utf8_make_valid (text, sqlite3_column_bytes (self->handle, column))
    : NULL;
}

/**
 * confab_statement_dup_text_bytes:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): what [method@Statement.dup_text] returns, with the NUL behind the bytes
 */
GBytes *
confab_statement_dup_text_bytes (ConfabStatement *self,
                                 int              column)
{
  char *text = confab_statement_dup_text (self, column);

  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

/**
 * confab_statement_dup_bytes:
 * @self: a statement at a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy of the bytes
 */
GBytes *
confab_statement_dup_bytes (ConfabStatement *self,
                            int              column)
{
  const void *data;

  if (confab_statement_is_null (self, column))
    return NULL;

  /* In this order: asking for the value may convert it, which changes the length. */
  data = sqlite3_column_blob (self->handle, column);
  return g_bytes_new (data, sqlite3_column_bytes (self->handle, column));
}
