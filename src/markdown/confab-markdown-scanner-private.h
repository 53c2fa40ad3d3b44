/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-scanner.h"

#include "confab-markdown-blocks-private.h"
#include "confab-markdown-definitions-private.h"

G_BEGIN_DECLS

struct _ConfabMarkdownScanner
{
  GString                   *source;            /* owned, all that was fed, byte for byte */
  ConfabMarkdownBlocks       blocks;
  ConfabMarkdownDefinitions *definitions;       /* owned */

  /* How things were before the line that has not ended yet. */
  ConfabMarkdownState        kept_state;
  ConfabMarkdownPiece        kept_piece;
  guint                      kept_n_pieces;
  guint                      kept_n_lines;

  GArray                    *shown;             /* owned, segments from the kept last on, as told */
  gsize                      searched;          /* up to here no line ends in the open line */
  guint                      n_defined;         /* segments that were looked at for definitions */
  guint                      first_changed;
  guint                      finished : 1;
};

static inline const ConfabMarkdownPiece *
_confab_markdown_scanner_get_piece (const ConfabMarkdownScanner *self,
                                    guint                        position)
{
  return &g_array_index (self->blocks.pieces, ConfabMarkdownPiece, position);
}

char     *_confab_markdown_scanner_dup_text       (const ConfabMarkdownScanner *self,
                                                   const ConfabMarkdownPiece   *piece) G_GNUC_WARN_UNUSED_RESULT;
gboolean  _confab_markdown_scanner_may_have_links (const ConfabMarkdownScanner *self,
                                                   const ConfabMarkdownPiece   *piece,
                                                   const char                  *text);

G_END_DECLS
