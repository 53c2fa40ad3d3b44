/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-scanner.h"

G_BEGIN_DECLS

/* How much text may be open: what is laid out anew with each frame. */
#define CONFAB_MARKDOWN_MAX_OPEN 2048

/* A table's heading and delimiter row that are no longer than this have the first row with them, whose widths
 * the columns then have too. */
#define CONFAB_MARKDOWN_MAX_SHORT_HEAD 256

/* Markers of quotes and lists nested deeper than this are text. */
#define CONFAB_MARKDOWN_MAX_DEPTH 32

/**
 * ConfabMarkdownTextLine:
 * @begin: where the line begins in the source, or the piece of a line that was cut
 * @skip: from there to its text, over quote and list markers
 * @length: of its text
 * @pad: spaces in front of it that the source has as a part of a tab
 * @continued: it goes on in the line before it, which was cut
 *
 * The text of a line of a segment.
 */
typedef struct
{
  gsize   begin;
  guint16 skip;
  guint16 length;
  guint8  pad;
  guint8  continued;
} ConfabMarkdownTextLine;

/**
 * ConfabMarkdownPiece:
 * @segment: what callers see
 * @first_line: its first line of text
 * @n_lines: how many it has
 * @info_start: where the information of a fence begins in the source
 * @info_length: how many bytes it has
 * @underlined: a heading that was a paragraph until its underline came
 *
 * A segment, and where its text is.
 */
typedef struct
{
  ConfabMarkdownSegment segment;
  guint                 first_line;
  guint                 n_lines;
  gsize                 info_start;
  guint                 info_length;
  gboolean              underlined;
} ConfabMarkdownPiece;

typedef enum
{
  CONFAB_MARKDOWN_LEAF_NONE,
  CONFAB_MARKDOWN_LEAF_PARAGRAPH,
  CONFAB_MARKDOWN_LEAF_HEADING,
  CONFAB_MARKDOWN_LEAF_FENCE,
  CONFAB_MARKDOWN_LEAF_INDENTED,
  CONFAB_MARKDOWN_LEAF_TABLE,
  CONFAB_MARKDOWN_LEAF_MATH,
} ConfabMarkdownLeaf;

/* A quote, a footnote, or an item together with the list it is in. */
typedef struct
{
  char     delimiter;  /* `>`, `^`, or that of the list marker */
  gboolean has_child;
  gboolean ended;      /* an empty item behind a blank line; its list may go on */
  gboolean same_list;  /* an item that goes on with the list of the one before it */
  guint    indent;     /* of what is in the item, in columns */
  guint    number;
} ConfabMarkdownContainer;

typedef struct
{
  ConfabMarkdownContainer containers[CONFAB_MARKDOWN_MAX_DEPTH];
  guint                   n_containers;
  guint                   n_shown;       /* of them, how many the last segment is in */
  ConfabMarkdownLeaf      leaf;
  char                    fence_character;
  guint                   fence_length;
  guint                   fence_indent;
  char                    math_closer;   /* last byte of what closes a formula */
  guint                   n_blank;       /* lines that are code if code follows */
  gsize                   blank_start;   /* of the first of them */
  guint                   empty_item;    /* depth of an item whose first line was empty, or 0 */
  guint                   outer_list;    /* counts the lists that are in no other */
  guint                   shown_list;    /* the one the last segment is in, or 0 */
  guint                   next_block_id;
  guint                   n_footnotes;
  gboolean                blank_since;   /* a blank line came after the last segment */
  gboolean                long_line;     /* the rest of a line that was cut */
  gboolean                skip_line;     /* the rest has nothing to show */
  gboolean                cut_pending;   /* the next line of the paragraph begins a segment */
  gsize                   line_start;    /* of the line that has not ended, or of its last piece */
  gsize                   tried_start;   /* of the segment that was tried for the open line */
} ConfabMarkdownState;

/**
 * ConfabMarkdownBlocks:
 *
 * The segments of a document so far, and what is open at its end.
 */
typedef struct
{
  const GString       *source;  /* borrowed */
  GArray              *pieces;  /* owned */
  GArray              *lines;   /* owned */
  ConfabMarkdownState  state;
  guint64              bytes_scanned;
} ConfabMarkdownBlocks;

void                 confab_markdown_blocks_init          (ConfabMarkdownBlocks         *self,
                                                           const GString                *source);
void                 confab_markdown_blocks_clear         (ConfabMarkdownBlocks         *self);
ConfabMarkdownPiece *confab_markdown_blocks_get_last      (ConfabMarkdownBlocks         *self);
void                 confab_markdown_blocks_seal          (ConfabMarkdownBlocks         *self);
void                 confab_markdown_blocks_drop_math     (ConfabMarkdownBlocks         *self);
void                 confab_markdown_blocks_append_text   (const ConfabMarkdownBlocks   *self,
                                                           const ConfabMarkdownPiece    *piece,
                                                           GString                      *text);
void                 confab_markdown_blocks_add_line      (ConfabMarkdownBlocks         *self,
                                                           const ConfabMarkdownTextLine *line);
void                 confab_markdown_blocks_place         (ConfabMarkdownBlocks         *self,
                                                           ConfabMarkdownSegment        *segment);
void                 confab_markdown_blocks_cut           (ConfabMarkdownBlocks         *self,
                                                           gsize                         start);
void                 confab_markdown_blocks_cut_paragraph (ConfabMarkdownBlocks         *self,
                                                           gsize                         end);
gboolean             confab_markdown_blocks_may_define    (const ConfabMarkdownBlocks   *self,
                                                           const ConfabMarkdownPiece    *piece);
gboolean             confab_markdown_blocks_is_defining   (ConfabMarkdownBlocks         *self);

G_END_DECLS
