/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-search"

#include "config.h"

#include "confab-history-search-private.h"

#include "confab-history-index-private.h"
#include "confab-history-private.h"
#include "confab-search-snippet-private.h"
#include "confab-statement-private.h"

#include <string.h>

/* In words, or in characters of a script without spaces. */
#define SNIPPET_WORDS "32"

/* What is new is sought more often: a message of today counts double, one that is this old half of
 * that more. */
#define BY_WEIGHT \
  "bm25 (message_index) * (1 + 1.0 / (1 + max (0, :now_us - messages.created_at_us) / :recent_us)), seq DESC"
#define BY_AGE "message_index.rowid DESC"
#define RECENT_US (30 * G_TIME_SPAN_DAY)

/* To weigh what is found SQLite looks at every place of every word. A word that is met more often than
 * in this many messages tells little, and is not worth that: then the newest come first. */
#define MAX_WEIGHED 5000

/* Beyond, a title is no help in finding anything. */
#define MAX_TITLES 50

typedef struct
{
  ConfabSearchPattern *pattern;  /* owned */
  GStrv                without;  /* owned, nullable */
  GStrv                hidden;   /* owned, nullable */
  gint64               now_us;
  guint                offset;
  guint                limit;
} Request;

/**
 * confab_search_row_free:
 * @self: (transfer full): the data
 */
void
confab_search_row_free (ConfabSearchRow *self)
{
  g_free (self->conversation_id);
  g_free (self->message_id);
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

/**
 * confab_search_row_build:
 * @self: the data
 * @pattern: what was looked for
 *
 * Returns: (transfer full): a hit for the calling thread
 */
ConfabSearchHit *
confab_search_row_build (const ConfabSearchRow *self,
                         ConfabSearchPattern   *pattern)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
  g_autofree char *snippet = NULL;
  ConfabSearchHit *hit;

  if (self->text != NULL)
    {
      snippet = confab_search_snippet_clean (self->text, ranges);
    }
  else
    {
      snippet = g_strdup (self->title);
      confab_search_pattern_find (pattern, snippet, ranges);
    }

  hit = confab_search_hit_new (self->conversation_id, self->message_id, self->title, snippet,
                               self->time_us, self->archived);
  for (guint i = 0; i < ranges->len; i++)
    confab_search_hit_add_range (hit, &g_array_index (ranges, ConfabTextRange, i));

  return hit;
}

static gboolean
find_titles (ConfabSqlite         *db,
             ConfabSearchPattern  *pattern,
             const char *const    *without,
             GPtrArray            *rows,
             GCancellable         *cancellable,
             GError              **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT id, title, updated_at_us, archived FROM conversations"
                                    " ORDER BY updated_at_us DESC, id",
                                    error);
  if (statement == NULL)
    return FALSE;

  while (rows->len < MAX_TITLES)
    {
      g_autofree char *id = NULL;
      g_autofree char *title = NULL;
      ConfabSearchRow *row;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;

      id = confab_statement_dup_text (statement, 0);
      title = confab_statement_dup_text (statement, 1);
      if (!confab_search_pattern_matches (pattern, title) ||
          (without != NULL && g_strv_contains (without, id)))
        continue;

      row = g_new0 (ConfabSearchRow, 1);
      row->conversation_id = g_steal_pointer (&id);
      row->title = g_steal_pointer (&title);
      row->time_us = confab_statement_get_int64 (statement, 2);
      row->archived = confab_statement_get_int64 (statement, 3) != 0;
      g_ptr_array_add (rows, row);
    }

  return TRUE;
}

/* For a test of one column against many values, none of which can contain the mark between them. */
static char *
join_ids (const char *const *ids)
{
  g_autoptr(GString) joined = g_string_new ("\x1f");

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    g_string_append_printf (joined, "%s\x1f", ids[i]);

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static gboolean
is_rare (ConfabSqlite  *db,
         const char    *query,
         gboolean      *rare,
         GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT count (*) FROM (SELECT 1 FROM message_index"
                                    " WHERE message_index MATCH :query LIMIT :limit)",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":query", query, -1);
  confab_statement_bind_int64 (statement, ":limit", MAX_WEIGHED + 1);
  if (!confab_statement_step (statement, &has_row, error))
    return FALSE;

  *rare = has_row && confab_statement_get_int64 (statement, 0) <= MAX_WEIGHED;
  return TRUE;
}

/* Says it in the language of FTS5, empty if nothing can be found by it, and whether what is found is
 * worth being weighed. A common word is meant as it is; to look for longer ones that begin with it
 * would take long and change little. */
static char *
make_query (ConfabSqlite         *db,
            ConfabSearchPattern  *pattern,
            gboolean             *weigh,
            GError              **error)
{
  g_autoptr(GString) query = g_string_new (NULL);

  *weigh = TRUE;
  for (guint i = 0; i < confab_search_pattern_get_n_words (pattern); i++)
    {
      g_autofree char *word = NULL;
      gboolean may_begin;
      gboolean rare;

      word = confab_history_index_dup_word (confab_search_pattern_get_word (pattern, i), &may_begin);
      if (word == NULL)
        continue;

      if (!is_rare (db, word, &rare, error))
        return NULL;
      if (rare && may_begin)
        {
          g_autofree char *beginning = g_strconcat (word, "*", NULL);

          g_free (word);
          word = g_steal_pointer (&beginning);
          if (!is_rare (db, word, &rare, error))
            return NULL;
        }

      *weigh &= rare;
      g_string_append_printf (query, "%s%s", query->len > 0 ? " AND " : "", word);
    }

  return g_string_free (g_steal_pointer (&query), FALSE);
}

/* The order is found first and texts are cut out for the rows of the page alone: while sorting,
 * SQLite would do that for each. */
static gboolean
find_messages (ConfabSqlite       *db,
               const char         *query,
               gboolean            weigh,
               const char *const  *without,
               const char *const  *hidden,
               gint64              now_us,
               guint               offset,
               guint               limit,
               GPtrArray          *rows,
               GCancellable       *cancellable,
               GError            **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  g_autofree char *removed = join_ids (without);
  g_autofree char *removed_messages = join_ids (hidden);
  g_autofree char *sql = NULL;
  gboolean has_row;

  sql = g_strconcat ("SELECT seq, messages.id, conversation_id, title, messages.created_at_us, archived"
                     " FROM message_index"
                     " JOIN messages ON seq = message_index.rowid"
                     " JOIN conversations ON conversations.id = conversation_id"
                     " WHERE message_index MATCH :query"
                     " AND instr (:removed, char (31) || conversation_id || char (31)) = 0"
                     " AND instr (:hidden, char (31) || messages.id || char (31)) = 0"
                     " ORDER BY ", weigh ? BY_WEIGHT : BY_AGE, " LIMIT :limit OFFSET :offset", NULL);
  statement = confab_statement_new (db, sql, error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":query", query, -1);
  confab_statement_bind_text (statement, ":removed", removed, -1);
  confab_statement_bind_text (statement, ":hidden", removed_messages, -1);
  if (weigh)
    {
      confab_statement_bind_int64 (statement, ":now_us", now_us);
      confab_statement_bind_double (statement, ":recent_us", (double) RECENT_US);
    }
  confab_statement_bind_int64 (statement, ":limit", limit);
  confab_statement_bind_int64 (statement, ":offset", offset);

  while (TRUE)
    {
      ConfabSearchRow *row;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      row = g_new0 (ConfabSearchRow, 1);
      row->seq = confab_statement_get_int64 (statement, 0);
      row->message_id = confab_statement_dup_text (statement, 1);
      row->conversation_id = confab_statement_dup_text (statement, 2);
      row->title = confab_statement_dup_text (statement, 3);
      row->time_us = confab_statement_get_int64 (statement, 4);
      row->archived = confab_statement_get_int64 (statement, 5) != 0;
      g_ptr_array_add (rows, row);
    }
}

static gboolean
cut_snippets (ConfabSqlite  *db,
              const char    *query,
              GPtrArray     *rows,
              GCancellable  *cancellable,
              GError       **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      ConfabSearchRow *row = g_ptr_array_index (rows, i);
      g_autoptr(ConfabStatement) statement = NULL;
      gboolean has_row;

      if (row->message_id == NULL)
        continue;

      statement = confab_statement_new (db,
                                        "SELECT snippet (message_index, 0, char (1), char (2), '…', " SNIPPET_WORDS ")"
                                        " FROM message_index WHERE message_index MATCH :query AND rowid = :seq",
                                        error);
      if (statement == NULL)
        return FALSE;

      confab_statement_bind_text (statement, ":query", query, -1);
      confab_statement_bind_int64 (statement, ":seq", row->seq);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return FALSE;
      row->text = has_row ? confab_statement_dup_text (statement, 0) : g_strdup ("");
    }

  return TRUE;
}

/**
 * confab_history_db_search:
 * @db: the history, in its thread
 * @pattern: what is looked for
 * @without: (nullable): conversations to leave out
 * @hidden: (nullable): messages to leave out
 * @now_us: the time, in microseconds since 1970
 * @offset: how many messages to skip
 * @limit: how many messages to find
 * @cancellable: (nullable): stops searching
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabSearchRow): conversations by their title, if @offset
 *   is 0, then messages, the best first
 */
GPtrArray *
confab_history_db_search (ConfabSqlite         *db,
                          ConfabSearchPattern  *pattern,
                          const char *const    *without,
                          const char *const    *hidden,
                          gint64                now_us,
                          guint                 offset,
                          guint                 limit,
                          GCancellable         *cancellable,
                          GError              **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_search_row_free);
  g_autofree char *query = NULL;
  gboolean is_done = FALSE;
  gboolean weigh;

  if (offset == 0 && !find_titles (db, pattern, without, rows, cancellable, error))
    return NULL;

  confab_sqlite_set_cancellable (db, cancellable);
  query = make_query (db, pattern, &weigh, error);
  if (query != NULL && *query != '\0')
    is_done = find_messages (db, query, weigh, without, hidden, now_us, offset, limit, rows, cancellable, error) &&
              cut_snippets (db, query, rows, cancellable, error);
  else
    is_done = query != NULL;
  confab_sqlite_set_cancellable (db, NULL);

  return is_done ? g_steal_pointer (&rows) : NULL;
}

static void
request_free (Request *self)
{
  g_clear_pointer (&self->pattern, confab_search_pattern_unref);
  g_clear_pointer (&self->without, g_strfreev);
  g_clear_pointer (&self->hidden, g_strfreev);
  g_free (self);
}

static void
search_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  Request *request = task_data;
  GPtrArray *rows = NULL;
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) &&
      confab_history_check_open (self, &error))
    rows = confab_history_db_search (self->db, request->pattern, (const char *const *) request->without,
                                     (const char *const *) request->hidden, request->now_us,
                                     request->offset, request->limit, cancellable, &error);

  confab_history_return_rows (task, rows, error);
}

/**
 * confab_history_search_async:
 * @pattern: what is looked for
 * @without: (nullable): the ids of conversations to leave out
 * @hidden: (nullable): the ids of messages to leave out
 * @offset: how many messages to skip, those that were found before
 * @limit: how many messages to find at most
 * @cancellable: (nullable): stops searching
 * @callback: called when they are found
 * @user_data: closure
 *
 * Finds conversations by their titles, if @offset is 0, and messages by their text. Archived
 * conversations are among them.
 */
void
confab_history_search_async (ConfabHistory       *self,
                             ConfabSearchPattern *pattern,
                             const char *const   *without,
                             const char *const   *hidden,
                             guint                offset,
                             guint                limit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Request *request;

  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (pattern != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request = g_new0 (Request, 1);
  request->pattern = confab_search_pattern_ref (pattern);
  request->without = g_strdupv ((char **) without);
  request->hidden = g_strdupv ((char **) hidden);
  request->now_us = g_get_real_time ();
  request->offset = offset;
  request->limit = limit;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_history_search_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  if (!g_task_return_error_if_cancelled (task))
    confab_worker_push (self->worker, g_steal_pointer (&task), search_thread);
}

/**
 * confab_history_search_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabSearchHit): titles first, then messages, the best
 *   first, where what is new counts more; or %NULL
 */
GPtrArray *
confab_history_search_finish (ConfabHistory  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  Request *request;

  g_return_val_if_fail (CONFAB_IS_HISTORY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!(rows = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;

  request = g_task_get_task_data (G_TASK (result));
  hits = g_ptr_array_new_full (rows->len, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (hits, confab_search_row_build (g_ptr_array_index (rows, i), request->pattern));

  return g_steal_pointer (&hits);
}
