/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-markdown"

#include "config.h"

#include "confab-transcript-markdown.h"

#include <string.h>

#include "confab-markdown-copy.h"
#include "confab-transcript-table.h"

/* A selection as Markdown. Lists, quotes and blocks that are selected as a whole are taken from what the model wrote,
 * byte for byte. Of those where it begins and ends, what is selected is written anew, in what it is in; of code whole
 * lines remain code, and a table keeps all of its rows that are in the piece. */

typedef struct
{
  GString                *text;    /* owned by the caller */
  ConfabTranscriptSource *source;  /* borrowed, nullable: what the rows that are not written yet are of */
  guint                   first;   /* of its pieces */
  guint                   last;
  char                   *head;    /* owned, nullable: what is selected of the first, if that is not all */
  char                   *tail;    /* owned, nullable: of the last, if that is another one */
  gboolean                is_mid;  /* what is selected of the first is not its beginning */
} Writer;

static void
trim_end (GString *text)
{
  while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
}

static void
begin_block (Writer *self)
{
  trim_end (self->text);
  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");
}

static void
append_source (Writer *self,
               guint   from,
               guint   to)
{
  ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (self->source);
  gsize length;
  const char *text = confab_markdown_scanner_get_source (scanner, &length);
  const gsize start = confab_markdown_scanner_get_segment (scanner, from)->start;
  const gsize end = confab_markdown_scanner_get_segment (scanner, to - 1)->end;
  g_autofree char *valid = g_utf8_make_valid (text + start, (gssize)(MIN (end, length) - start));

  begin_block (self);
  g_string_append (self->text, valid);
}

static void
append_anew (Writer   *self,
             guint     from,
             guint     to,
             gboolean  is_bare)
{
  ConfabMarkdownCopy *copy;

  if (from >= to)
    return;

  begin_block (self);
  copy = confab_markdown_copy_new (confab_transcript_source_get_scanner (self->source), self->text, is_bare);
  for (guint i = from; i < to; i++)
    confab_markdown_copy_add (copy, i, i == self->first && self->head != NULL ? self->head
                                       : i == self->last                      ? self->tail
                                                                              : NULL);
  confab_markdown_copy_finish (copy);
}

/* Whether nothing before a piece matters for what it is. */
static gboolean
is_outermost (ConfabMarkdownScanner *scanner,
              guint                  piece)
{
  const ConfabMarkdownSegment *segment;

  if (piece == confab_markdown_scanner_get_n_segments (scanner))
    return TRUE;

  segment = confab_markdown_scanner_get_segment (scanner, piece);

  return segment->first_of_block && segment->shared_depth == 0 && !segment->same_list;
}

/* Writes the rows of a part of a message. */
static void
flush (Writer *self)
{
  ConfabMarkdownScanner *scanner;
  guint from, to;

  if (self->source == NULL)
    return;

  scanner = confab_transcript_source_get_scanner (self->source);
  from = self->head != NULL ? self->first + 1 : self->first;
  to = self->tail != NULL ? self->last : self->last + 1;
  while (from < to && !is_outermost (scanner, from))
    from++;
  while (to > from && !is_outermost (scanner, to))
    to--;

  if (from < to)
    {
      append_anew (self, self->first, from, FALSE);
      append_source (self, from, to);
      append_anew (self, to, self->last + 1, FALSE);
    }
  else if (self->is_mid && self->first == self->last &&
           confab_markdown_scanner_get_segment (scanner, self->first)->kind != CONFAB_MARKDOWN_CODE)
    {
      /* Some words. */
      begin_block (self);
      g_string_append (self->text, self->head);
    }
  else
    append_anew (self, self->first, self->last + 1, self->is_mid && self->first == self->last);

  self->source = NULL;
  self->is_mid = FALSE;
  g_clear_pointer (&self->head, g_free);
  g_clear_pointer (&self->tail, g_free);
}

static char *
dup_part (ConfabTranscriptEntry *entry,
          guint                  item,
          const char            *text,
          gsize                  start,
          gsize                  end)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  g_autoptr(ConfabMarkdownText) parsed = NULL;
  g_autofree char *piece = NULL;

  if (row->kind != CONFAB_TRANSCRIPT_ITEM_TEXT)
    return g_strndup (text + start, end - start);

  piece = confab_transcript_source_dup_piece (confab_transcript_entry_get_source (entry, item), row->segment);
  parsed = confab_markdown_text_parse (piece, !segment->sealed);

  return confab_markdown_text_dup_markdown (parsed, MIN (start, strlen (parsed->text)),
                                            MIN (end, strlen (parsed->text)));
}

/* Rows of one part follow one another. */
static void
add_row (Writer                *self,
         ConfabTranscriptEntry *entry,
         guint                  item,
         char                  *part,
         gboolean               is_mid)
{
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  const guint piece = confab_transcript_entry_get_item (entry, item)->segment;

  if (source == self->source && piece == self->last + 1)
    {
      self->last = piece;
      self->tail = part;
      return;
    }

  flush (self);
  self->source = source;
  self->first = piece;
  self->last = piece;
  self->head = part;
  self->is_mid = is_mid;
}

static void
append_row (Writer                *self,
            ConfabTranscriptEntry *entry,
            guint                  item,
            gsize                  start,
            gsize                  end)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  g_autofree char *text = confab_transcript_selection_dup_item_text (entry, item);
  const gsize length = text != NULL ? strlen (text) : 0;

  if (segment != NULL && (row->kind == CONFAB_TRANSCRIPT_ITEM_TABLE || (start == 0 && end >= length)))
    {
      add_row (self, entry, item, NULL, FALSE);
      return;
    }
  if (text == NULL)
    return;

  /* While it arrives the text may have changed under the selection. */
  end = MIN (end, length);
  while (start > 0 && start < length && ((guchar)text[start] & 0xc0) == 0x80)
    start--;
  while (end > 0 && end < length && ((guchar)text[end] & 0xc0) == 0x80)
    end--;
  if (start >= end)
    return;

  if (segment != NULL)
    {
      add_row (self, entry, item, dup_part (entry, item, text, start, end), start > 0);
      return;
    }

  flush (self);
  begin_block (self);
  g_string_append_len (self->text, text + start, (gssize)(end - start));
}

/**
 * confab_transcript_markdown_dup_selection:
 * @selection: what is selected
 * @model: the transcript it is of
 *
 * Returns: (transfer full): the selected text as Markdown
 */
char *
confab_transcript_markdown_dup_selection (const ConfabTranscriptSelection *selection,
                                          ConfabTranscriptModel           *model)
{
  Writer writer = { .text = g_string_new (NULL) };
  guint first;
  guint last;

  if (confab_transcript_selection_is_empty (selection))
    return g_string_free (writer.text, FALSE);

  first = MIN (confab_transcript_entry_get_index (selection->anchor.entry),
               confab_transcript_entry_get_index (selection->focus.entry));
  last = MAX (confab_transcript_entry_get_index (selection->anchor.entry),
              confab_transcript_entry_get_index (selection->focus.entry));
  for (guint i = first; i <= last; i++)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, i);

      confab_transcript_model_expand (model, entry);
      for (guint item = 0; item < confab_transcript_entry_get_n_items (entry); item++)
        {
          gsize start;
          gsize end;

          if (!confab_transcript_entry_get_item (entry, item)->hidden &&
              confab_transcript_selection_get_range (selection, entry, item, &start, &end))
            append_row (&writer, entry, item, start, end);
        }
    }
  flush (&writer);
  trim_end (writer.text);

  return g_string_free (writer.text, FALSE);
}

static guint
find_block (ConfabMarkdownScanner *scanner,
            guint                  block_id)
{
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  guint i = 0;

  while (i < n && confab_markdown_scanner_get_segment (scanner, i)->block_id != block_id)
    i++;

  return i;
}

/**
 * confab_transcript_markdown_dup_table:
 * @source: a part of a message
 * @block_id: a table in it
 *
 * Returns: (transfer full): all of the table as Markdown, without the markers of what it is in
 */
char *
confab_transcript_markdown_dup_table (ConfabTranscriptSource *source,
                                      guint                   block_id)
{
  ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (source);
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  GString *text = g_string_new (NULL);

  for (guint i = find_block (scanner, block_id);
       i < n && confab_markdown_scanner_get_segment (scanner, i)->block_id == block_id;
       i++)
    {
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);

      g_string_append (text, content);
      trim_end (text);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * confab_transcript_markdown_dup_csv:
 * @source: a part of a message
 * @block_id: a table in it
 *
 * Returns: (transfer full): all of the table as comma-separated values
 */
char *
confab_transcript_markdown_dup_csv (ConfabTranscriptSource *source,
                                    guint                   block_id)
{
  ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (source);
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  GString *csv = g_string_new (NULL);

  for (guint i = find_block (scanner, block_id);
       i < n && confab_markdown_scanner_get_segment (scanner, i)->block_id == block_id;
       i++)
    {
      g_autoptr(ConfabTranscriptTable) table = confab_transcript_table_new (source, i);

      confab_markdown_table_append_csv (table->table, csv);
    }

  return g_string_free (csv, FALSE);
}
