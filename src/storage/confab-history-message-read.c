/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-message-read"

#include "config.h"

#include "confab-history-messages-private.h"

#include "confab-enum.h"
#include "confab-statement-private.h"

static gint64
get_known (ConfabStatement *statement,
           int              column)
{
  return confab_statement_is_null (statement, column)
    ? -1
    : confab_statement_get_int64 (statement, column);
}

/* A nick may come from a program that has learnt more words without changing the tables. */
static int
get_enum (ConfabStatement *statement,
          int              column,
          GType            enum_type,
          int              otherwise)
{
  int value = otherwise;

  confab_enum_from_nick (enum_type, confab_statement_get_text (statement, column), &value);
  return value;
}

/* Returns the column behind those that were read. */
static int
read_usage (ConfabStatement *statement,
            int              column,
            ConfabUsage     *usage)
{
  usage->input = get_known (statement, column++);
  usage->output = get_known (statement, column++);
  usage->cached = get_known (statement, column++);
  usage->cache_write = get_known (statement, column++);
  usage->reasoning = get_known (statement, column++);
  if (!confab_statement_is_null (statement, column))
    usage->cost_usd = confab_statement_get_double (statement, column);
  column++;
  usage->input_excludes_cache = confab_statement_get_int64 (statement, column++) != 0;
  usage->output_excludes_reasoning = confab_statement_get_int64 (statement, column++) != 0;
  usage->cost_is_estimate = confab_statement_get_int64 (statement, column++) != 0;

  return column;
}

static ConfabMessageRow *
read_row (ConfabStatement *statement)
{
  ConfabMessageRow *row = confab_message_row_new_empty ();
  int column = 1;

  row->id = confab_statement_dup_text (statement, column++);
  row->parent_id = confab_statement_dup_text (statement, column++);
  row->role = get_enum (statement, column++, CONFAB_TYPE_ROLE, CONFAB_ROLE_SYSTEM);
  row->status = get_enum (statement, column++,
                          CONFAB_TYPE_MESSAGE_STATUS, CONFAB_MESSAGE_COMPLETE);
  row->created_at_us = confab_statement_get_int64 (statement, column++);
  row->duration_ms = get_known (statement, column++);
  row->provider_id = confab_statement_dup_text (statement, column++);
  row->provider_name = confab_statement_dup_text (statement, column++);
  row->dialect = confab_statement_dup_text (statement, column++);
  row->model = confab_statement_dup_text (statement, column++);
  row->stop_reason = get_enum (statement, column++,
                               CONFAB_TYPE_STOP_REASON, CONFAB_STOP_REASON_OTHER);
  row->raw_stop_reason = confab_statement_dup_text (statement, column++);
  row->error = get_enum (statement, column++,
                         CONFAB_TYPE_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OTHER);
  row->error_message = confab_statement_dup_text (statement, column++);
  row->error_http_status = confab_statement_get_int64 (statement, column++);
  row->error_provider_code = confab_statement_dup_text (statement, column++);
  column = read_usage (statement, column, &row->usage);
  row->error_retry_at_us = get_known (statement, column++);
  row->attempts = confab_statement_dup_text (statement, column++);

  return row;
}

static ConfabPartRow *
read_part (ConfabStatement *statement)
{
  ConfabPartRow *part = confab_part_row_new_empty ();
  int column = 1;

  part->kind = get_enum (statement, column++, CONFAB_TYPE_PART_KIND, CONFAB_PART_OPAQUE);
  part->text = confab_statement_dup_text_bytes (statement, column++);
  part->id = confab_statement_dup_text (statement, column++);
  part->name = confab_statement_dup_text (statement, column++);
  part->replay = confab_statement_dup_text_bytes (statement, column++);
  part->mime_type = confab_statement_dup_text (statement, column++);
  part->data = confab_statement_dup_bytes (statement, column++);
  part->duration_ms = get_known (statement, column++);
  part->is_error = confab_statement_get_int64 (statement, column++) != 0;
  part->sealed = confab_statement_get_int64 (statement, column++) != 0;

  return part;
}

/* One query for all parts of a conversation rather than one for each message. Both run along
 * `seq`, so each message's parts follow those of the one before. */
static gboolean
load_parts (ConfabSqlite  *db,
            const char    *conversation_id,
            gint64         first,
            gint64         last,
            GHashTable    *row_by_seq,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT message_seq, parts.kind, parts.text, parts.id,"
                                    "  parts.name, parts.replay, parts.mime_type, parts.data,"
                                    "  parts.duration_ms, parts.is_error, parts.sealed"
                                    " FROM messages JOIN parts ON message_seq = seq"
                                    " WHERE conversation_id = :conversation_id"
                                    "  AND seq BETWEEN :first AND :last"
                                    " ORDER BY seq, position",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  confab_statement_bind_int64 (statement, ":first", first);
  confab_statement_bind_int64 (statement, ":last", last);
  while (TRUE)
    {
      ConfabMessageRow *row;
      gint64 seq;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return FALSE;

      if (!has_row)
        return TRUE;

      seq = confab_statement_get_int64 (statement, 0);
      if ((row = g_hash_table_lookup (row_by_seq, &seq)))
        g_ptr_array_add (row->parts, read_part (statement));
    }
}

static gboolean
load_rows (ConfabSqlite  *db,
           const char    *conversation_id,
           gint64         first,
           gint64         last,
           GPtrArray     *rows,
           GHashTable    *row_by_seq,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT seq, id, parent_id, role, status, created_at_us,"
                                    "  duration_ms, provider_id, provider_name, dialect, model,"
                                    "  stop_reason, raw_stop_reason, error, error_message,"
                                    "  error_http_status, error_provider_code, usage_input,"
                                    "  usage_output, usage_cached, usage_cache_write,"
                                    "  usage_reasoning, usage_cost_usd, usage_input_excludes_cache,"
                                    "  usage_output_excludes_reasoning, usage_cost_is_estimate,"
                                    "  error_retry_at_us, attempts"
                                    " FROM messages WHERE conversation_id = :conversation_id"
                                    "  AND seq BETWEEN :first AND :last"
                                    " ORDER BY seq",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  confab_statement_bind_int64 (statement, ":first", first);
  confab_statement_bind_int64 (statement, ":last", last);
  while (TRUE)
    {
      ConfabMessageRow *row;
      gint64 seq;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return FALSE;

      if (!has_row)
        return TRUE;

      row = read_row (statement);
      seq = confab_statement_get_int64 (statement, 0);
      g_ptr_array_add (rows, row);
      g_hash_table_insert (row_by_seq, g_memdup2 (&seq, sizeof seq), row);
    }
}

/**
 * confab_history_db_load_range:
 * @db: the history, in its thread
 * @conversation_id: the conversation
 * @first: the first place of the order in which messages were first saved
 * @last: the last one
 * @cancellable: (nullable): looked at between rows
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabMessageRow): its messages between two places of the
 *   order in which they were first saved
 */
GPtrArray *
confab_history_db_load_range (ConfabSqlite  *db,
                              const char    *conversation_id,
                              gint64         first,
                              gint64         last,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_message_row_free);
  g_autoptr(GHashTable) row_by_seq = g_hash_table_new_full (g_int64_hash, g_int64_equal,
                                                            g_free, NULL);

  if (!load_rows (db, conversation_id, first, last, rows, row_by_seq, cancellable, error) ||
      !load_parts (db, conversation_id, first, last, row_by_seq, cancellable, error))
    return NULL;

  return g_steal_pointer (&rows);
}

/**
 * confab_history_db_load_messages:
 * @db: the history, in its thread
 * @conversation_id: the conversation
 * @cancellable: (nullable): looked at between rows
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabMessageRow): all its messages in the order in which
 *   they were first saved, parents before children; none for an unknown conversation
 */
GPtrArray *
confab_history_db_load_messages (ConfabSqlite  *db,
                                 const char    *conversation_id,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  return confab_history_db_load_range (db, conversation_id, 0, G_MAXINT64, cancellable, error);
}
