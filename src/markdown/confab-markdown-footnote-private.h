/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What leads to a footnote, followed by its number. No address of the web begins like this. */
#define CONFAB_MARKDOWN_FOOTNOTE_PREFIX "#footnote-"

/**
 * ConfabMarkdownFootnote:
 * @label_start: where its label begins, the `^` included
 * @label_length: how many bytes that has
 * @length: how many bytes are before the text of the note
 *
 * What begins a footnote: `[^label]:`.
 */
typedef struct
{
  gsize label_start;
  gsize label_length;
  gsize length;
} ConfabMarkdownFootnote;

gboolean confab_markdown_footnote_read         (const char             *text,
                                                gsize                   length,
                                                ConfabMarkdownFootnote *footnote);
gboolean confab_markdown_footnote_is_undecided (const char             *text,
                                                gsize                   length);
guint    confab_markdown_footnote_get_number   (const char             *target);

G_END_DECLS
