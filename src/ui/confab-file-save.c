/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-file-save"

#include "config.h"

#include "confab-file-save.h"

#include <glib/gi18n.h>

/* A file that is asked for, and then written. It ends with the widget while it is asked for; once
 * chosen it is written whatever becomes of that. */
typedef struct
{
  GtkWidget            *widget;   /* unowned-weak, nullable */
  GtkFileChooserNative *chooser;  /* owned, nullable */
  GBytes               *bytes;    /* owned */
  GApplication         *holder;   /* owned, nullable: kept from ending while it is written */
} Saving;

static void
saving_free (Saving *self)
{
  if (self->widget != NULL)
    g_signal_handlers_disconnect_by_data (self->widget, self);
  g_clear_weak_pointer (&self->widget);
  if (self->chooser != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->chooser, self);
      gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
    }
  g_clear_object (&self->chooser);
  if (self->holder != NULL)
    g_application_release (self->holder);
  g_clear_object (&self->holder);
  g_bytes_unref (self->bytes);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Saving) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *base_name = g_file_get_basename (G_FILE (object));
  g_autofree char *name = g_filename_display_name (base_name);
  g_autofree char *sentence = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    /* Translators: %s is the name of a file. */
    sentence = g_strdup_printf (_("Saved as “%s”"), name);
  else
    /* Translators: the first %s is the name of a file, the second says what went wrong. */
    sentence = g_strdup_printf (_("“%s” could not be saved: %s"), name, error->message);

  if (self->widget != NULL)
    gtk_widget_activate_action (self->widget, "transcript.tell", "s", sentence);
}

static void
on_response_cb (Saving *self,
                int     response)
{
  g_autoptr(Saving) saving = self;
  g_autoptr(GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT || !(file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))))
    return;

  if (self->widget != NULL)
    g_signal_handlers_disconnect_by_data (self->widget, self);
  self->holder = g_application_get_default ();
  if (self->holder != NULL)
    {
      g_object_ref (self->holder);
      g_application_hold (self->holder);
    }
  g_file_replace_contents_bytes_async (file, self->bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       saved_cb, g_steal_pointer (&saving));
}

/**
 * confab_file_save_choose:
 * @widget: whose window asks; a part of the transcript that lasts
 * @title: of the dialog
 * @bytes: what to write
 * @file_name: the name that is proposed
 *
 * Asks for a file and writes it, and has the transcript tell how that went.
 */
void
confab_file_save_choose (GtkWidget  *widget,
                         const char *title,
                         GBytes     *bytes,
                         const char *file_name)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Saving *self = g_new0 (Saving, 1);

  g_set_weak_pointer (&self->widget, widget);
  self->bytes = g_bytes_ref (bytes);
  self->chooser = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), file_name);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_response_cb), self);
  g_signal_connect_swapped (widget, "destroy", G_CALLBACK (saving_free), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
