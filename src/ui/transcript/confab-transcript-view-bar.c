/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-bar"

#include "config.h"

#include "confab-transcript-view-private.h"

#include "confab-bubble-block.h"

#define MARGIN 6

/* The bar with what can be done with a message. There is one, which is moved to the message that the
 * pointer is over, or that has the focus; where a message has one in a row of its own, it stays away. */

static gboolean
may_have_bar (ConfabTranscriptView  *self,
              ConfabTranscriptEntry *entry)
{
  ConfabMessage *message;
  ConfabRole role;

  if (entry == NULL || self->chat == NULL)
    return FALSE;

  message = confab_transcript_entry_get_message (entry);
  role = confab_message_get_role (message);

  return (role == CONFAB_ROLE_USER || role == CONFAB_ROLE_ASSISTANT) && !confab_message_is_open (message) &&
         !confab_transcript_entry_has_footer (entry);
}

static void
set_bar_entry (ConfabTranscriptView  *self,
               ConfabTranscriptEntry *entry)
{
  if (!may_have_bar (self, entry))
    entry = NULL;
  if (self->bar_entry == entry)
    return;

  self->bar_entry = entry;
  confab_message_bar_set_entry (self->bar, entry);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), entry != NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
is_on_bar (ConfabTranscriptView *self,
           double                x,
           double                y)
{
  graphene_rect_t bounds;

  return self->bar_entry != NULL &&
         gtk_widget_compute_bounds (GTK_WIDGET (self->bar), GTK_WIDGET (self), &bounds) &&
         graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

void
_confab_transcript_view_point_at (ConfabTranscriptView *self,
                                  double                x,
                                  double                y)
{
  const ConfabTranscriptPlaced *placed;

  /* On the way to a button it must not go away, nor while the keyboard is there. */
  if (self->bar_has_focus || is_on_bar (self, x, y))
    return;

  placed = _confab_transcript_view_find_placed (self, y);
  set_bar_entry (self, placed != NULL && y >= placed->y && y < placed->y + placed->height ? placed->entry : NULL);
}

/* Nobody is at the bar any more, unless they are in its menu. */
void
_confab_transcript_view_point_away (ConfabTranscriptView *self)
{
  if (!self->bar_has_focus && (self->menu == NULL || !gtk_widget_get_visible (self->menu)))
    set_bar_entry (self, NULL);
}

static gboolean
focus_left_cb (gpointer user_data)
{
  ConfabTranscriptView *self = user_data;

  self->bar_id = 0;
  _confab_transcript_view_point_away (self);

  return G_SOURCE_REMOVE;
}

void
_confab_transcript_view_focus_moved (ConfabTranscriptView *self,
                                     GtkWidget            *child)
{
  const gboolean had_focus = self->bar_has_focus;

  self->bar_has_focus = child != NULL && child == GTK_WIDGET (self->bar);
  if (self->bar_has_focus || self->model == NULL)
    return;

  /* What came with the focus goes with it; on its way from button to button it is nowhere for a moment. */
  if (had_focus && child == NULL && self->bar_id == 0)
    self->bar_id = g_idle_add (focus_left_cb, self);

  for (guint i = 0; child != NULL && i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (GTK_WIDGET (placed->block) != child)
        continue;
      set_bar_entry (self, placed->entry);
      break;
    }
}

void
_confab_transcript_view_bar_entries_changed (ConfabTranscriptView *self)
{
  if (_confab_transcript_view_is_gone (self, self->bar_entry))
    {
      if (self->bar_has_focus)
        gtk_widget_grab_focus (GTK_WIDGET (self));
      set_bar_entry (self, NULL);
    }
}

/* The first and the last row of the message that exist. */
static gboolean
find_rows (ConfabTranscriptView          *self,
           const ConfabTranscriptPlaced **first,
           const ConfabTranscriptPlaced **last)
{
  *first = *last = NULL;
  for (guint i = 0; self->bar_entry != NULL && i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (placed->entry != self->bar_entry)
        continue;
      if (*first == NULL)
        *first = placed;
      *last = placed;
    }

  return *first != NULL;
}

/* What the bar comes after for the keyboard and for screen readers. */
GtkWidget *
_confab_transcript_view_get_bar_sibling (ConfabTranscriptView *self)
{
  const ConfabTranscriptPlaced *first;
  const ConfabTranscriptPlaced *last;

  return find_rows (self, &first, &last) ? GTK_WIDGET (last->block) : NULL;
}

/* Beside what a person said if there is room, else over it; at the end of the line with the name of
 * who answers. A long message keeps it in sight. */
void
_confab_transcript_view_place_bar (ConfabTranscriptView *self)
{
  GtkWidget *bar = GTK_WIDGET (self->bar);
  const gboolean is_rtl = gtk_widget_get_direction (bar) == GTK_TEXT_DIR_RTL;
  const ConfabTranscriptPlaced *first;
  const ConfabTranscriptPlaced *last;
  int free_width;
  int width;
  int height;
  int x;
  int y;

  if (!gtk_widget_get_visible (bar))
    return;

  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  if (!find_rows (self, &first, &last) || !may_have_bar (self, self->bar_entry))
    {
      gtk_widget_set_child_visible (bar, FALSE);
      return;
    }

  y = first->y + first->gap - MARGIN;
  x = self->column_width - width;
  if (confab_message_get_role (confab_transcript_entry_get_message (self->bar_entry)) == CONFAB_ROLE_USER)
    {
      free_width = CONFAB_IS_BUBBLE_BLOCK (first->block)
        ? self->column_width - confab_bubble_block_get_card_width (CONFAB_BUBBLE_BLOCK (first->block))
        : self->column_width / 5;
      if (free_width >= width + MARGIN)
        {
          x = free_width - width - MARGIN;
          y = first->y + first->gap;
        }
      else
        {
          y = first->y + first->gap - height + MARGIN;
        }
    }
  y = MIN (MAX (y, MARGIN), MAX (last->y + last->height - height, y));
  if (is_rtl)
    x = self->column_width - width - x;

  gtk_widget_set_child_visible (bar, TRUE);
  gtk_widget_size_allocate (bar, &(GtkAllocation) { self->column_x + x, y, width, height }, -1);
}

void
_confab_transcript_view_init_bar (ConfabTranscriptView *self)
{
  self->bar = g_object_new (CONFAB_TYPE_MESSAGE_BAR, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->bar), "floating");
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
}

void
_confab_transcript_view_dispose_bar (ConfabTranscriptView *self)
{
  self->bar_entry = NULL;
  g_clear_handle_id (&self->bar_id, g_source_remove);
  if (self->bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->bar)));
}

/* The message that the focus is in. */
static ConfabTranscriptEntry *
find_current (ConfabTranscriptView *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (child == NULL)
    return NULL;
  if (child == GTK_WIDGET (self->bar))
    return self->bar_entry;

  return CONFAB_IS_BLOCK_VIEW (child) ? confab_block_view_get_entry (CONFAB_BLOCK_VIEW (child)) : NULL;
}

/**
 * confab_transcript_view_get_current:
 *
 * Returns: (transfer none) (nullable): the message that has the focus
 */
ConfabMessage *
confab_transcript_view_get_current (ConfabTranscriptView *self)
{
  ConfabTranscriptEntry *entry;

  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), NULL);

  entry = gtk_widget_get_root (GTK_WIDGET (self)) != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL
    ? find_current (self) : NULL;

  return entry != NULL ? confab_transcript_entry_get_message (entry) : NULL;
}

static gboolean
grab_message (ConfabTranscriptView  *self,
              ConfabTranscriptEntry *entry)
{
  if (may_have_bar (self, entry))
    {
      set_bar_entry (self, entry);
      gtk_widget_set_child_visible (GTK_WIDGET (self->bar), TRUE);

      return gtk_widget_child_focus (GTK_WIDGET (self->bar), GTK_DIR_TAB_FORWARD);
    }

  for (guint i = self->placed->len; i > 0; i--)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i - 1);

      if (placed->entry == entry && gtk_widget_child_focus (GTK_WIDGET (placed->block), GTK_DIR_TAB_FORWARD))
        return TRUE;
    }

  return FALSE;
}

/* Shows a message from its beginning, unless all of it is in sight. */
static void
reveal (ConfabTranscriptView  *self,
        ConfabTranscriptEntry *entry)
{
  const int page = gtk_widget_get_height (GTK_WIDGET (self));
  const gint64 y = confab_transcript_model_get_y (self->model, entry, 0);
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  gboolean has_beginning = FALSE;
  int bottom = G_MAXINT;

  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (placed->entry != entry)
        continue;
      has_beginning |= placed->item == 0 && placed->y + placed->gap >= 0;
      bottom = placed->y + placed->height;
    }
  if (adjustment != NULL && (!has_beginning || bottom > page))
    gtk_adjustment_set_value (adjustment, (double) y);
}

/**
 * confab_transcript_view_step_message:
 * @step: -1 for the message before, 1 for the one after
 *
 * Gives the focus to what can be done with another message; without one, to that of the last.
 *
 * Returns: whether there is one
 */
gboolean
confab_transcript_view_step_message (ConfabTranscriptView *self,
                                     int                   step)
{
  const guint n = confab_transcript_model_get_n_entries (self->model);
  ConfabTranscriptEntry *current;
  guint position;

  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), FALSE);
  g_return_val_if_fail (step == 1 || step == -1, FALSE);

  current = find_current (self);
  position = current != NULL ? confab_transcript_entry_get_index (current) + (guint) step : n - 1;
  for (; position < n; position += (guint) step)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (self->model, position);

      confab_transcript_model_expand (self->model, entry);
      reveal (self, entry);
      if (grab_message (self, entry))
        return TRUE;
    }

  return FALSE;
}
