/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-files"

#include "config.h"

#include "confab-import-files.h"

#include "confab-import-format.h"
#include "confab-zip-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define BLOCK_SIZE (256 * 1024)

/* How deep pictures lie below the file with the conversations, and how many files are looked at. */
#define MAX_FOLDERS 2
#define MAX_LOOKED_AT 100000

/*
 * ConfabImportFiles:
 *
 * Where conversations come from: a zip archive, or a file with what lies beside it as if it had been
 * unpacked. What is in it is found by name and never written anywhere.
 *
 * Waits, so it is for a thread of its own.
 */
struct _ConfabImportFiles
{
  char      *path;    /* owned */
  GPtrArray *names;   /* owned: of the files with conversations, in order */
  GPtrArray *others;  /* owned: of what pictures may be in; paths, in the archive or on the disk */
  guint64    total;   /* of bytes with conversations */
  gboolean   is_zip;
};

/* conversations.json or, where there are many, conversations-000.json and so on. */
static gboolean
has_conversations (const char *name)
{
  const char *slash = strrchr (name, '/');
  const char *base = slash != NULL ? slash + 1 : name;

  return g_str_has_prefix (base, "conversations") && g_str_has_suffix (base, ".json") &&
         (base[strlen ("conversations")] == '.' || base[strlen ("conversations")] == '-');
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
index_zip (ConfabImportFiles  *self,
           GError            **error)
{
  g_autoptr(ConfabZipReader) reader = confab_zip_reader_open (self->path, error);
  const char *name;

  if (reader == NULL)
    return FALSE;

  while (TRUE)
    {
      if (!confab_zip_reader_next (reader, &name, error))
        return FALSE;
      if (name == NULL)
        break;

      if (has_conversations (name))
        {
          g_ptr_array_add (self->names, g_strdup (name));
          self->total += confab_zip_reader_get_size (reader);
        }
      else
        g_ptr_array_add (self->others, g_strdup (name));
    }

  g_ptr_array_sort (self->names, compare_names);
  if (self->names->len > 0)
    return TRUE;

  g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FORMAT,
               "There is no conversations.json in the archive");
  return FALSE;
}

static void
index_folder (ConfabImportFiles *self,
              const char        *path,
              guint              depth)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && self->others->len < MAX_LOOKED_AT && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          if (depth < MAX_FOLDERS)
            index_folder (self, child, depth + 1);
        }
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (self->others, g_steal_pointer (&child));
    }
}

static gboolean
index_file (ConfabImportFiles  *self,
            GError            **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_ptr_array_add (self->names, g_strdup (self->path));
  /* Of any other file nobody knows what lies beside it. */
  if (has_conversations (self->path))
    index_folder (self, folder, 0);
  return TRUE;
}

/* confab_import_files_open:
 * @path: the archive or file
 * @error: return location
 *
 * Returns: (transfer full): what is in it, or %NULL
 */
ConfabImportFiles *
confab_import_files_open (const char  *path,
                          GError     **error)
{
  g_autoptr(ConfabImportFiles) self = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      confab_transfer_error_set_errno (error, errno);
      return NULL;
    }
  /* A pipe would have to be waited for, and can be read but once. */
  if (!S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "It is no regular file");
      return NULL;
    }

  self = g_new0 (ConfabImportFiles, 1);
  self->path = g_strdup (path);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->others = g_ptr_array_new_with_free_func (g_free);
  self->is_zip = confab_zip_reader_is_zip (path);
  if (!self->is_zip)
    self->total = (guint64) info.st_size;
  if (!(self->is_zip ? index_zip (self, error) : index_file (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/* confab_import_files_free:
 * @self: (nullable) (transfer full): the files
 */
void
confab_import_files_free (ConfabImportFiles *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->others);
  g_free (self);
}

/* confab_import_files_get_total:
 *
 * Returns: how many bytes there are to be read, by what is known beforehand
 */
guint64
confab_import_files_get_total (ConfabImportFiles *self)
{
  return self->total;
}

/* confab_import_files_get_names:
 *
 * Returns: (transfer none) (element-type utf8): what there is to be read
 */
GPtrArray *
confab_import_files_get_names (ConfabImportFiles *self)
{
  return self->names;
}

static gboolean
read_from_zip (ConfabImportFiles      *self,
               const char             *name,
               ConfabImportFilesFunc   func,
               gpointer                user_data,
               GCancellable           *cancellable,
               GError                **error)
{
  g_autoptr(ConfabZipReader) reader = confab_zip_reader_open (self->path, error);
  g_autofree char *buffer = g_malloc (BLOCK_SIZE);
  const char *found = NULL;
  gssize n;

  if (reader == NULL)
    return FALSE;

  do
    if (!confab_zip_reader_next (reader, &found, error))
      return FALSE;
  while (found != NULL && !g_str_equal (found, name));

  if (found == NULL)
    return TRUE;

  while ((n = confab_zip_reader_read (reader, buffer, BLOCK_SIZE, error)) > 0)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !func (buffer, (gsize) n, user_data, error))
      return FALSE;
  return n == 0;
}

static gboolean
read_from_disk (const char             *path,
                ConfabImportFilesFunc   func,
                gpointer                user_data,
                GCancellable           *cancellable,
                GError                **error)
{
  g_autofree char *buffer = g_malloc (BLOCK_SIZE);
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0;
  gssize n = 1;

  while (ok && (n = read (fd, buffer, BLOCK_SIZE)) > 0)
    ok = !g_cancellable_set_error_if_cancelled (cancellable, error) && func (buffer, (gsize) n, user_data, error);

  if (fd < 0 || n < 0)
    ok = confab_transfer_error_set_errno (error, errno);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* confab_import_files_read:
 * @name: one of the names
 * @func: takes what is in it
 * @user_data: closure
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Returns: whether it was read to its end
 */
gboolean
confab_import_files_read (ConfabImportFiles      *self,
                          const char             *name,
                          ConfabImportFilesFunc   func,
                          gpointer                user_data,
                          GCancellable           *cancellable,
                          GError                **error)
{
  return self->is_zip ? read_from_zip (self, name, func, user_data, cancellable, error)
                      : read_from_disk (name, func, user_data, cancellable, error);
}

/* Names of pictures begin with what the conversation calls them; then comes what the file was called. */
static gboolean
is_named (const char *path,
          const char *reference,
          char      **name)
{
  const char *slash = strrchr (path, '/');
  const char *base = slash != NULL ? slash + 1 : path;
  const gsize length = strlen (reference);

  if (strncmp (base, reference, length) != 0 || (base[length] != '\0' && strchr ("-._", base[length]) == NULL))
    return FALSE;

  *name = g_utf8_make_valid (base[length] == '-' && base[length + 1] != '\0' ? base + length + 1 : base, -1);
  return TRUE;
}

static GBytes *
load_from_zip (ConfabImportFiles *self,
               const char        *path)
{
  g_autoptr(ConfabZipReader) reader = confab_zip_reader_open (self->path, NULL);
  const char *found;

  while (reader != NULL && confab_zip_reader_next (reader, &found, NULL) && found != NULL)
    if (g_str_equal (found, path))
      return confab_zip_reader_read_all (reader, CONFAB_IMPORT_MAX_FILE, NULL);

  return NULL;
}

static GBytes *
load_from_disk (const char *path)
{
  GStatBuf info;
  gsize length;
  char *contents;

  if (g_stat (path, &info) != 0 || info.st_size > CONFAB_IMPORT_MAX_FILE ||
      !g_file_get_contents (path, &contents, &length, NULL))
    return NULL;

  return g_bytes_new_take (contents, length);
}

/* confab_import_files_lookup:
 * @reference: what a picture or file is called in a conversation
 * @name: (out): its name
 *
 * Returns: (transfer full) (nullable): what is in it, or %NULL when it is not there, or too large
 */
GBytes *
confab_import_files_lookup (ConfabImportFiles  *self,
                            const char         *reference,
                            char              **name)
{
  *name = NULL;
  if (*reference == '\0' || strchr (reference, '/') != NULL)
    return NULL;

  for (guint i = 0; i < self->others->len; i++)
    {
      const char *path = g_ptr_array_index (self->others, i);

      if (is_named (path, reference, name))
        return self->is_zip ? load_from_zip (self, path) : load_from_disk (path);
    }

  return NULL;
}
