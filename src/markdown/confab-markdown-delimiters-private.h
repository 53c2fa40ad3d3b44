/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_MARKDOWN_MAX_OPENERS 32

/**
 * ConfabMarkdownOpener:
 * @position: where the run begins
 * @count: how many characters of it are not closed yet
 * @character: `*`, `_` or `~`
 * @can_close: it could also have closed an earlier one
 *
 * A run of delimiters that waits for its counterpart.
 */
typedef struct
{
  gsize    position;
  guint    count;
  char     character;
  gboolean can_close;
} ConfabMarkdownOpener;

/**
 * ConfabMarkdownDelimiters:
 *
 * What is open at a place in a text while it is read from left to right.
 */
typedef struct
{
  ConfabMarkdownOpener openers[CONFAB_MARKDOWN_MAX_OPENERS];
  guint                n_openers;
  guint                code_length;        /* of the backtick run, 0 outside of code */
  gsize                code_start;
  gsize                brackets[CONFAB_MARKDOWN_MAX_OPENERS];
  guint                n_brackets;
  gboolean             in_destination;     /* after the `](` of a link */
  gsize                link_start;         /* of its `[` */
  gsize                link_end;           /* of its `]` */
  guint                n_parentheses;
  char                 destination_quote;  /* what ends the title, or the address in brackets */
  gboolean             destination_space;
  gsize                run_start;          /* of the last run of delimiters */
  gsize                run_end;
  gboolean             run_can_close;
  gboolean             is_open;            /* the text still grows */
  gsize                math_start;         /* of the last formula */
  gsize                math_end;           /* behind it; the end of the text where it is not closed */
} ConfabMarkdownDelimiters;

gsize    confab_markdown_delimiters_step     (ConfabMarkdownDelimiters       *self,
                                              const char                     *text,
                                              gsize                           length,
                                              gsize                           position);
gboolean confab_markdown_delimiters_is_clean (const ConfabMarkdownDelimiters *self);
gsize    confab_markdown_delimiters_find_cut (const char                     *text,
                                              gsize                           length);
char    *confab_markdown_delimiters_repair   (const char                     *text)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
