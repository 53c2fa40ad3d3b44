/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-blocks"

#include "config.h"

#include "confab-markdown-blocks-private.h"

#include <string.h>

#include "confab-markdown-definitions-private.h"
#include "confab-markdown-delimiters-private.h"

/**
 * confab_markdown_blocks_init:
 * @self: (out caller-allocates): the blocks to set
 * @source: where the text will be
 */
void
confab_markdown_blocks_init (ConfabMarkdownBlocks *self,
                             const GString        *source)
{
  memset (self, 0, sizeof *self);
  self->source = source;
  self->pieces = g_array_new (FALSE, TRUE, sizeof (ConfabMarkdownPiece));
  self->lines = g_array_new (FALSE, TRUE, sizeof (ConfabMarkdownTextLine));
  self->state.tried_start = G_MAXSIZE;
}

/**
 * confab_markdown_blocks_clear:
 * @self: blocks
 *
 * Frees what they own.
 */
void
confab_markdown_blocks_clear (ConfabMarkdownBlocks *self)
{
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->lines, g_array_unref);
}

/**
 * confab_markdown_blocks_get_last:
 * @self: blocks
 *
 * Returns: (nullable): the last segment, valid until the next one opens
 */
ConfabMarkdownPiece *
confab_markdown_blocks_get_last (ConfabMarkdownBlocks *self)
{
  if (self->pieces->len == 0)
    return NULL;

  return &g_array_index (self->pieces, ConfabMarkdownPiece, self->pieces->len - 1);
}

/**
 * confab_markdown_blocks_drop_math:
 * @self: blocks
 *
 * If a formula is open, it is not one: a paragraph that begins with two dollars.
 */
void
confab_markdown_blocks_drop_math (ConfabMarkdownBlocks *self)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (self);

  if (self->state.leaf == CONFAB_MARKDOWN_LEAF_MATH && last->segment.kind == CONFAB_MARKDOWN_MATH)
    last->segment.kind = CONFAB_MARKDOWN_PARAGRAPH;
}

/**
 * confab_markdown_blocks_seal:
 * @self: blocks
 *
 * Ends the last segment and its block.
 */
void
confab_markdown_blocks_seal (ConfabMarkdownBlocks *self)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (self);

  if (last == NULL)
    return;

  confab_markdown_blocks_drop_math (self);
  last->segment.sealed = TRUE;
  last->segment.last_of_block = TRUE;
}

static void
append_line (GString                      *text,
             const GString                *source,
             const ConfabMarkdownTextLine *line)
{
  for (guint i = 0; i < line->pad; i++)
    g_string_append_c (text, ' ');
  g_string_append_len (text, source->str + line->begin + line->skip, line->length);
}

/**
 * confab_markdown_blocks_append_text:
 * @self: blocks
 * @piece: one of their segments
 * @text: where to append to
 *
 * Appends the text of a segment without its markers, as it is in the source otherwise.
 */
void
confab_markdown_blocks_append_text (const ConfabMarkdownBlocks *self,
                                    const ConfabMarkdownPiece  *piece,
                                    GString                    *text)
{
  for (guint i = 0; i < piece->n_lines; i++)
    {
      const ConfabMarkdownTextLine *line =
        &g_array_index (self->lines, ConfabMarkdownTextLine, piece->first_line + i);

      if (i > 0 && !line->continued)
        g_string_append_c (text, '\n');
      append_line (text, self->source, line);
    }
}

/**
 * confab_markdown_blocks_add_line:
 * @self: blocks
 * @line: a line of text
 *
 * Adds a line to the last segment.
 */
void
confab_markdown_blocks_add_line (ConfabMarkdownBlocks         *self,
                                 const ConfabMarkdownTextLine *line)
{
  g_array_append_val (self->lines, *line);
  confab_markdown_blocks_get_last (self)->n_lines++;
}

/**
 * confab_markdown_blocks_place:
 * @self: blocks
 * @segment: one that opens now
 *
 * Notes which quotes and lists the segment is in, and which of them the one before is in, too.
 */
void
confab_markdown_blocks_place (ConfabMarkdownBlocks  *self,
                              ConfabMarkdownSegment *segment)
{
  ConfabMarkdownState *state = &self->state;

  G_STATIC_ASSERT (CONFAB_MARKDOWN_MAX_DEPTH <= 32);
  for (guint i = 0; i < state->n_containers; i++)
    if (state->containers[i].delimiter == '>')
      {
        segment->quote_depth++;
        segment->quote_levels |= (guint32) 1 << i;
      }

  segment->list_depth = state->n_containers - segment->quote_depth;
  segment->shared_depth = state->n_shown;
  segment->same_list = state->n_shown < state->n_containers && state->containers[state->n_shown].same_list;
  state->n_shown = state->n_containers;
}

/**
 * confab_markdown_blocks_cut:
 * @self: blocks
 * @start: where in the source
 *
 * Ends the last segment where a new one of the same block begins.
 */
void
confab_markdown_blocks_cut (ConfabMarkdownBlocks *self,
                            gsize                 start)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (self);
  ConfabMarkdownPiece piece = *last;

  last->segment.end = start;
  last->segment.sealed = TRUE;
  last->segment.last_of_block = FALSE;

  piece.segment.start = start;
  piece.segment.end = start;
  piece.segment.sealed = FALSE;
  piece.segment.marker = CONFAB_MARKDOWN_MARKER_NONE;
  piece.segment.number = 0;
  piece.segment.first_of_block = FALSE;
  piece.segment.last_of_block = TRUE;
  piece.segment.tight = TRUE;
  piece.segment.shared_depth = piece.segment.list_depth + piece.segment.quote_depth;
  piece.segment.same_list = FALSE;
  piece.first_line = self->lines->len;
  piece.n_lines = 0;
  self->state.cut_pending = FALSE;
  g_array_append_val (self->pieces, piece);
}

/**
 * confab_markdown_blocks_cut_paragraph:
 * @self: blocks with an open paragraph
 * @end: where its last line ended
 *
 * Ends the last segment at the best place in its text and puts what is behind it into a new one.
 */
void
confab_markdown_blocks_cut_paragraph (ConfabMarkdownBlocks *self,
                                      gsize                 end)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (self);
  g_autoptr(GString) text = g_string_new (NULL);
  ConfabMarkdownTextLine *line;
  ConfabMarkdownTextLine rest;
  const guint first = last->first_line;
  const guint n_lines = last->n_lines;
  gsize cut, begin = 0;
  guint i;

  g_return_if_fail (n_lines > 0);

  confab_markdown_blocks_append_text (self, last, text);
  if (!self->state.long_line)
    g_string_append_c (text, '\n');
  cut = confab_markdown_delimiters_find_cut (text->str, MIN (text->len, CONFAB_MARKDOWN_MAX_OPEN));
  self->bytes_scanned += text->len;

  for (i = 0; i < n_lines; i++)
    {
      gboolean ended = !self->state.long_line;

      if (i + 1 < n_lines)
        ended = !g_array_index (self->lines, ConfabMarkdownTextLine, first + i + 1).continued;
      line = &g_array_index (self->lines, ConfabMarkdownTextLine, first + i);
      if (cut < begin + line->length + (ended ? 1 : 0))
        break;
      begin += line->length + (ended ? 1 : 0);
    }

  if (i == n_lines)
    {
      /* At the end: an empty segment is not made, the next line will make it. */
      last->segment.end = end;
      self->state.cut_pending = TRUE;
      return;
    }

  line = &g_array_index (self->lines, ConfabMarkdownTextLine, first + i);
  if (cut == begin && i > 0)
    {
      last->n_lines = i;
      confab_markdown_blocks_cut (self, line->begin);
    }
  else
    {
      const gsize length = cut - begin;

      /* The line is in both. */
      rest = *line;
      rest.begin = line->begin + line->skip + length;
      rest.skip = 0;
      rest.pad = 0;
      rest.length = line->length - length;
      rest.continued = TRUE;
      line->length = length;
      last->n_lines = i + 1;
      g_array_insert_val (self->lines, first + i + 1, rest);
      confab_markdown_blocks_cut (self, rest.begin);
    }

  last = confab_markdown_blocks_get_last (self);
  last->first_line = i > 0 && cut == begin ? first + i : first + i + 1;
  last->n_lines = self->lines->len - last->first_line;
  last->segment.end = end;
}

/**
 * confab_markdown_blocks_may_define:
 * @self: blocks
 * @piece: one of their segments
 *
 * Returns: whether the segment could begin with definitions of links
 */
gboolean
confab_markdown_blocks_may_define (const ConfabMarkdownBlocks *self,
                                   const ConfabMarkdownPiece  *piece)
{
  const ConfabMarkdownTextLine *line;

  if (!piece->segment.first_of_block || piece->n_lines == 0 ||
      (piece->segment.kind != CONFAB_MARKDOWN_PARAGRAPH && !piece->underlined))
    return FALSE;

  line = &g_array_index (self->lines, ConfabMarkdownTextLine, piece->first_line);

  return line->length > 0 && self->source->str[line->begin + line->skip] == '[';
}

/**
 * confab_markdown_blocks_is_defining:
 * @self: blocks with an open paragraph
 *
 * Returns: whether the last segment is nothing but definitions of links so far
 */
gboolean
confab_markdown_blocks_is_defining (ConfabMarkdownBlocks *self)
{
  const ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (self);
  g_autoptr(GString) text = NULL;

  if (!confab_markdown_blocks_may_define (self, last))
    return FALSE;

  text = g_string_new (NULL);
  confab_markdown_blocks_append_text (self, last, text);
  self->bytes_scanned += text->len;

  return confab_markdown_definitions_skip (text->str, text->len) == text->len;
}
