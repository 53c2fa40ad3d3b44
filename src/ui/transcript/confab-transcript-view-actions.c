/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-actions"

#include "config.h"

#include "confab-transcript-view-private.h"

#include <glib/gi18n-lib.h>

#define LINE_STEP 48

enum { SIGNAL_RETRY, SIGNAL_MODEL, SIGNAL_SETTINGS, SIGNAL_PROVIDER, SIGNAL_COPIED, SIGNAL_TOLD, N_SIGNALS };

static guint signals[N_SIGNALS];

void
_confab_transcript_view_copy (ConfabTranscriptView *self,
                              const char           *text,
                              const char           *what)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[SIGNAL_COPIED], 0, what);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  g_autofree char *text = NULL;

  if (confab_transcript_selection_is_empty (&self->selection))
    return;

  text = confab_transcript_selection_dup_text (&self->selection, self->model);
  _confab_transcript_view_copy (self, text, _("Selection"));
}

static void
select_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);

  confab_transcript_selection_set_all (&self->selection, self->model);
  _confab_transcript_view_show_selection (self);
}

static void
copied_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_COPIED], 0, g_variant_get_string (parameter, NULL));
}

static void
tell_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_TOLD], 0, g_variant_get_string (parameter, NULL));
}

static void
message_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  const guint position = g_variant_get_uint32 (parameter);
  ConfabMessage *message;

  if (position >= confab_transcript_model_get_n_entries (self->model))
    return;

  message = confab_transcript_entry_get_message (confab_transcript_model_get_entry (self->model, position));
  if (g_str_equal (action_name, "transcript.retry"))
    {
      g_signal_emit (self, signals[SIGNAL_RETRY], 0, message);
    }
  else if (g_str_equal (action_name, "transcript.use-model"))
    {
      g_signal_emit (self, signals[SIGNAL_MODEL], 0, message);
    }
  else if (g_str_equal (action_name, "transcript.settings"))
    {
      g_signal_emit (self, signals[SIGNAL_SETTINGS], 0, message);
    }
  else if (g_str_equal (action_name, "transcript.provider"))
    {
      g_signal_emit (self, signals[SIGNAL_PROVIDER], 0, message);
    }
  else
    {
      g_autofree char *text = confab_message_dup_text (message);

      _confab_transcript_view_copy (self, text, _("Message"));
    }
}

static gboolean
is_end_in_sight (ConfabTranscriptView *self)
{
  const ConfabTranscriptPlaced *last;
  ConfabTranscriptEntry *entry;
  guint item;

  if (self->placed->len == 0)
    return TRUE;

  last = _confab_transcript_view_get_placed (self, self->placed->len - 1);
  entry = last->entry;
  item = last->item;

  return !confab_transcript_model_step (self->model, &entry, &item, TRUE) &&
         last->y + last->height <= gtk_widget_get_height (GTK_WIDGET (self));
}

static void
toggle_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  ConfabTranscriptEntry *entry;
  gboolean unfolds;
  gboolean is_placed = FALSE;
  int offset = 0;
  guint position;
  guint item;

  g_variant_get (parameter, "(uu)", &position, &item);
  if (position >= confab_transcript_model_get_n_entries (self->model))
    return;
  entry = confab_transcript_model_get_entry (self->model, position);
  if (item >= confab_transcript_entry_get_n_items (entry))
    return;

  unfolds = !confab_transcript_entry_get_unfolded (entry, item);
  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (placed->entry != entry || placed->item != item)
        continue;
      is_placed = TRUE;
      offset = -placed->y;
    }
  _confab_transcript_view_set_unfolded (self, entry, item, unfolds);

  /* What was clicked stays under the pointer, even where the end was kept in sight. What is folded
   * gives room to the end. */
  if (is_placed && (unfolds || !self->at_end))
    _confab_transcript_view_set_anchor (self, entry, item, offset);
  if (!unfolds && is_end_in_sight (self))
    _confab_transcript_view_set_at_end (self, TRUE);
  _confab_transcript_view_schedule (self);
}

static gboolean
scroll_binding_cb (GtkWidget *widget,
                   GVariant  *args,
                   gpointer   user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  GtkScrollType type;

  g_variant_get (args, "(i)", &type);
  switch (type)
    {
    case GTK_SCROLL_STEP_UP:
      _confab_transcript_view_scroll_by (self, -LINE_STEP);
      return TRUE;

    case GTK_SCROLL_STEP_DOWN:
      _confab_transcript_view_scroll_by (self, LINE_STEP);
      return TRUE;

    case GTK_SCROLL_PAGE_UP:
      _confab_transcript_view_scroll_by (self, -gtk_adjustment_get_page_increment (adjustment));
      return TRUE;

    case GTK_SCROLL_PAGE_DOWN:
      _confab_transcript_view_scroll_by (self, gtk_adjustment_get_page_increment (adjustment));
      return TRUE;

    case GTK_SCROLL_START:
      gtk_adjustment_set_value (adjustment, 0);
      return TRUE;

    case GTK_SCROLL_END:
      confab_transcript_view_scroll_to_end (self);
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
activate_binding_cb (GtkWidget *widget,
                     GVariant  *args,
                     gpointer   user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  const ConfabMarkdownSpan *link = _confab_transcript_view_find_focused_link (self);
  double x;
  double y;

  if (link == NULL)
    return FALSE;

  _confab_transcript_view_get_menu_point (self, &x, &y);
  _confab_transcript_view_follow_link (self, link, x, y);

  return TRUE;
}

static void
confab_transcript_view_set_focus_child (GtkWidget *widget,
                                        GtkWidget *child)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  const int page = gtk_widget_get_height (widget);

  GTK_WIDGET_CLASS (g_type_class_peek_parent (GTK_WIDGET_GET_CLASS (widget)))->set_focus_child (widget, child);
  _confab_transcript_view_focus_moved (self, child);

  /* What the keyboard leads to comes into sight. */
  for (guint i = 0; child != NULL && i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (GTK_WIDGET (placed->block) != child)
        continue;
      if (placed->y < 0)
        _confab_transcript_view_scroll_by (self, placed->y);
      else if (placed->y + placed->height > page)
        _confab_transcript_view_scroll_by (self, MIN (placed->y + placed->height - page, placed->y));
      break;
    }
}

static void
add_scroll_binding (GtkWidgetClass *widget_class,
                    guint           key,
                    guint           keypad_key,
                    GtkScrollType   type)
{
  gtk_widget_class_add_binding (widget_class, key, 0, scroll_binding_cb, "(i)", type);
  gtk_widget_class_add_binding (widget_class, keypad_key, 0, scroll_binding_cb, "(i)", type);
}

static guint
add_message_signal (GtkWidgetClass *widget_class,
                    const char     *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (widget_class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, CONFAB_TYPE_MESSAGE);
}

void
_confab_transcript_view_class_init_actions (GtkWidgetClass *widget_class)
{
  _confab_transcript_view_class_init_blocks (widget_class);
  widget_class->set_focus_child = confab_transcript_view_set_focus_child;

  signals[SIGNAL_RETRY] = add_message_signal (widget_class, "retry-requested");
  signals[SIGNAL_MODEL] = add_message_signal (widget_class, "model-requested");
  signals[SIGNAL_SETTINGS] = add_message_signal (widget_class, "settings-requested");
  signals[SIGNAL_PROVIDER] = add_message_signal (widget_class, "provider-requested");
  signals[SIGNAL_COPIED] =
    g_signal_new ("copied", G_TYPE_FROM_CLASS (widget_class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  signals[SIGNAL_TOLD] =
    g_signal_new ("told", G_TYPE_FROM_CLASS (widget_class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_install_action (widget_class, "transcript.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "transcript.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "transcript.copied", "s", copied_action);
  gtk_widget_class_install_action (widget_class, "transcript.tell", "s", tell_action);
  gtk_widget_class_install_action (widget_class, "transcript.retry", "u", message_action);
  gtk_widget_class_install_action (widget_class, "transcript.use-model", "u", message_action);
  gtk_widget_class_install_action (widget_class, "transcript.settings", "u", message_action);
  gtk_widget_class_install_action (widget_class, "transcript.provider", "u", message_action);
  gtk_widget_class_install_action (widget_class, "transcript.copy-reply", "u", message_action);
  gtk_widget_class_install_action (widget_class, "transcript.toggle", "(uu)", toggle_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK, "transcript.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "transcript.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "transcript.select-all", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, activate_binding_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, activate_binding_cb, NULL);
  add_scroll_binding (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, GTK_SCROLL_STEP_UP);
  add_scroll_binding (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, GTK_SCROLL_STEP_DOWN);
  add_scroll_binding (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, GTK_SCROLL_PAGE_UP);
  add_scroll_binding (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, GTK_SCROLL_PAGE_DOWN);
  add_scroll_binding (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, GTK_SCROLL_START);
  add_scroll_binding (widget_class, GDK_KEY_End, GDK_KEY_KP_End, GTK_SCROLL_END);
}

/**
 * confab_transcript_view_dup_text:
 * @message: a message that is shown
 *
 * Returns: (transfer full): its text without any markup
 */
char *
confab_transcript_view_dup_text (ConfabTranscriptView *self,
                                 ConfabMessage        *message)
{
  const guint n_entries = confab_transcript_model_get_n_entries (self->model);

  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), NULL);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), NULL);

  for (guint i = 0; i < n_entries; i++)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (self->model, i);
      ConfabTranscriptSelection selection = {
        .anchor = { entry, 0, 0 },
        .focus = { entry, G_MAXUINT, G_MAXSIZE },
      };

      if (confab_transcript_entry_get_message (entry) == message)
        return confab_transcript_selection_dup_text (&selection, self->model);
    }

  return g_strdup ("");
}
