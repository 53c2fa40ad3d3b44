/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-composer"

#include "config.h"

#include "confab-composer.h"

#include "confab-attachment-bar.h"
#include "confab-attachment-chooser.h"
#include "confab-attachment-clipboard.h"
#include "confab-picker-box.h"
#include "confab-visible-text.h"

#include <glib/gi18n.h>

/**
 * ConfabComposer:
 *
 * Where a message is written: a card that grows with its text, with the choice of the model below
 * it and one button that sends, or stops what is arriving.
 *
 * It never clears itself; whoever took the text over does.
 */
struct _ConfabComposer
{
  GtkWidget          parent_instance;

  /* template */
  GtkWidget         *attachment_box;
  ConfabAttachmentBar *attachment_bar;
  GtkWidget         *overlay;
  GtkScrolledWindow *scroller;
  GtkTextView       *text_view;
  GtkWidget         *placeholder;
  GtkWidget         *bar;
  ConfabPickerBox   *picker_box;
  GtkButton         *button;

  ConfabAttachments *attachments;       /* owned, nullable */
  GSignalGroup      *attachment_signals; /* owned */

  guint              busy : 1;
  guint              may_be_empty : 1;
  guint              composing : 1;  /* an input method has a text of its own in the making */
};

enum { SIGNAL_SEND, SIGNAL_STOP, SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabComposer, confab_composer, GTK_TYPE_WIDGET)

static gboolean
has_text (ConfabComposer *self)
{
  g_autofree char *text = confab_composer_dup_text (self);

  return confab_visible_text_exists (text);
}

static gboolean
takes_attachments (ConfabComposer *self)
{
  return gtk_widget_get_visible (self->attachment_box);
}

/* Something to say, and nothing that keeps it from being sent. */
static gboolean
can_send (ConfabComposer *self)
{
  const gboolean has_attachments = self->attachments != NULL && takes_attachments (self) &&
                                   g_list_model_get_n_items (G_LIST_MODEL (self->attachments)) > 0;

  if (has_attachments && !confab_attachments_can_send (self->attachments))
    return FALSE;

  return has_attachments || self->may_be_empty || has_text (self);
}

static void
update_button (ConfabComposer *self)
{
  const char *label = self->busy ? _("Stop") : _("Send");
  const char *tooltip = self->busy ? _("Stop (Escape)") : _("Send (Enter)");

  gtk_button_set_icon_name (self->button,
                            self->busy ? "media-playback-stop-symbolic" : "go-up-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->busy || can_send (self));
}

static void
update_placeholder (ConfabComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);

  gtk_widget_set_visible (self->placeholder,
                          gtk_text_buffer_get_char_count (buffer) == 0 && !self->composing);
}

static void
send_text (ConfabComposer *self)
{
  if (!self->busy && can_send (self))
    g_signal_emit (self, signals[SIGNAL_SEND], 0);
}

static void
on_button_clicked_cb (ConfabComposer *self)
{
  if (self->busy)
    g_signal_emit (self, signals[SIGNAL_STOP], 0);
  else
    send_text (self);
}

static void
on_buffer_changed_cb (ConfabComposer *self)
{
  update_button (self);
  update_placeholder (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A picture or files go where they can be seen; text stays text, however long it is. */
static void
on_paste_clipboard_cb (ConfabComposer *self)
{
  if (self->attachments != NULL && takes_attachments (self) &&
      confab_attachment_clipboard_paste (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->attachments))
    g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
}

static void
on_preedit_changed_cb (ConfabComposer *self,
                       const char     *preedit)
{
  self->composing = preedit != NULL && *preedit != '\0';
  update_placeholder (self);
}

static gboolean
on_key_pressed_cb (ConfabComposer        *self,
                   guint                  keyval,
                   guint                  keycode,
                   GdkModifierType        state,
                   GtkEventControllerKey *controller)
{
  GdkEvent *event;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  /* While a word is being composed, Enter belongs to the input method: it takes the word over. */
  if (self->composing)
    return GDK_EVENT_PROPAGATE;

  event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  if (gtk_text_view_im_context_filter_keypress (self->text_view, event))
    return GDK_EVENT_STOP;

  send_text (self);
  return GDK_EVENT_STOP;
}

static void
attach_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabComposer *self = CONFAB_COMPOSER (widget);

  if (self->attachments != NULL)
    confab_attachment_chooser_show (widget, self->attachments);
}

/* From anywhere in the window. */
static void
add_shortcut (ConfabComposer *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_o, GDK_CONTROL_MASK),
                                                          gtk_named_action_new ("composer.attach")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
confab_composer_dispose (GObject *object)
{
  ConfabComposer *self = CONFAB_COMPOSER (object);

  g_clear_object (&self->attachment_signals);
  g_clear_object (&self->attachments);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_COMPOSER);

  G_OBJECT_CLASS (confab_composer_parent_class)->dispose (object);
}

static void
confab_composer_class_init (ConfabComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_composer_dispose;

  /**
   * ConfabComposer::send:
   *
   * The text is to be sent.
   */
  signals[SIGNAL_SEND] =
    g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * ConfabComposer::stop:
   *
   * What is arriving is to be stopped.
   */
  signals[SIGNAL_STOP] =
    g_signal_new ("stop", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * ConfabComposer::changed:
   *
   * The text changed.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (CONFAB_TYPE_ATTACHMENT_BAR);
  g_type_ensure (CONFAB_TYPE_PICKER_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, attachment_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, attachment_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, overlay);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, picker_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabComposer, button);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked_cb);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_activated);
  gtk_widget_class_set_css_name (widget_class, "composer");
}

static void
confab_composer_init (ConfabComposer *self)
{
  GtkEventController *keys;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->text_view), keys);

  self->attachment_signals = g_signal_group_new (CONFAB_TYPE_ATTACHMENTS);
  g_signal_group_connect_swapped (self->attachment_signals, "changed", G_CALLBACK (update_button), self);
  add_shortcut (self);
  g_signal_connect_object (self->text_view, "paste-clipboard",
                           G_CALLBACK (on_paste_clipboard_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text_view, "preedit-changed",
                           G_CALLBACK (on_preedit_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed",
                           G_CALLBACK (on_buffer_changed_cb), self, G_CONNECT_SWAPPED);
  update_button (self);
}

/**
 * confab_composer_dup_text:
 *
 * Returns: (transfer full): what is written
 */
char *
confab_composer_dup_text (ConfabComposer *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (CONFAB_IS_COMPOSER (self), NULL);

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * confab_composer_set_text:
 * @text: (nullable): what shall be written there, in place of what is
 */
void
confab_composer_set_text (ConfabComposer *self,
                          const char     *text)
{
  g_autofree char *current = NULL;

  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  current = confab_composer_dup_text (self);
  if (g_strcmp0 (current, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text != NULL ? text : "", -1);
}

/**
 * confab_composer_insert:
 * @text: what to add
 *
 * Puts a text where the cursor is, in place of what is selected.
 */
void
confab_composer_insert (ConfabComposer *self,
                        const char     *text)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (CONFAB_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

/**
 * confab_composer_set_busy:
 * @busy: whether a reply is arriving, so that the button stops it
 */
void
confab_composer_set_busy (ConfabComposer *self,
                          gboolean        busy)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  self->busy = busy != FALSE;
  update_button (self);
}

/**
 * confab_composer_add_picker:
 * @picker: a widget that chooses something for the next message
 *
 * Puts it behind those that are there.
 */
void
confab_composer_add_picker (ConfabComposer *self,
                            GtkWidget      *picker)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  confab_picker_box_append (self->picker_box, picker);
}

/**
 * confab_composer_set_attachments:
 * @attachments: what goes with the message
 *
 * Shows the pictures and files of another conversation.
 */
void
confab_composer_set_attachments (ConfabComposer    *self,
                                 ConfabAttachments *attachments)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  if (!g_set_object (&self->attachments, attachments))
    return;

  g_signal_group_set_target (self->attachment_signals, attachments);
  confab_attachment_bar_set_attachments (self->attachment_bar, attachments);
  update_button (self);
}

/**
 * confab_composer_set_takes_attachments:
 * @takes_attachments: whether pictures and files can go with what is written
 *
 * Those that are there already are kept, but not shown and not sent.
 */
void
confab_composer_set_takes_attachments (ConfabComposer *self,
                                       gboolean        takes_attachments)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  gtk_widget_set_visible (self->attachment_box, takes_attachments);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach", takes_attachments);
  update_button (self);
}

/**
 * confab_composer_set_may_be_empty:
 * @may_be_empty: whether what is written is part of something that can be sent without it
 */
void
confab_composer_set_may_be_empty (ConfabComposer *self,
                                  gboolean        may_be_empty)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  self->may_be_empty = may_be_empty != FALSE;
  update_button (self);
}

/**
 * confab_composer_focus:
 *
 * Moves the keyboard focus to the text.
 */
void
confab_composer_focus (ConfabComposer *self)
{
  g_return_if_fail (CONFAB_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}
