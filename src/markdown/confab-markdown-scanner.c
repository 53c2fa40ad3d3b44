/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-scanner"

#include "config.h"

#include "confab-markdown-scanner-private.h"

#include "confab-markdown-delimiters-private.h"
#include "confab-markdown-reader-private.h"

#include <string.h>

/**
 * ConfabMarkdownScanner:
 *
 * Cuts a document that is still arriving into segments.
 *
 * Every byte is searched once for the end of its line; a line is read when it is whole. Of a line
 * that is not, what has arrived is read too, and read again when more of it arrives: the state
 * before it is kept for that. Since a line changes at most the last segment, that is one struct,
 * one segment, and the lengths of two arrays. A segment that is sealed is never touched again.
 *
 * The segments are a function of the text alone: how it was cut into deltas makes no difference,
 * neither at the end nor on the way.
 *
 * Blank lines belong to the segment before them, which therefore is sealed only when the next one
 * begins. Those at the beginning of a document belong to its first segment; a document of blank
 * lines alone has no segments. The bytes of markers belong to the segment they are in front of.
 *
 * Pure, and used from one thread at a time.
 */

static void
keep (ConfabMarkdownScanner *self)
{
  const ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (&self->blocks);

  self->kept_state = self->blocks.state;
  self->kept_n_pieces = self->blocks.pieces->len;
  self->kept_n_lines = self->blocks.lines->len;
  if (last != NULL)
    self->kept_piece = *last;
}

static void
put_back (ConfabMarkdownScanner *self)
{
  self->blocks.state = self->kept_state;
  g_array_set_size (self->blocks.pieces, self->kept_n_pieces);
  g_array_set_size (self->blocks.lines, self->kept_n_lines);
  if (self->kept_n_pieces > 0)
    *confab_markdown_blocks_get_last (&self->blocks) = self->kept_piece;
}

/* Sealed paragraphs may define links, and footnotes marks. */
static void
collect_definitions (ConfabMarkdownScanner *self)
{
  for (; self->n_defined < self->blocks.pieces->len; self->n_defined++)
    {
      const ConfabMarkdownPiece *piece =
        &g_array_index (self->blocks.pieces, ConfabMarkdownPiece, self->n_defined);
      g_autoptr(GString) text = NULL;

      if (!piece->segment.sealed)
        return;
      if (piece->segment.marker == CONFAB_MARKDOWN_MARKER_FOOTNOTE)
        confab_markdown_definitions_add_footnote (self->definitions,
                                                  self->source->str + piece->segment.start,
                                                  piece->segment.end - piece->segment.start,
                                                  piece->segment.number, piece->segment.start);
      if (!confab_markdown_blocks_may_define (&self->blocks, piece))
        continue;

      text = g_string_new (NULL);
      confab_markdown_blocks_append_text (&self->blocks, piece, text);
      self->blocks.bytes_scanned += text->len;
      confab_markdown_definitions_add (self->definitions, text->str, text->len,
                                       piece->segment.start);
    }
}

/* How far the open line may reach before something has to be cut. */
static gsize
get_limit (ConfabMarkdownScanner *self,
           gboolean              *try_paragraph)
{
  const ConfabMarkdownState *state = &self->blocks.state;
  const gsize line_limit = state->line_start + CONFAB_MARKDOWN_MAX_OPEN;
  const ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (&self->blocks);

  *try_paragraph = FALSE;
  if (state->leaf == CONFAB_MARKDOWN_LEAF_TABLE && !state->long_line && last->segment.first_of_block &&
      last->n_lines == 2 && state->line_start - last->segment.start <= CONFAB_MARKDOWN_MAX_SHORT_HEAD)
    return last->segment.start + CONFAB_MARKDOWN_MAX_OPEN;
  if (state->leaf != CONFAB_MARKDOWN_LEAF_PARAGRAPH || state->long_line || state->cut_pending ||
      last->segment.start >= state->line_start || state->tried_start == last->segment.start)
    return line_limit;

  *try_paragraph = TRUE;

  return MAX (last->segment.start + CONFAB_MARKDOWN_MAX_OPEN, state->line_start + 1);
}

/* If the open line goes on with the paragraph before it, that is too long now. */
static void
try_paragraph_cut (ConfabMarkdownScanner *self,
                   gsize                  limit)
{
  ConfabMarkdownBlocks *blocks = &self->blocks;
  const gsize line_start = blocks->state.line_start;
  const ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (blocks);
  const guint n_lines = last->n_lines;
  gboolean goes_on;

  blocks->state.tried_start = last->segment.start;
  keep (self);
  confab_markdown_reader_read_line (blocks, line_start, limit, limit,
                                    CONFAB_MARKDOWN_LINE_PARTIAL);
  last = confab_markdown_blocks_get_last (blocks);
  goes_on = blocks->pieces->len == self->kept_n_pieces && last->n_lines > n_lines;
  put_back (self);

  if (goes_on)
    confab_markdown_blocks_cut_paragraph (blocks, line_start);
}

static void
force_line (ConfabMarkdownScanner *self,
            gsize                  limit)
{
  ConfabMarkdownState *state = &self->blocks.state;
  const char *line = self->source->str + state->line_start;
  const gsize begin = state->line_start;
  const gsize length = limit - begin;
  gsize cut = length;

  if (!state->skip_line)
    {
      cut = confab_markdown_delimiters_find_cut (line, length);
      self->blocks.bytes_scanned += length;
    }

  confab_markdown_reader_read_line (&self->blocks, begin, begin + cut, begin + cut,
                                    CONFAB_MARKDOWN_LINE_FORCED);
  state->line_start = begin + cut;
  state->tried_start = G_MAXSIZE;
  self->searched = MAX (self->searched, state->line_start);
  collect_definitions (self);
}

static void
read_whole_line (ConfabMarkdownScanner *self,
                 gsize                  text_end,
                 gsize                  end)
{
  ConfabMarkdownState *state = &self->blocks.state;

  confab_markdown_reader_read_line (&self->blocks, state->line_start, text_end, end,
                                    CONFAB_MARKDOWN_LINE_WHOLE);
  state->line_start = end;
  state->tried_start = G_MAXSIZE;
  self->searched = end;
  collect_definitions (self);
}

/* Reads every line that is whole, or too long. */
static void
read_lines (ConfabMarkdownScanner *self)
{
  const char *text = self->source->str;
  const gsize length = self->source->len;

  for (;;)
    {
      gboolean try_paragraph;
      const gsize limit = get_limit (self, &try_paragraph);
      const gsize stop = MIN (limit, length);
      gsize i = MIN (self->searched, stop);

      while (i < stop && text[i] != '\n' && text[i] != '\r')
        i++;
      self->blocks.bytes_scanned += i - MIN (self->searched, i);
      self->searched = MAX (self->searched, i);

      if (i < stop)
        {
          if (text[i] == '\r' && i + 1 == length && !self->finished)
            return;  /* the next byte may belong to this end */
          self->blocks.bytes_scanned++;
          read_whole_line (self, i, text[i] == '\r' && text[i + 1] == '\n' ? i + 2 : i + 1);
        }
      else if (length < limit)
        return;
      else if (try_paragraph)
        try_paragraph_cut (self, limit);
      else
        force_line (self, limit);
    }
}

static void
read_open_line (ConfabMarkdownScanner *self)
{
  const gsize begin = self->blocks.state.line_start;
  gsize end = self->source->len;

  if (begin == end)
    return;

  if (self->source->str[end - 1] == '\r')
    end--;
  confab_markdown_reader_read_line (&self->blocks, begin, end, self->source->len,
                                    CONFAB_MARKDOWN_LINE_PARTIAL);
}

static gboolean
segment_equal (const ConfabMarkdownSegment *a,
               const ConfabMarkdownSegment *b)
{
  return a->start == b->start && a->end == b->end && a->block_id == b->block_id &&
         a->kind == b->kind && a->marker == b->marker && a->number == b->number &&
         a->heading_level == b->heading_level && a->list_depth == b->list_depth &&
         a->quote_depth == b->quote_depth && a->quote_levels == b->quote_levels &&
         a->shared_depth == b->shared_depth && a->same_list == b->same_list && a->sealed == b->sealed &&
         a->first_of_block == b->first_of_block && a->last_of_block == b->last_of_block &&
         a->tight == b->tight;
}

/* Notes the first segment, from @first on, that differs from what callers were told. */
static void
note_changes (ConfabMarkdownScanner *self,
              guint                  first,
              guint                  kept_first)
{
  const GArray *pieces = self->blocks.pieces;
  guint changed = MIN (pieces->len, first + self->shown->len);

  for (guint i = 0; i < self->shown->len && first + i < pieces->len; i++)
    if (!segment_equal (&g_array_index (self->shown, ConfabMarkdownSegment, i),
                        &g_array_index (pieces, ConfabMarkdownPiece, first + i).segment))
      {
        changed = first + i;
        break;
      }

  if (changed < pieces->len || pieces->len < first + self->shown->len)
    self->first_changed = MIN (self->first_changed, changed);

  g_array_set_size (self->shown, 0);
  for (guint i = kept_first; i < pieces->len; i++)
    g_array_append_val (self->shown, g_array_index (pieces, ConfabMarkdownPiece, i).segment);
}

static guint
get_kept_first (const ConfabMarkdownScanner *self)
{
  return self->kept_n_pieces > 0 ? self->kept_n_pieces - 1 : 0;
}

/**
 * confab_markdown_scanner_new:
 *
 * Returns: (transfer full): a scanner of an empty document
 */
ConfabMarkdownScanner *
confab_markdown_scanner_new (void)
{
  ConfabMarkdownScanner *self = g_new0 (ConfabMarkdownScanner, 1);

  self->source = g_string_new (NULL);
  self->definitions = confab_markdown_definitions_new ();
  self->shown = g_array_new (FALSE, FALSE, sizeof (ConfabMarkdownSegment));
  self->first_changed = G_MAXUINT;
  confab_markdown_blocks_init (&self->blocks, self->source);
  keep (self);

  return self;
}

/**
 * confab_markdown_scanner_free:
 * @self: (transfer full) (nullable): a scanner
 */
void
confab_markdown_scanner_free (ConfabMarkdownScanner *self)
{
  if (self == NULL)
    return;

  confab_markdown_blocks_clear (&self->blocks);
  confab_markdown_definitions_free (self->definitions);
  g_array_unref (self->shown);
  g_string_free (self->source, TRUE);
  g_free (self);
}

/**
 * confab_markdown_scanner_feed:
 * @self: a scanner that was not finished
 * @text: (array length=length): the next bytes of the document
 * @length: how many, or -1 for a string
 *
 * Appends to the document. The bytes may end anywhere, within a character too.
 *
 * Segments that were lent before are not valid any more.
 */
void
confab_markdown_scanner_feed (ConfabMarkdownScanner *self,
                              const char            *text,
                              gssize                 length)
{
  const gsize n = length < 0 ? strlen (text) : (gsize) length;
  guint first;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL || n == 0);
  g_return_if_fail (!self->finished);

  if (n == 0)
    return;

  first = get_kept_first (self);
  g_string_append_len (self->source, text, (gssize) n);

  put_back (self);
  read_lines (self);
  keep (self);
  read_open_line (self);
  note_changes (self, first, get_kept_first (self));
}

/* Links that are defined behind their use are known only now. */
static void
note_late_definitions (ConfabMarkdownScanner *self)
{
  for (guint i = 0; i < self->blocks.pieces->len && i < self->first_changed; i++)
    {
      const ConfabMarkdownPiece *piece =
        &g_array_index (self->blocks.pieces, ConfabMarkdownPiece, i);
      g_autofree char *text = _confab_markdown_scanner_dup_text (self, piece);
      g_autofree char *early = NULL;
      g_autofree char *late = NULL;

      if (!_confab_markdown_scanner_may_have_links (self, piece, text))
        continue;

      early = confab_markdown_definitions_resolve (self->definitions, text, strlen (text),
                                                   piece->segment.start);
      late = confab_markdown_definitions_resolve (self->definitions, text, strlen (text),
                                                  G_MAXSIZE);
      if (!g_str_equal (early, late))
        self->first_changed = i;
    }
}

/**
 * confab_markdown_scanner_finish:
 * @self: a scanner
 *
 * Ends the document, and what is still open in it. Finishing again does nothing.
 *
 * From now on links are resolved that are defined behind their use; the first segment with such a
 * link counts as changed.
 */
void
confab_markdown_scanner_finish (ConfabMarkdownScanner *self)
{
  guint first;

  g_return_if_fail (self != NULL);

  if (self->finished)
    return;

  self->finished = TRUE;
  first = get_kept_first (self);
  put_back (self);
  read_lines (self);
  if (self->blocks.state.line_start < self->source->len || self->blocks.state.long_line)
    read_whole_line (self, self->source->len, self->source->len);
  confab_markdown_blocks_seal (&self->blocks);
  collect_definitions (self);
  keep (self);
  note_changes (self, first, get_kept_first (self));
  note_late_definitions (self);
}

/**
 * confab_markdown_scanner_take_changed:
 * @self: a scanner
 *
 * Tells where a view has to begin to update itself.
 *
 * Returns: the first segment that was added or changed, or before which one was removed, since
 *   this was last called; the number of segments if there is none
 */
guint
confab_markdown_scanner_take_changed (ConfabMarkdownScanner *self)
{
  guint changed;

  g_return_val_if_fail (self != NULL, 0);

  changed = MIN (self->first_changed, self->blocks.pieces->len);
  self->first_changed = G_MAXUINT;

  return changed;
}

/**
 * confab_markdown_scanner_get_n_segments:
 * @self: a scanner
 *
 * Returns: how many segments there are
 */
guint
confab_markdown_scanner_get_n_segments (ConfabMarkdownScanner *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->blocks.pieces->len;
}

/**
 * confab_markdown_scanner_get_segment:
 * @self: a scanner
 * @position: less than the number of segments
 *
 * Returns: (transfer none): a segment, valid until more is fed
 */
const ConfabMarkdownSegment *
confab_markdown_scanner_get_segment (ConfabMarkdownScanner *self,
                                     guint                  position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->blocks.pieces->len, NULL);

  return &_confab_markdown_scanner_get_piece (self, position)->segment;
}

/**
 * confab_markdown_scanner_get_source:
 * @self: a scanner
 * @length: (out) (optional): how many bytes it has
 *
 * Returns: (transfer none): the document as it was fed, valid until more is fed. It may hold NUL
 *   and bytes that are not UTF-8.
 */
const char *
confab_markdown_scanner_get_source (ConfabMarkdownScanner *self,
                                    gsize                 *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->source->len;

  return self->source->str;
}

/**
 * confab_markdown_scanner_get_bytes_scanned:
 * @self: a scanner
 *
 * Counts work, for tests of its bounds: bytes that were searched for the end of a line, and bytes
 * that were read again to find where to cut, to join lines or to look up definitions.
 *
 * Returns: how many bytes
 */
guint64
confab_markdown_scanner_get_bytes_scanned (ConfabMarkdownScanner *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->blocks.bytes_scanned;
}
