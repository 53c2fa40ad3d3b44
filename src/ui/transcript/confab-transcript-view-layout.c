/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-layout"

#include "config.h"

#include "confab-transcript-view-private.h"

#include "confab-block-factory.h"
#include "confab-code-block.h"
#include "confab-transcript-geometry.h"

#define NARROW_WIDTH     500
#define NARROW_MARGIN    12

/* What may be read in one frame, so that a burst is spread over a few. */
#define MAX_BYTES_PER_FRAME (64 * 1024)
#define MAX_US_PER_FRAME    4000

/* After so much at once nobody reads along. New text then waits for every other frame: the eye hardly
 * sees the difference, and to draw the whole window anew is most of what a frame costs. */
#define MANY_BYTES 256
#define REST_US    25000

#define LABEL_DELAY_MS 1000

void
_confab_transcript_view_release_block (ConfabTranscriptView *self,
                                       ConfabBlockView      *block)
{
  GtkWidget *widget = GTK_WIDGET (block);

  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == widget)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  for (guint i = 0; i < self->placed->len; i++)
    if (_confab_transcript_view_get_placed (self, i)->block == block)
      {
        g_array_remove_index (self->placed, i);
        break;
      }
  if (self->drag_block == block)
    self->drag_block = NULL;
  confab_block_view_set_item (block, NULL, 0);
  gtk_widget_unparent (widget);
}

static gboolean
label_cb (gpointer user_data)
{
  ConfabTranscriptView *self = user_data;

  self->label_id = 0;
  for (guint i = 0; i < self->placed->len; i++)
    confab_block_view_flush_label (_confab_transcript_view_get_placed (self, i)->block, TRUE);

  return G_SOURCE_REMOVE;
}

/* Gives a row its widget if it has none, and has it say its height. */
static ConfabTranscriptPlaced
realize_row (ConfabTranscriptView  *self,
             ConfabTranscriptEntry *entry,
             guint                  item,
             GtkWidget             *before)
{
  ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  ConfabTranscriptPlaced placed = { .entry = entry, .item = item };
  ConfabBlockView *block = row->view;
  gsize start;
  gsize end;
  int height;

  if (block == NULL)
    {
      block = confab_block_factory_create (entry, item, self->highlighter, self->images);
      if (CONFAB_IS_CODE_BLOCK (block))
        confab_code_block_set_wraps (CONFAB_CODE_BLOCK (block), self->wraps_code);
      row->view = block;
      row->stale = TRUE;
      gtk_widget_insert_after (GTK_WIDGET (block), GTK_WIDGET (self), before);
    }

  confab_block_view_set_item (block, entry, item);
  confab_block_view_set_mark (block, self->mark);
  if (row->stale)
    {
      row->stale = FALSE;
      confab_block_view_update (block);
    }
  confab_transcript_selection_get_range (&self->selection, entry, item, &start, &end);
  confab_block_view_set_selection (block, start, end);
  _confab_transcript_view_mark_block (self, block, entry, item);

  height = confab_block_view_get_height (block, self->column_width);
  placed.block = block;
  placed.gap = height > 0 ? confab_transcript_geometry_get_gap (entry, item) : 0;
  placed.height = height + placed.gap;
  confab_transcript_model_set_item_height (self->model, entry, item, placed.height);

  return placed;
}

/* Where to begin. Returns FALSE when there are no rows at all. */
static gboolean
resolve_anchor (ConfabTranscriptView   *self,
                gboolean                from_end,
                ConfabTranscriptEntry **entry,
                guint                  *item)
{
  if (from_end || self->anchor_entry == NULL)
    return confab_transcript_model_get_edge (self->model, from_end, entry, item);

  *entry = self->anchor_entry;
  *item = self->anchor_item;
  confab_transcript_model_expand (self->model, *entry);
  if (*item < confab_transcript_entry_get_n_items (*entry) &&
      !confab_transcript_entry_get_item (*entry, *item)->hidden)
    return TRUE;

  self->anchor_offset = 0;

  return confab_transcript_model_step (self->model, entry, item, TRUE) ||
         confab_transcript_model_get_edge (self->model, TRUE, entry, item);
}

/* Rows beyond what is needed are kept if they are there. In the middle of an allocation nothing can
 * be made, as GTK would lose the requests of new children: what is missing waits for the next frame. */
static gboolean
may_place (ConfabTranscriptView  *self,
           ConfabTranscriptEntry *entry,
           guint                  item,
           gboolean               is_needed)
{
  if (confab_transcript_entry_get_item (entry, item)->view != NULL)
    return TRUE;

  if (is_needed && !self->may_realize)
    self->is_incomplete = TRUE;

  return is_needed && self->may_realize;
}

static void
fill (ConfabTranscriptView *self,
      gboolean              from_end,
      int                   page)
{
  g_autoptr(GArray) above = g_array_new (FALSE, FALSE, sizeof (ConfabTranscriptPlaced));
  ConfabTranscriptPlaced placed;
  ConfabTranscriptPlaced first;
  ConfabTranscriptEntry *entry;
  guint item;
  int y;

  g_array_set_size (self->placed, 0);
  self->mark++;
  if (!resolve_anchor (self, from_end, &entry, &item) || !may_place (self, entry, item, TRUE))
    return;

  first = realize_row (self, entry, item, NULL);
  first.y = from_end ? page - CONFAB_TRANSCRIPT_VIEW_PADDING - first.height : -self->anchor_offset;

  y = first.y;
  while (y > -2 * CONFAB_TRANSCRIPT_VIEW_OVERSCAN &&
         confab_transcript_model_step (self->model, &entry, &item, FALSE) &&
         may_place (self, entry, item, y > -CONFAB_TRANSCRIPT_VIEW_OVERSCAN))
    {
      placed = realize_row (self, entry, item, NULL);
      y -= placed.height;
      placed.y = y;
      g_array_append_val (above, placed);
    }
  for (guint i = above->len; i > 0; i--)
    g_array_append_val (self->placed, g_array_index (above, ConfabTranscriptPlaced, i - 1));
  g_array_append_val (self->placed, first);

  entry = first.entry;
  item = first.item;
  y = first.y + first.height;
  while (y < page + 2 * CONFAB_TRANSCRIPT_VIEW_OVERSCAN &&
         confab_transcript_model_step (self->model, &entry, &item, TRUE) &&
         may_place (self, entry, item, y < page + CONFAB_TRANSCRIPT_VIEW_OVERSCAN))
    {
      const ConfabTranscriptPlaced *last = _confab_transcript_view_get_placed (self, self->placed->len - 1);

      placed = realize_row (self, entry, item, GTK_WIDGET (last->block));
      placed.y = y;
      y += placed.height;
      g_array_append_val (self->placed, placed);
    }
}

static void
remember_anchor (ConfabTranscriptView *self)
{
  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (placed->y + placed->height <= 0 && i + 1 < self->placed->len)
        continue;
      self->anchor_entry = placed->entry;
      self->anchor_item = placed->item;
      self->anchor_offset = -placed->y;
      break;
    }
}

/* Places the rows so that the picture neither leaves the document nor moves without need. */
static void
place (ConfabTranscriptView *self,
       int                   page)
{
  gboolean from_end = self->at_end;

  for (int i = 0; i < 4; i++)
    {
      gint64 value;
      gint64 max_value;
      int shift;

      fill (self, from_end, page);
      value = _confab_transcript_view_get_value (self);
      max_value = confab_transcript_model_get_height (self->model) + 2 * CONFAB_TRANSCRIPT_VIEW_PADDING - page;
      max_value = MAX (max_value, 0);
      shift = (int)(value - CLAMP (value, 0, max_value));
      for (guint j = 0; j < self->placed->len; j++)
        _confab_transcript_view_get_placed (self, j)->y += shift;
      remember_anchor (self);
      if (max_value == 0)
        _confab_transcript_view_set_at_end (self, TRUE);
      if (shift == 0)
        break;
      from_end = FALSE;
    }
}

/* Rows put in above may have moved the row since its widget was told where it is. */
static void
forget_view (ConfabTranscriptEntry *entry,
             guint                  item,
             ConfabBlockView       *block)
{
  const guint n_items = confab_transcript_entry_get_n_items (entry);

  if (item >= n_items || confab_transcript_entry_get_item (entry, item)->view != block)
    for (item = 0; item < n_items; item++)
      if (confab_transcript_entry_get_item (entry, item)->view == block)
        break;

  if (item < n_items)
    confab_transcript_entry_get_item (entry, item)->view = NULL;
}

static void
give_up_far_rows (ConfabTranscriptView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      /* The pointer is lost with the row in which its button was pressed. */
      if (CONFAB_IS_BLOCK_VIEW (child) && confab_block_view_get_mark (CONFAB_BLOCK_VIEW (child)) != self->mark &&
          CONFAB_BLOCK_VIEW (child) != self->drag_block)
        {
          ConfabBlockView *block = CONFAB_BLOCK_VIEW (child);

          forget_view (confab_block_view_get_entry (block), confab_block_view_get_item (block), block);
          _confab_transcript_view_release_block (self, block);
        }
      child = next;
    }
}

static void
order_children (ConfabTranscriptView *self)
{
  GtkWidget *before = NULL;

  /* Tab and screen readers go by the order of the children. */
  for (guint i = 0; i < self->placed->len; i++)
    {
      GtkWidget *widget = GTK_WIDGET (_confab_transcript_view_get_placed (self, i)->block);
      GtkWidget *previous = gtk_widget_get_prev_sibling (widget);

      if (previous == GTK_WIDGET (self->bar))
        previous = gtk_widget_get_prev_sibling (previous);
      if (previous != before)
        gtk_widget_insert_after (widget, GTK_WIDGET (self), before);
      before = widget;
    }

  /* So Tab leads from a message to what can be done with it. */
  before = _confab_transcript_view_get_bar_sibling (self);
  if (before != NULL && gtk_widget_get_prev_sibling (GTK_WIDGET (self->bar)) != before)
    gtk_widget_insert_after (GTK_WIDGET (self->bar), GTK_WIDGET (self), before);
}

/* Makes the rows that are needed and gives up those that are not. */
static void
realize_rows (ConfabTranscriptView *self,
              int                   page)
{
  self->may_realize = TRUE;
  self->is_incomplete = FALSE;
  place (self, page);
  give_up_far_rows (self);
  order_children (self);
  self->may_realize = FALSE;
}

void
_confab_transcript_view_populate (ConfabTranscriptView *self)
{
  if (self->width > 0)
    {
      realize_rows (self, self->height);
      /* Not only when it is laid out: scroll bars then ask for an allocation, GTK forgets about it if a
       * widget above is laid out as well, and after that does not hear of the next one in here. */
      _confab_transcript_view_configure_adjustments (self);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);
  gboolean is_done = FALSE;

  if (now >= self->rest_until)
    {
      gsize n_read;

      is_done = confab_transcript_model_catch_up (self->model, MAX_BYTES_PER_FRAME, MAX_US_PER_FRAME, &n_read);
      self->rest_until = is_done && n_read >= MANY_BYTES ? now + REST_US : 0;
      _confab_transcript_view_find_caught_up (self);
    }
  else if (!self->is_due)
    {
      return G_SOURCE_CONTINUE;
    }

  self->is_due = FALSE;
  _confab_transcript_view_populate (self);
  if (!is_done && confab_transcript_model_get_stale (self->model))
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

/* Has rows placed before the next frame is drawn, and messages read unless they have just been. */
void
_confab_transcript_view_schedule (ConfabTranscriptView *self)
{
  self->is_due = TRUE;
  _confab_transcript_view_schedule_reading (self);
}

/* Has messages read soon, and then rows placed. */
void
_confab_transcript_view_schedule_reading (ConfabTranscriptView *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
update_metrics (ConfabTranscriptView *self,
                int                   width)
{
  const int margin = width < NARROW_WIDTH ? NARROW_MARGIN : CONFAB_TRANSCRIPT_VIEW_WIDE_MARGIN;
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const ConfabTranscriptMetrics *old = confab_transcript_model_get_metrics (self->model);
  PangoFontMetrics *font;
  ConfabTranscriptMetrics metrics;

  self->column_width = CLAMP (width - 2 * margin, 1, CONFAB_TRANSCRIPT_VIEW_MAX_COLUMN);
  self->column_x = (width - self->column_width) / 2;
  if (old->width == self->column_width && self->font_serial == pango_context_get_serial (context))
    return;

  self->font_serial = pango_context_get_serial (context);
  font = pango_context_get_metrics (context, NULL, NULL);
  metrics.width = self->column_width;
  metrics.char_width = MAX (PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (font)), 1);
  metrics.line_height = MAX (PANGO_PIXELS (pango_font_metrics_get_height (font)) * 5 / 4, 1);
  confab_transcript_model_set_metrics (self->model, &metrics);
  pango_font_metrics_unref (font);
}

/* Rows that were not placed are still there: the one that the pointer holds, and those for which
 * there is no room any more, until others are made. They are put far above, out of sight. */
static void
put_aside (ConfabTranscriptView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ConfabBlockView *block = CONFAB_IS_BLOCK_VIEW (child) ? CONFAB_BLOCK_VIEW (child) : NULL;
      int height;

      if (block == NULL || confab_block_view_get_mark (block) == self->mark)
        continue;

      height = MAX (confab_block_view_get_height (block, self->column_width), 1);
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (child,
                                &(GtkAllocation) { self->column_x, -2 * CONFAB_TRANSCRIPT_VIEW_OVERSCAN - height,
                                                   self->column_width, height },
                                -1);
    }
}

void
_confab_transcript_view_size_allocate (GtkWidget *widget,
                                       int        width,
                                       int        height,
                                       int        baseline)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  gboolean is_labelled = TRUE;

  update_metrics (self, width);
  if (self->width != width || self->height != height)
    {
      self->width = width;
      self->height = height;
      realize_rows (self, height);
    }
  else
    {
      self->is_incomplete = FALSE;
      place (self, height);
    }
  if (self->is_incomplete)
    _confab_transcript_view_schedule (self);

  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);
      GtkWidget *child = GTK_WIDGET (placed->block);

      /* Tells GTK that the request is known; heights were asked for above. */
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (child,
                                &(GtkAllocation) { self->column_x, placed->y + placed->gap,
                                                   self->column_width, placed->height - placed->gap },
                                -1);
      is_labelled &= confab_block_view_flush_label (placed->block, FALSE);
    }
  put_aside (self);
  if (!is_labelled && self->label_id == 0)
    self->label_id = g_timeout_add (LABEL_DELAY_MS, label_cb, self);

  _confab_transcript_view_place_bar (self);
  _confab_transcript_view_configure_adjustments (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->link_popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->link_popover));
}
