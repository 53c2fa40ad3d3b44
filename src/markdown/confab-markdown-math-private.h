/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-reader-private.h"

G_BEGIN_DECLS

/**
 * ConfabMarkdownMath:
 * @start: where its delimiter begins in the text
 * @end: behind its closing delimiter
 * @tex_start: where the formula begins
 * @tex_end: where it ends
 * @display: it is meant to stand on a line of its own
 * @open: its end has not arrived: it is text as it is
 * @place: where it is in what is given to the parser
 *
 * A formula within a text.
 */
typedef struct
{
  gsize    start;
  gsize    end;
  gsize    tex_start;
  gsize    tex_end;
  gboolean display;
  gboolean open;
  gsize    place;
} ConfabMarkdownMath;

gboolean confab_markdown_math_match       (const char           *text,
                                           gsize                 length,
                                           gsize                 position,
                                           ConfabMarkdownMath   *math);
gboolean confab_markdown_math_may_follow  (const char           *text,
                                           gsize                 length,
                                           gsize                 position);
gsize    confab_markdown_math_find_open   (const char           *text);

gboolean confab_markdown_math_is_undecided (const ConfabMarkdownReader *r,
                                            gboolean                    may_go_on);
gboolean confab_markdown_math_open        (ConfabMarkdownReader *r,
                                           gboolean              in_paragraph);
gboolean confab_markdown_math_continue    (ConfabMarkdownReader *r);
void     confab_markdown_math_close_fence (ConfabMarkdownReader *r);

GArray  *confab_markdown_formulas_find    (const char           *text,
                                           gboolean              open)
                                           G_GNUC_WARN_UNUSED_RESULT;
char    *confab_markdown_formulas_mask    (const char           *text,
                                           const GArray         *formulas)
                                           G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
