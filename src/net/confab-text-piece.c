/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-piece"

#include "config.h"

#include "confab-text-piece-private.h"

/* confab_text_piece_trim:
 * @start: the first byte
 * @end: behind the last one
 *
 * Returns: what is between, without the white space around it
 */
ConfabTextPiece
confab_text_piece_trim (const char *start,
                        const char *end)
{
  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;

  return (ConfabTextPiece) { start, end - start };
}

/* confab_text_piece_unquote:
 * @piece: a piece
 *
 * Returns: it without the quotation marks around it, if there are any
 */
ConfabTextPiece
confab_text_piece_unquote (ConfabTextPiece piece)
{
  if (piece.length >= 2 && (*piece.start == '"' || *piece.start == '\'') &&
      piece.start[piece.length - 1] == *piece.start)
    return (ConfabTextPiece) { piece.start + 1, piece.length - 2 };

  return piece;
}
