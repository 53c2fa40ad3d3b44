/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-markdown"

#include "config.h"

#include "confab-transcript-markdown.h"

#include <string.h>

#include "confab-transcript-table.h"

/* A selection as Markdown. Rows that are selected as a whole are taken from what the model wrote,
 * byte for byte. Of the two rows where it begins and ends, a part of the text is written anew; of
 * code whole lines remain code, and a table keeps all of its rows that are in the piece. */

typedef struct
{
  GString                *text;         /* owned by the caller */
  ConfabTranscriptSource *source;       /* borrowed, nullable: what the last row was copied from */
  gsize                   end;          /* where in it that ended */
} Writer;

static void
trim_end (GString *text)
{
  while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
}

/* Rows are parted as blocks are, unless they are of one block or of a tight list. */
static void
begin_row (Writer                      *self,
           const ConfabMarkdownSegment *segment)
{
  trim_end (self->text);
  if (self->text->len > 0)
    g_string_append (self->text, segment != NULL && segment->tight ? "\n" : "\n\n");
  self->source = NULL;
}

static void
append_source (Writer                 *self,
               ConfabTranscriptSource *source,
               gsize                   start,
               gsize                   end)
{
  gsize length;
  const char *text = confab_markdown_scanner_get_source (confab_transcript_source_get_scanner (source), &length);
  g_autofree char *valid = g_utf8_make_valid (text + start, (gssize)(MIN (end, length) - start));

  g_string_append (self->text, valid);
  self->source = source;
  self->end = end;
}

static void
append_marker (GString                     *text,
               const ConfabMarkdownSegment *segment)
{
  for (guint i = 0; i < segment->quote_depth; i++)
    g_string_append (text, "> ");
  for (guint i = 1; i < segment->list_depth; i++)
    g_string_append (text, "    ");
  if (segment->heading_level > 0)
    g_string_append_printf (text, "%.*s ", segment->heading_level, "######");

  switch (segment->marker)
    {
    case CONFAB_MARKDOWN_MARKER_BULLET:
      g_string_append (text, "- ");
      break;

    case CONFAB_MARKDOWN_MARKER_NUMBER:
      g_string_append_printf (text, "%u. ", segment->number);
      break;

    case CONFAB_MARKDOWN_MARKER_TASK_OPEN:
      g_string_append (text, "- [ ] ");
      break;

    case CONFAB_MARKDOWN_MARKER_TASK_DONE:
      g_string_append (text, "- [x] ");
      break;

    case CONFAB_MARKDOWN_MARKER_FOOTNOTE:
      g_string_append_printf (text, "[^%u]: ", segment->number);
      break;

    case CONFAB_MARKDOWN_MARKER_NONE:
    default:
      break;
    }
}

static void
append_code (GString                *text,
             ConfabTranscriptSource *source,
             guint                   position,
             const char             *code,
             gsize                   length)
{
  g_autofree char *language = NULL;
  guint longest = 2;
  guint run = 0;

  for (gsize i = 0; i < length; i++)
    {
      run = code[i] == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }

  language = confab_markdown_scanner_dup_language (confab_transcript_source_get_scanner (source), position);
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (text, '`');
  g_string_append_printf (text, "%s\n", language != NULL ? language : "");
  g_string_append_len (text, code, (gssize)length);
  g_string_append_c (text, '\n');
  for (guint i = 0; i <= longest; i++)
    g_string_append_c (text, '`');
}

static void
append_part (Writer                *self,
             ConfabTranscriptEntry *entry,
             guint                  item,
             const char            *text,
             gsize                  start,
             gsize                  end)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  g_autoptr(ConfabMarkdownText) parsed = NULL;
  g_autofree char *piece = NULL;
  g_autofree char *markdown = NULL;

  begin_row (self, segment);
  if (row->kind == CONFAB_TRANSCRIPT_ITEM_CODE)
    {
      append_code (self->text, source, row->segment, text + start, end - start);
      return;
    }
  if (row->kind != CONFAB_TRANSCRIPT_ITEM_TEXT)
    {
      g_string_append_len (self->text, text + start, (gssize)(end - start));
      return;
    }

  piece = confab_transcript_source_dup_piece (source, row->segment);
  parsed = confab_markdown_text_parse (piece, !segment->sealed);
  markdown = confab_markdown_text_dup_markdown (parsed, MIN (start, strlen (parsed->text)),
                                                MIN (end, strlen (parsed->text)));
  if (start == 0)
    append_marker (self->text, segment);
  g_string_append (self->text, markdown);
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
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  g_autofree char *text = confab_transcript_selection_dup_item_text (entry, item);
  const gsize length = text != NULL ? strlen (text) : 0;
  const gboolean is_whole = segment != NULL &&
                            (row->kind == CONFAB_TRANSCRIPT_ITEM_TABLE || (start == 0 && end >= length));

  if (is_whole)
    {
      if (self->source != source || self->end != segment->start)
        begin_row (self, segment);
      append_source (self, source, segment->start, segment->end);
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
  if (start < end)
    append_part (self, entry, item, text, start, end);
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
