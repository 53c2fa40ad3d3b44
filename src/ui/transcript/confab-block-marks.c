/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-block-marks"

#include "config.h"

#include "confab-block-marks.h"

#include "confab-block-paint.h"

#include <string.h>

#define TINT         0.3
#define CURRENT_TINT 0.6

/* What was looked for in the text of a block, tinted. Most blocks have none, and those that have
 * lose them soon, so they are kept beside the block rather than in each. */
typedef struct
{
  GArray *ranges;   /* owned, of ConfabTextRange */
  int     current;  /* which of them is the one that was gone to, or -1 */
} Marks;

static void
marks_free (gpointer data)
{
  Marks *self = data;

  g_array_unref (self->ranges);
  g_free (self);
}

static GQuark
get_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("confab-block-marks");

  return quark;
}

static gboolean
is_same (const Marks *marks,
         GArray      *ranges,
         int          current)
{
  if (marks == NULL || ranges->len == 0)
    return marks == NULL && ranges->len == 0;

  return marks->current == current && marks->ranges->len == ranges->len &&
         memcmp (marks->ranges->data, ranges->data, ranges->len * sizeof (ConfabTextRange)) == 0;
}

/**
 * confab_block_marks_set:
 * @block: a row of the transcript
 * @ranges: (element-type ConfabTextRange): pieces of its text
 * @current: which of them was gone to, or -1
 *
 * Tints what was looked for.
 */
void
confab_block_marks_set (ConfabBlockView *block,
                        GArray          *ranges,
                        int              current)
{
  Marks *marks = g_object_get_qdata (G_OBJECT (block), get_quark ());

  if (is_same (marks, ranges, current))
    return;

  marks = NULL;
  if (ranges->len > 0)
    {
      marks = g_new0 (Marks, 1);
      marks->ranges = g_array_copy (ranges);
      marks->current = current;
    }
  g_object_set_qdata_full (G_OBJECT (block), get_quark (), marks, marks_free);
  gtk_widget_queue_draw (GTK_WIDGET (block));
}

/**
 * confab_block_marks_snapshot:
 * @block: a row of the transcript
 * @layout: a piece of its text
 * @snapshot: where to draw
 * @x: left edge of the text
 * @y: top edge of the text
 * @offset: where in the text of the row @layout begins
 *
 * Draws the ground of what was looked for. To be called before the text is drawn.
 */
void
confab_block_marks_snapshot (ConfabBlockView  *block,
                             ConfabTextLayout *layout,
                             GtkSnapshot      *snapshot,
                             int               x,
                             int               y,
                             gsize             offset)
{
  const Marks *marks = g_object_get_qdata (G_OBJECT (block), get_quark ());
  const gsize length = marks != NULL ? strlen (confab_text_layout_get_text (layout)) : 0;

  for (guint i = 0; marks != NULL && i < marks->ranges->len; i++)
    {
      const ConfabTextRange *range = &g_array_index (marks->ranges, ConfabTextRange, i);
      GdkRGBA color;

      if (range->end <= offset || range->start >= offset + length)
        continue;

      confab_block_paint_get_color (GTK_WIDGET (block), "warning_bg_color", &color);
      color.alpha = (int) i == marks->current ? CURRENT_TINT : TINT;
      confab_text_layout_paint_range (layout, snapshot, x, y, MAX (range->start, offset) - offset,
                                      MIN (range->end, offset + length) - offset, &color, TRUE);
    }
}
