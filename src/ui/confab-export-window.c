/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export-window"

#include "config.h"

#include "confab-export-window.h"

#include "confab-conversation-title.h"

#include <glib/gi18n.h>

#include "confab-data-words.h"
#include "confab-export.h"

/**
 * ConfabExportWindow:
 *
 * Asks as what conversations are to be exported, and where to, and does it.
 */
struct _ConfabExportWindow
{
  AdwWindow             parent_instance;

  /* template */
  AdwWindowTitle       *window_title;
  GtkWidget            *cancel_button;
  GtkWidget            *export_button;
  GtkWidget            *options_group;
  AdwComboRow          *format_row;
  GtkWidget            *thinking_row;
  GtkSwitch            *thinking_switch;
  GtkWidget            *branches_row;
  GtkSwitch            *branches_switch;
  GtkLabel             *note;
  GtkProgressBar       *progress_bar;
  GtkLabel             *failure;

  ConfabContext        *context;       /* owned */
  ConfabConversation   *conversation;  /* owned, nullable for all of them */
  GtkFileChooserNative *chooser;       /* owned, nullable: while it is open */
  GCancellable         *cancellable;   /* owned, nullable: while it is exported */
};

G_DEFINE_FINAL_TYPE (ConfabExportWindow, confab_export_window, ADW_TYPE_WINDOW)

static ConfabExportFormat
get_format (ConfabExportWindow *self)
{
  return (ConfabExportFormat) MIN (adw_combo_row_get_selected (self->format_row), CONFAB_EXPORT_JSON);
}

static void
on_format_changed_cb (ConfabExportWindow *self)
{
  const ConfabExportFormat format = get_format (self);
  const gboolean json = format == CONFAB_EXPORT_JSON;

  gtk_widget_set_sensitive (self->thinking_row, !json);
  gtk_widget_set_sensitive (self->branches_row, !json);
  if (json)
    gtk_label_set_label (self->note, _("Everything that is kept, for programs. Confab can import it again."));
  else if (self->conversation == NULL)
    gtk_label_set_label (self->note, _("A zip archive with a document for each conversation."));
  else if (format == CONFAB_EXPORT_MARKDOWN)
    gtk_label_set_label (self->note, _("Pictures and files are put into a folder beside it."));
  else
    gtk_label_set_label (self->note, _("One page with pictures in it, to read or to print."));
}

static void
set_running (ConfabExportWindow *self,
             gboolean            running)
{
  gtk_widget_set_sensitive (self->export_button, !running);
  gtk_widget_set_sensitive (self->options_group, !running);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), running);
}

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  ConfabExportWindow *self = user_data;

  if (total > 0 && self->progress_bar != NULL)
    gtk_progress_bar_set_fraction (self->progress_bar, (double) done / (double) total);
}

static void
export_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ConfabExportWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  const gboolean ok = confab_export_finish (CONFAB_CONTEXT (object), result, NULL, &error);

  g_clear_object (&self->cancellable);
  if (self->progress_bar == NULL)
    return;

  set_running (self, FALSE);
  if (ok)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  words = confab_data_words_dup_failure (error);
  gtk_label_set_label (self->failure, words);
  gtk_widget_set_visible (GTK_WIDGET (self->failure), TRUE);
}

static void
export_to (ConfabExportWindow *self,
           GFile              *file)
{
  const ConfabExportOptions options = {
    get_format (self), gtk_switch_get_active (self->branches_switch), gtk_switch_get_active (self->thinking_switch)
  };
  const char *ids[] = { self->conversation != NULL ? confab_conversation_get_id (self->conversation) : NULL, NULL };

  gtk_widget_set_visible (GTK_WIDGET (self->failure), FALSE);
  set_running (self, TRUE);
  self->cancellable = g_cancellable_new ();
  confab_export_async (self->context, self->conversation != NULL ? ids : NULL, file, &options, progress_cb, self,
                       self->cancellable, export_cb, g_object_ref (self));
}

static void
on_chooser_response_cb (ConfabExportWindow *self,
                        int                 response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    export_to (self, file);
}

static void
on_export_clicked_cb (ConfabExportWindow *self)
{
  g_autofree char *name = confab_export_dup_suggested_name (self->conversation, get_format (self));

  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_("Save as"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_cancel_clicked_cb (ConfabExportWindow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
confab_export_window_dispose (GObject *object)
{
  ConfabExportWindow *self = CONFAB_EXPORT_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_EXPORT_WINDOW);
  g_clear_object (&self->conversation);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (confab_export_window_parent_class)->dispose (object);
}

static void
confab_export_window_class_init (ConfabExportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_export_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-export-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, options_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, format_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, thinking_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, thinking_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, branches_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, branches_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, note);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportWindow, failure);
  gtk_widget_class_bind_template_callback (widget_class, on_format_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_export_window_init (ConfabExportWindow *self)
{
  g_autoptr(GtkStringList) formats = NULL;
  const char *const words[] = {
    /* Translators: the names of file formats, and what they are good for */
    _("Markdown, to work on"), _("HTML, to read and print"), _("JSON, complete"), NULL
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  formats = gtk_string_list_new (words);
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (formats));
}

/**
 * confab_export_window_new:
 * @context: what the engine has
 * @conversation: (nullable): what to export, or %NULL for all conversations
 *
 * Returns: (transfer none): the window, owned by the toolkit until it is closed
 */
ConfabExportWindow *
confab_export_window_new (ConfabContext      *context,
                          ConfabConversation *conversation)
{
  ConfabExportWindow *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (conversation == NULL || CONFAB_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (CONFAB_TYPE_EXPORT_WINDOW, NULL);
  self->context = g_object_ref (context);
  self->conversation = conversation != NULL ? g_object_ref (conversation) : NULL;
  adw_window_title_set_subtitle (self->window_title, conversation != NULL
                                   ? confab_conversation_title_get_shown (confab_conversation_get_title (conversation))
                                   : _("All conversations"));
  on_format_changed_cb (self);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->export_button);
  gtk_widget_grab_focus (self->export_button);

  return self;
}
