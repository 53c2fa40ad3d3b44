/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-message-write"

#include "config.h"

#include "confab-history-messages-private.h"

#include "confab-enum.h"
#include "confab-history-index-private.h"
#include "confab-statement-private.h"

/* What is not known is stored as nothing, so that queries can tell it from zero. */
static void
bind_known (ConfabStatement *statement,
            const char      *parameter,
            gint64           value)
{
  if (value >= 0)
    confab_statement_bind_int64 (statement, parameter, value);
  else
    confab_statement_bind_null (statement, parameter);
}

static void
bind_enum (ConfabStatement *statement,
           const char      *parameter,
           GType            enum_type,
           int              value)
{
  confab_statement_bind_text (statement, parameter, confab_enum_to_nick (enum_type, value), -1);
}

static void
bind_usage (ConfabStatement   *statement,
            const ConfabUsage *usage)
{
  bind_known (statement, ":usage_input", usage->input);
  bind_known (statement, ":usage_output", usage->output);
  bind_known (statement, ":usage_cached", usage->cached);
  bind_known (statement, ":usage_cache_write", usage->cache_write);
  bind_known (statement, ":usage_reasoning", usage->reasoning);
  if (usage->cost_usd >= 0)
    confab_statement_bind_double (statement, ":usage_cost_usd", usage->cost_usd);
  else
    confab_statement_bind_null (statement, ":usage_cost_usd");
  confab_statement_bind_int64 (statement, ":usage_input_excludes_cache",
                               usage->input_excludes_cache);
  confab_statement_bind_int64 (statement, ":usage_output_excludes_reasoning",
                               usage->output_excludes_reasoning);
  confab_statement_bind_int64 (statement, ":usage_cost_is_estimate", usage->cost_is_estimate);
}

static void
bind_error (ConfabStatement        *statement,
            const ConfabMessageRow *row)
{
  const gboolean failed = row->error_message != NULL;

  confab_statement_bind_text (statement, ":error",
                              failed
                                ? confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, row->error)
                                : NULL,
                              -1);
  confab_statement_bind_text (statement, ":error_message", row->error_message, -1);
  bind_known (statement, ":error_http_status",
              row->error_http_status > 0 ? (gint64) row->error_http_status : -1);
  confab_statement_bind_text (statement, ":error_provider_code", row->error_provider_code, -1);
  bind_known (statement, ":error_retry_at_us", row->error_retry_at_us);
}

/* Writes the message without its parts and tells where it is. */
static gboolean
save_row (ConfabSqlite            *db,
          const char              *conversation_id,
          const ConfabMessageRow  *row,
          gint64                  *seq,
          GError                 **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "INSERT INTO messages"
                                    " (id, conversation_id, parent_id, role, status, created_at_us,"
                                    "  duration_ms, provider_id, provider_name, dialect, model,"
                                    "  stop_reason, raw_stop_reason, error, error_message,"
                                    "  error_http_status, error_provider_code, usage_input,"
                                    "  usage_output, usage_cached, usage_cache_write,"
                                    "  usage_reasoning, usage_cost_usd, usage_input_excludes_cache,"
                                    "  usage_output_excludes_reasoning, usage_cost_is_estimate,"
                                    "  error_retry_at_us, attempts)"
                                    " VALUES (:id, :conversation_id, :parent_id, :role, :status,"
                                    "  :created_at_us, :duration_ms, :provider_id, :provider_name,"
                                    "  :dialect, :model, :stop_reason, :raw_stop_reason, :error,"
                                    "  :error_message, :error_http_status, :error_provider_code,"
                                    "  :usage_input, :usage_output, :usage_cached,"
                                    "  :usage_cache_write, :usage_reasoning, :usage_cost_usd,"
                                    "  :usage_input_excludes_cache,"
                                    "  :usage_output_excludes_reasoning,"
                                    "  :usage_cost_is_estimate, :error_retry_at_us, :attempts)"
                                    " ON CONFLICT (id) DO UPDATE SET"
                                    "  parent_id = excluded.parent_id,"
                                    "  role = excluded.role,"
                                    "  status = excluded.status,"
                                    "  created_at_us = excluded.created_at_us,"
                                    "  duration_ms = excluded.duration_ms,"
                                    "  provider_id = excluded.provider_id,"
                                    "  provider_name = excluded.provider_name,"
                                    "  dialect = excluded.dialect,"
                                    "  model = excluded.model,"
                                    "  stop_reason = excluded.stop_reason,"
                                    "  raw_stop_reason = excluded.raw_stop_reason,"
                                    "  error = excluded.error,"
                                    "  error_message = excluded.error_message,"
                                    "  error_http_status = excluded.error_http_status,"
                                    "  error_provider_code = excluded.error_provider_code,"
                                    "  usage_input = excluded.usage_input,"
                                    "  usage_output = excluded.usage_output,"
                                    "  usage_cached = excluded.usage_cached,"
                                    "  usage_cache_write = excluded.usage_cache_write,"
                                    "  usage_reasoning = excluded.usage_reasoning,"
                                    "  usage_cost_usd = excluded.usage_cost_usd,"
                                    "  usage_input_excludes_cache ="
                                    "    excluded.usage_input_excludes_cache,"
                                    "  usage_output_excludes_reasoning ="
                                    "    excluded.usage_output_excludes_reasoning,"
                                    "  usage_cost_is_estimate = excluded.usage_cost_is_estimate,"
                                    "  error_retry_at_us = excluded.error_retry_at_us,"
                                    "  attempts = excluded.attempts"
                                    "  WHERE conversation_id = excluded.conversation_id"
                                    " RETURNING seq",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":id", row->id, -1);
  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  confab_statement_bind_text (statement, ":parent_id", row->parent_id, -1);
  bind_enum (statement, ":role", CONFAB_TYPE_ROLE, row->role);
  bind_enum (statement, ":status", CONFAB_TYPE_MESSAGE_STATUS, row->status);
  confab_statement_bind_int64 (statement, ":created_at_us", row->created_at_us);
  bind_known (statement, ":duration_ms", row->duration_ms);
  confab_statement_bind_text (statement, ":provider_id", row->provider_id, -1);
  confab_statement_bind_text (statement, ":provider_name", row->provider_name, -1);
  confab_statement_bind_text (statement, ":dialect", row->dialect, -1);
  confab_statement_bind_text (statement, ":model", row->model, -1);
  bind_enum (statement, ":stop_reason", CONFAB_TYPE_STOP_REASON, row->stop_reason);
  confab_statement_bind_text (statement, ":raw_stop_reason", row->raw_stop_reason, -1);
  bind_error (statement, row);
  bind_usage (statement, &row->usage);
  confab_statement_bind_text (statement, ":attempts", row->attempts, -1);

  if (!confab_statement_step (statement, &has_row, error))
    return FALSE;

  if (!has_row)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED,
                   "The message belongs to another conversation");
      return FALSE;
    }

  *seq = confab_statement_get_int64 (statement, 0);
  return confab_statement_run (statement, error);
}

/* While a reply arrives it is saved again and again, and most of its parts are as they were.
 * Comparing a row costs little next to writing one, and trusts nothing that might be out of step
 * with the file. */
static gboolean
save_parts (ConfabSqlite            *db,
            gint64                   seq,
            const ConfabMessageRow  *row,
            GError                 **error)
{
  g_autoptr(ConfabStatement) statement = NULL;

  statement = confab_statement_new (db,
                                    "INSERT INTO parts"
                                    " (message_seq, position, kind, text, id, name, replay,"
                                    "  mime_type, data, duration_ms, is_error, sealed)"
                                    " VALUES (:message_seq, :position, :kind, :text, :id, :name,"
                                    "  :replay, :mime_type, :data, :duration_ms, :is_error, :sealed)"
                                    " ON CONFLICT (message_seq, position) DO UPDATE SET"
                                    "  kind = excluded.kind,"
                                    "  text = excluded.text,"
                                    "  id = excluded.id,"
                                    "  name = excluded.name,"
                                    "  replay = excluded.replay,"
                                    "  mime_type = excluded.mime_type,"
                                    "  data = excluded.data,"
                                    "  duration_ms = excluded.duration_ms,"
                                    "  is_error = excluded.is_error,"
                                    "  sealed = excluded.sealed"
                                    "  WHERE sealed IS NOT excluded.sealed"
                                    "  OR kind IS NOT excluded.kind"
                                    "  OR is_error IS NOT excluded.is_error"
                                    "  OR duration_ms IS NOT excluded.duration_ms"
                                    "  OR id IS NOT excluded.id"
                                    "  OR name IS NOT excluded.name"
                                    "  OR mime_type IS NOT excluded.mime_type"
                                    "  OR text IS NOT excluded.text"
                                    "  OR replay IS NOT excluded.replay"
                                    "  OR data IS NOT excluded.data",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int64 (statement, ":message_seq", seq);
  for (guint i = 0; i < row->parts->len; i++)
    {
      const ConfabPartRow *part = g_ptr_array_index (row->parts, i);

      confab_statement_bind_int64 (statement, ":position", i);
      bind_enum (statement, ":kind", CONFAB_TYPE_PART_KIND, part->kind);
      confab_statement_bind_text_bytes (statement, ":text", part->text);
      confab_statement_bind_text (statement, ":id", part->id, -1);
      confab_statement_bind_text (statement, ":name", part->name, -1);
      confab_statement_bind_text_bytes (statement, ":replay", part->replay);
      confab_statement_bind_text (statement, ":mime_type", part->mime_type, -1);
      confab_statement_bind_bytes (statement, ":data", part->data);
      bind_known (statement, ":duration_ms", part->duration_ms);
      confab_statement_bind_int64 (statement, ":is_error", part->is_error != FALSE);
      confab_statement_bind_int64 (statement, ":sealed", part->sealed != FALSE);

      if (!confab_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * confab_history_db_write_message:
 * @db: the history, in its thread, with a transaction that writes
 * @conversation_id: the conversation, which must exist
 * @row: the message; its parent must exist
 * @seq: (out): where it is
 * @error: return location
 *
 * Writes a message with its parts, or what of them has changed. Parts are never taken away from a
 * message, hence none is deleted here. It remains to tell [func@history_db_index_saved].
 *
 * Returns: whether it was written
 */
gboolean
confab_history_db_write_message (ConfabSqlite            *db,
                                 const char              *conversation_id,
                                 const ConfabMessageRow  *row,
                                 gint64                  *seq,
                                 GError                 **error)
{
  return save_row (db, conversation_id, row, seq, error) && save_parts (db, *seq, row, error);
}

/**
 * confab_history_db_save_message:
 * @db: the history, in its thread
 * @conversation_id: the conversation, which must exist
 * @row: the message; its parent must exist
 * @error: return location
 *
 * Writes a message as [func@history_db_write_message] does, and enters it into the index, in one transaction.
 *
 * Returns: whether it is kept as it is now
 */
gboolean
confab_history_db_save_message (ConfabSqlite            *db,
                                const char              *conversation_id,
                                const ConfabMessageRow  *row,
                                GError                 **error)
{
  gint64 seq;

  if (!confab_sqlite_begin (db, error))
    return FALSE;

  if (!confab_history_db_write_message (db, conversation_id, row, &seq, error) ||
      !confab_history_db_index_saved (db, seq, row, error))
    {
      confab_sqlite_rollback (db);
      return FALSE;
    }

  return confab_sqlite_commit (db, error);
}
