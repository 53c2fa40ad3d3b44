/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view"

#include "config.h"

#include "confab-transcript-view-private.h"

#include "confab-chat-versions.h"

#include <glib/gi18n-lib.h>

/**
 * ConfabTranscriptView:
 *
 * Shows the rows of a transcript and scrolls them.
 *
 * Only the rows in and near the window are widgets. They are placed from an anchor outwards: a row
 * and how much of it is above the window, or the end of everything. Heights that turn out other
 * than guessed thus change the scroll bar and never the picture.
 *
 * Changes of messages only mark them. One tick callback, there while something is marked, reads
 * them at most once per frame.
 */

enum {
  PROP_0,
  PROP_AT_END,
  PROP_UNFOLDED,
  N_PROPS,

  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabTranscriptView, confab_transcript_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

void
_confab_transcript_view_set_at_end (ConfabTranscriptView *self,
                                    gboolean              at_end)
{
  if (self->at_end == !!at_end)
    return;

  self->at_end = !!at_end;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AT_END]);
}

static void
confab_transcript_view_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  *minimum = 1;
  *natural = 400;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = CONFAB_TRANSCRIPT_VIEW_MAX_COLUMN + 2 * CONFAB_TRANSCRIPT_VIEW_WIDE_MARGIN;
}

static GtkSizeRequestMode
confab_transcript_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
set_adjustment (ConfabTranscriptView *self,
                GtkOrientation        orientation,
                GtkAdjustment        *adjustment)
{
  if (adjustment != NULL && self->adjustments[orientation] == adjustment)
    return;

  if (self->adjustments[orientation] != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
      g_clear_object (&self->adjustments[orientation]);
    }

  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    g_signal_connect_swapped (adjustment, "value-changed",
                              G_CALLBACK (_confab_transcript_view_value_changed), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
model_release_view (gpointer view,
                    gpointer user_data)
{
  _confab_transcript_view_release_block (user_data, view);
}

static void
model_items_changed (ConfabTranscriptEntry *entry,
                     guint                  position,
                     guint                  n_removed,
                     guint                  n_added,
                     gpointer               user_data)
{
  ConfabTranscriptView *self = user_data;

  confab_transcript_selection_items_changed (&self->selection, entry, position, n_removed, n_added);
  _confab_transcript_view_find_items_changed (self, entry, position, n_removed, n_added);
  if (self->anchor_entry == entry && confab_transcript_entry_get_n_items (entry) > n_added)
    {
      if (self->anchor_item >= position + n_removed)
        self->anchor_item += n_added - n_removed;
      else if (self->anchor_item >= position)
        self->anchor_item = position;
    }
  _confab_transcript_view_schedule (self);
}

gboolean
_confab_transcript_view_is_gone (ConfabTranscriptView  *self,
                                 ConfabTranscriptEntry *entry)
{
  guint index;

  if (entry == NULL)
    return FALSE;

  index = confab_transcript_entry_get_index (entry);

  return index >= confab_transcript_model_get_n_entries (self->model) ||
         confab_transcript_model_get_entry (self->model, index) != entry;
}

static void
model_entries_changed (guint    position,
                       guint    n_removed,
                       guint    n_added,
                       gpointer user_data)
{
  ConfabTranscriptView *self = user_data;
  const guint n_entries = confab_transcript_model_get_n_entries (self->model);

  _confab_transcript_view_find_entries_changed (self, position, n_removed, n_added);
  if (n_removed > 0)
    {
      confab_code_highlighter_clear (self->highlighter);
      g_array_set_size (self->placed, 0);
    }
  if (_confab_transcript_view_is_gone (self, self->selection.anchor.entry) ||
      _confab_transcript_view_is_gone (self, self->selection.focus.entry))
    {
      confab_transcript_selection_clear (&self->selection);
      _confab_transcript_view_show_selection (self);
    }
  if (_confab_transcript_view_is_gone (self, self->drag_start.entry))
    self->drag_start.entry = NULL;
  _confab_transcript_view_bar_entries_changed (self);

  if (_confab_transcript_view_is_gone (self, self->anchor_entry))
    {
      self->anchor_entry = NULL;
      self->anchor_item = 0;
      self->anchor_offset = 0;
      if (n_entries > 0)
        {
          self->anchor_entry = confab_transcript_model_get_entry (self->model, MIN (position, n_entries - 1));
          confab_transcript_model_expand (self->model, self->anchor_entry);
        }
    }

  /* Another conversation opens at its end, and who says something wants to see it. */
  if (n_added > 0 && position + n_added == n_entries)
    {
      ConfabTranscriptEntry *last = confab_transcript_model_get_entry (self->model, n_entries - 1);
      const ConfabRole role = confab_message_get_role (confab_transcript_entry_get_message (last));

      if (position == 0 || role == CONFAB_ROLE_USER)
        _confab_transcript_view_set_at_end (self, TRUE);
    }
  _confab_transcript_view_schedule (self);
}

static void
model_stale (gpointer user_data)
{
  ConfabTranscriptView *self = user_data;

  _confab_transcript_view_schedule_reading (self);
}

static guint
model_get_versions (ConfabMessage *message,
                    guint         *version,
                    gpointer       user_data)
{
  ConfabTranscriptView *self = user_data;

  return self->chat != NULL ? confab_chat_get_versions (self->chat, message, version) : 1;
}

static const ConfabTranscriptModelFuncs model_funcs = {
  .release_view = model_release_view,
  .items_changed = model_items_changed,
  .entries_changed = model_entries_changed,
  .stale = model_stale,
  .get_versions = model_get_versions,
};

static void
confab_transcript_view_css_changed (GtkWidget         *widget,
                                    GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (confab_transcript_view_parent_class)->css_changed (widget, change);

  gtk_widget_queue_allocate (widget);
}

static void
restore_unfolded (ConfabTranscriptView *self,
                  const char * const   *names)
{
  g_auto(GStrv) old_names = confab_transcript_model_dup_unfolded (self->model);

  if (names == NULL || g_strv_equal (names, (const char * const *)old_names))
    return;

  confab_transcript_model_restore_unfolded (self->model, names);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNFOLDED]);
}

/* Folds or unfolds what can be folded, and has that remembered. */
void
_confab_transcript_view_set_unfolded (ConfabTranscriptView  *self,
                                      ConfabTranscriptEntry *entry,
                                      guint                  item,
                                      gboolean               unfolded)
{
  confab_transcript_model_set_unfolded (self->model, entry, item, unfolded);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNFOLDED]);
}

static void
confab_transcript_view_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (object);

  switch (prop_id)
    {
    case PROP_AT_END:
      g_value_set_boolean (value, self->at_end);
      break;

    case PROP_UNFOLDED:
      g_value_take_boxed (value, confab_transcript_model_dup_unfolded (self->model));
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_transcript_view_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (object);

  switch (prop_id)
    {
    case PROP_UNFOLDED:
      restore_unfolded (self, g_value_get_boxed (value));
      break;

    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_transcript_view_dispose (GObject *object)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_handle_id (&self->label_id, g_source_remove);
  _confab_transcript_view_dispose_input (self);
  _confab_transcript_view_dispose_menu (self);
  _confab_transcript_view_dispose_bar (self);
  _confab_transcript_view_dispose_find (self);
  confab_transcript_selection_clear (&self->selection);
  self->anchor_entry = NULL;
  if (self->model != NULL)
    confab_transcript_model_set_messages (self->model, NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->chat);
  g_clear_object (&self->highlighter);
  g_clear_object (&self->images);
  g_clear_object (&self->registry);
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    if (self->adjustments[i] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
        g_clear_object (&self->adjustments[i]);
      }

  G_OBJECT_CLASS (confab_transcript_view_parent_class)->dispose (object);
}

static void
confab_transcript_view_finalize (GObject *object)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (object);

  _confab_transcript_view_finalize_find (self);
  g_clear_pointer (&self->placed, g_array_unref);

  G_OBJECT_CLASS (confab_transcript_view_parent_class)->finalize (object);
}

static void
confab_transcript_view_class_init (ConfabTranscriptViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = confab_transcript_view_get_property;
  object_class->set_property = confab_transcript_view_set_property;
  object_class->dispose = confab_transcript_view_dispose;
  object_class->finalize = confab_transcript_view_finalize;
  widget_class->size_allocate = _confab_transcript_view_size_allocate;
  widget_class->measure = confab_transcript_view_measure;
  widget_class->get_request_mode = confab_transcript_view_get_request_mode;
  widget_class->css_changed = confab_transcript_view_css_changed;

  props[PROP_AT_END] =
    g_param_spec_boolean ("at-end", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * ConfabTranscriptView:unfolded:
   *
   * Names of what was unfolded, to be kept for the next time. When set, that is unfolded again
   * wherever it comes up.
   */
  props[PROP_UNFOLDED] =
    g_param_spec_boxed ("unfolded", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  _confab_transcript_view_class_init_actions (widget_class);
  _confab_transcript_view_class_init_menu (widget_class);
  _confab_transcript_view_class_init_find (widget_class);
  gtk_widget_class_set_css_name (widget_class, "transcript");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LOG);
}

static void
confab_transcript_view_init (ConfabTranscriptView *self)
{
  self->at_end = TRUE;
  self->placed = g_array_new (FALSE, TRUE, sizeof (ConfabTranscriptPlaced));
  self->highlighter = confab_code_highlighter_new ();
  self->images = confab_remote_images_new ();
  self->model = confab_transcript_model_new (&model_funcs, self);
  _confab_transcript_view_init_find (self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Conversation"),
                                  -1);
  _confab_transcript_view_init_bar (self);
  _confab_transcript_view_init_input (self);
  _confab_transcript_view_show_selection (self);
}

/**
 * confab_transcript_view_new:
 *
 * Returns: (transfer floating): a view of nothing
 */
GtkWidget *
confab_transcript_view_new (void)
{
  return g_object_new (CONFAB_TYPE_TRANSCRIPT_VIEW, NULL);
}

/**
 * confab_transcript_view_set_messages:
 * @messages: (nullable): a list of `ConfabMessage`, oldest first
 *
 * Shows other messages, from their end.
 */
void
confab_transcript_view_set_messages (ConfabTranscriptView *self,
                                     GListModel           *messages)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));

  confab_transcript_model_set_messages (self->model, messages);
}

/**
 * confab_transcript_view_get_at_end:
 *
 * Returns: whether the end is in sight and stays so
 */
gboolean
confab_transcript_view_get_at_end (ConfabTranscriptView *self)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), TRUE);

  return self->at_end;
}

/**
 * confab_transcript_view_scroll_to_end:
 *
 * Shows the newest text and stays with it.
 */
void
confab_transcript_view_scroll_to_end (ConfabTranscriptView *self)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));

  _confab_transcript_view_set_at_end (self, TRUE);
  _confab_transcript_view_schedule (self);
}

/**
 * confab_transcript_view_grab_last:
 *
 * Gives the last row that can have it the focus.
 *
 * Returns: whether there is one
 */
gboolean
confab_transcript_view_grab_last (ConfabTranscriptView *self)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), FALSE);

  confab_transcript_view_scroll_to_end (self);
  for (guint i = self->placed->len; i > 0; i--)
    {
      GtkWidget *widget = GTK_WIDGET (_confab_transcript_view_get_placed (self, i - 1)->block);

      if (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD))
        return TRUE;
    }

  return gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * confab_transcript_view_get_n_realized:
 *
 * Returns: how many rows are widgets
 */
guint
confab_transcript_view_get_n_realized (ConfabTranscriptView *self)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += CONFAB_IS_BLOCK_VIEW (child) ? 1 : 0;

  return n;
}

/**
 * confab_transcript_view_get_is_ticking:
 *
 * Returns: whether it waits for the next frame to read on
 */
gboolean
confab_transcript_view_get_is_ticking (ConfabTranscriptView *self)
{
  return self->tick_id != 0;
}
