/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-scroll"

#include "config.h"

#include "confab-transcript-view-private.h"

#include <math.h>

/* Where the picture is in the whole, as far as heights are known. */
gint64
_confab_transcript_view_get_value (ConfabTranscriptView *self)
{
  const ConfabTranscriptPlaced *first;

  if (self->placed->len == 0)
    return 0;

  first = _confab_transcript_view_get_placed (self, 0);

  return CONFAB_TRANSCRIPT_VIEW_PADDING - first->y +
         confab_transcript_model_get_y (self->model, first->entry, first->item);
}

/* Tells the scroll bars. */
void
_confab_transcript_view_configure_adjustments (ConfabTranscriptView *self)
{
  const int width = self->width;
  const int height = self->height;
  const gint64 upper = confab_transcript_model_get_height (self->model) + 2 * CONFAB_TRANSCRIPT_VIEW_PADDING;

  self->is_configuring = TRUE;
  if (self->at_end)
    self->fraction = 0;
  self->value = _confab_transcript_view_get_value (self) + self->fraction;
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_VERTICAL],
                              self->value, 0, MAX (upper, height),
                              height * 0.1, height * 0.9, height);
  if (self->adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL],
                              0, 0, width, width * 0.1, width * 0.9, width);
  self->is_configuring = FALSE;
}

/* Keeps a row where it is: this much of it is above the window. */
void
_confab_transcript_view_set_anchor (ConfabTranscriptView  *self,
                                    ConfabTranscriptEntry *entry,
                                    guint                  item,
                                    int                    offset)
{
  self->anchor_entry = entry;
  self->anchor_item = item;
  self->anchor_offset = offset;
  _confab_transcript_view_set_at_end (self, FALSE);
  _confab_transcript_view_populate (self);
}

void
_confab_transcript_view_value_changed (ConfabTranscriptView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const double value = gtk_adjustment_get_value (adjustment);
  const double page = gtk_adjustment_get_page_size (adjustment);
  const double delta = value - self->value;
  const int pixels = (int)floor (self->fraction + delta);

  if (self->is_configuring)
    return;

  _confab_transcript_view_set_at_end (self, value >= gtk_adjustment_get_upper (adjustment) - page - 1);
  self->value = value;
  /* Rows stand on whole pixels, but slow fingers and kinetic scrolling move by less. */
  self->fraction += delta - pixels;

  if (value <= 0 && -delta > CONFAB_TRANSCRIPT_VIEW_OVERSCAN)
    {
      /* Who goes to the top wants to be there, however high the rows on the way turn out to be. */
      self->anchor_entry = NULL;
      self->anchor_item = 0;
      self->anchor_offset = -CONFAB_TRANSCRIPT_VIEW_PADDING;
    }
  else if (ABS (delta) < page)
    {
      /* Rows between here and there may not be as high as guessed. Keep to what was in sight. */
      self->anchor_offset += pixels;
    }
  else
    {
      const gint64 y = (gint64)value - CONFAB_TRANSCRIPT_VIEW_PADDING;
      int offset;

      if (confab_transcript_model_find (self->model, y, &self->anchor_entry, &self->anchor_item, &offset))
        self->anchor_offset = (int)(y - confab_transcript_model_get_y (self->model, self->anchor_entry,
                                                                       self->anchor_item));
    }

  _confab_transcript_view_populate (self);
}
