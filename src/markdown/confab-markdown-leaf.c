/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-leaf"

#include "config.h"

#include "confab-markdown-math-private.h"

#include <string.h>

#define MAX_CODE_LINES 24

/* A run of blank lines as long as a segment ends indented code, so that no run has to be kept. */
#define MAX_BLANK_LINES MAX_CODE_LINES

typedef ConfabMarkdownReader Reader;

/**
 * confab_markdown_leaf_count_lists:
 * @state: what is open
 *
 * Returns: how many lists are open
 */
guint
confab_markdown_leaf_count_lists (const ConfabMarkdownState *state)
{
  guint n = 0;

  for (guint i = 0; i < state->n_containers; i++)
    if (state->containers[i].delimiter != '>')
      n++;

  return n;
}

/**
 * confab_markdown_leaf_add_line:
 * @r: a line that is read
 * @position: where its text begins in it
 * @end: where that ends
 * @pad: spaces in front of it that the source has as a part of a tab
 * @continued: it goes on in the line before it
 *
 * Adds the text of the line to the last segment.
 */
void
confab_markdown_leaf_add_line (Reader   *r,
                               gsize     position,
                               gsize     end,
                               guint     pad,
                               gboolean  continued)
{
  const ConfabMarkdownTextLine line = {
    .begin = r->begin,
    .skip = position,
    .length = end - position,
    .pad = pad,
    .continued = continued,
  };

  confab_markdown_blocks_add_line (r->blocks, &line);
}

/**
 * confab_markdown_leaf_open:
 * @r: a line that is read
 * @kind: of what begins in it
 *
 * Opens a segment that begins a block, with the marker that was read in front of it.
 *
 * Returns: the segment, valid until the next one opens
 */
ConfabMarkdownPiece *
confab_markdown_leaf_open (Reader             *r,
                           ConfabMarkdownKind  kind)
{
  ConfabMarkdownState *state = r->state;
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (r->blocks);
  ConfabMarkdownPiece piece = { 0 };
  guint list;

  piece.segment.kind = kind;
  confab_markdown_blocks_place (r->blocks, &piece.segment);
  list = piece.segment.list_depth > 0 ? state->outer_list : 0;

  if (state->empty_item > 0 && !r->has_marker)
    {
      /* What follows an empty item's marker is that item's text. */
      state->empty_item = 0;
      last->segment.kind = kind;
      last->segment.quote_depth = piece.segment.quote_depth;
      last->segment.quote_levels = piece.segment.quote_levels;
      return last;
    }

  if (last != NULL)
    {
      confab_markdown_blocks_seal (r->blocks);
      last->segment.end = r->segment_start;
      piece.segment.start = r->segment_start;
      piece.segment.tight = !state->blank_since && list > 0 && list == state->shown_list;
    }

  piece.segment.end = piece.segment.start;
  piece.segment.block_id = state->next_block_id++;
  piece.segment.first_of_block = TRUE;
  piece.segment.last_of_block = TRUE;
  piece.first_line = r->blocks->lines->len;
  if (r->has_marker)
    {
      piece.segment.marker = r->marker;
      piece.segment.number = r->number;
      r->has_marker = FALSE;
    }

  state->empty_item = 0;
  state->shown_list = list;
  state->blank_since = FALSE;
  state->cut_pending = FALSE;
  g_array_append_val (r->blocks->pieces, piece);

  return confab_markdown_blocks_get_last (r->blocks);
}

/**
 * confab_markdown_leaf_close:
 * @r: a line that is read
 *
 * Ends the block that is open.
 */
void
confab_markdown_leaf_close (Reader *r)
{
  if (r->state->leaf == CONFAB_MARKDOWN_LEAF_INDENTED && r->state->n_blank > 0)
    r->state->blank_since = TRUE;

  confab_markdown_blocks_drop_math (r->blocks);
  r->state->leaf = CONFAB_MARKDOWN_LEAF_NONE;
  r->state->n_blank = 0;
  r->state->cut_pending = FALSE;
}

/**
 * confab_markdown_leaf_close_unmatched:
 * @r: a line that is read
 *
 * Ends the block that is open, and the containers that do not go on in the line.
 */
void
confab_markdown_leaf_close_unmatched (Reader *r)
{
  confab_markdown_leaf_close (r);
  if (r->closed || r->opened)
    return;

  r->closed = TRUE;
  r->state->n_containers = r->matched;
  r->state->n_shown = MIN (r->state->n_shown, r->matched);
  if (r->state->empty_item > r->matched)
    r->state->empty_item = 0;
}

/**
 * confab_markdown_leaf_mark_child:
 * @r: a line that is read
 *
 * Notes that there is something in the container that is open.
 */
void
confab_markdown_leaf_mark_child (Reader *r)
{
  if (r->state->n_containers > 0)
    r->state->containers[r->state->n_containers - 1].has_child = TRUE;
}

/**
 * confab_markdown_leaf_open_heading:
 * @r: a line that is read
 *
 * Returns: whether the rest was a heading that begins with hashes
 */
gboolean
confab_markdown_leaf_open_heading (Reader *r)
{
  ConfabMarkdownPiece *piece;
  gsize start, end;
  guint level;

  if (!confab_markdown_line_read_atx (&r->line, &level, &start, &end))
    return FALSE;

  confab_markdown_leaf_close_unmatched (r);
  piece = confab_markdown_leaf_open (r, CONFAB_MARKDOWN_HEADING);
  piece->segment.heading_level = level;
  confab_markdown_leaf_mark_child (r);
  if (r->mode == CONFAB_MARKDOWN_LINE_FORCED)
    {
      end = r->text_end - r->begin;
      r->state->leaf = CONFAB_MARKDOWN_LEAF_HEADING;
    }
  if (end > start)
    confab_markdown_leaf_add_line (r, start, end, 0, FALSE);

  return TRUE;
}

/**
 * confab_markdown_leaf_open_rule:
 * @r: a line that is read
 *
 * Returns: whether the rest was a thematic break
 */
gboolean
confab_markdown_leaf_open_rule (Reader *r)
{
  if (r->mode == CONFAB_MARKDOWN_LINE_FORCED || !confab_markdown_line_is_rule (&r->line))
    return FALSE;

  confab_markdown_leaf_close_unmatched (r);
  confab_markdown_leaf_open (r, CONFAB_MARKDOWN_RULE);
  confab_markdown_leaf_mark_child (r);

  return TRUE;
}

/**
 * confab_markdown_leaf_open_fence:
 * @r: a line that is read
 *
 * Returns: whether the rest opened a fenced block of code
 */
gboolean
confab_markdown_leaf_open_fence (Reader *r)
{
  ConfabMarkdownPiece *piece;
  ConfabMarkdownFence fence;

  if (!confab_markdown_line_read_fence (&r->line, &fence))
    return FALSE;

  confab_markdown_leaf_close_unmatched (r);
  piece = confab_markdown_leaf_open (r, CONFAB_MARKDOWN_CODE);
  piece->info_start = r->begin + fence.info_start;
  piece->info_length = fence.info_length;
  confab_markdown_leaf_mark_child (r);
  r->state->leaf = CONFAB_MARKDOWN_LEAF_FENCE;
  r->state->fence_character = fence.character;
  r->state->fence_length = fence.length;
  r->state->fence_indent = fence.indent;
  r->state->skip_line = r->mode == CONFAB_MARKDOWN_LINE_FORCED;

  return TRUE;
}

/* Adds a line of code from where the line is read. */
static void
add_code (Reader   *r,
          gsize     begin,
          gboolean  continued)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (r->blocks);
  const gsize end = r->text_end - r->begin;
  gsize start = r->line.position;
  guint pad = 0;

  if (r->line.in_tab)
    {
      pad = CONFAB_MARKDOWN_CODE_INDENT - r->line.column % CONFAB_MARKDOWN_CODE_INDENT;
      start++;
    }

  if (last->n_lines > 0 &&
      (continued || last->n_lines >= MAX_CODE_LINES || r->mode == CONFAB_MARKDOWN_LINE_FORCED ||
       r->text_end - last->segment.start > CONFAB_MARKDOWN_MAX_OPEN))
    confab_markdown_blocks_cut (r->blocks, begin);

  confab_markdown_leaf_add_line (r, start, end, pad, continued);
}

/* Passes over what the open containers take of a line that is blank behind their markers. */
static void
skip_markers (Reader *r)
{
  for (guint i = 0; i < r->state->n_containers; i++)
    {
      const ConfabMarkdownContainer *container = &r->state->containers[i];

      if (container->delimiter == '>')
        {
          confab_markdown_line_skip_columns (&r->line, CONFAB_MARKDOWN_CODE_INDENT);
          if (confab_markdown_line_peek (&r->line) == '>')
            confab_markdown_line_skip_bytes (&r->line, 1);
          confab_markdown_line_skip_columns (&r->line, 1);
        }
      else
        confab_markdown_line_skip_columns (&r->line, container->indent);
    }
}

/* Blank lines within indented code are code once more of it follows. */
static void
add_blank_code (Reader *r)
{
  const char *source = r->blocks->source->str;
  gsize begin = r->state->n_blank > 0 ? r->state->blank_start : r->begin;

  while (begin < r->begin)
    {
      Reader blank = *r;
      gsize end = begin;

      while (end < r->begin && source[end] != '\n' && source[end] != '\r')
        end++;

      blank.begin = begin;
      blank.text_end = end;
      confab_markdown_line_init (&blank.line, source + begin, end - begin);
      skip_markers (&blank);
      confab_markdown_line_skip_columns (&blank.line, CONFAB_MARKDOWN_CODE_INDENT);
      add_code (&blank, begin, FALSE);
      r->blocks->bytes_scanned += end - begin;

      begin = end + 1;
      if (begin < r->begin && source[end] == '\r' && source[begin] == '\n')
        begin++;
    }

  r->state->n_blank = 0;
}

/**
 * confab_markdown_leaf_open_indented:
 * @r: a line that is read
 *
 * Opens a block of indented code.
 */
void
confab_markdown_leaf_open_indented (Reader *r)
{
  confab_markdown_leaf_close_unmatched (r);
  confab_markdown_leaf_open (r, CONFAB_MARKDOWN_CODE);
  confab_markdown_leaf_mark_child (r);
  r->state->leaf = CONFAB_MARKDOWN_LEAF_INDENTED;
  confab_markdown_line_skip_columns (&r->line, CONFAB_MARKDOWN_CODE_INDENT);
  add_code (r, r->begin, FALSE);
}

static void
read_task (Reader *r,
           gsize  *position)
{
  const char *text = r->line.text + *position;
  const gsize length = r->line.length - *position;

  if (length < 3 || text[0] != '[' || text[2] != ']' || strchr (" xX", text[1]) == NULL ||
      text[1] == '\0' || (length > 3 && text[3] != ' ' && text[3] != '\t'))
    return;

  r->marker = text[1] == ' ' ? CONFAB_MARKDOWN_MARKER_TASK_OPEN : CONFAB_MARKDOWN_MARKER_TASK_DONE;
  *position += MIN (length, 4);
  while (*position < r->line.length && strchr (" \t", r->line.text[*position]) != NULL &&
         r->line.text[*position] != '\0')
    (*position)++;
}

/**
 * confab_markdown_leaf_open_paragraph:
 * @r: a line that is read
 *
 * Opens a paragraph.
 */
void
confab_markdown_leaf_open_paragraph (Reader *r)
{
  gsize position = confab_markdown_line_find_text (&r->line);

  confab_markdown_leaf_close_unmatched (r);
  if (r->has_marker && r->marker != CONFAB_MARKDOWN_MARKER_FOOTNOTE)
    read_task (r, &position);

  confab_markdown_leaf_open (r, CONFAB_MARKDOWN_PARAGRAPH);
  confab_markdown_leaf_mark_child (r);
  r->state->leaf = CONFAB_MARKDOWN_LEAF_PARAGRAPH;
  confab_markdown_leaf_add_line (r, position, r->text_end - r->begin, 0, FALSE);
}

/**
 * confab_markdown_leaf_continue_paragraph:
 * @r: a line that is read
 *
 * Adds the rest to the paragraph that is open.
 */
void
confab_markdown_leaf_continue_paragraph (Reader *r)
{
  const gsize position = confab_markdown_line_find_text (&r->line);

  if (r->line.text[position] == '[' && confab_markdown_blocks_is_defining (r->blocks))
    {
      /* Each definition is a block, so that a list of them does not become a long paragraph. */
      confab_markdown_leaf_open (r, CONFAB_MARKDOWN_PARAGRAPH)->segment.tight = TRUE;
    }
  else if (r->state->cut_pending)
    confab_markdown_blocks_cut (r->blocks, r->begin);

  confab_markdown_leaf_add_line (r, position, r->text_end - r->begin, 0, FALSE);
}

/**
 * confab_markdown_leaf_make_heading:
 * @r: a line that is read, which goes on in a paragraph
 *
 * Returns: whether the rest underlined the paragraph, which is a heading now
 */
gboolean
confab_markdown_leaf_make_heading (Reader *r)
{
  const guint level = confab_markdown_line_read_setext (&r->line);
  ConfabMarkdownPiece *last;

  if (r->mode != CONFAB_MARKDOWN_LINE_WHOLE || level == 0 ||
      confab_markdown_blocks_is_defining (r->blocks))
    return FALSE;

  last = confab_markdown_blocks_get_last (r->blocks);
  last->segment.kind = CONFAB_MARKDOWN_HEADING;
  last->segment.heading_level = level;
  last->underlined = TRUE;
  confab_markdown_leaf_close (r);

  return TRUE;
}

/**
 * confab_markdown_leaf_continue_code:
 * @r: a line that is read
 *
 * Goes on in the code that is open, or closes its fence.
 *
 * Returns: FALSE when the line is not a part of it
 */
gboolean
confab_markdown_leaf_continue_code (Reader *r)
{
  ConfabMarkdownState *state = r->state;
  const guint indent = confab_markdown_line_get_indent (&r->line);
  const gboolean blank = confab_markdown_line_is_blank (&r->line);
  const gboolean partial = r->mode == CONFAB_MARKDOWN_LINE_PARTIAL;

  if (partial && blank)
    return TRUE;

  if (state->leaf == CONFAB_MARKDOWN_LEAF_FENCE)
    {
      if (indent < CONFAB_MARKDOWN_CODE_INDENT && r->mode != CONFAB_MARKDOWN_LINE_FORCED &&
          confab_markdown_line_closes_fence (&r->line, state->fence_character,
                                             partial ? 1 : state->fence_length))
        {
          /* The beginning of what may close it is not shown. */
          if (!partial)
            {
              confab_markdown_math_close_fence (r);
              confab_markdown_leaf_close (r);
            }
          return TRUE;
        }

      confab_markdown_line_skip_columns (&r->line, MIN (indent, state->fence_indent));
      add_code (r, r->begin, FALSE);
      return TRUE;
    }

  if (blank && state->n_blank < MAX_BLANK_LINES && r->mode == CONFAB_MARKDOWN_LINE_WHOLE)
    {
      if (state->n_blank++ == 0)
        state->blank_start = r->begin;
      return TRUE;
    }

  if (indent >= CONFAB_MARKDOWN_CODE_INDENT && (!blank || r->mode == CONFAB_MARKDOWN_LINE_FORCED))
    {
      add_blank_code (r);
      confab_markdown_line_skip_columns (&r->line, CONFAB_MARKDOWN_CODE_INDENT);
      add_code (r, r->begin, FALSE);
      return TRUE;
    }

  return FALSE;
}

/**
 * confab_markdown_leaf_continue_line:
 * @r: a line that is read
 *
 * Goes on in a line that was cut.
 */
void
confab_markdown_leaf_continue_line (Reader *r)
{
  ConfabMarkdownState *state = r->state;

  if (!state->skip_line && r->text_end > r->begin)
    {
      if (state->leaf == CONFAB_MARKDOWN_LEAF_TABLE)
        {
          /* A cell without end: what is left of it is shown as a paragraph. */
          confab_markdown_leaf_close (r);
          confab_markdown_leaf_open (r, CONFAB_MARKDOWN_PARAGRAPH);
          state->leaf = CONFAB_MARKDOWN_LEAF_PARAGRAPH;
        }
      else
        confab_markdown_blocks_cut (r->blocks, r->begin);
      confab_markdown_leaf_add_line (r, 0, r->text_end - r->begin, 0, TRUE);
    }

  if (r->mode == CONFAB_MARKDOWN_LINE_WHOLE)
    {
      state->long_line = FALSE;
      state->skip_line = FALSE;
      if (state->leaf == CONFAB_MARKDOWN_LEAF_HEADING)
        confab_markdown_leaf_close (r);
    }
}
