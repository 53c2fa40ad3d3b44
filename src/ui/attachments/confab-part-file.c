/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-part-file"

#include "config.h"

#include "confab-part-file.h"

#include <adwaita.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <string.h>

/* A picture or document of a conversation as a file again: where the person wants it, or somewhere of
 * no lasting, for another program to show it. */

typedef struct
{
  ConfabPart *part;    /* owned */
  GWeakRef    widget;
  gboolean    opens;
} Writing;

static Writing *
writing_new (ConfabPart *part,
             GtkWidget  *widget,
             gboolean    opens)
{
  Writing *self = g_new0 (Writing, 1);

  self->part = g_object_ref (part);
  self->opens = opens;
  g_weak_ref_init (&self->widget, widget);

  return self;
}

static void
writing_free (Writing *self)
{
  g_object_unref (self->part);
  g_weak_ref_clear (&self->widget);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

static void
tell (GtkWidget  *widget,
      const char *text)
{
  GtkWidget *overlay = widget != NULL ? gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY) : NULL;

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static const char *
get_ending (const char *mime_type)
{
  static const struct { const char *mime_type, *ending; } endings[] = {
    { "image/png", ".png" }, { "image/jpeg", ".jpg" }, { "image/gif", ".gif" }, { "image/webp", ".webp" },
    { "application/pdf", ".pdf" }, { "text/plain", ".txt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_strcmp0 (endings[i].mime_type, mime_type) == 0)
      return endings[i].ending;

  return "";
}

/**
 * confab_part_file_dup_name:
 * @part: a picture or document
 *
 * Its name may come from anywhere, so nothing in it leads out of a folder or hides the file.
 *
 * Returns: (transfer full): a name for a file of it
 */
char *
confab_part_file_dup_name (ConfabPart *part)
{
  const char *ending = get_ending (confab_part_get_mime_type (part));
  const char *given = confab_part_get_name (part);
  g_autofree char *name = g_strdup (given != NULL ? given : "");

  for (char *p = name; *p != '\0'; p++)
    if (*p == '/' || *p == '\\' || (guint8) *p < 0x20)
      *p = '_';
  g_strstrip (name);
  while (*name == '.')
    memmove (name, name + 1, strlen (name));

  if (*name == '\0')
    {
      g_free (name);
      name = g_strdup (confab_part_get_kind (part) == CONFAB_PART_IMAGE ? _("Picture") : _("Document"));
    }

  /* What was pasted has a name, and no ending; what was converted has another than it was. */
  if (strrchr (name, '.') != NULL &&
      (confab_part_get_kind (part) != CONFAB_PART_IMAGE || g_str_has_suffix (name, ending) ||
       g_str_has_suffix (name, ".jpeg")))
    return g_steal_pointer (&name);

  return g_strconcat (name, ending, NULL);
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Writing) self = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&self->widget);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    {
      /* Translators: what the system says, such as “No space left on device” */
      text = g_strdup_printf (_("The file could not be saved: %s"), error->message);
      tell (widget, text);
      return;
    }

  if (self->opens)
    {
      g_autofree char *uri = g_file_get_uri (G_FILE (object));
      GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

      gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
    }
  else
    {
      tell (widget, _("File saved"));
    }
}

/* Takes @writing. */
static void
write_file (GFile   *file,
            Writing *writing)
{
  g_file_replace_contents_bytes_async (file, confab_part_get_data (writing->part), NULL, FALSE,
                                       writing->opens ? G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION
                                                      : G_FILE_CREATE_NONE,
                                       NULL, write_cb, writing);
}

static void
on_response_cb (GtkNativeDialog *dialog,
                int              response,
                gpointer         user_data)
{
  g_autoptr(GtkNativeDialog) owned = dialog;
  g_autoptr(Writing) writing = user_data;
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    write_file (file, g_steal_pointer (&writing));
}

/**
 * confab_part_file_save:
 * @part: a picture or document
 * @widget: where it is shown
 *
 * Asks where to save it, and does.
 */
void
confab_part_file_save (ConfabPart *part,
                       GtkWidget  *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = confab_part_file_dup_name (part);
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (_("Save File"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (on_response_cb), writing_new (part, widget, FALSE));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * confab_part_file_can_open:
 * @part: a picture or document
 *
 * Returns: whether it is of a kind that another program only shows
 */
gboolean
confab_part_file_can_open (ConfabPart *part)
{
  static const char *const types[] = {
    "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", NULL
  };
  const char *mime_type = confab_part_get_mime_type (part);

  return mime_type != NULL && g_strv_contains (types, mime_type) && confab_part_get_data (part) != NULL;
}

/**
 * confab_part_file_open:
 * @part: a picture or document of which confab_part_file_can_open() is true
 * @widget: where it is shown
 *
 * Has another program show it. The file is the person's own, and gone when they log out.
 */
void
confab_part_file_open (ConfabPart *part,
                       GtkWidget  *widget)
{
  g_autofree char *name = confab_part_file_dup_name (part);
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "confab", NULL);
  g_autofree char *made = NULL;
  g_autofree char *base = NULL;
  g_autoptr(GFile) file = NULL;

  /* The ending is what tells another program what it is. */
  if (!g_str_has_suffix (name, get_ending (confab_part_get_mime_type (part))))
    {
      g_autofree char *longer = g_strconcat (name, get_ending (confab_part_get_mime_type (part)), NULL);

      g_free (name);
      name = g_steal_pointer (&longer);
    }

  base = g_build_filename (folder, "XXXXXX", NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0 || (made = g_mkdtemp (g_strdup (base))) == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The file could not be saved: %s"), g_strerror (errno));

      tell (widget, text);
      return;
    }

  file = g_file_new_build_filename (made, name, NULL);
  write_file (file, writing_new (part, widget, TRUE));
}
