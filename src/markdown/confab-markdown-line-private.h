/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMarkdownLine:
 * @text: (array length=length): the line without its end
 * @length: how many bytes it has
 * @position: the next byte to read
 * @column: the column that byte is in; a tab reaches to the next multiple of four
 * @in_tab: some columns of the tab at @position were already taken
 *
 * A line that is being read from left to right.
 */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       position;
  guint       column;
  gboolean    in_tab;
} ConfabMarkdownLine;

/**
 * ConfabMarkdownListMarker:
 * @delimiter: `-`, `+` or `*` for a bullet, `.` or `)` for a number
 * @number: the number
 * @length: how many bytes the marker has
 *
 * What begins a list item.
 */
typedef struct
{
  char  delimiter;
  guint number;
  guint length;
} ConfabMarkdownListMarker;

/**
 * ConfabMarkdownFence:
 * @character: a backtick or a tilde
 * @length: how many of them
 * @indent: how many columns of spaces are before it
 * @info_start: where the information after it begins in the line
 * @info_length: how many bytes of it there are
 *
 * The line that opens a fenced block of code.
 */
typedef struct
{
  char  character;
  guint length;
  guint indent;
  gsize info_start;
  gsize info_length;
} ConfabMarkdownFence;

void     confab_markdown_line_init           (ConfabMarkdownLine       *self,
                                              const char               *text,
                                              gsize                     length);
guint    confab_markdown_line_get_indent     (const ConfabMarkdownLine *self);
gsize    confab_markdown_line_find_text      (const ConfabMarkdownLine *self);
gboolean confab_markdown_line_is_blank       (const ConfabMarkdownLine *self);
char     confab_markdown_line_peek           (const ConfabMarkdownLine *self);
void     confab_markdown_line_skip_columns   (ConfabMarkdownLine       *self,
                                              guint                     columns);
void     confab_markdown_line_skip_bytes     (ConfabMarkdownLine       *self,
                                              gsize                     bytes);
gboolean confab_markdown_line_is_rule        (const ConfabMarkdownLine *self);
guint    confab_markdown_line_read_setext    (const ConfabMarkdownLine *self);
gboolean confab_markdown_line_read_atx       (const ConfabMarkdownLine *self,
                                              guint                    *level,
                                              gsize                    *start,
                                              gsize                    *end);
gboolean confab_markdown_line_read_fence     (const ConfabMarkdownLine *self,
                                              ConfabMarkdownFence      *fence);
gboolean confab_markdown_line_closes_fence   (const ConfabMarkdownLine *self,
                                              char                      character,
                                              guint                     length);
gboolean confab_markdown_line_read_marker    (const ConfabMarkdownLine *self,
                                              ConfabMarkdownListMarker *marker);
guint    confab_markdown_line_count_cells    (const char               *text,
                                              gsize                     length);
guint    confab_markdown_line_read_delimiter (const char               *text,
                                              gsize                     length);
gboolean confab_markdown_line_is_undecided   (const ConfabMarkdownLine *self,
                                              gboolean                  in_paragraph,
                                              gboolean                  in_item);

G_END_DECLS
