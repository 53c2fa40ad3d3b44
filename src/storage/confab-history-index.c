/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-index"

#include "config.h"

#include "confab-history-index-private.h"

#include "confab-statement-private.h"

#include <string.h>

/* The words of messages, for searching.
 *
 * Found is what somebody said: text, refusals, and the names of files. Thoughts and what tools were
 * told and said are not, for there is much of it and it is not what people remember.
 *
 * SQLite's tokenizer takes a sentence of a script without spaces for one word, so that nothing but
 * its beginning would be found; its own remedy, pieces of three characters, does not find the words
 * of two that Chinese is made of. So a space without width is put between such characters: each is a
 * word then, and what is looked for, treated alike, a phrase. The file needs no tokenizer of ours
 * and can be read by any SQLite.
 *
 * A reply is entered once it is complete: to enter it anew each time it is stored would cost
 * as much as its whole text each time. What a killed program left out is caught up on later. */
#define SEPARATOR 0x200b

#define INDEXED_KINDS "('text', 'refusal')"
#define NAMED_KINDS   "('document', 'image')"

/**
 * confab_history_index_dup_text:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): the text as it is entered; without control characters, so that they
 *   can mark what was found
 */
char *
confab_history_index_dup_text (const char *text)
{
  GString *prepared = g_string_sized_new (strlen (text));
  gboolean was_unspaced = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      gboolean is_unspaced;

      if (c == SEPARATOR)
        continue;

      is_unspaced = confab_search_text_is_unspaced (c);
      if (prepared->len > 0 && (is_unspaced || was_unspaced))
        g_string_append_unichar (prepared, SEPARATOR);
      was_unspaced = is_unspaced;

      if (c < 0x20 && c != '\n')
        g_string_append_c (prepared, ' ');
      else
        g_string_append_unichar (prepared, c);
    }

  return g_string_free (prepared, FALSE);
}

static gboolean
has_letters (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      switch (g_unichar_type (g_utf8_get_char (p)))
        {
        case G_UNICODE_LOWERCASE_LETTER:
        case G_UNICODE_MODIFIER_LETTER:
        case G_UNICODE_OTHER_LETTER:
        case G_UNICODE_TITLECASE_LETTER:
        case G_UNICODE_UPPERCASE_LETTER:
        case G_UNICODE_DECIMAL_NUMBER:
        case G_UNICODE_LETTER_NUMBER:
        case G_UNICODE_OTHER_NUMBER:
        case G_UNICODE_PRIVATE_USE:
          return TRUE;

        default:
          break;
        }
    }

  return FALSE;
}

/**
 * confab_history_index_dup_word:
 * @word: what is looked for
 * @may_begin: (out): whether it may be taken for the beginning of a word, too
 *
 * Makes an expression in the language of FTS5 of it. It stands in quotation marks, within which
 * nothing has a meaning but they themselves. With a star behind it is the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the expression; %NULL if nothing can be found by it
 */
char *
confab_history_index_dup_word (const ConfabSearchWord *word,
                               gboolean               *may_begin)
{
  g_autoptr(GString) query = NULL;
  g_autofree char *prepared = NULL;

  /* Single letters begin too many words. */
  *may_begin = !word->is_phrase && g_utf8_strlen (word->text, -1) > 1;
  if (!has_letters (word->text))
    return NULL;

  query = g_string_new ("\"");
  prepared = confab_history_index_dup_text (word->text);
  for (const char *p = prepared; *p != '\0'; p++)
    g_string_append_printf (query, *p == '"' ? "\"\"" : "%c", *p);
  g_string_append_c (query, '"');

  return g_string_free (g_steal_pointer (&query), FALSE);
}

static void
append_piece (GString    *all,
              const char *piece,
              gsize       length)
{
  const gsize room = all->len < CONFAB_HISTORY_MAX_INDEXED_BYTES ? CONFAB_HISTORY_MAX_INDEXED_BYTES - all->len : 0;

  if (all->len > 0 && room > 0)
    g_string_append_c (all, '\n');
  if (length > room)
    for (length = room; length > 0 && ((guchar) piece[length] & 0xc0) == 0x80;)
      length--;
  g_string_append_len (all, piece, length);
}

/* Enters the text of a message in the place of what was there. */
static gboolean
enter (ConfabSqlite  *db,
       gint64         seq,
       const char    *text,
       GError       **error)
{
  g_autoptr(ConfabStatement) remove = NULL;
  g_autoptr(ConfabStatement) insert = NULL;
  g_autoptr(ConfabStatement) mark = NULL;
  g_autofree char *prepared = confab_history_index_dup_text (text);

  if (!(remove = confab_statement_new (db, "DELETE FROM message_index WHERE rowid = :seq", error)) ||
      !(insert = confab_statement_new (db, "INSERT INTO message_index (rowid, text) VALUES (:seq, :text)", error)) ||
      !(mark = confab_statement_new (db, "UPDATE messages SET indexed = 1 WHERE seq = :seq", error)))
    return FALSE;

  confab_statement_bind_int64 (remove, ":seq", seq);
  confab_statement_bind_int64 (insert, ":seq", seq);
  confab_statement_bind_text (insert, ":text", prepared, -1);
  confab_statement_bind_int64 (mark, ":seq", seq);

  return confab_statement_run (remove, error) &&
         (*prepared == '\0' || confab_statement_run (insert, error)) &&
         confab_statement_run (mark, error);
}

/* Whether what is entered is the text. */
static gboolean
is_entered (ConfabSqlite  *db,
            gint64         seq,
            const char    *text,
            gboolean      *entered,
            GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  g_autofree char *prepared = NULL;
  gboolean has_row;

  *entered = FALSE;
  if (!(statement = confab_statement_new (db,
                                          "SELECT coalesce (message_index.text, '')"
                                          " FROM messages LEFT JOIN message_index ON message_index.rowid = seq"
                                          " WHERE seq = :seq AND indexed = 1",
                                          error)))
    return FALSE;

  confab_statement_bind_int64 (statement, ":seq", seq);
  if (!confab_statement_step (statement, &has_row, error))
    return FALSE;

  if (has_row)
    {
      prepared = confab_history_index_dup_text (text);
      *entered = g_strcmp0 (prepared, confab_statement_get_text (statement, 0)) == 0;
    }

  return TRUE;
}

static gboolean
is_open (const ConfabMessageRow *row)
{
  return row->status == CONFAB_MESSAGE_WAITING || row->status == CONFAB_MESSAGE_STREAMING;
}

/**
 * confab_history_db_index_saved:
 * @db: the history, in its thread and in a transaction
 * @seq: where the message is
 * @row: the message as it was written
 * @error: return location
 *
 * Enters a message that is complete, and makes sure that one that still arrives is entered later.
 *
 * Returns: whether it went well
 */
gboolean
confab_history_db_index_saved (ConfabSqlite            *db,
                               gint64                   seq,
                               const ConfabMessageRow  *row,
                               GError                 **error)
{
  g_autoptr(GString) text = NULL;
  gboolean entered;

  if (is_open (row))
    {
      g_autoptr(ConfabStatement) statement = NULL;

      statement = confab_statement_new (db, "UPDATE messages SET indexed = 0 WHERE seq = :seq AND indexed <> 0", error);
      if (statement == NULL)
        return FALSE;

      confab_statement_bind_int64 (statement, ":seq", seq);
      return confab_statement_run (statement, error);
    }

  text = g_string_new (NULL);
  for (guint i = 0; i < row->parts->len; i++)
    {
      const ConfabPartRow *part = g_ptr_array_index (row->parts, i);

      if (part->kind == CONFAB_PART_TEXT || part->kind == CONFAB_PART_REFUSAL)
        append_piece (text, g_bytes_get_data (part->text, NULL), g_bytes_get_size (part->text));
      else if ((part->kind == CONFAB_PART_DOCUMENT || part->kind == CONFAB_PART_IMAGE) && part->name != NULL)
        append_piece (text, part->name, strlen (part->name));
    }

  return is_entered (db, seq, text->str, &entered, error) &&
         (entered || enter (db, seq, text->str, error));
}

static GString *
read_text (ConfabSqlite  *db,
           gint64         seq,
           GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT CASE WHEN kind IN " INDEXED_KINDS " THEN text ELSE name END"
                                    " FROM parts WHERE message_seq = :seq"
                                    " AND (kind IN " INDEXED_KINDS " OR (kind IN " NAMED_KINDS " AND name IS NOT NULL))"
                                    " ORDER BY position",
                                    error);
  if (statement == NULL)
    return NULL;

  confab_statement_bind_int64 (statement, ":seq", seq);
  while (TRUE)
    {
      g_autofree char *piece = NULL;

      if (!confab_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&text);

      piece = confab_statement_dup_text (statement, 0);
      if (piece != NULL)
        append_piece (text, piece, strlen (piece));
    }
}

static gboolean
index_rows (ConfabSqlite  *db,
            gsize          max_bytes,
            gboolean      *has_more,
            GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row;
  gsize n_bytes = 0;

  *has_more = FALSE;
  statement = confab_statement_new (db,
                                    "SELECT seq FROM messages WHERE indexed = 0"
                                    " AND status NOT IN ('waiting', 'streaming')"
                                    " ORDER BY seq DESC LIMIT 256",
                                    error);
  if (statement == NULL)
    return FALSE;

  while (TRUE)
    {
      gint64 seq;

      if (!confab_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      seq = confab_statement_get_int64 (statement, 0);
      g_array_append_val (seqs, seq);
    }

  for (guint i = 0; i < seqs->len && n_bytes < max_bytes; i++)
    {
      const gint64 seq = g_array_index (seqs, gint64, i);
      g_autoptr(GString) text = read_text (db, seq, error);

      if (text == NULL || !enter (db, seq, text->str, error))
        return FALSE;
      n_bytes += text->len;
    }
  *has_more = seqs->len > 0;

  return TRUE;
}

/**
 * confab_history_db_index_some:
 * @db: the history, in its thread
 * @max_bytes: enough for one time
 * @has_more: (out): whether some may be left
 * @error: return location
 *
 * Enters some of the messages that are not entered yet, the newest first, in one transaction.
 *
 * Returns: whether it went well
 */
gboolean
confab_history_db_index_some (ConfabSqlite  *db,
                              gsize          max_bytes,
                              gboolean      *has_more,
                              GError       **error)
{
  gint64 is_needed;

  /* Most often there is nothing, which is no reason to keep other programs from the file. */
  *has_more = FALSE;
  if (!confab_sqlite_query_int64 (db,
                                  "SELECT EXISTS (SELECT 1 FROM messages WHERE indexed = 0"
                                  " AND status NOT IN ('waiting', 'streaming'))",
                                  &is_needed, error))
    return FALSE;
  if (!is_needed)
    return TRUE;

  if (!confab_sqlite_begin (db, error))
    return FALSE;

  if (!index_rows (db, max_bytes, has_more, error))
    {
      confab_sqlite_rollback (db);
      return FALSE;
    }

  return confab_sqlite_commit (db, error);
}
