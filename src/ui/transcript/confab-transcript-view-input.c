/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-input"

#include "config.h"

#include "confab-transcript-view-private.h"

#include <string.h>

/* Scrolling while selecting beyond the window: this part of the distance in each frame. */
#define DRAG_SCROLL_RATE 0.2

ConfabTranscriptPlaced *
_confab_transcript_view_find_placed (ConfabTranscriptView *self,
                                     double                y)
{
  ConfabTranscriptPlaced *found = NULL;

  for (guint i = 0; i < self->placed->len; i++)
    {
      ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (found != NULL && placed->y > y)
        break;
      found = placed;
    }

  return found;
}

/* The place in the text that is nearest to a point. Returns whether the point is on text. */
static gboolean
find_point (ConfabTranscriptView  *self,
            double                 x,
            double                 y,
            ConfabTranscriptPoint *point)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);

  *point = (ConfabTranscriptPoint) { 0 };
  if (placed == NULL)
    return FALSE;

  point->entry = placed->entry;
  point->item = placed->item;

  return confab_block_view_locate (placed->block, x - self->column_x, y - placed->y - placed->gap, &point->index);
}

const ConfabMarkdownSpan *
_confab_transcript_view_find_link (ConfabTranscriptView *self,
                                   double                x,
                                   double                y)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);

  if (placed == NULL)
    return NULL;

  return confab_block_view_get_link_at (placed->block, x - self->column_x, y - placed->y - placed->gap);
}

const ConfabMarkdownSpan *
_confab_transcript_view_find_focused_link (ConfabTranscriptView *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return CONFAB_IS_BLOCK_VIEW (child) ? confab_block_view_get_focused_link (CONFAB_BLOCK_VIEW (child)) : NULL;
}

void
_confab_transcript_view_show_selection (ConfabTranscriptView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "transcript.copy",
                                 !confab_transcript_selection_is_empty (&self->selection));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "transcript.copy-selection-markdown",
                                 !confab_transcript_selection_is_empty (&self->selection));

  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);
      gsize start;
      gsize end;

      confab_transcript_selection_get_range (&self->selection, placed->entry, placed->item, &start, &end);
      confab_block_view_set_selection (placed->block, start, end);
    }
}

static void
claim_primary (ConfabTranscriptView *self)
{
  g_autofree char *text = NULL;

  if (confab_transcript_selection_is_empty (&self->selection))
    return;

  text = confab_transcript_selection_dup_text (&self->selection, self->model);
  gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)), text);
}

void
_confab_transcript_view_scroll_by (ConfabTranscriptView *self,
                                   double                delta)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + delta);
}

static void
extend_selection (ConfabTranscriptView *self)
{
  ConfabTranscriptPoint point;

  find_point (self, self->drag_x, self->drag_y, &point);
  if (point.entry == NULL || self->drag_start.entry == NULL)
    return;

  confab_transcript_selection_set (&self->selection, &self->drag_start, &point);
  _confab_transcript_view_show_selection (self);
}

static gboolean
drag_tick_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  const int height = gtk_widget_get_height (widget);
  const double beyond = self->drag_y < 0 ? self->drag_y : MAX (self->drag_y - height, 0);

  if (beyond == 0 || !self->is_selecting)
    {
      self->drag_tick_id = 0;
      return G_SOURCE_REMOVE;
    }

  _confab_transcript_view_scroll_by (self, beyond * DRAG_SCROLL_RATE);
  extend_selection (self);

  return G_SOURCE_CONTINUE;
}

static void
on_drag_begin_cb (ConfabTranscriptView *self,
                  double                x,
                  double                y,
                  GtkGestureDrag       *gesture)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_selecting = FALSE;
  self->drag_block = placed != NULL ? placed->block : NULL;
  find_point (self, x, y, &self->drag_start);
}

static void
on_drag_update_cb (ConfabTranscriptView *self,
                   double                dx,
                   double                dy,
                   GtkGestureDrag       *gesture)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double x;
  double y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!self->is_selecting && !gtk_drag_check_threshold (widget, x, y, x + dx, y + dy))
    return;

  if (!self->is_selecting)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->is_selecting = TRUE;
  self->drag_x = x + dx;
  self->drag_y = y + dy;
  extend_selection (self);

  if ((self->drag_y < 0 || self->drag_y > gtk_widget_get_height (widget)) && self->drag_tick_id == 0)
    self->drag_tick_id = gtk_widget_add_tick_callback (widget, drag_tick_cb, NULL, NULL);
}

static void
on_drag_end_cb (ConfabTranscriptView *self)
{
  if (self->is_selecting)
    claim_primary (self);
  self->is_selecting = FALSE;
  self->drag_block = NULL;
  _confab_transcript_view_schedule (self);
}

static void
on_click_pressed_cb (ConfabTranscriptView *self,
                     int                   n_press,
                     double                x,
                     double                y)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);
  ConfabTranscriptPoint start;
  ConfabTranscriptPoint end;

  find_point (self, x, y, &start);
  end = start;
  if (placed == NULL)
    return;

  if (n_press == 2)
    {
      confab_block_view_select_word (placed->block, start.index, &start.index, &end.index);
    }
  else if (n_press >= 3)
    {
      const char *text = confab_block_view_get_text (placed->block);

      start.index = 0;
      end.index = text != NULL ? strlen (text) : 0;
    }

  confab_transcript_selection_set (&self->selection, &start, &end);
  _confab_transcript_view_show_selection (self);
  if (n_press > 1)
    claim_primary (self);
}

static void
on_click_released_cb (ConfabTranscriptView *self,
                      int                   n_press,
                      double                x,
                      double                y)
{
  const ConfabMarkdownSpan *link = _confab_transcript_view_find_link (self, x, y);

  if (n_press == 1 && link != NULL && confab_transcript_selection_is_empty (&self->selection))
    _confab_transcript_view_follow_link (self, link, x, y);
}

static void
on_motion_cb (ConfabTranscriptView *self,
              double                x,
              double                y)
{
  ConfabTranscriptPoint point;
  const char *cursor = NULL;

  if (_confab_transcript_view_find_link (self, x, y) != NULL)
    cursor = "pointer";
  else if (find_point (self, x, y, &point))
    cursor = "text";

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
  _confab_transcript_view_point_at (self, x, y);
}

static gboolean
on_query_tooltip_cb (ConfabTranscriptView *self,
                     int                   x,
                     int                   y,
                     gboolean              keyboard_mode,
                     GtkTooltip           *tooltip)
{
  const ConfabMarkdownSpan *link = keyboard_mode ? _confab_transcript_view_find_focused_link (self)
                                                 : _confab_transcript_view_find_link (self, x, y);
  g_autofree char *text = link != NULL ? _confab_transcript_view_dup_link_tip (self, link, y) : NULL;

  /* What the pointer is over is the menu. */
  if (text == NULL || (self->menu != NULL && gtk_widget_get_visible (self->menu)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
on_menu_pressed_cb (ConfabTranscriptView *self,
                    int                   n_press,
                    double                x,
                    double                y,
                    GtkGesture           *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  _confab_transcript_view_open_menu (self, x, y);
}


void
_confab_transcript_view_init_input (ConfabTranscriptView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *gesture;
  GtkEventController *motion;

  gesture = gtk_gesture_drag_new ();
  g_signal_connect_swapped (gesture, "drag-begin", G_CALLBACK (on_drag_begin_cb), self);
  g_signal_connect_swapped (gesture, "drag-update", G_CALLBACK (on_drag_update_cb), self);
  g_signal_connect_swapped (gesture, "drag-end", G_CALLBACK (on_drag_end_cb), self);
  g_signal_connect_swapped (gesture, "cancel", G_CALLBACK (on_drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_click_new ();
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (on_click_pressed_cb), self);
  g_signal_connect_swapped (gesture, "released", G_CALLBACK (on_click_released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (on_menu_pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (_confab_transcript_view_point_away), self);
  gtk_widget_add_controller (widget, motion);

  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
}

void
_confab_transcript_view_dispose_input (ConfabTranscriptView *self)
{
  if (self->drag_tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->drag_tick_id);
  self->drag_tick_id = 0;
  self->drag_block = NULL;
}
