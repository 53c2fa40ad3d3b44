/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-text-window"

#include "config.h"

#include "confab-message-text-window.h"

/**
 * ConfabMessageTextWindow:
 *
 * One message as plain text with a caret, to be gone through letter by letter, by keyboard and by
 * screen reader, and to be copied from.
 */
struct _ConfabMessageTextWindow
{
  AdwWindow    parent_instance;

  GtkTextView *text_view;
};

G_DEFINE_FINAL_TYPE (ConfabMessageTextWindow, confab_message_text_window, ADW_TYPE_WINDOW)

static void
confab_message_text_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_MESSAGE_TEXT_WINDOW);

  G_OBJECT_CLASS (confab_message_text_window_parent_class)->dispose (object);
}

static void
confab_message_text_window_class_init (ConfabMessageTextWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_message_text_window_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-message-text-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageTextWindow, text_view);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_message_text_window_init (ConfabMessageTextWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_message_text_window_new:
 * @parent: the window with the message
 * @text: the message as plain text
 *
 * Returns: (transfer none): a window, owned by the toolkit until it is closed
 */
GtkWindow *
confab_message_text_window_new (GtkWindow  *parent,
                                const char *text)
{
  ConfabMessageTextWindow *self = g_object_new (CONFAB_TYPE_MESSAGE_TEXT_WINDOW,
                                                "transient-for", parent,
                                                NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start;

  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));

  return GTK_WINDOW (self);
}
