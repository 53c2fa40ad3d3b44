/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-reader"

#include "config.h"

#include "confab-markdown-footnote-private.h"
#include "confab-markdown-math-private.h"
#include "confab-markdown-reader-private.h"

typedef ConfabMarkdownReader Reader;

static void
open_container (Reader                        *r,
                const ConfabMarkdownContainer *container)
{
  ConfabMarkdownState *state = r->state;

  g_assert (state->n_containers < CONFAB_MARKDOWN_MAX_DEPTH);

  if (state->n_containers > 0)
    state->containers[state->n_containers - 1].has_child = TRUE;
  state->containers[state->n_containers++] = *container;
  r->opened = TRUE;
}

static gboolean
open_quote (Reader *r)
{
  const ConfabMarkdownContainer quote = { .delimiter = '>' };

  if (confab_markdown_line_peek (&r->line) != '>' ||
      (r->opened ? r->state->n_containers : r->matched) == CONFAB_MARKDOWN_MAX_DEPTH)
    return FALSE;

  confab_markdown_leaf_close_unmatched (r);
  confab_markdown_line_skip_columns (&r->line, CONFAB_MARKDOWN_CODE_INDENT);
  confab_markdown_line_skip_bytes (&r->line, 1);
  confab_markdown_line_skip_columns (&r->line, 1);
  open_container (r, &quote);

  return TRUE;
}

/* A marker behind a marker: the outer one has a segment of its own. */
static void
give_up_marker (Reader *r)
{
  if (!r->has_marker)
    return;

  confab_markdown_leaf_open (r, CONFAB_MARKDOWN_PARAGRAPH);
  r->segment_start = r->begin + confab_markdown_line_find_text (&r->line);
}

/* What is set in by four columns below it belongs to it. It may interrupt a paragraph. */
static gboolean
open_footnote (Reader *r)
{
  ConfabMarkdownContainer container = {
    .delimiter = '^',
    .indent = CONFAB_MARKDOWN_CODE_INDENT,
  };
  ConfabMarkdownState *state = r->state;
  const gsize first = confab_markdown_line_find_text (&r->line);
  const gboolean follows_one = !r->opened && r->matched < r->n_before &&
                               state->containers[r->matched].delimiter == '^';
  ConfabMarkdownFootnote footnote;

  if ((r->opened ? state->n_containers : r->matched) == CONFAB_MARKDOWN_MAX_DEPTH ||
      !confab_markdown_footnote_read (r->line.text + first, r->line.length - first, &footnote))
    return FALSE;

  give_up_marker (r);
  confab_markdown_leaf_close_unmatched (r);
  if (!follows_one && confab_markdown_leaf_count_lists (state) == 0)
    state->outer_list++;
  state->empty_item = 0;
  confab_markdown_line_skip_columns (&r->line, CONFAB_MARKDOWN_CODE_INDENT);
  confab_markdown_line_skip_bytes (&r->line, footnote.length);
  container.same_list = follows_one;
  open_container (r, &container);
  r->has_marker = TRUE;
  r->marker = CONFAB_MARKDOWN_MARKER_FOOTNOTE;
  r->number = ++state->n_footnotes;

  return TRUE;
}

static gboolean
open_item (Reader   *r,
           gboolean  in_paragraph)
{
  ConfabMarkdownState *state = r->state;
  ConfabMarkdownLine line = r->line;
  ConfabMarkdownListMarker marker;
  ConfabMarkdownContainer item = { 0 };
  const ConfabMarkdownContainer *before = NULL;
  guint indent, columns;
  gboolean blank, numbered;

  if (!confab_markdown_line_read_marker (&line, &marker) ||
      (r->opened ? state->n_containers : r->matched) == CONFAB_MARKDOWN_MAX_DEPTH)
    return FALSE;

  indent = confab_markdown_line_get_indent (&line);
  confab_markdown_line_skip_columns (&line, indent);
  confab_markdown_line_skip_bytes (&line, marker.length);
  columns = confab_markdown_line_get_indent (&line);
  blank = confab_markdown_line_is_blank (&line);

  /* Only what is surely a list interrupts a paragraph. */
  numbered = marker.delimiter == '.' || marker.delimiter == ')';
  if (in_paragraph && (blank || (numbered && marker.number != 1)))
    return FALSE;

  if (blank || columns > CONFAB_MARKDOWN_CODE_INDENT)
    columns = MIN (columns, 1);
  confab_markdown_line_skip_columns (&line, columns);

  give_up_marker (r);

  if (!r->opened && r->matched < r->n_before)
    before = &state->containers[r->matched];

  item.delimiter = marker.delimiter;
  item.indent = indent + marker.length + MAX (columns, 1);
  item.number = marker.number;
  if (before != NULL && before->delimiter == marker.delimiter)
    item.number = before->number + 1;
  else
    before = NULL;

  item.same_list = before != NULL;
  confab_markdown_leaf_close_unmatched (r);
  if (before == NULL && confab_markdown_leaf_count_lists (state) == 0)
    state->outer_list++;
  state->empty_item = 0;
  open_container (r, &item);

  r->line = line;
  r->has_marker = TRUE;
  r->marker = numbered ? CONFAB_MARKDOWN_MARKER_NUMBER : CONFAB_MARKDOWN_MARKER_BULLET;
  r->number = numbered ? item.number : 0;

  return TRUE;
}

static void
match_containers (Reader *r)
{
  ConfabMarkdownLine *line = &r->line;

  for (; r->matched < r->state->n_containers; r->matched++)
    {
      const ConfabMarkdownContainer *container = &r->state->containers[r->matched];
      const guint indent = confab_markdown_line_get_indent (line);

      if (container->delimiter == '>')
        {
          if (indent >= CONFAB_MARKDOWN_CODE_INDENT || confab_markdown_line_peek (line) != '>')
            return;
          confab_markdown_line_skip_columns (line, indent);
          confab_markdown_line_skip_bytes (line, 1);
          confab_markdown_line_skip_columns (line, 1);
        }
      else
        {
          if (container->ended)
            return;
          if (indent >= container->indent)
            confab_markdown_line_skip_columns (line, container->indent);
          else if (confab_markdown_line_is_blank (line) && container->has_child)
            confab_markdown_line_skip_columns (line, indent);
          else
            return;
        }
    }
}

static void
read_blank (Reader *r)
{
  ConfabMarkdownState *state = r->state;
  const ConfabMarkdownContainer *container;

  if (r->has_marker)
    {
      guint item = state->n_containers;

      while (state->containers[item - 1].delimiter == '>')
        item--;
      confab_markdown_leaf_open (r, CONFAB_MARKDOWN_PARAGRAPH);
      state->empty_item = item;
      return;
    }

  if (!r->opened && r->mode != CONFAB_MARKDOWN_LINE_WHOLE)
    return;

  confab_markdown_leaf_close (r);
  state->blank_since = TRUE;
  if (r->opened || r->matched == state->n_containers)
    return;

  container = &state->containers[r->matched];
  if (container->delimiter != '>' && !container->has_child &&
      r->matched + 1 == state->n_containers)
    {
      /* The item ends, its list does not. */
      state->containers[r->matched].ended = TRUE;
      state->empty_item = 0;
      return;
    }

  confab_markdown_leaf_close_unmatched (r);
}

static gboolean
is_undecided_footnote (const Reader *r)
{
  const gsize first = confab_markdown_line_find_text (&r->line);

  return confab_markdown_footnote_is_undecided (r->line.text + first, r->line.length - first);
}

/* Reads what a line holds behind the containers that go on. */
static void
read_blocks (Reader *r)
{
  ConfabMarkdownState *state = r->state;
  const gboolean all_matched = r->matched == state->n_containers;
  gboolean in_paragraph, in_table, may_be_lazy;

  if (state->leaf == CONFAB_MARKDOWN_LEAF_FENCE || state->leaf == CONFAB_MARKDOWN_LEAF_INDENTED)
    {
      if (all_matched && confab_markdown_leaf_continue_code (r))
        return;
      if (confab_markdown_line_is_blank (&r->line) && r->mode != CONFAB_MARKDOWN_LINE_WHOLE)
        return;
      confab_markdown_leaf_close (r);
    }

  if (state->leaf == CONFAB_MARKDOWN_LEAF_MATH)
    {
      if (all_matched && confab_markdown_math_continue (r))
        return;
      if (confab_markdown_line_is_blank (&r->line) && r->mode != CONFAB_MARKDOWN_LINE_WHOLE)
        return;
      if (state->leaf == CONFAB_MARKDOWN_LEAF_MATH)
        confab_markdown_leaf_close (r);
    }

  for (;;)
    {
      const guint indent = confab_markdown_line_get_indent (&r->line);

      may_be_lazy = state->leaf == CONFAB_MARKDOWN_LEAF_PARAGRAPH && !r->opened;
      in_paragraph = may_be_lazy && all_matched;
      in_table = state->leaf == CONFAB_MARKDOWN_LEAF_TABLE && all_matched && !r->opened;

      if (confab_markdown_line_is_blank (&r->line))
        {
          read_blank (r);
          return;
        }

      if (indent >= CONFAB_MARKDOWN_CODE_INDENT)
        {
          if (may_be_lazy)
            break;
          confab_markdown_leaf_open_indented (r);
          return;
        }

      if (open_quote (r) || open_footnote (r))
        continue;

      if (r->mode == CONFAB_MARKDOWN_LINE_PARTIAL &&
          (confab_markdown_line_is_undecided (&r->line, in_paragraph, r->has_marker) ||
           confab_markdown_math_is_undecided (r, may_be_lazy || in_table) || is_undecided_footnote (r)))
        {
          if (r->has_marker)
            read_blank (r);
          return;
        }

      if (confab_markdown_leaf_open_heading (r) || confab_markdown_leaf_open_fence (r) ||
          confab_markdown_math_open (r, may_be_lazy))
        return;
      if (in_paragraph && confab_markdown_leaf_make_heading (r))
        return;
      if (confab_markdown_leaf_open_rule (r))
        return;
      if (!open_item (r, in_paragraph))
        break;
    }

  if (in_paragraph)
    {
      if (!confab_markdown_leaf_make_table (r))
        confab_markdown_leaf_continue_paragraph (r);
    }
  else if (may_be_lazy)
    confab_markdown_leaf_continue_paragraph (r);
  else if (in_table)
    confab_markdown_leaf_add_row (r);
  else
    confab_markdown_leaf_open_paragraph (r);
}

/**
 * confab_markdown_reader_read_line:
 * @blocks: where the line goes to
 * @begin: where the line begins in the source
 * @text_end: where its text ends
 * @end: where the next line begins
 * @mode: how much of the line there is
 *
 * Reads a line. At most the last segment is changed; others are added behind it.
 */
void
confab_markdown_reader_read_line (ConfabMarkdownBlocks   *blocks,
                                  gsize                   begin,
                                  gsize                   text_end,
                                  gsize                   end,
                                  ConfabMarkdownLineMode  mode)
{
  ConfabMarkdownState *state = &blocks->state;
  ConfabMarkdownPiece *last;
  Reader reader = {
    .blocks = blocks,
    .state = state,
    .mode = mode,
    .begin = begin,
    .text_end = text_end,
    .segment_start = begin,
    .n_before = state->n_containers,
  };

  confab_markdown_line_init (&reader.line, blocks->source->str + begin, text_end - begin);

  if (state->long_line)
    confab_markdown_leaf_continue_line (&reader);
  else
    {
      match_containers (&reader);
      read_blocks (&reader);
      state->long_line = mode == CONFAB_MARKDOWN_LINE_FORCED &&
                         (state->leaf == CONFAB_MARKDOWN_LEAF_FENCE ||
                          state->leaf == CONFAB_MARKDOWN_LEAF_INDENTED ||
                          (state->leaf != CONFAB_MARKDOWN_LEAF_NONE &&
                           !confab_markdown_line_is_blank (&reader.line)));
    }

  last = confab_markdown_blocks_get_last (blocks);
  if (last != NULL)
    last->segment.end = end;

  if (mode != CONFAB_MARKDOWN_LINE_PARTIAL)
    while (state->leaf == CONFAB_MARKDOWN_LEAF_PARAGRAPH && !state->cut_pending &&
           end - confab_markdown_blocks_get_last (blocks)->segment.start > CONFAB_MARKDOWN_MAX_OPEN)
      confab_markdown_blocks_cut_paragraph (blocks, end);
}
