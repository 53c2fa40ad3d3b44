/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-data-page"

#include "config.h"

#include "confab-data-page.h"

#include <glib/gi18n.h>

#include "confab-backup.h"
#include "confab-data-words.h"
#include "confab-data.h"
#include "confab-export-window.h"
#include "confab-import.h"

/**
 * ConfabDataPage:
 *
 * Everything that is kept, as a whole: out of the program and into it. One thing is done at a time; how
 * far it is and what came of it stands at the top.
 */
struct _ConfabDataPage
{
  AdwPreferencesPage    parent_instance;

  /* template */
  GtkWidget            *progress_group;
  AdwPreferencesRow    *progress_row;
  GtkProgressBar       *progress_bar;
  GtkWidget            *cancel_button;
  GtkWidget            *report_group;
  GtkLabel             *report;
  GtkWidget            *details_expander;
  GtkLabel             *details;
  GtkWidget            *conversations_group;
  GtkWidget            *backup_group;
  GtkWidget            *delete_group;

  ConfabContext        *context;       /* owned */
  GSettings            *settings;      /* owned */
  GtkFileChooserNative *chooser;       /* owned, nullable: while it is open */
  GFile                *file;          /* owned, nullable: that was chosen, while a question is open */
  GCancellable         *cancellable;   /* owned, nullable: while something is done */
};

typedef void (*FileFunc) (ConfabDataPage *self,
                          GFile          *file);

G_DEFINE_FINAL_TYPE (ConfabDataPage, confab_data_page, ADW_TYPE_PREFERENCES_PAGE)

static GtkWindow *
get_window (ConfabDataPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
set_sensitive (ConfabDataPage *self,
               gboolean        sensitive)
{
  gtk_widget_set_sensitive (self->conversations_group, sensitive);
  gtk_widget_set_sensitive (self->backup_group, sensitive);
  gtk_widget_set_sensitive (self->delete_group, sensitive);
}

static void
begin (ConfabDataPage *self,
       const char     *title,
       gboolean        can_stop)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_row_set_title (self->progress_row, title);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), can_stop);
  gtk_widget_set_visible (self->cancel_button, can_stop);
  gtk_widget_set_visible (self->progress_group, TRUE);
  gtk_widget_set_visible (self->report_group, FALSE);
  set_sensitive (self, FALSE);
}

/* Returns: whether there is still a page to tell it on */
static gboolean
end (ConfabDataPage *self,
     const char     *text,
     const char     *details)
{
  g_clear_object (&self->cancellable);
  if (self->report == NULL)
    return FALSE;

  gtk_widget_set_visible (self->progress_group, FALSE);
  set_sensitive (self, TRUE);
  gtk_widget_set_visible (self->report_group, text != NULL);
  gtk_label_set_label (self->report, text != NULL ? text : "");
  gtk_widget_set_visible (self->details_expander, details != NULL);
  gtk_label_set_label (self->details, details != NULL ? details : "");
  return TRUE;
}

static void
fail (ConfabDataPage *self,
      const GError   *error)
{
  g_autofree char *words = NULL;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = confab_data_words_dup_failure (error);
  end (self, words != NULL ? words : _("Stopped. Nothing was changed."), NULL);
}

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  ConfabDataPage *self = user_data;

  if (total > 0 && self->progress_bar != NULL)
    gtk_progress_bar_set_fraction (self->progress_bar, (double) done / (double) total);
}

static void
import_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ConfabDataPage) self = user_data;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *details = NULL;

  report = confab_import_finish (CONFAB_CONTEXT (object), result, &error);
  /* What came before something failed is there, too. */
  confab_context_open_history_async (CONFAB_CONTEXT (object), NULL, NULL, NULL);
  if (report == NULL)
    {
      fail (self, error);
      return;
    }

  summary = confab_import_report_dup_summary (report);
  details = confab_import_report_dup_details (report);
  end (self, summary, details);
}

static void
import_from (ConfabDataPage *self,
             GFile          *file)
{
  begin (self, _("Importing…"), TRUE);
  confab_import_async (self->context, file, progress_cb, self, self->cancellable, import_cb, g_object_ref (self));
}

static void
end_with_report (ConfabDataPage           *self,
                 const ConfabBackupReport *report)
{
  g_autofree char *summary = confab_backup_report_dup_summary (report);
  g_autofree char *details = confab_backup_report_dup_details (report);

  end (self, summary, details);
}

static void
backup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ConfabDataPage) self = user_data;
  g_autoptr(ConfabBackupReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if ((report = confab_backup_finish (CONFAB_CONTEXT (object), result, &error)) != NULL)
    end_with_report (self, report);
  else
    fail (self, error);
}

static void
backup_to (ConfabDataPage *self,
           GFile          *file)
{
  begin (self, _("Backing up…"), TRUE);
  confab_backup_async (self->context, self->settings, file, progress_cb, self, self->cancellable, backup_cb,
                       g_object_ref (self));
}

static void
restore_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ConfabDataPage) self = user_data;
  g_autoptr(ConfabBackupReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if ((report = confab_restore_finish (CONFAB_CONTEXT (object), result, &error)) != NULL)
    end_with_report (self, report);
  else
    fail (self, error);
}

static void
delete_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ConfabDataPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_data_delete_all_finish (CONFAB_CONTEXT (object), result, &error))
    {
      end (self, _("All conversations are deleted."), NULL);
      return;
    }

  fail (self, error);
}

static void
ask (ConfabDataPage *self,
     const char     *heading,
     const char     *body,
     const char     *action,
     GCallback       callback)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "do", action, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response::do", callback, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_restore_confirmed_cb (ConfabDataPage *self)
{
  g_autoptr(GFile) file = g_steal_pointer (&self->file);

  if (file == NULL || self->cancellable != NULL)
    return;

  begin (self, _("Restoring…"), TRUE);
  confab_restore_async (self->context, self->settings, file, progress_cb, self, self->cancellable, restore_cb,
                        g_object_ref (self));
}

static void
restore_from (ConfabDataPage *self,
              GFile          *file)
{
  g_set_object (&self->file, file);
  ask (self, _("Replace everything that is here?"),
       _("Conversations, providers and preferences become those of the backup. Those that are here are kept aside. "
         "Keys stay as they are."),
       _("_Replace"), G_CALLBACK (on_restore_confirmed_cb));
}

static void
on_delete_confirmed_cb (ConfabDataPage *self)
{
  if (self->cancellable != NULL)
    return;

  begin (self, _("Deleting…"), FALSE);
  confab_data_delete_all_async (self->context, delete_cb, g_object_ref (self));
}

static void
on_chooser_response_cb (ConfabDataPage *self,
                        int             response,
                        GtkFileChooser *which)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  FileFunc func = (FileFunc) g_object_get_data (G_OBJECT (which), "func");
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT && (file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))) != NULL)
    func (self, file);
}

static void
choose (ConfabDataPage       *self,
        const char           *title,
        const char           *accept,
        GtkFileChooserAction  action,
        const char           *name,
        FileFunc              func)
{
  if (self->chooser != NULL || self->cancellable != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (title, get_window (self), action, accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_object_set_data (G_OBJECT (self->chooser), "func", (gpointer) func);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_export_clicked_cb (ConfabDataPage *self)
{
  GtkWindow *window = GTK_WINDOW (confab_export_window_new (self->context, NULL));

  gtk_window_set_transient_for (window, get_window (self));
  gtk_window_present (window);
}

static void
on_import_clicked_cb (ConfabDataPage *self)
{
  choose (self, _("Import"), _("_Import"), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, import_from);
}

static void
on_backup_clicked_cb (ConfabDataPage *self)
{
  g_autofree char *name = confab_backup_dup_suggested_name ();

  choose (self, _("Back up"), _("_Back up"), GTK_FILE_CHOOSER_ACTION_SAVE, name, backup_to);
}

static void
on_restore_clicked_cb (ConfabDataPage *self)
{
  choose (self, _("Restore"), _("_Restore"), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, restore_from);
}

static void
on_delete_clicked_cb (ConfabDataPage *self)
{
  ask (self, _("Delete all conversations?"), _("They are gone for good. A backup or an export brings them back later."),
       _("_Delete"), G_CALLBACK (on_delete_confirmed_cb));
}

static void
on_cancel_clicked_cb (ConfabDataPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
confab_data_page_dispose (GObject *object)
{
  ConfabDataPage *self = CONFAB_DATA_PAGE (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_DATA_PAGE);
  g_clear_object (&self->file);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (confab_data_page_parent_class)->dispose (object);
}

static void
confab_data_page_class_init (ConfabDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_data_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, progress_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, progress_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, report_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, report);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, details_expander);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, details);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, conversations_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, backup_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabDataPage, delete_group);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_import_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_backup_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_restore_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_clicked_cb);
}

static void
confab_data_page_init (ConfabDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_data_page_set_context:
 * @context: what the engine has
 * @settings: the preferences
 *
 * Called once.
 */
void
confab_data_page_set_context (ConfabDataPage *self,
                              ConfabContext  *context,
                              GSettings      *settings)
{
  g_return_if_fail (CONFAB_IS_DATA_PAGE (self));
  g_return_if_fail (CONFAB_IS_CONTEXT (context));

  self->context = g_object_ref (context);
  self->settings = g_object_ref (settings);
}
