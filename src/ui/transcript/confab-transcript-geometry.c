/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-geometry"

#include "config.h"

#include "confab-transcript-geometry.h"

#include "confab-block-nesting.h"
#include "confab-picture-size.h"

#include <string.h>

#define GAP_SMALL   6
#define GAP_BLOCK   12
#define GAP_HEADING 24
#define GAP_MESSAGE 24

#define NAME_HEIGHT       24
#define ROW_HEIGHT        30
#define FOOTER_HEIGHT     36
#define CARD_HEIGHT       132
#define ATTACHMENT_HEIGHT 54

static int
count_rows (gsize                          n_bytes,
            guint                          n_lines,
            int                            width,
            const ConfabTranscriptMetrics *metrics)
{
  const gsize per_row = MAX (width / MAX (metrics->char_width, 1), 8);
  const gsize rows = MAX ((n_bytes + per_row - 1) / per_row, 1);

  /* A guess is all it is, but it must not overflow whatever is pasted. */
  return (int)MIN (MAX (rows, n_lines), 1000000);
}

/**
 * confab_transcript_geometry_get_gap:
 * @entry: an expanded entry
 * @position: an item
 *
 * Returns: how many pixels are free above an item
 */
int
confab_transcript_geometry_get_gap (ConfabTranscriptEntry *entry,
                                    guint                  position)
{
  const ConfabTranscriptItem *item = confab_transcript_entry_get_item (entry, position);
  const ConfabMarkdownSegment *segment;
  const ConfabTranscriptItem *before;
  guint previous;

  if (position == 0)
    return confab_transcript_entry_get_index (entry) == 0 ? 0 : GAP_MESSAGE;

  previous = position - 1;
  before = confab_transcript_entry_get_item (entry, previous);
  if (before->hidden)
    {
      /* What is folded away is all of a part but its first line. */
      previous = confab_transcript_entry_get_section_start (entry, previous);
      before = confab_transcript_entry_get_item (entry, previous);
    }

  switch (item->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_BUBBLE:
      return item->segment > 0 ? 0 : GAP_SMALL;

    case CONFAB_TRANSCRIPT_ITEM_ATTACHMENT:
      return GAP_SMALL;

    case CONFAB_TRANSCRIPT_ITEM_ATTEMPTS:
    case CONFAB_TRANSCRIPT_ITEM_THINKING:
    case CONFAB_TRANSCRIPT_ITEM_TOOL:
      return before->kind == CONFAB_TRANSCRIPT_ITEM_NAME ||
             before->kind == CONFAB_TRANSCRIPT_ITEM_ATTEMPTS ||
             before->kind == CONFAB_TRANSCRIPT_ITEM_THINKING ||
             before->kind == CONFAB_TRANSCRIPT_ITEM_TOOL ? GAP_SMALL : GAP_BLOCK;

    case CONFAB_TRANSCRIPT_ITEM_NAME:
    case CONFAB_TRANSCRIPT_ITEM_ERROR:
    case CONFAB_TRANSCRIPT_ITEM_NOTE:
    case CONFAB_TRANSCRIPT_ITEM_FOOTER:
      return GAP_BLOCK;

    default:
      break;
    }

  if (before->kind == CONFAB_TRANSCRIPT_ITEM_NAME || before->kind == CONFAB_TRANSCRIPT_ITEM_ATTEMPTS ||
      before->kind == CONFAB_TRANSCRIPT_ITEM_THINKING)
    return GAP_SMALL;

  segment = confab_transcript_entry_get_segment (entry, position);
  if (segment == NULL)
    return GAP_BLOCK;
  if (!segment->first_of_block)
    return 0;
  if (segment->tight)
    return item->kind == CONFAB_TRANSCRIPT_ITEM_TEXT && before->kind == CONFAB_TRANSCRIPT_ITEM_TEXT ? GAP_SMALL / 2
                                                                                                    : GAP_SMALL;
  if (segment->kind == CONFAB_MARKDOWN_HEADING)
    return segment->heading_level <= 2 ? GAP_HEADING : GAP_HEADING - GAP_SMALL;

  return GAP_BLOCK;
}

/**
 * confab_transcript_geometry_guess:
 * @entry: an expanded entry
 * @position: an item
 * @metrics: what to guess from
 *
 * Returns: about how high an item is in pixels, its gap included
 */
int
confab_transcript_geometry_guess (ConfabTranscriptEntry         *entry,
                                  guint                          position,
                                  const ConfabTranscriptMetrics *metrics)
{
  const ConfabTranscriptItem *item = confab_transcript_entry_get_item (entry, position);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, position);
  const int gap = confab_transcript_geometry_get_gap (entry, position);
  ConfabBlockNesting nesting;
  guint n_lines = 0;
  gsize n_bytes;
  int width;
  int height = 0;

  switch (item->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_NAME:
      return gap + NAME_HEIGHT;

    case CONFAB_TRANSCRIPT_ITEM_ATTEMPTS:
    case CONFAB_TRANSCRIPT_ITEM_THINKING:
    case CONFAB_TRANSCRIPT_ITEM_TOOL:
    case CONFAB_TRANSCRIPT_ITEM_NOTE:
      return gap + ROW_HEIGHT;

    case CONFAB_TRANSCRIPT_ITEM_ATTACHMENT:
    case CONFAB_TRANSCRIPT_ITEM_IMAGE:
      return gap + ATTACHMENT_HEIGHT;

    case CONFAB_TRANSCRIPT_ITEM_PICTURE:
      confab_picture_size_get (confab_transcript_entry_get_part (entry, position), metrics->width, &width, &height);
      return gap + height;

    case CONFAB_TRANSCRIPT_ITEM_ERROR:
      return gap + CARD_HEIGHT;

    case CONFAB_TRANSCRIPT_ITEM_FOOTER:
      return gap + FOOTER_HEIGHT;

    case CONFAB_TRANSCRIPT_ITEM_RULE:
      return gap + 1;

    default:
      break;
    }

  n_bytes = confab_transcript_source_get_size (confab_transcript_entry_get_source (entry, position),
                                               item->segment, &n_lines);

  switch (item->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_BUBBLE:
      return gap + 2 * CONFAB_TRANSCRIPT_BUBBLE_PADDING_Y +
             metrics->line_height * count_rows (n_bytes, n_lines, metrics->width * 4 / 5, metrics);

    case CONFAB_TRANSCRIPT_ITEM_CODE:
      return gap + n_lines * metrics->line_height * 9 / 10 +
             (segment->first_of_block ? CONFAB_TRANSCRIPT_CODE_HEADER : 0);

    case CONFAB_TRANSCRIPT_ITEM_MATH:
      /* The lines with the delimiters alone make up for what is higher than a line. */
      return gap + MAX (n_lines, 2) * metrics->line_height;

    case CONFAB_TRANSCRIPT_ITEM_TABLE:
      return gap + n_lines * (metrics->line_height + 2 * CONFAB_TRANSCRIPT_CELL_PADDING_Y);

    default:
      confab_block_nesting_get (segment, &nesting);
      return gap + metrics->line_height * count_rows (n_bytes, 1, metrics->width - nesting.indent, metrics);
    }
}

/**
 * confab_transcript_geometry_count:
 * @message: a message
 * @n_bytes: (out): how many bytes of text are to be shown
 * @n_lines: (out): how many line ends are in it
 *
 * What the height of a message is guessed from, at any width.
 */
void
confab_transcript_geometry_count (ConfabMessage *message,
                                  gsize         *n_bytes,
                                  guint         *n_lines)
{
  *n_bytes = 0;
  *n_lines = 0;

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabPart *part = confab_message_get_part (message, i);
      const ConfabPartKind kind = confab_part_get_kind (part);
      const char *text = confab_part_get_text (part);
      const gsize length = confab_part_get_text_length (part);

      if (kind != CONFAB_PART_TEXT && kind != CONFAB_PART_REFUSAL)
        continue;

      *n_bytes += length;
      for (const char *p = text; (p = memchr (p, '\n', text + length - p)) != NULL; p++)
        (*n_lines)++;
    }
}

/**
 * confab_transcript_geometry_guess_whole:
 * @message: a message
 * @n_bytes: as counted
 * @n_lines: as counted
 * @metrics: what to guess from
 *
 * Returns: about how high a message is in pixels
 */
int
confab_transcript_geometry_guess_whole (ConfabMessage                 *message,
                                        gsize                          n_bytes,
                                        guint                          n_lines,
                                        const ConfabTranscriptMetrics *metrics)
{
  switch (confab_message_get_role (message))
    {
    case CONFAB_ROLE_SYSTEM:
      return 0;

    case CONFAB_ROLE_USER:
      return GAP_MESSAGE + 2 * CONFAB_TRANSCRIPT_BUBBLE_PADDING_Y +
             metrics->line_height * count_rows (n_bytes, n_lines + 1, metrics->width * 4 / 5, metrics);

    case CONFAB_ROLE_TOOL:
      return GAP_MESSAGE + ROW_HEIGHT * (int)confab_message_get_n_parts (message);

    case CONFAB_ROLE_ASSISTANT:
    default:
      /* Most line ends part blocks, and half of them are the empty lines between. */
      return GAP_MESSAGE + NAME_HEIGHT + (int)MIN (n_lines, 1000000) / 2 * GAP_BLOCK +
             metrics->line_height * count_rows (n_bytes, n_lines * 3 / 4, metrics->width, metrics);
    }
}
