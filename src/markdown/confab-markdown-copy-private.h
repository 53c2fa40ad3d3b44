/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-copy.h"
#include "confab-markdown-scanner-private.h"

G_BEGIN_DECLS

struct _ConfabMarkdownCopy
{
  ConfabMarkdownScanner *scanner;   /* borrowed */
  GString               *markdown;  /* borrowed */
  GString               *front;     /* owned: what the lines of the last segment begin with */
  guint                  ends[CONFAB_MARKDOWN_MAX_DEPTH];  /* where in it that of each level ends */
  char                   delimiters[CONFAB_MARKDOWN_MAX_DEPTH];  /* of the lists among them */
  guint                  n_levels;  /* around the last segment */
  char                  *fence;     /* owned, nullable: what closes the code that is open */
  guint                  block_id;  /* of the last segment */
  gboolean               is_bare;   /* nothing is around what is copied */
  gboolean               is_begun;
};

/* The marker of an item whose text comes later, or never. */
static inline gboolean
_confab_markdown_copy_is_empty_item (const ConfabMarkdownPiece *piece)
{
  return piece->segment.kind == CONFAB_MARKDOWN_PARAGRAPH && piece->n_lines == 0;
}

static inline gboolean
_confab_markdown_copy_is_task (const ConfabMarkdownSegment *segment)
{
  return segment->marker == CONFAB_MARKDOWN_MARKER_TASK_OPEN || segment->marker == CONFAB_MARKDOWN_MARKER_TASK_DONE;
}

void _confab_markdown_copy_open_levels (ConfabMarkdownCopy *self,
                                        guint               position,
                                        guint               shared);

G_END_DECLS
