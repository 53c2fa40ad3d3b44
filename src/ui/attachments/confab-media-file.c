/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-media-file"

#include "config.h"

#include "confab-media-file.h"

#include "confab-file-save.h"
#include "confab-thread-task.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <string.h>

/* A picture or document of a conversation as a file again: where the person wants it, or somewhere of
 * no lasting, for another program to show it. */

/* In bytes. File systems take 255, and another program may want to add something. */
#define MAX_NAME 200
#define MAX_ENDING 16

typedef struct
{
  GBytes       *data;    /* owned */
  char         *name;    /* owned: of the file */
  GtkWidget    *widget;  /* unowned-weak, nullable */
  GApplication *holder;  /* owned, nullable: kept from ending while it is written */
} Opening;

static void
opening_free (Opening *self)
{
  g_bytes_unref (self->data);
  g_free (self->name);
  g_clear_weak_pointer (&self->widget);
  if (self->holder != NULL)
    g_application_release (self->holder);
  g_clear_object (&self->holder);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
tell_failure (Opening      *self,
              const GError *error)
{
  g_autofree char *sentence = NULL;

  if (self->widget == NULL)
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    /* Translators: the name of a file */
    sentence = g_strdup_printf (_("No program is installed that can show “%s”"), self->name);
  else
    /* Translators: the first %s is the name of a file, the second says what went wrong. */
    sentence = g_strdup_printf (_("“%s” could not be opened: %s"), self->name, error->message);
  gtk_widget_activate_action (self->widget, "transcript.tell", "s", sentence);
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

static gboolean
has_ending (const char *name,
            const char *ending)
{
  const gsize length = strlen (name);

  return length >= strlen (ending) && g_ascii_strcasecmp (name + length - strlen (ending), ending) == 0;
}

/* Whether the name says what the bytes are. */
static gboolean
tells_type (const char *name,
            const char *mime_type)
{
  return has_ending (name, get_ending (mime_type)) ||
         (g_strcmp0 (mime_type, "image/jpeg") == 0 && has_ending (name, ".jpeg"));
}

/* What separates folders, what cannot be seen, and what turns the direction of what follows it, such as
 * an ending. */
static gboolean
is_bad (gunichar c)
{
  return c == '/' || c == '\\' || c < 0x20 || c == 0x7f || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static char *
dup_clean (const char *given)
{
  g_autoptr(GString) name = g_string_new (NULL);
  const char *start;

  for (const char *p = given; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (name, is_bad (g_utf8_get_char (p)) ? '_' : g_utf8_get_char (p));

  /* Files whose names begin with a dot are not shown. */
  start = name->str + strspn (name->str, ". ");

  return g_strchomp (g_strdup (start));
}

/* Cuts between two characters, and before what says of which kind it is. */
static char *
dup_short (const char *name,
           gsize       max_length)
{
  const gsize length = strlen (name);
  const char *dot = strrchr (name, '.');
  const gsize ending = dot != NULL && strlen (dot) <= MAX_ENDING ? strlen (dot) : 0;
  const char *cut;

  if (length <= max_length)
    return g_strdup (name);

  cut = g_utf8_find_prev_char (name, name + max_length - ending + 1);

  return g_strdup_printf ("%.*s%s", (int) (cut - name), name, name + length - ending);
}

/**
 * confab_media_file_dup_name:
 * @part: a picture or document
 *
 * Its name may come from anywhere, so nothing in it leads out of a folder or hides the file.
 *
 * Returns: (transfer full): a name for a file of it
 */
char *
confab_media_file_dup_name (ConfabPart *part)
{
  const gboolean is_image = confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  const char *mime_type = confab_part_get_mime_type (part);
  const char *given = confab_part_get_name (part);
  g_autofree char *clean = dup_clean (given != NULL ? given : "");
  g_autofree char *name = NULL;

  if (*clean != '\0')
    name = dup_short (clean, MAX_NAME - MAX_ENDING);
  else
    name = g_strdup (is_image ? _("Picture") : _("Document"));

  /* What was pasted has a name, and no ending; what was converted has another than it was. */
  if (strrchr (name, '.') != NULL && (!is_image || tells_type (name, mime_type)))
    return g_steal_pointer (&name);

  return g_strconcat (name, get_ending (mime_type), NULL);
}

/**
 * confab_media_file_save:
 * @part: a picture or document
 * @widget: a part of the transcript that lasts
 *
 * Asks where to save it, and does.
 */
void
confab_media_file_save (ConfabPart *part,
                        GtkWidget  *widget)
{
  const gboolean is_image = confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  g_autofree char *name = confab_media_file_dup_name (part);

  confab_file_save_choose (widget, is_image ? _("Save picture") : _("Save document"),
                           confab_part_get_data (part), name);
}

/**
 * confab_media_file_can_open:
 * @part: a picture or document
 *
 * Returns: whether it is of a kind that another program only shows
 */
gboolean
confab_media_file_can_open (ConfabPart *part)
{
  static const char *const types[] = {
    "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", NULL
  };
  const char *mime_type = confab_part_get_mime_type (part);

  return mime_type != NULL && g_strv_contains (types, mime_type) && confab_part_get_data (part) != NULL;
}

/* The person's own folder that is gone when they log out. A confined program shares no other part of it
 * with those that are not. */
static char *
dup_folder (void)
{
  const char *sandbox = g_getenv ("FLATPAK_ID");

  if (sandbox != NULL)
    return g_build_filename (g_get_user_runtime_dir (), "app", sandbox, "open", NULL);

  return g_build_filename (g_get_user_runtime_dir (), "confab", NULL);
}

static void
write_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Opening *self = task_data;
  g_autofree char *folder = dup_folder ();
  g_autofree char *own_folder = g_build_filename (folder, "XXXXXX", NULL);
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_mkdtemp (own_folder) == NULL)
    {
      const int saved_errno = errno;

      g_task_return_new_error (task, G_IO_ERROR, (int) g_io_error_from_errno (saved_errno), "%s",
                               g_strerror (saved_errno));
      return;
    }

  path = g_build_filename (own_folder, self->name, NULL);
  if (g_file_set_contents_full (path, g_bytes_get_data (self->data, NULL), (gssize) g_bytes_get_size (self->data),
                                G_FILE_SET_CONTENTS_NONE, 0600, &error))
    {
      g_task_return_pointer (task, g_file_new_for_path (path), g_object_unref);
      return;
    }

  g_rmdir (own_folder);
  g_task_return_error (task, error);
}

static void
show_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Opening) self = user_data;
  g_autoptr(GError) error = NULL;

  /* There may be no program for it. */
  if (!gtk_show_uri_full_finish (GTK_WINDOW (object), result, &error))
    tell_failure (self, error);
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Opening) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *uri = NULL;
  GtkWindow *window = NULL;

  if (file == NULL)
    {
      tell_failure (self, error);
      return;
    }

  if (self->widget != NULL && GTK_IS_WINDOW (gtk_widget_get_root (self->widget)))
    window = GTK_WINDOW (gtk_widget_get_root (self->widget));
  uri = g_file_get_uri (file);
  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, show_cb, g_steal_pointer (&self));
}

/**
 * confab_media_file_open:
 * @part: a picture or document of which confab_media_file_can_open() is true
 * @widget: a part of the transcript that lasts
 *
 * Has another program show it, and the transcript tell if that cannot be. The file is the person's own,
 * and gone when they log out.
 */
void
confab_media_file_open (ConfabPart *part,
                        GtkWidget  *widget)
{
  const char *mime_type = confab_part_get_mime_type (part);
  g_autofree char *name = confab_media_file_dup_name (part);
  g_autoptr(GTask) task = NULL;
  Opening *self = g_new0 (Opening, 1);

  self->data = g_bytes_ref (confab_part_get_data (part));
  /* The ending is what tells another program what it is. */
  self->name = g_strconcat (name, tells_type (name, mime_type) ? "" : get_ending (mime_type), NULL);
  g_set_weak_pointer (&self->widget, widget);
  self->holder = g_application_get_default ();
  if (self->holder != NULL)
    {
      g_object_ref (self->holder);
      g_application_hold (self->holder);
    }

  task = g_task_new (NULL, NULL, write_cb, self);
  g_task_set_source_tag (task, confab_media_file_open);
  g_task_set_task_data (task, self, NULL);
  confab_thread_task_run (task, write_thread);
}
