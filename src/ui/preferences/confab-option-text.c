/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-option-text"

#include "config.h"

#include "confab-option-text.h"

#include <glib/gi18n.h>

/* With more lines than this the text scrolls. With fewer than that there is room for them. */
#define MAX_LINES 8
#define MIN_LINES 2

/* Above and below the text, in pixels, as in the style sheet. */
#define TEXT_PADDING 12

/**
 * ConfabOptionText:
 *
 * An option of several lines. It is set when the field is left or goes, or by its button before that.
 */
struct _ConfabOptionText
{
  ConfabOptionField  parent_instance;

  GtkTextBuffer     *buffer;         /* borrowed, of a child; and so are these children */
  GtkWidget         *view;
  GtkWidget         *placeholder;
  GtkWidget         *scroller;
  GtkWidget         *undo_button;
  GtkWidget         *apply_button;
};

G_DEFINE_FINAL_TYPE (ConfabOptionText, confab_option_text, CONFAB_TYPE_OPTION_FIELD)

static char *
confab_option_text_dup_text (ConfabOptionField *field)
{
  GtkTextBuffer *buffer = CONFAB_OPTION_TEXT (field)->buffer;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
confab_option_text_show (ConfabOptionField *field,
                         const char        *text)
{
  g_autofree char *old = confab_option_text_dup_text (field);

  if (g_strcmp0 (old, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (CONFAB_OPTION_TEXT (field)->buffer, text != NULL ? text : "", -1);
}

static void
confab_option_text_mark (ConfabOptionField *field,
                         gboolean           edited,
                         gboolean           wrong)
{
  ConfabOptionText *self = CONFAB_OPTION_TEXT (field);

  gtk_widget_set_visible (self->undo_button, edited);
  gtk_widget_set_visible (self->apply_button, edited);
  gtk_widget_set_sensitive (self->apply_button, !wrong);
  if (wrong)
    gtk_widget_add_css_class (self->scroller, "error");
  else
    gtk_widget_remove_css_class (self->scroller, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Lists give their rows no more than what these cannot do without. */
static void
update_height (ConfabOptionText *self)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (self->view, "X");
  const int n_lines = CLAMP (gtk_text_buffer_get_line_count (self->buffer), MIN_LINES, MAX_LINES);
  int line_height;

  pango_layout_get_pixel_size (layout, NULL, &line_height);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              n_lines * line_height + TEXT_PADDING);
}

static void
on_buffer_changed_cb (ConfabOptionText *self)
{
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
  update_height (self);
  confab_option_field_touch (CONFAB_OPTION_FIELD (self));
}

static GtkWidget *
new_button (ConfabOptionText *self,
            const char       *label,
            void            (*clicked) (ConfabOptionField *))
{
  GtkWidget *button = gtk_button_new_with_label (label);
  ConfabProviderOption option = confab_option_field_get_option (CONFAB_OPTION_FIELD (self));
  /* Translators: what a button does, and the title of the setting that it does it with */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), label, confab_provider_option_get_title (option));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
new_text (ConfabOptionText *self)
{
  ConfabOptionField *field = CONFAB_OPTION_FIELD (self);
  const char *title = confab_provider_option_get_title (confab_option_field_get_option (field));
  const char *example = confab_option_field_get_example (field);
  GtkWidget *overlay = gtk_overlay_new ();

  self->view = gtk_text_view_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  /* The way to the next field. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_input_hints (GTK_TEXT_VIEW (self->view), GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, example, -1);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_widget_add_css_class (self->scroller, "option-text");

  self->placeholder = gtk_label_new (example);
  gtk_label_set_ellipsize (GTK_LABEL (self->placeholder), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (self->placeholder, GTK_ALIGN_START);
  gtk_widget_set_valign (self->placeholder, GTK_ALIGN_START);
  gtk_widget_set_can_target (self->placeholder, FALSE);
  gtk_widget_add_css_class (self->placeholder, "dim-label");
  gtk_widget_add_css_class (self->placeholder, "monospace");
  gtk_widget_add_css_class (self->placeholder, "option-example");

  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->scroller);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->placeholder);

  return overlay;
}

static GtkWidget *
new_title (ConfabOptionText *self)
{
  ConfabOptionField *field = CONFAB_OPTION_FIELD (self);
  GtkWidget *label = gtk_label_new (confab_provider_option_get_title (confab_option_field_get_option (field)));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);

  self->undo_button = new_button (self, _("Undo"), confab_option_field_revert);
  self->apply_button = new_button (self, _("Apply"), confab_option_field_commit);
  gtk_box_append (GTK_BOX (box), confab_option_field_new_clear (field, _("Remove"), TRUE));
  gtk_box_append (GTK_BOX (box), self->undo_button);
  gtk_box_append (GTK_BOX (box), self->apply_button);

  return box;
}

static void
confab_option_text_constructed (GObject *object)
{
  ConfabOptionText *self = CONFAB_OPTION_TEXT (object);
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_box_append (GTK_BOX (box), new_title (self));
  gtk_box_append (GTK_BOX (box), new_text (self));
  gtk_widget_add_css_class (box, "option-text-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  confab_option_field_add_row (CONFAB_OPTION_FIELD (self), row);

  /* Its own buttons belong to it. */
  g_signal_connect_object (focus, "leave", G_CALLBACK (confab_option_field_commit), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, focus);
  g_signal_connect_object (self->view, "map", G_CALLBACK (update_height), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (confab_option_field_commit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_buffer_changed_cb), self, G_CONNECT_SWAPPED);

  G_OBJECT_CLASS (confab_option_text_parent_class)->constructed (object);
}

static void
confab_option_text_class_init (ConfabOptionTextClass *klass)
{
  ConfabOptionFieldClass *field_class = CONFAB_OPTION_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = confab_option_text_constructed;
  field_class->show = confab_option_text_show;
  field_class->dup_text = confab_option_text_dup_text;
  field_class->mark = confab_option_text_mark;
}

static void
confab_option_text_init (ConfabOptionText *self)
{
}
