/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece of a text that may be a secret, without a copy of its bytes. */
typedef struct
{
  const char *start;  /* borrowed, nullable */
  gsize       length;
} ConfabTextPiece;

ConfabTextPiece confab_text_piece_trim    (const char      *start,
                                           const char      *end);
ConfabTextPiece confab_text_piece_unquote (ConfabTextPiece  piece);

G_END_DECLS
