/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMarkdownStyle:
 *
 * How a span of text is set apart. Spans may overlap.
 */
typedef enum
{
  CONFAB_MARKDOWN_STYLE_EMPHASIS = 0,
  CONFAB_MARKDOWN_STYLE_STRONG = 1,
  CONFAB_MARKDOWN_STYLE_CODE = 2,
  CONFAB_MARKDOWN_STYLE_STRIKE = 3,
  CONFAB_MARKDOWN_STYLE_LINK = 4,
  CONFAB_MARKDOWN_STYLE_IMAGE = 5,  /* the text is the description; nothing is fetched */
  CONFAB_MARKDOWN_STYLE_MATH = 6,   /* the text is the source with its delimiters */
  CONFAB_MARKDOWN_STYLE_DISPLAY_MATH = 7,
  CONFAB_MARKDOWN_STYLE_FOOTNOTE = 8,  /* a mark that leads to a footnote of the same document */
} ConfabMarkdownStyle;

/**
 * ConfabMarkdownSpan:
 * @start: first byte in the plain text
 * @end: the byte after the last
 * @style: how it is set apart
 * @target: (nullable): where a link, image or footnote mark leads; the formula without its delimiters
 * @says_target: the text says that itself, see confab_markdown_link_is_plain()
 *
 * A styled range of plain text.
 */
typedef struct
{
  gsize                start;
  gsize                end;
  ConfabMarkdownStyle  style;
  char                *target;  /* owned, nullable */
  guint                says_target : 1;
} ConfabMarkdownSpan;

/**
 * ConfabMarkdownText:
 * @text: plain text, valid UTF-8, without any markup
 * @spans: (element-type ConfabMarkdownSpan): its styles, by start
 *
 * What is inside a paragraph, heading or table cell.
 */
typedef struct
{
  char   *text;   /* owned */
  GArray *spans;  /* owned */
} ConfabMarkdownText;

/**
 * ConfabMarkdownAlign:
 *
 * How the cells of a table column are set.
 */
typedef enum
{
  CONFAB_MARKDOWN_ALIGN_DEFAULT = 0,
  CONFAB_MARKDOWN_ALIGN_LEFT = 1,
  CONFAB_MARKDOWN_ALIGN_CENTER = 2,
  CONFAB_MARKDOWN_ALIGN_RIGHT = 3,
} ConfabMarkdownAlign;

/**
 * ConfabMarkdownTable:
 * @n_columns: how many columns
 * @n_rows: how many rows, the heading included where the segment has it
 * @has_heading: whether the first row is a heading
 * @alignments: (array length=n_columns): one for each column
 * @cells: (element-type ConfabMarkdownText): row by row; short rows are filled up
 *
 * A table, or the part of it that is in one segment.
 */
typedef struct
{
  guint                n_columns;
  guint                n_rows;
  gboolean             has_heading;
  ConfabMarkdownAlign *alignments;  /* owned */
  GPtrArray           *cells;       /* owned */
} ConfabMarkdownTable;

ConfabMarkdownText  *confab_markdown_text_parse  (const char          *content,
                                                  gboolean             open) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_markdown_text_free   (ConfabMarkdownText  *self);
char                *confab_markdown_text_dup_formula (const char      *content) G_GNUC_WARN_UNUSED_RESULT;
guint                confab_markdown_text_get_footnote (const char     *target);
char                *confab_markdown_text_dup_markdown (const ConfabMarkdownText *self,
                                                        gsize                     start,
                                                        gsize                     end) G_GNUC_WARN_UNUSED_RESULT;
ConfabMarkdownTable *confab_markdown_table_parse (const char          *content,
                                                  gboolean             has_heading,
                                                  const char          *delimiter_row) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_markdown_table_free  (ConfabMarkdownTable *self);
void                 confab_markdown_table_append_csv (const ConfabMarkdownTable *self,
                                                       GString                   *csv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMarkdownText, confab_markdown_text_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMarkdownTable, confab_markdown_table_free)

G_END_DECLS
