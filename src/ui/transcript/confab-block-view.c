/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-block-view"

#include "config.h"

#include "confab-block-view.h"

/* While a block grows, a screen reader is told its text this often. */
#define LABEL_INTERVAL_US G_USEC_PER_SEC

/* Asked for when nothing else decides, so that a growing text never measures the window anew. */
#define MIN_WIDTH 40
#define NAT_WIDTH 600

/**
 * ConfabBlockView:
 *
 * The widget of one row of the transcript.
 *
 * It lays itself out once per change or width and remembers the height; its sideways request is
 * constant. The transcript asks for the height directly, so that growing does not go through the
 * size requests of the whole window.
 */
typedef struct
{
  ConfabTranscriptEntry *entry;            /* borrowed, nullable */
  char                  *text;             /* owned, nullable: what can be selected */
  gint64                 labelled_at_us;
  gsize                  selection_start;
  gsize                  selection_end;
  guint                  item;
  guint                  mark;             /* of the last layout that placed it */
  int                    width;            /* laid out at, or -1 */
  int                    height;
  guint                  n_layouts;
  guint                  font_serial;      /* of the fonts that it was last made with */
  GdkRGBA                color;            /* of the text, likewise */
  ConfabBlockInset       inset;
  guint                  label_is_stale : 1;
} ConfabBlockViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ConfabBlockView, confab_block_view, GTK_TYPE_WIDGET)

static inline ConfabBlockViewPrivate *
get_private (ConfabBlockView *self)
{
  return confab_block_view_get_instance_private (self);
}

static GtkSizeRequestMode
confab_block_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
confab_block_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NAT_WIDTH;
    }
  else
    {
      /* GTK has taken the margins off. */
      const int inset = get_private (CONFAB_BLOCK_VIEW (widget))->inset.width;

      *minimum = *natural = confab_block_view_get_height (CONFAB_BLOCK_VIEW (widget),
                                                          (for_size > 0 ? for_size : NAT_WIDTH) + inset);
    }
}

/* Returns whether it was made with other fonts or colours, as far as is known. */
static gboolean
take_style (ConfabBlockView *self)
{
  ConfabBlockViewPrivate *priv = get_private (self);
  GtkWidget *widget = GTK_WIDGET (self);
  guint font_serial;
  GdkRGBA color;
  gboolean is_other;

  if (CONFAB_BLOCK_VIEW_GET_CLASS (self)->restyle == NULL)
    return TRUE;

  font_serial = pango_context_get_serial (gtk_widget_get_pango_context (widget));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  is_other = priv->font_serial != font_serial || !gdk_rgba_equal (&priv->color, &color);
  priv->font_serial = font_serial;
  priv->color = color;

  return is_other;
}

static void
update_inset (ConfabBlockView *self)
{
  ConfabBlockViewPrivate *priv = get_private (self);

  if (priv->entry != NULL &&
      confab_block_inset_update (&priv->inset, GTK_WIDGET (self), priv->entry, priv->item,
                                 CONFAB_BLOCK_VIEW_GET_CLASS (self)->is_rtl == NULL))
    priv->width = -1;
}

static void
restyle (ConfabBlockView *self)
{
  if (CONFAB_BLOCK_VIEW_GET_CLASS (self)->restyle != NULL && get_private (self)->entry != NULL)
    CONFAB_BLOCK_VIEW_GET_CLASS (self)->restyle (self);
  if (get_private (self)->inset.marker != NULL)
    confab_list_marker_restyle (get_private (self)->inset.marker);
  get_private (self)->width = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
confab_block_view_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (confab_block_view_parent_class)->css_changed (widget, change);

  /* A new widget is told of the style that it has been laid out with already. */
  if (take_style (CONFAB_BLOCK_VIEW (widget)))
    restyle (CONFAB_BLOCK_VIEW (widget));
}

static void
confab_block_view_direction_changed (GtkWidget        *widget,
                                     GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (confab_block_view_parent_class)->direction_changed (widget, previous);

  update_inset (CONFAB_BLOCK_VIEW (widget));
  restyle (CONFAB_BLOCK_VIEW (widget));
}

static void
confab_block_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  const ConfabBlockViewClass *klass = CONFAB_BLOCK_VIEW_GET_CLASS (widget);
  ConfabBlockView *self = CONFAB_BLOCK_VIEW (widget);
  ConfabBlockViewPrivate *priv = get_private (self);

  if (priv->inset.nesting.indent > 0 && priv->entry != NULL)
    confab_block_inset_snapshot (&priv->inset, widget, snapshot, priv->entry, priv->item,
                                 klass->is_rtl != NULL ? klass->is_rtl (self) : priv->inset.is_rtl);

  GTK_WIDGET_CLASS (confab_block_view_parent_class)->snapshot (widget, snapshot);
}

static void
confab_block_view_finalize (GObject *object)
{
  ConfabBlockViewPrivate *priv = get_private (CONFAB_BLOCK_VIEW (object));

  g_clear_pointer (&priv->text, g_free);
  g_clear_pointer (&priv->inset.marker, confab_list_marker_free);

  G_OBJECT_CLASS (confab_block_view_parent_class)->finalize (object);
}

static void
confab_block_view_class_init (ConfabBlockViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = confab_block_view_finalize;
  widget_class->get_request_mode = confab_block_view_get_request_mode;
  widget_class->measure = confab_block_view_measure;
  widget_class->snapshot = confab_block_view_snapshot;
  widget_class->css_changed = confab_block_view_css_changed;
  widget_class->direction_changed = confab_block_view_direction_changed;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
confab_block_view_init (ConfabBlockView *self)
{
  get_private (self)->width = -1;
}

/**
 * confab_block_view_get_entry:
 *
 * Returns: (transfer none) (nullable): the message it shows a row of
 */
ConfabTranscriptEntry *
confab_block_view_get_entry (ConfabBlockView *self)
{
  return get_private (self)->entry;
}

/**
 * confab_block_view_get_item:
 *
 * Returns: which row of the message it shows
 */
guint
confab_block_view_get_item (ConfabBlockView *self)
{
  return get_private (self)->item;
}

/**
 * confab_block_view_set_item:
 * @entry: (nullable): a message
 * @item: a row of it
 *
 * Says where the row is. It moves when rows are put in above it.
 */
void
confab_block_view_set_item (ConfabBlockView       *self,
                            ConfabTranscriptEntry *entry,
                            guint                  item)
{
  ConfabBlockViewPrivate *priv = get_private (self);

  priv->entry = entry;
  priv->item = item;
}

/**
 * confab_block_view_get_mark:
 *
 * Returns: what it was marked with
 */
guint
confab_block_view_get_mark (ConfabBlockView *self)
{
  return get_private (self)->mark;
}

/**
 * confab_block_view_set_mark:
 * @mark: the number of a layout
 *
 * Notes that a layout placed it, so that those not placed can be found.
 */
void
confab_block_view_set_mark (ConfabBlockView *self,
                            guint            mark)
{
  get_private (self)->mark = mark;
}

/**
 * confab_block_view_update:
 *
 * Looks at the row again, which changed.
 */
void
confab_block_view_update (ConfabBlockView *self)
{
  update_inset (self);
  CONFAB_BLOCK_VIEW_GET_CLASS (self)->update (self);
  take_style (self);
}

/**
 * confab_block_view_get_height:
 * @width: of the column, in pixels
 *
 * Returns: how high it is in a column of that width
 */
int
confab_block_view_get_height (ConfabBlockView *self,
                              int              width)
{
  ConfabBlockViewPrivate *priv = get_private (self);

  if (priv->width != width || CONFAB_BLOCK_VIEW_GET_CLASS (self)->has_widgets)
    {
      priv->height = CONFAB_BLOCK_VIEW_GET_CLASS (self)->layout (self, MAX (width - priv->inset.width, 1));
      priv->width = width;
      priv->n_layouts++;
    }

  return priv->height;
}

/**
 * confab_block_view_get_n_layouts:
 *
 * Returns: how often it was laid out; a row that does not change any more is not, at the same width
 */
guint
confab_block_view_get_n_layouts (ConfabBlockView *self)
{
  return get_private (self)->n_layouts;
}

/**
 * confab_block_view_invalidate:
 *
 * Has it laid out again the next time its height is asked for.
 */
void
confab_block_view_invalidate (ConfabBlockView *self)
{
  get_private (self)->width = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_block_view_get_inset:
 *
 * Returns: (transfer none): its place in the column, as of its last update
 */
const ConfabBlockInset *
confab_block_view_get_inset (ConfabBlockView *self)
{
  return &get_private (self)->inset;
}

/**
 * confab_block_view_get_text:
 *
 * Returns: (transfer none) (nullable): the text that can be selected in it
 */
const char *
confab_block_view_get_text (ConfabBlockView *self)
{
  return get_private (self)->text;
}

/**
 * confab_block_view_set_text:
 * @text: plain text
 * @sealed: it will not change any more
 *
 * Sets what can be selected, which is also its accessible label.
 */
void
confab_block_view_set_text (ConfabBlockView *self,
                            const char      *text,
                            gboolean         sealed)
{
  ConfabBlockViewPrivate *priv = get_private (self);

  if (g_strcmp0 (priv->text, text) != 0)
    {
      g_free (priv->text);
      priv->text = g_strdup (text);
      priv->label_is_stale = TRUE;
    }
  confab_block_view_flush_label (self, sealed);
}

/**
 * confab_block_view_flush_label:
 * @force: do not wait
 *
 * Updates the accessible label, unless that was done a moment ago.
 *
 * Returns: whether the label says what is shown
 */
gboolean
confab_block_view_flush_label (ConfabBlockView *self,
                               gboolean         force)
{
  ConfabBlockViewPrivate *priv = get_private (self);
  const gint64 now_us = g_get_monotonic_time ();

  if (!priv->label_is_stale)
    return TRUE;
  if (!force && now_us - priv->labelled_at_us < LABEL_INTERVAL_US)
    return FALSE;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, priv->text != NULL ? priv->text : "",
                                  -1);
  priv->labelled_at_us = now_us;
  priv->label_is_stale = FALSE;

  return TRUE;
}

/**
 * confab_block_view_locate:
 * @x: from the left edge of the column
 * @y: from its own upper edge
 * @index: (out): the nearest place in its text, in bytes
 *
 * Returns: whether the point is on text
 */
gboolean
confab_block_view_locate (ConfabBlockView *self,
                          double           x,
                          double           y,
                          gsize           *index)
{
  const char *text = get_private (self)->text;

  *index = 0;
  if (text == NULL || CONFAB_BLOCK_VIEW_GET_CLASS (self)->locate == NULL)
    return FALSE;

  return CONFAB_BLOCK_VIEW_GET_CLASS (self)->locate (self, x - get_private (self)->inset.left, y, index);
}

/**
 * confab_block_view_get_link_at:
 * @x: from the left edge of the column
 * @y: from its own upper edge
 *
 * Returns: (transfer none) (nullable): the link that is there; valid until the row changes
 */
const ConfabMarkdownSpan *
confab_block_view_get_link_at (ConfabBlockView *self,
                               double           x,
                               double           y)
{
  if (CONFAB_BLOCK_VIEW_GET_CLASS (self)->get_link_at == NULL)
    return NULL;

  return CONFAB_BLOCK_VIEW_GET_CLASS (self)->get_link_at (self, x - get_private (self)->inset.left, y);
}

/**
 * confab_block_view_get_focused_link:
 *
 * Returns: (transfer none) (nullable): the link that has the keyboard's focus; valid until the row
 *   changes
 */
const ConfabMarkdownSpan *
confab_block_view_get_focused_link (ConfabBlockView *self)
{
  if (CONFAB_BLOCK_VIEW_GET_CLASS (self)->get_focused_link == NULL)
    return NULL;

  return CONFAB_BLOCK_VIEW_GET_CLASS (self)->get_focused_link (self);
}

/**
 * confab_block_view_select_word:
 * @index: a byte of its text
 * @start: (out): where the word begins
 * @end: (out): where it ends
 *
 * Finds the word at a place in its text.
 */
void
confab_block_view_select_word (ConfabBlockView *self,
                               gsize            index,
                               gsize           *start,
                               gsize           *end)
{
  *start = *end = index;
  if (CONFAB_BLOCK_VIEW_GET_CLASS (self)->select_word != NULL)
    CONFAB_BLOCK_VIEW_GET_CLASS (self)->select_word (self, index, start, end);
}

/**
 * confab_block_view_reveal:
 * @start: a byte of its text
 * @end: the byte after the last
 *
 * Moves its content sideways, if it can be moved, so that the bytes are in sight.
 */
void
confab_block_view_reveal (ConfabBlockView *self,
                          gsize            start,
                          gsize            end)
{
  if (CONFAB_BLOCK_VIEW_GET_CLASS (self)->reveal != NULL)
    CONFAB_BLOCK_VIEW_GET_CLASS (self)->reveal (self, start, end);
}

/**
 * confab_block_view_set_selection:
 * @start: first selected byte of its text
 * @end: the byte after the last; equal to @start for nothing
 *
 * Shows what is selected.
 */
void
confab_block_view_set_selection (ConfabBlockView *self,
                                 gsize            start,
                                 gsize            end)
{
  ConfabBlockViewPrivate *priv = get_private (self);

  if (priv->selection_start == start && priv->selection_end == end)
    return;

  priv->selection_start = start;
  priv->selection_end = end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_block_view_get_selection:
 * @start: (out): first selected byte of its text
 * @end: (out): the byte after the last
 *
 * Returns: whether anything is selected
 */
gboolean
confab_block_view_get_selection (ConfabBlockView *self,
                                 gsize           *start,
                                 gsize           *end)
{
  ConfabBlockViewPrivate *priv = get_private (self);
  const gsize length = priv->text != NULL ? strlen (priv->text) : 0;

  *start = MIN (priv->selection_start, length);
  *end = MIN (priv->selection_end, length);

  return *start < *end;
}
