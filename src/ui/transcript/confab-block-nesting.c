/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-block-nesting"

#include "config.h"

#include "confab-block-nesting.h"

#include <string.h>

#include "confab-markdown-text.h"
#include "confab-text-direction.h"
#include "confab-transcript-geometry.h"
#include "confab-transcript-table.h"

/* So many texts without a letter that runs either way are looked at, and so many bytes of each: the last row of
 * code asks with each frame in which it grows, and that must not depend on how much is above it. */
#define MAX_NEUTRAL_TEXTS 3
#define MAX_BYTES_OF_TEXT 256

/* What lists and quotes do to the rows in them. */

static inline guint
count_levels (const ConfabMarkdownSegment *segment)
{
  return segment->list_depth + segment->quote_depth;
}

static inline gboolean
is_quote (const ConfabMarkdownSegment *segment,
          guint                        level)
{
  return (segment->quote_levels >> level & 1) != 0;
}

/**
 * confab_block_nesting_get:
 * @segment: (nullable): what the row shows
 * @nesting: (out): where things are
 *
 * Finds out where a row begins, and the marks of what it is in.
 */
void
confab_block_nesting_get (const ConfabMarkdownSegment *segment,
                          ConfabBlockNesting          *nesting)
{
  const guint n_levels = segment != NULL ? count_levels (segment) : 0;
  guint n_lists = 0;

  *nesting = (ConfabBlockNesting) { 0 };
  for (guint i = 0; i < n_levels; i++)
    if (is_quote (segment, i) && nesting->n_bars < CONFAB_BLOCK_NESTING_MAX_QUOTES)
      {
        nesting->bars[nesting->n_bars++] = nesting->indent;
        nesting->indent += CONFAB_TRANSCRIPT_QUOTE_INDENT;
      }
    else if (!is_quote (segment, i) && n_lists < CONFAB_BLOCK_NESTING_MAX_LISTS)
      {
        n_lists++;
        nesting->marker_x = nesting->indent;
        nesting->indent += CONFAB_TRANSCRIPT_LIST_INDENT;
      }
}

/**
 * confab_block_nesting_count_joined:
 * @segment: what a row in quotes shows
 *
 * Returns: how many bars of the row above go on beside the row
 */
guint
confab_block_nesting_count_joined (const ConfabMarkdownSegment *segment)
{
  guint joined = 0;

  for (guint i = 0; i < segment->shared_depth; i++)
    joined += is_quote (segment, i) ? 1 : 0;

  return joined;
}

/* The row above, if it is of the same text. */
static const ConfabMarkdownSegment *
get_above (ConfabTranscriptEntry *entry,
           guint                  item)
{
  if (item == 0 || confab_transcript_entry_get_segment (entry, item - 1) == NULL ||
      confab_transcript_entry_get_source (entry, item - 1) != confab_transcript_entry_get_source (entry, item))
    return NULL;

  return confab_transcript_entry_get_segment (entry, item - 1);
}

static PangoDirection
find_own_direction (ConfabTranscriptEntry *entry,
                    guint                  item)
{
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  const guint piece = confab_transcript_entry_get_item (entry, item)->segment;
  g_autoptr(ConfabTranscriptTable) head = NULL;

  if (confab_transcript_entry_get_segment (entry, item)->kind != CONFAB_MARKDOWN_TABLE)
    return PANGO_DIRECTION_NEUTRAL;

  head = confab_transcript_table_new (source, confab_transcript_table_find_first (source, piece));

  return confab_transcript_table_find_direction (head->table);
}

/**
 * confab_block_nesting_find_direction:
 * @entry: an expanded entry
 * @item: a row of it in a list or a quote, which has no direction of its own
 *
 * Code, tables and formulas have their place on the side of the text that they belong to. A table with none above
 * it runs as it says itself.
 *
 * Returns: how the text runs that stands above the row and is in a list or a quote, too
 */
PangoDirection
confab_block_nesting_find_direction (ConfabTranscriptEntry *entry,
                                     guint                  item)
{
  const ConfabMarkdownSegment *above;
  guint n_texts = 0;

  for (guint i = item; n_texts < MAX_NEUTRAL_TEXTS && (above = get_above (entry, i)) != NULL &&
                       count_levels (above) > 0; i--)
    {
      g_autoptr(ConfabMarkdownText) text = NULL;
      g_autofree char *content = NULL;
      PangoDirection direction;

      if (above->kind != CONFAB_MARKDOWN_PARAGRAPH && above->kind != CONFAB_MARKDOWN_HEADING)
        continue;

      content = confab_transcript_source_dup_piece (confab_transcript_entry_get_source (entry, i - 1),
                                                    confab_transcript_entry_get_item (entry, i - 1)->segment);
      if (strlen (content) > MAX_BYTES_OF_TEXT)
        *g_utf8_find_prev_char (content, content + MAX_BYTES_OF_TEXT) = '\0';
      text = confab_markdown_text_parse (content, FALSE);
      direction = confab_text_direction_find (text->text);
      if (direction != PANGO_DIRECTION_NEUTRAL)
        return direction;
      n_texts++;
    }

  return find_own_direction (entry, item);
}
