/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-selection"

#include "config.h"

#include "confab-transcript-selection.h"

#include <string.h>

#include "confab-transcript-table.h"

static int
compare_points (const ConfabTranscriptPoint *a,
                const ConfabTranscriptPoint *b)
{
  const guint a_index = confab_transcript_entry_get_index (a->entry);
  const guint b_index = confab_transcript_entry_get_index (b->entry);

  if (a_index != b_index)
    return a_index < b_index ? -1 : 1;
  if (a->item != b->item)
    return a->item < b->item ? -1 : 1;
  if (a->index != b->index)
    return a->index < b->index ? -1 : 1;

  return 0;
}

static void
get_ends (const ConfabTranscriptSelection  *self,
          const ConfabTranscriptPoint     **start,
          const ConfabTranscriptPoint     **end)
{
  const gboolean is_forward = compare_points (&self->anchor, &self->focus) <= 0;

  *start = is_forward ? &self->anchor : &self->focus;
  *end = is_forward ? &self->focus : &self->anchor;
}

/**
 * confab_transcript_selection_clear:
 *
 * Selects nothing.
 */
void
confab_transcript_selection_clear (ConfabTranscriptSelection *self)
{
  *self = (ConfabTranscriptSelection) { 0 };
}

/**
 * confab_transcript_selection_is_empty:
 *
 * Returns: whether nothing is selected
 */
gboolean
confab_transcript_selection_is_empty (const ConfabTranscriptSelection *self)
{
  return self->anchor.entry == NULL || self->focus.entry == NULL ||
         compare_points (&self->anchor, &self->focus) == 0;
}

/**
 * confab_transcript_selection_set:
 * @anchor: where it begins
 * @focus: where it is led to
 *
 * Selects what is between two places.
 */
void
confab_transcript_selection_set (ConfabTranscriptSelection   *self,
                                 const ConfabTranscriptPoint *anchor,
                                 const ConfabTranscriptPoint *focus)
{
  self->anchor = *anchor;
  self->focus = *focus;
}

/**
 * confab_transcript_selection_set_all:
 * @model: a transcript
 *
 * Selects everything. The messages need not have been looked into.
 */
void
confab_transcript_selection_set_all (ConfabTranscriptSelection *self,
                                     ConfabTranscriptModel     *model)
{
  const guint n_entries = confab_transcript_model_get_n_entries (model);

  confab_transcript_selection_clear (self);
  if (n_entries == 0)
    return;

  self->anchor.entry = confab_transcript_model_get_entry (model, 0);
  self->focus.entry = confab_transcript_model_get_entry (model, n_entries - 1);
  self->focus.item = G_MAXUINT;
  self->focus.index = G_MAXSIZE;
}

static void
move_point (ConfabTranscriptPoint *point,
            ConfabTranscriptEntry *entry,
            guint                  position,
            guint                  n_removed,
            guint                  n_added)
{
  if (point->entry != entry || point->item < position || point->item == G_MAXUINT)
    return;

  if (point->item >= position + n_removed)
    {
      point->item += n_added - n_removed;
    }
  else
    {
      point->item = position;
      point->index = 0;
    }
}

/**
 * confab_transcript_selection_items_changed:
 * @entry: a message
 * @position: where rows of it changed
 * @n_removed: how many were taken out
 * @n_added: how many were put in
 *
 * Keeps the selection on its text when rows are put in above it.
 */
void
confab_transcript_selection_items_changed (ConfabTranscriptSelection *self,
                                           ConfabTranscriptEntry     *entry,
                                           guint                      position,
                                           guint                      n_removed,
                                           guint                      n_added)
{
  move_point (&self->anchor, entry, position, n_removed, n_added);
  move_point (&self->focus, entry, position, n_removed, n_added);
}

/**
 * confab_transcript_selection_get_range:
 * @entry: a message
 * @item: a row of it
 * @start: (out): first selected byte
 * @end: (out): the byte after the last, perhaps past the end
 *
 * Returns: whether anything of the row is selected
 */
gboolean
confab_transcript_selection_get_range (const ConfabTranscriptSelection *self,
                                       ConfabTranscriptEntry           *entry,
                                       guint                            item,
                                       gsize                           *start,
                                       gsize                           *end)
{
  const ConfabTranscriptPoint row_start = { entry, item, 0 };
  const ConfabTranscriptPoint row_end = { entry, item, G_MAXSIZE };
  const ConfabTranscriptPoint *first;
  const ConfabTranscriptPoint *last;

  *start = *end = 0;
  if (confab_transcript_selection_is_empty (self))
    return FALSE;

  get_ends (self, &first, &last);
  if (compare_points (first, &row_end) >= 0 || compare_points (last, &row_start) <= 0)
    return FALSE;

  *start = compare_points (first, &row_start) > 0 ? first->index : 0;
  *end = compare_points (last, &row_end) < 0 ? last->index : G_MAXSIZE;

  return TRUE;
}

/**
 * confab_transcript_selection_dup_item_text:
 * @entry: an expanded entry
 * @item: a row of it
 *
 * Returns: (transfer full) (nullable): the text of the row that can be selected
 */
char *
confab_transcript_selection_dup_item_text (ConfabTranscriptEntry *entry,
                                           guint                  item)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  g_autoptr(ConfabMarkdownText) text = NULL;
  g_autofree char *piece = NULL;

  switch (row->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_IMAGE:
      return confab_transcript_source_dup_piece (source, row->segment);

    case CONFAB_TRANSCRIPT_ITEM_TEXT:
      piece = confab_transcript_source_dup_piece (source, row->segment);
      text = confab_markdown_text_parse (piece, !confab_transcript_entry_get_segment (entry, item)->sealed);
      return g_steal_pointer (&text->text);

    case CONFAB_TRANSCRIPT_ITEM_TABLE:
      {
        g_autoptr(ConfabTranscriptTable) table = confab_transcript_table_new (source, row->segment);

        return g_steal_pointer (&table->text);
      }

    case CONFAB_TRANSCRIPT_ITEM_CODE:
    case CONFAB_TRANSCRIPT_ITEM_MATH:
    case CONFAB_TRANSCRIPT_ITEM_BUBBLE:
      return confab_transcript_source_dup_piece (source, row->segment);

    default:
      return NULL;
    }
}

/* What stands between a row and the one before it, and the marker a list item has in plain text. */
static void
append_joint (GString               *all,
              ConfabTranscriptEntry *entry,
              guint                  item,
              gboolean               is_from_start)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);

  if (all->len > 0)
    {
      if (segment != NULL && !segment->first_of_block)
        {
          if (segment->kind == CONFAB_MARKDOWN_CODE || segment->kind == CONFAB_MARKDOWN_TABLE)
            g_string_append_c (all, '\n');
          else if (!g_ascii_isspace (all->str[all->len - 1]))
            g_string_append_c (all, ' ');
        }
      else if ((segment != NULL && segment->tight) ||
               (row->kind == CONFAB_TRANSCRIPT_ITEM_BUBBLE && row->segment > 0))
        {
          g_string_append_c (all, '\n');
        }
      else
        {
          g_string_append (all, "\n\n");
        }
    }

  if (segment == NULL || !is_from_start)
    return;

  for (guint i = 1; i < segment->list_depth; i++)
    g_string_append (all, "  ");
  switch (segment->marker)
    {
    case CONFAB_MARKDOWN_MARKER_BULLET:
      g_string_append (all, "• ");
      break;

    case CONFAB_MARKDOWN_MARKER_NUMBER:
      g_string_append_printf (all, "%u. ", segment->number);
      break;

    case CONFAB_MARKDOWN_MARKER_TASK_OPEN:
      g_string_append (all, "☐ ");
      break;

    case CONFAB_MARKDOWN_MARKER_TASK_DONE:
      g_string_append (all, "☑ ");
      break;

    case CONFAB_MARKDOWN_MARKER_FOOTNOTE:
      g_string_append_printf (all, "[%u] ", segment->number);
      break;

    case CONFAB_MARKDOWN_MARKER_NONE:
    default:
      break;
    }
}

/* A streaming row may have changed under the selection: stay between two characters. */
static gsize
clamp_index (const char *text,
             gsize       index)
{
  const gsize length = strlen (text);

  if (index >= length)
    return length;
  while (index > 0 && ((guchar)text[index] & 0xc0) == 0x80)
    index--;

  return index;
}

/**
 * confab_transcript_selection_dup_text:
 * @model: the transcript it is of
 *
 * Returns: (transfer full): the selected text, plain
 */
char *
confab_transcript_selection_dup_text (const ConfabTranscriptSelection *self,
                                      ConfabTranscriptModel           *model)
{
  GString *all = g_string_new (NULL);
  const ConfabTranscriptPoint *first;
  const ConfabTranscriptPoint *last;

  if (confab_transcript_selection_is_empty (self))
    return g_string_free (all, FALSE);

  get_ends (self, &first, &last);
  for (guint i = confab_transcript_entry_get_index (first->entry);
       i <= confab_transcript_entry_get_index (last->entry);
       i++)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, i);

      confab_transcript_model_expand (model, entry);
      for (guint item = 0; item < confab_transcript_entry_get_n_items (entry); item++)
        {
          g_autofree char *text = NULL;
          gsize start;
          gsize end;

          if (confab_transcript_entry_get_item (entry, item)->hidden ||
              !confab_transcript_selection_get_range (self, entry, item, &start, &end))
            continue;
          text = confab_transcript_selection_dup_item_text (entry, item);
          if (text == NULL || *text == '\0')
            continue;

          start = clamp_index (text, start);
          end = clamp_index (text, end);
          if (start >= end)
            continue;
          append_joint (all, entry, item, start == 0);
          g_string_append_len (all, text + start, end - start);
        }
    }

  return g_string_free (all, FALSE);
}
