/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sideways"

#include "config.h"

#include "confab-sideways.h"

#define BAR_HEIGHT 4
#define BAR_MARGIN 4
#define BAR_TINT   0.25
#define WHEEL_STEP 48
#define KEY_STEP   48

/* What is looked for is not put right at the edge. */
#define REVEAL_MARGIN 32

/**
 * ConfabSideways:
 *
 * Moves what is wider than the column sideways.
 *
 * The pieces of one block are rows of their own but must move as one: whichever piece is moved
 * moves those of its siblings that show the same block. The last piece has a thin bar that says how
 * much there is, and that can be dragged.
 */
struct _ConfabSideways
{
  ConfabBlockView *owner;          /* borrowed: owns this */
  gconstpointer    document;       /* only compared */
  guint            block_id;
  int              content_width;
  int              width;
  double           offset;
  double           right;          /* what is off the right edge */
  double           drag_start;
  guint            is_last : 1;
  guint            from_right : 1;
};

static ConfabSideways *
get_sibling (ConfabSideways *self,
             GtkWidget      *widget)
{
  ConfabSideways *other = NULL;

  if (CONFAB_IS_BLOCK_VIEW (widget) && CONFAB_BLOCK_VIEW_GET_CLASS (widget)->get_sideways != NULL)
    other = CONFAB_BLOCK_VIEW_GET_CLASS (widget)->get_sideways (CONFAB_BLOCK_VIEW (widget));

  return other != NULL && other->document == self->document && other->block_id == self->block_id ? other : NULL;
}

static GtkWidget *
get_first (ConfabSideways *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self->owner));

  return parent != NULL ? gtk_widget_get_first_child (parent) : NULL;
}

static int
get_full_width (ConfabSideways *self)
{
  int width = self->content_width;

  for (GtkWidget *child = get_first (self); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const ConfabSideways *other = get_sibling (self, child);

      if (other != NULL)
        width = MAX (width, other->content_width);
    }

  return width;
}

static gboolean
move_to (ConfabSideways *self,
         double          offset)
{
  const int most = MAX (get_full_width (self) - self->width, 0);
  const double wanted = CLAMP (offset, 0, most);

  if (wanted == self->offset && most - wanted == self->right)
    return FALSE;

  for (GtkWidget *child = get_first (self); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      ConfabSideways *other = get_sibling (self, child);

      if (other == NULL)
        continue;
      other->offset = wanted;
      other->right = most - wanted;
      gtk_widget_queue_draw (child);
    }

  return TRUE;
}

static gboolean
on_scroll_cb (ConfabSideways           *self,
              double                    dx,
              double                    dy,
              GtkEventControllerScroll *controller)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkEvent *event = gtk_event_controller_get_current_event (base);
  double step = dx;

  if (gtk_event_controller_get_current_event_state (base) & GDK_SHIFT_MASK && dx == 0)
    step = dy;
  else if (ABS (dx) <= ABS (dy))
    return GDK_EVENT_PROPAGATE;

  /* A touchpad tells pixels, a wheel clicks. */
  if (gdk_scroll_event_get_direction (event) != GDK_SCROLL_SMOOTH ||
      gdk_device_get_source (gdk_event_get_device (event)) == GDK_SOURCE_MOUSE)
    step *= WHEEL_STEP;

  if (get_full_width (self) <= self->width)
    return GDK_EVENT_PROPAGATE;

  move_to (self, self->offset + step);

  return GDK_EVENT_STOP;
}

/* Whoever has the focus in the row: the row itself, or a button in it. */
static gboolean
on_key_pressed_cb (ConfabSideways  *self,
                   guint            key,
                   guint            key_code,
                   GdkModifierType  state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 || get_full_width (self) <= self->width)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_to (self, self->offset - KEY_STEP);
      return GDK_EVENT_STOP;

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_to (self, self->offset + KEY_STEP);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_drag_begin_cb (ConfabSideways *self,
                  double          x,
                  double          y,
                  GtkGestureDrag *gesture)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self->owner));

  if (!self->is_last || y < height - 2 * BAR_MARGIN - BAR_HEIGHT || get_full_width (self) <= self->width)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag_start = self->offset;
}

static void
on_drag_update_cb (ConfabSideways *self,
                   double          dx)
{
  move_to (self, self->drag_start + dx * get_full_width (self) / MAX (self->width, 1));
}

/**
 * confab_sideways_new:
 * @owner: the row it is for
 *
 * Returns: (transfer full): what moves the content of @owner
 */
ConfabSideways *
confab_sideways_new (ConfabBlockView *owner)
{
  ConfabSideways *self = g_new0 (ConfabSideways, 1);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->owner = owner;
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (owner), scroll);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (owner), keys);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (owner), GTK_EVENT_CONTROLLER (drag));

  return self;
}

/**
 * confab_sideways_free:
 * @self: (transfer full) (nullable): what moved a row that is being disposed of
 */
void
confab_sideways_free (ConfabSideways *self)
{
  g_free (self);
}

/**
 * confab_sideways_set_block:
 * @document: identifies the document
 * @block_id: the block of it that the row is a piece of
 * @is_last: the row is its last piece
 *
 * Says what the row moves together with.
 */
void
confab_sideways_set_block (ConfabSideways *self,
                           gconstpointer   document,
                           guint           block_id,
                           gboolean        is_last)
{
  self->is_last = !!is_last;
  if (self->document == document && self->block_id == block_id)
    return;

  self->document = document;
  self->block_id = block_id;
  self->offset = 0;
  self->right = 0;
  for (GtkWidget *child = get_first (self); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const ConfabSideways *other = get_sibling (self, child);

      if (other == NULL || other == self)
        continue;
      self->offset = other->offset;
      self->right = other->right;
      break;
    }
}

/**
 * confab_sideways_set_from_right:
 * @from_right: whether the content begins at its right edge
 *
 * Says which edge is to be seen first, and stays where it is when the content grows.
 */
void
confab_sideways_set_from_right (ConfabSideways *self,
                                gboolean        from_right)
{
  self->from_right = !!from_right;
}

/**
 * confab_sideways_set_width:
 * @content_width: how wide the content is
 * @width: how much of it can be seen
 *
 * Says how far the row can move.
 */
void
confab_sideways_set_width (ConfabSideways *self,
                           int             content_width,
                           int             width)
{
  self->content_width = content_width;
  self->width = width;
  move_to (self, self->from_right ? get_full_width (self) - width - self->right : self->offset);
}

/**
 * confab_sideways_get_offset:
 *
 * Returns: how many pixels of the content are off the left edge
 */
int
confab_sideways_get_offset (ConfabSideways *self)
{
  return (int)self->offset;
}

/**
 * confab_sideways_reveal:
 * @x: left edge of something, from the left edge of the content
 * @width: how wide it is
 *
 * Moves the row so that something can be seen, unless it already can. Of what is too wide the beginning.
 */
void
confab_sideways_reveal (ConfabSideways *self,
                        int             x,
                        int             width)
{
  double offset = self->offset;

  if (x >= offset && x + width <= offset + self->width)
    return;

  if (x + width > offset + self->width)
    offset = x + width + REVEAL_MARGIN - self->width;
  if (x < offset)
    offset = x - REVEAL_MARGIN;
  move_to (self, offset);
}

/**
 * confab_sideways_snapshot:
 * @snapshot: where to draw
 * @x: left edge of what can be seen
 * @width: how wide that is
 * @bottom: bottom edge of the row
 *
 * Draws the bar, if the row is the last of its block and the block is too wide.
 */
void
confab_sideways_snapshot (ConfabSideways *self,
                          GtkSnapshot    *snapshot,
                          int             x,
                          int             width,
                          int             bottom)
{
  const int full_width = self->is_last ? get_full_width (self) : 0;
  GskRoundedRect outline;
  graphene_rect_t rect;
  GdkRGBA color;

  if (full_width <= self->width || full_width == 0)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self->owner)), &color);
  color.alpha *= BAR_TINT;
  graphene_rect_init (&rect,
                      x + self->offset * width / full_width, bottom - BAR_MARGIN - BAR_HEIGHT,
                      (double)width * self->width / full_width, BAR_HEIGHT);
  gsk_rounded_rect_init_from_rect (&outline, &rect, BAR_HEIGHT / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &rect);
  gtk_snapshot_pop (snapshot);
}
