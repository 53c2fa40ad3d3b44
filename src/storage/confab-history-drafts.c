/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-drafts"

#include "config.h"

#include "confab-history-private.h"

#include "confab-enum.h"
#include "confab-message-row-private.h"
#include "confab-statement-private.h"

/* The pictures and files of a message that is not sent yet. Its text belongs to the conversation; these
 * are read only when the conversation is opened, for they may be large. */

typedef struct
{
  char      *conversation_id;  /* owned */
  GPtrArray *rows;             /* owned, nullable, of ConfabPartRow */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->conversation_id);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) confab_part_row_free);
}

static ConfabPartRow *
read_row (ConfabStatement *statement)
{
  ConfabPartRow *row = confab_part_row_new_empty ();
  int kind = CONFAB_PART_DOCUMENT;
  int column = 0;

  confab_enum_from_nick (CONFAB_TYPE_PART_KIND, confab_statement_get_text (statement, column++), &kind);
  row->kind = (ConfabPartKind) kind;
  row->text = confab_statement_dup_text_bytes (statement, column++);
  row->name = confab_statement_dup_text (statement, column++);
  row->mime_type = confab_statement_dup_text (statement, column++);
  row->data = confab_statement_dup_bytes (statement, column++);
  row->sealed = TRUE;

  return row;
}

static GPtrArray *
load_rows (ConfabSqlite  *db,
           const char    *conversation_id,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GPtrArray) rows = new_rows ();
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT kind, text, name, mime_type, data FROM draft_parts"
                                    " WHERE conversation_id = :conversation_id ORDER BY position",
                                    error);
  if (statement == NULL)
    return NULL;

  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  while (TRUE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return NULL;

      if (!has_row)
        return g_steal_pointer (&rows);

      g_ptr_array_add (rows, read_row (statement));
    }
}

static gboolean
delete_rest (ConfabSqlite  *db,
             const char    *conversation_id,
             guint          n_kept,
             GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;

  statement = confab_statement_new (db,
                                    "DELETE FROM draft_parts"
                                    " WHERE conversation_id = :conversation_id AND position >= :n_kept",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  confab_statement_bind_int64 (statement, ":n_kept", n_kept);

  return confab_statement_run (statement, error);
}

/* Mostly one more is added to those that are there; comparing costs little next to writing. */
static gboolean
save_rows (ConfabSqlite  *db,
           const char    *conversation_id,
           GPtrArray     *rows,
           GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;

  statement = confab_statement_new (db,
                                    "INSERT INTO draft_parts"
                                    " (conversation_id, position, kind, text, name, mime_type, data)"
                                    " VALUES (:conversation_id, :position, :kind, :text, :name, :mime_type, :data)"
                                    " ON CONFLICT (conversation_id, position) DO UPDATE SET"
                                    "  kind = excluded.kind,"
                                    "  text = excluded.text,"
                                    "  name = excluded.name,"
                                    "  mime_type = excluded.mime_type,"
                                    "  data = excluded.data"
                                    "  WHERE kind IS NOT excluded.kind"
                                    "  OR name IS NOT excluded.name"
                                    "  OR mime_type IS NOT excluded.mime_type"
                                    "  OR text IS NOT excluded.text"
                                    "  OR data IS NOT excluded.data",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  for (guint i = 0; i < rows->len; i++)
    {
      const ConfabPartRow *row = g_ptr_array_index (rows, i);

      confab_statement_bind_int64 (statement, ":position", i);
      confab_statement_bind_text (statement, ":kind",
                                  confab_enum_to_nick (CONFAB_TYPE_PART_KIND, (int) row->kind), -1);
      confab_statement_bind_text_bytes (statement, ":text", row->text);
      confab_statement_bind_text (statement, ":name", row->name, -1);
      confab_statement_bind_text (statement, ":mime_type", row->mime_type, -1);
      confab_statement_bind_bytes (statement, ":data", row->data);
      if (!confab_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static void
load_draft_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  Request *request = task_data;
  GPtrArray *rows = NULL;
  GError *error = NULL;

  if (confab_history_check_open (self, &error))
    rows = load_rows (self->db, request->conversation_id, cancellable, &error);

  confab_history_return_rows (task, rows, error);
}

static gboolean
save_draft (ConfabHistory  *self,
            Request        *request,
            GError        **error)
{
  if (!confab_history_check_open (self, error) || !confab_sqlite_begin (self->db, error))
    return FALSE;

  if (!save_rows (self->db, request->conversation_id, request->rows, error) ||
      !delete_rest (self->db, request->conversation_id, request->rows->len, error))
    {
      confab_sqlite_rollback (self->db);
      return FALSE;
    }

  return confab_sqlite_commit (self->db, error);
}

static void
save_draft_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  const gboolean is_good = save_draft (source_object, task_data, &error);

  confab_history_return (task, is_good, error);
}

/* Takes @rows. */
static void
push (ConfabHistory       *self,
      const char          *conversation_id,
      GPtrArray           *rows,
      gpointer             source_tag,
      GTaskThreadFunc      func,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->conversation_id = g_strdup (conversation_id);
  request->rows = rows;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, request, request_free);
  if (!g_task_return_error_if_cancelled (task))
    confab_worker_push (self->worker, g_steal_pointer (&task), func);
}

/**
 * confab_history_load_draft_async:
 * @conversation_id: of which conversation
 * @cancellable: (nullable): stops reading
 * @callback: called when they are read
 * @user_data: closure
 *
 * Reads the pictures and files that go with the draft of a conversation.
 */
void
confab_history_load_draft_async (ConfabHistory       *self,
                                 const char          *conversation_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  push (self, conversation_id, NULL, confab_history_load_draft_async, load_draft_thread, cancellable, callback,
        user_data);
}

/**
 * confab_history_load_draft_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabPart): what goes with it, in order; or %NULL
 */
GPtrArray *
confab_history_load_draft_finish (ConfabHistory  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  GPtrArray *parts;

  g_return_val_if_fail (CONFAB_IS_HISTORY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!(rows = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;

  parts = g_ptr_array_new_full (rows->len, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (parts, confab_part_row_build (g_ptr_array_index (rows, i)));

  return parts;
}

/**
 * confab_history_save_draft_async:
 * @conversation_id: its conversation, saved before
 * @parts: (element-type ConfabPart): all that goes with the draft, as it is now
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is written
 * @user_data: closure
 *
 * Writes the pictures and files that go with the draft of a conversation, in place of those before.
 *
 * Fails with %CONFAB_STORE_ERROR_FAILED when the conversation is unknown.
 */
void
confab_history_save_draft_async (ConfabHistory       *self,
                                 const char          *conversation_id,
                                 GPtrArray           *parts,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GPtrArray *rows;

  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (parts != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  rows = new_rows ();
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (rows, confab_part_row_new (g_ptr_array_index (parts, i)));
  push (self, conversation_id, rows, confab_history_save_draft_async, save_draft_thread, cancellable, callback,
        user_data);
}

/**
 * confab_history_save_draft_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in the file
 */
gboolean
confab_history_save_draft_finish (ConfabHistory  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return confab_history_propagate (self, result, error);
}
