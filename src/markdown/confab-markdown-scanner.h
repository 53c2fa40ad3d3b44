/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMarkdownKind:
 *
 * What a segment of a document is.
 */
typedef enum
{
  CONFAB_MARKDOWN_PARAGRAPH = 0,
  CONFAB_MARKDOWN_HEADING = 1,
  CONFAB_MARKDOWN_CODE = 2,
  CONFAB_MARKDOWN_TABLE = 3,
  CONFAB_MARKDOWN_RULE = 4,
  CONFAB_MARKDOWN_MATH = 5,  /* with the delimiters around it, see confab_markdown_text_dup_formula() */
} ConfabMarkdownKind;

/**
 * ConfabMarkdownMarker:
 *
 * The list marker in front of a segment, which only the first segment of an item has, or the mark
 * of a footnote, which only its first segment has.
 */
typedef enum
{
  CONFAB_MARKDOWN_MARKER_NONE = 0,
  CONFAB_MARKDOWN_MARKER_BULLET = 1,
  CONFAB_MARKDOWN_MARKER_NUMBER = 2,
  CONFAB_MARKDOWN_MARKER_TASK_OPEN = 3,
  CONFAB_MARKDOWN_MARKER_TASK_DONE = 4,
  CONFAB_MARKDOWN_MARKER_FOOTNOTE = 5,
} ConfabMarkdownMarker;

/**
 * ConfabMarkdownSegment:
 * @start: where it begins in the source, in bytes
 * @end: where it ends; the next segment begins here
 * @block_id: the same for all segments that a long block was cut into
 * @kind: what it is
 * @marker: the list marker in front of it
 * @number: the number of a numbered item, or of a footnote
 * @heading_level: 1 to 6 for a heading, else 0
 * @list_depth: how many lists it is in, 0 when in none; a footnote counts as one
 * @quote_depth: how many quotes it is in
 * @quote_levels: which of the lists and quotes it is in are quotes: a bit for each, the outermost first
 * @shared_depth: how many of them, the outermost first, the segment before is in, too: the same quotes, and
 *   the same items of lists
 * @same_list: the outermost that is not shared is an item of the same list as the one before it
 * @sealed: it will not change any more
 * @first_of_block: it begins its block
 * @last_of_block: it ends its block; may still change until sealed
 * @tight: no space belongs between it and the segment before (items of a tight list)
 *
 * A piece of a document that can be laid out alone. Segments follow one another without a gap:
 * concatenated they are the source.
 */
typedef struct
{
  gsize                start;
  gsize                end;
  guint                block_id;
  ConfabMarkdownKind   kind;
  ConfabMarkdownMarker marker;
  guint                number;
  guint8               heading_level;
  guint8               list_depth;
  guint8               quote_depth;
  guint8               shared_depth;
  guint32              quote_levels;
  guint                sealed : 1;
  guint                first_of_block : 1;
  guint                last_of_block : 1;
  guint                tight : 1;
  guint                same_list : 1;
} ConfabMarkdownSegment;

typedef struct _ConfabMarkdownScanner ConfabMarkdownScanner;

ConfabMarkdownScanner       *confab_markdown_scanner_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void                         confab_markdown_scanner_free           (ConfabMarkdownScanner *self);
void                         confab_markdown_scanner_feed           (ConfabMarkdownScanner *self,
                                                                     const char            *text,
                                                                     gssize                 length);
void                         confab_markdown_scanner_finish         (ConfabMarkdownScanner *self);
guint                        confab_markdown_scanner_take_changed   (ConfabMarkdownScanner *self);
guint                        confab_markdown_scanner_get_n_segments (ConfabMarkdownScanner *self);
const ConfabMarkdownSegment *confab_markdown_scanner_get_segment    (ConfabMarkdownScanner *self,
                                                                     guint                  position);
const char                  *confab_markdown_scanner_get_source     (ConfabMarkdownScanner *self,
                                                                     gsize                 *length);
char                        *confab_markdown_scanner_dup_content    (ConfabMarkdownScanner *self,
                                                                     guint                  position) G_GNUC_WARN_UNUSED_RESULT;
char                        *confab_markdown_scanner_dup_language   (ConfabMarkdownScanner *self,
                                                                     guint                  position) G_GNUC_WARN_UNUSED_RESULT;
char                        *confab_markdown_scanner_dup_block_code (ConfabMarkdownScanner *self,
                                                                     guint                  block_id) G_GNUC_WARN_UNUSED_RESULT;
char                        *confab_markdown_scanner_dup_table_delimiter (ConfabMarkdownScanner *self,
                                                                          guint                  block_id)
                                                                          G_GNUC_WARN_UNUSED_RESULT;
guint64                      confab_markdown_scanner_get_bytes_scanned (ConfabMarkdownScanner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMarkdownScanner, confab_markdown_scanner_free)

G_END_DECLS
