/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-blocks-private.h"
#include "confab-markdown-line-private.h"

G_BEGIN_DECLS

/* Lines that are further in are code, or go on in a paragraph. */
#define CONFAB_MARKDOWN_CODE_INDENT 4

/**
 * ConfabMarkdownLineMode:
 * @CONFAB_MARKDOWN_LINE_WHOLE: its end has arrived
 * @CONFAB_MARKDOWN_LINE_PARTIAL: what has arrived so far, to be read again later
 * @CONFAB_MARKDOWN_LINE_FORCED: too long to wait for its end
 *
 * How much of a line there is.
 */
typedef enum
{
  CONFAB_MARKDOWN_LINE_WHOLE,
  CONFAB_MARKDOWN_LINE_PARTIAL,
  CONFAB_MARKDOWN_LINE_FORCED,
} ConfabMarkdownLineMode;

/**
 * ConfabMarkdownReader:
 * @blocks: where the line goes to
 * @state: theirs
 * @line: the line, as far as it is read
 * @mode: how much of it there is
 * @begin: where it begins in the source
 * @text_end: where its text ends
 * @segment_start: where a segment that opens now begins
 * @matched: how many containers go on in it
 * @n_before: how many containers there were before it
 * @closed: those that do not go on were closed
 * @opened: containers were opened in it
 * @has_marker: it has a list marker, which no segment has yet
 * @marker: that marker
 * @number: its number
 *
 * A line while it is read.
 */
typedef struct
{
  ConfabMarkdownBlocks   *blocks;  /* borrowed */
  ConfabMarkdownState    *state;   /* borrowed */
  ConfabMarkdownLine      line;
  ConfabMarkdownLineMode  mode;
  gsize                   begin;
  gsize                   text_end;
  gsize                   segment_start;
  guint                   matched;
  guint                   n_before;
  gboolean                closed;
  gboolean                opened;
  gboolean                has_marker;
  ConfabMarkdownMarker    marker;
  guint                   number;
} ConfabMarkdownReader;

void                 confab_markdown_reader_read_line        (ConfabMarkdownBlocks      *blocks,
                                                              gsize                      begin,
                                                              gsize                      text_end,
                                                              gsize                      end,
                                                              ConfabMarkdownLineMode     mode);

guint                confab_markdown_leaf_count_lists        (const ConfabMarkdownState *state);
ConfabMarkdownPiece *confab_markdown_leaf_open               (ConfabMarkdownReader      *r,
                                                              ConfabMarkdownKind         kind);
void                 confab_markdown_leaf_add_line           (ConfabMarkdownReader      *r,
                                                              gsize                      position,
                                                              gsize                      end,
                                                              guint                      pad,
                                                              gboolean                   continued);
void                 confab_markdown_leaf_mark_child         (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_close              (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_close_unmatched    (ConfabMarkdownReader      *r);
gboolean             confab_markdown_leaf_open_heading       (ConfabMarkdownReader      *r);
gboolean             confab_markdown_leaf_open_rule          (ConfabMarkdownReader      *r);
gboolean             confab_markdown_leaf_open_fence         (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_open_indented      (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_open_paragraph     (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_continue_paragraph (ConfabMarkdownReader      *r);
gboolean             confab_markdown_leaf_make_heading       (ConfabMarkdownReader      *r);
gboolean             confab_markdown_leaf_make_table         (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_add_row            (ConfabMarkdownReader      *r);
gboolean             confab_markdown_leaf_continue_code      (ConfabMarkdownReader      *r);
void                 confab_markdown_leaf_continue_line      (ConfabMarkdownReader      *r);

G_END_DECLS
