/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-bar"

#include "config.h"

#include "confab-message-bar.h"

#include "confab-continuation.h"
#include "confab-transcript-view.h"

#include <glib/gi18n-lib.h>

/* How much of a message is said of it by a screen reader. */
#define MAX_NAME_CHARACTERS 60

/**
 * ConfabMessageBar:
 *
 * What can be done with a message: copy it, ask again, write it anew, have the rest of it, see its
 * other versions, and a menu with everything.
 *
 * The rows of the last reply and of messages with versions have one of their own, and the transcript
 * has one that it moves to the message that is pointed at. It does nothing itself: the buttons are
 * actions named `message`, whose target is the id of the message.
 */
struct _ConfabMessageBar
{
  GtkWidget              parent_instance;

  /* template */
  GtkWidget             *copy_button;
  GtkWidget             *again_button;
  GtkWidget             *edit_button;
  GtkWidget             *go_on_button;
  GtkWidget             *versions;
  GtkWidget             *previous_button;
  GtkLabel              *version_label;
  GtkWidget             *next_button;
  GtkWidget             *more_button;

  ConfabTranscriptEntry *entry;  /* borrowed, nullable */
};

G_DEFINE_FINAL_TYPE (ConfabMessageBar, confab_message_bar, GTK_TYPE_WIDGET)

static void
on_copy_clicked_cb (ConfabMessageBar *self)
{
  if (self->entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "transcript.copy-reply", "u",
                                confab_transcript_entry_get_index (self->entry));
}

static void
on_more_clicked_cb (ConfabMessageBar *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), CONFAB_TYPE_TRANSCRIPT_VIEW);
  double x;
  double y;

  if (self->entry == NULL || view == NULL ||
      !gtk_widget_translate_coordinates (self->more_button, view, 0, gtk_widget_get_height (self->more_button),
                                         &x, &y))
    return;

  confab_transcript_view_open_menu (CONFAB_TRANSCRIPT_VIEW (view),
                                    confab_transcript_entry_get_message (self->entry), x, y);
}

static void
set_action (GtkWidget  *button,
            const char *action,
            const char *id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
set_name (ConfabMessageBar *self,
          ConfabMessage    *message)
{
  g_autofree char *text = g_strdelimit (g_strstrip (confab_message_dup_text (message)), "\n\t", ' ');
  g_autofree char *beginning = g_utf8_substring (text, 0, MIN (MAX_NAME_CHARACTERS, g_utf8_strlen (text, -1)));
  g_autofree char *name = NULL;

  if (confab_message_get_role (message) == CONFAB_ROLE_USER)
    /* Translators: what follows is the beginning of what the person wrote. */
    name = g_strdup_printf (_("Your message: %s"), beginning);
  else
    /* Translators: what follows is the beginning of what the model wrote. */
    name = g_strdup_printf (_("Reply: %s"), beginning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
confab_message_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_MESSAGE_BAR);

  G_OBJECT_CLASS (confab_message_bar_parent_class)->dispose (object);
}

static void
confab_message_bar_class_init (ConfabMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_message_bar_dispose;

  gtk_widget_class_set_css_name (widget_class, "message-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, copy_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, again_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, edit_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, go_on_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, versions);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, version_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMessageBar, more_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
}

static void
confab_message_bar_init (ConfabMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_message_bar_set_entry:
 * @entry: (nullable): the message it is about; has to be told again when that changed
 */
void
confab_message_bar_set_entry (ConfabMessageBar      *self,
                              ConfabTranscriptEntry *entry)
{
  ConfabMessage *message;
  gboolean is_reply;
  guint version;
  guint n_versions;
  const char *copy;
  const char *id;

  g_return_if_fail (CONFAB_IS_MESSAGE_BAR (self));

  self->entry = entry;
  if (entry == NULL)
    return;

  message = confab_transcript_entry_get_message (entry);
  is_reply = confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT;
  id = confab_message_get_id (message);
  set_name (self, message);
  copy = is_reply ? _("Copy reply") : _("Copy message");
  gtk_widget_set_tooltip_text (self->copy_button, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
  set_action (self->again_button, "message.ask-again", id);
  set_action (self->edit_button, "message.edit", id);
  set_action (self->go_on_button, "message.go-on", id);
  gtk_widget_set_visible (self->again_button, is_reply);
  gtk_widget_set_visible (self->edit_button, !is_reply);
  gtk_widget_set_visible (self->go_on_button,
                          confab_transcript_entry_get_last (entry) && confab_continuation_is_cut (message));

  version = confab_transcript_entry_get_versions (entry, &n_versions);
  gtk_widget_set_visible (self->versions, n_versions > 1);
  if (n_versions > 1)
    {
      g_autofree char *text = g_strdup_printf ("%u/%u", version + 1, n_versions);
      /* Translators: which of several versions of a message is shown, as in "Version 2 of 3". */
      g_autofree char *spoken = g_strdup_printf (_("Version %u of %u"), version + 1, n_versions);

      gtk_label_set_label (self->version_label, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->version_label),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      set_action (self->previous_button, "message.previous-version", id);
      set_action (self->next_button, "message.next-version", id);
      gtk_widget_set_opacity (self->previous_button, version > 0 ? 1 : 0.4);
      gtk_widget_set_opacity (self->next_button, version + 1 < n_versions ? 1 : 0.4);
    }
}
