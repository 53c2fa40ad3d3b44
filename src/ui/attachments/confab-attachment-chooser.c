/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-chooser"

#include "config.h"

#include "confab-attachment-chooser.h"

#include <glib/gi18n.h>

static void
on_response_cb (GtkNativeDialog *dialog,
                int              response,
                gpointer         user_data)
{
  g_autoptr(GtkNativeDialog) owned = dialog;
  g_autoptr(ConfabAttachments) attachments = user_data;
  g_autoptr(GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      confab_attachments_add_file (attachments, file);
    }
}

/**
 * confab_attachment_chooser_show:
 * @widget: where it was asked for
 * @attachments: where the files go
 *
 * Asks which files are to be attached, through the desktop, which lets a confined program see nothing
 * but these.
 */
void
confab_attachment_chooser_show (GtkWidget         *widget,
                                ConfabAttachments *attachments)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (_("Attach files"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_response_cb), g_object_ref (attachments));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
