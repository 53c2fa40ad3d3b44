/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-source"

#include "config.h"

#include "confab-transcript-source.h"

#include <string.h>

/* A piece of plain text is at most about this long, so that no paste makes a layout slow. */
#define MAX_PIECE_BYTES 2048

/**
 * ConfabTranscriptSource:
 *
 * A part of a message, cut into pieces that can be laid out alone.
 *
 * What a model says is read as Markdown and cut by the scanner while it grows, each byte once.
 * What a person says is shown as typed and merely cut at line ends.
 */
struct _ConfabTranscriptSource
{
  ConfabPart            *part;      /* owned */
  ConfabMarkdownScanner *scanner;   /* owned, nullable: plain text */
  GArray                *cuts;      /* owned, nullable: of gsize, where the pieces of plain text end */
  gsize                  consumed;  /* in bytes */
  guint                  finished : 1;
};

static gboolean
has_text (ConfabPartKind kind)
{
  return kind == CONFAB_PART_TEXT || kind == CONFAB_PART_REFUSAL || kind == CONFAB_PART_THINKING;
}

/* Of what is read here. Arguments and results of tools are shown by their line. */
static gsize
get_length (ConfabTranscriptSource *self)
{
  return self->scanner != NULL || self->cuts != NULL ? confab_part_get_text_length (self->part) : 0;
}

/* Where the piece that begins at `start` ends: at a line end if there is one, else at a space, else
 * anywhere between two characters. */
static gsize
find_cut (const char *text,
          gsize       start,
          gsize       length)
{
  gsize end = start + MAX_PIECE_BYTES;

  if (length - start <= MAX_PIECE_BYTES + MAX_PIECE_BYTES / 2)
    return length;

  for (gsize i = end; i > start + MAX_PIECE_BYTES / 4; i--)
    if (text[i - 1] == '\n')
      return i;
  for (gsize i = end; i > start + MAX_PIECE_BYTES / 2; i--)
    if (text[i - 1] == ' ')
      return i;
  while (end > start + 1 && ((guchar)text[end] & 0xc0) == 0x80)
    end--;

  return end;
}

/**
 * confab_transcript_source_new:
 * @part: a part of a message
 * @is_markdown: its text is Markdown, not plain
 *
 * Returns: (transfer full): a source that has not read anything yet
 */
ConfabTranscriptSource *
confab_transcript_source_new (ConfabPart *part,
                              gboolean    is_markdown)
{
  ConfabTranscriptSource *self = g_new0 (ConfabTranscriptSource, 1);

  self->part = g_object_ref (part);
  if (has_text (confab_part_get_kind (part)))
    {
      if (is_markdown)
        self->scanner = confab_markdown_scanner_new ();
      else
        self->cuts = g_array_new (FALSE, FALSE, sizeof (gsize));
    }

  return self;
}

/**
 * confab_transcript_source_free:
 * @self: (transfer full) (nullable): a source
 */
void
confab_transcript_source_free (ConfabTranscriptSource *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->part);
  g_clear_pointer (&self->scanner, confab_markdown_scanner_free);
  g_clear_pointer (&self->cuts, g_array_unref);
  g_free (self);
}

/**
 * confab_transcript_source_get_part:
 *
 * Returns: (transfer none): the part
 */
ConfabPart *
confab_transcript_source_get_part (ConfabTranscriptSource *self)
{
  return self->part;
}

/**
 * confab_transcript_source_get_finished:
 *
 * Returns: whether everything was read and nothing more is to come
 */
gboolean
confab_transcript_source_get_finished (ConfabTranscriptSource *self)
{
  return self->finished && self->consumed == get_length (self);
}

static gboolean
sync_markdown (ConfabTranscriptSource *self,
               gboolean                is_complete,
               gsize                  *budget,
               guint                  *changed_from)
{
  const char *text = confab_part_get_text (self->part);
  const gsize length = confab_part_get_text_length (self->part);
  guint first_changed;
  gsize size;

  if (length < self->consumed || self->finished)
    {
      /* Not grown but replaced, or grown after its end: read it anew. */
      confab_markdown_scanner_free (self->scanner);
      self->scanner = confab_markdown_scanner_new ();
      self->consumed = 0;
      self->finished = FALSE;
      *changed_from = 0;
    }

  size = length - self->consumed;
  if (size > *budget)
    {
      size = *budget;
      while (size > 0 && ((guchar)text[self->consumed + size] & 0xc0) == 0x80)
        size--;
    }

  if (size > 0)
    confab_markdown_scanner_feed (self->scanner, text + self->consumed, size);
  self->consumed += size;
  *budget -= size;

  if (is_complete && self->consumed == length)
    {
      confab_markdown_scanner_finish (self->scanner);
      self->finished = TRUE;
    }

  first_changed = confab_markdown_scanner_take_changed (self->scanner);
  *changed_from = MIN (*changed_from, first_changed);

  return self->consumed == length;
}

static void
sync_plain (ConfabTranscriptSource *self,
            guint                  *changed_from)
{
  const char *text = confab_part_get_text (self->part);
  const gsize length = confab_part_get_text_length (self->part);
  gsize start = 0;

  if (length == self->consumed)
    return;

  g_array_set_size (self->cuts, 0);
  while (start < length)
    {
      start = find_cut (text, start, length);
      g_array_append_val (self->cuts, start);
    }
  self->consumed = length;
  *changed_from = 0;
}

/**
 * confab_transcript_source_catch_up:
 * @message_is_open: more of the message is to come
 * @budget: (inout): how many bytes may be read; what was read is taken off
 * @changed_from: (out): the first piece that changed, %G_MAXUINT for none
 *
 * Reads what was added to the part.
 *
 * Returns: whether everything there is was read
 */
gboolean
confab_transcript_source_catch_up (ConfabTranscriptSource *self,
                               gboolean                message_is_open,
                               gsize                  *budget,
                               guint                  *changed_from)
{
  const gboolean is_complete = !message_is_open || confab_part_get_sealed (self->part);

  *changed_from = G_MAXUINT;
  if (confab_transcript_source_get_finished (self))
    return TRUE;

  if (self->scanner != NULL)
    return sync_markdown (self, is_complete, budget, changed_from);

  if (self->cuts != NULL)
    sync_plain (self, changed_from);
  self->finished = is_complete;

  return TRUE;
}

/**
 * confab_transcript_source_get_n_pieces:
 *
 * Returns: how many pieces of text there are
 */
guint
confab_transcript_source_get_n_pieces (ConfabTranscriptSource *self)
{
  if (self->scanner != NULL)
    return confab_markdown_scanner_get_n_segments (self->scanner);
  if (self->cuts != NULL)
    return self->cuts->len;

  return 0;
}

/**
 * confab_transcript_source_get_scanner:
 *
 * Returns: (transfer none) (nullable): what cuts its Markdown
 */
ConfabMarkdownScanner *
confab_transcript_source_get_scanner (ConfabTranscriptSource *self)
{
  return self->scanner;
}

/**
 * confab_transcript_source_dup_piece:
 * @position: less than the number of pieces
 *
 * The line end that a piece was cut at is left out.
 *
 * Returns: (transfer full): a piece of plain text, or what is inside a segment
 */
char *
confab_transcript_source_dup_piece (ConfabTranscriptSource *self,
                                    guint                   position)
{
  const char *text;
  gsize start;
  gsize end;

  if (self->scanner != NULL)
    return confab_markdown_scanner_dup_content (self->scanner, position);

  g_return_val_if_fail (self->cuts != NULL && position < self->cuts->len, NULL);

  text = confab_part_get_text (self->part);
  start = position > 0 ? g_array_index (self->cuts, gsize, position - 1) : 0;
  end = g_array_index (self->cuts, gsize, position);
  if (end > start && text[end - 1] == '\n')
    end--;

  return g_strndup (text + start, end - start);
}

/**
 * confab_transcript_source_get_size:
 * @position: less than the number of pieces
 * @n_lines: (out): how many lines it has at least
 *
 * For guessing how high a piece will be. Looks at the piece only.
 *
 * Returns: how many bytes of source it is
 */
gsize
confab_transcript_source_get_size (ConfabTranscriptSource *self,
                                   guint                   position,
                                   guint                  *n_lines)
{
  const char *text;
  gsize start;
  gsize end;

  if (self->scanner != NULL)
    {
      const ConfabMarkdownSegment *segment;

      segment = confab_markdown_scanner_get_segment (self->scanner, position);
      text = confab_markdown_scanner_get_source (self->scanner, NULL);
      start = segment->start;
      end = segment->end;
    }
  else
    {
      text = confab_part_get_text (self->part);
      start = position > 0 ? g_array_index (self->cuts, gsize, position - 1) : 0;
      end = g_array_index (self->cuts, gsize, position);
    }

  *n_lines = 0;
  for (const char *p = text + start; p < text + end; p++)
    {
      (*n_lines)++;
      p = memchr (p, '\n', text + end - p);
      if (p == NULL)
        break;
    }

  return end - start;
}
