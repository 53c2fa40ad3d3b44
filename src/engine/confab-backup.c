/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-backup"

#include "config.h"

#include "confab-backup.h"

#include "confab-backup-private.h"
#include "confab-context-private.h"
#include "confab-history-session.h"
#include "confab-json-writer.h"
#include "confab-part-file.h"
#include "confab-progress-private.h"
#include "confab-provider-record.h"
#include "confab-zip-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define BLOCK_SIZE (256 * 1024)

/* One backup, in the thread that makes it. */
typedef struct
{
  char           *history_path;    /* owned */
  char           *providers_path;  /* owned */
  char           *preferences;     /* owned: a key file */
  char           *path;            /* owned: of the backup */
  ConfabProgress *progress;        /* owned */
  GCancellable   *cancellable;     /* borrowed, nullable */
} Backup;

typedef struct
{
  const char *name;      /* in the archive */
  char       *path;      /* owned, nullable: on the disk */
  char       *contents;  /* owned, nullable: otherwise */
  gsize       length;    /* of the contents */
  char       *checksum;  /* owned */
  guint64     size;
} Member;

static void
member_free (Member *self)
{
  g_free (self->path);
  g_free (self->contents);
  g_free (self->checksum);
  g_free (self);
}

static void
backup_free (Backup *self)
{
  g_free (self->history_path);
  g_free (self->providers_path);
  g_free (self->preferences);
  g_free (self->path);
  g_clear_pointer (&self->progress, confab_progress_unref);
  g_free (self);
}

static gboolean
set_errno (GError **error)
{
  const int saved_errno = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (saved_errno), "%s", g_strerror (saved_errno));
  return FALSE;
}

/* confab_backup_make_folder:
 * @error: return location
 *
 * Makes a folder of its own for what is on its way into a backup or out of it.
 *
 * Returns: (transfer full): the folder, or %NULL
 */
char *
confab_backup_make_folder (GError **error)
{
  g_autofree char *parent = g_build_filename (g_get_user_cache_dir (), "confab", NULL);
  g_autofree char *folder = g_build_filename (parent, "backup-XXXXXX", NULL);

  if (g_mkdir_with_parents (parent, 0700) == 0 && g_mkdtemp_full (folder, 0700) != NULL)
    return g_steal_pointer (&folder);

  set_errno (error);
  return NULL;
}

static void
copied_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  Backup *self = user_data;

  /* Writing the archive is the other half. */
  confab_progress_report (self->progress, done, total * 2);
}

typedef gboolean (*BlockFunc) (gconstpointer  data,
                               gsize          length,
                               gpointer       user_data,
                               GError       **error);

static gboolean
read_member (Backup        *self,
             const Member  *member,
             BlockFunc      func,
             gpointer       user_data,
             GError       **error)
{
  g_autofree char *buffer = NULL;
  gboolean ok = TRUE;
  gssize n = 0;
  int fd;

  if (member->path == NULL)
    return func (member->contents, member->length, user_data, error);

  fd = g_open (member->path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return set_errno (error);

  buffer = g_malloc (BLOCK_SIZE);
  while (ok && (n = read (fd, buffer, BLOCK_SIZE)) > 0)
    ok = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
         func (buffer, (gsize) n, user_data, error);
  if (n < 0)
    ok = set_errno (error);
  close (fd);

  return ok;
}

typedef struct
{
  GChecksum *checksum;
  guint64    size;
} Sum;

static gboolean
sum_cb (gconstpointer  data,
        gsize          length,
        gpointer       user_data,
        GError       **error)
{
  Sum *sum = user_data;

  g_checksum_update (sum->checksum, data, (gssize) length);
  sum->size += length;
  return TRUE;
}

static gboolean
add_checksum (Backup  *self,
              Member  *member,
              GError **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Sum sum = { checksum, 0 };

  if (!read_member (self, member, sum_cb, &sum, error))
    return FALSE;

  member->checksum = g_strdup (g_checksum_get_string (checksum));
  member->size = sum.size;
  return TRUE;
}

static char *
dup_manifest (GPtrArray *members)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "format", CONFAB_BACKUP_FORMAT);
  confab_json_writer_add_name (writer, "version");
  confab_json_writer_add_int (writer, CONFAB_BACKUP_VERSION);
  confab_json_writer_set_string (writer, "program", CONFAB_VERSION);
  confab_json_writer_set_string (writer, "created_at", time);
  confab_json_writer_add_name (writer, "history_version");
  confab_json_writer_add_int (writer, confab_history_session_get_version ());
  confab_json_writer_add_name (writer, "files");
  confab_json_writer_begin_object (writer);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = g_ptr_array_index (members, i);

      confab_json_writer_add_name (writer, member->name);
      confab_json_writer_begin_object (writer);
      confab_json_writer_add_name (writer, "size");
      confab_json_writer_add_int (writer, (gint64) member->size);
      confab_json_writer_set_string (writer, "sha256", member->checksum);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

typedef struct
{
  Backup          *backup;
  ConfabZipWriter *zip;
  guint64          done;
  guint64          total;
} Writing;

static gboolean
write_cb (gconstpointer  data,
          gsize          length,
          gpointer       user_data,
          GError       **error)
{
  Writing *writing = user_data;

  writing->done += length;
  confab_progress_report (writing->backup->progress, writing->total + writing->done, writing->total * 2);
  return confab_zip_writer_write (writing->zip, data, length, error);
}

static gboolean
write_archive (Backup     *self,
               GPtrArray  *members,
               GError    **error)
{
  g_autoptr(ConfabPartFile) file = confab_part_file_new (self->path, error);
  g_autoptr(ConfabZipWriter) zip = NULL;
  g_autofree char *manifest = dup_manifest (members);
  const gint64 now_us = g_get_real_time ();
  Writing writing = { .backup = self };

  if (file == NULL)
    return FALSE;

  zip = confab_zip_writer_new (confab_part_file_get_stream (file), self->cancellable);
  writing.zip = zip;
  for (guint i = 0; i < members->len; i++)
    writing.total += ((Member *) g_ptr_array_index (members, i))->size;

  if (!confab_zip_writer_begin (zip, CONFAB_BACKUP_MANIFEST, now_us, error) ||
      !confab_zip_writer_write (zip, manifest, strlen (manifest), error))
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = g_ptr_array_index (members, i);

      if (!confab_zip_writer_begin (zip, member->name, now_us, error) ||
          !read_member (self, member, write_cb, &writing, error))
        return FALSE;
    }

  return confab_zip_writer_finish (zip, error) && confab_part_file_commit (file, error);
}

static Member *
add_member (GPtrArray  *members,
            const char *name)
{
  Member *member = g_new0 (Member, 1);

  member->name = name;
  g_ptr_array_add (members, member);
  return member;
}

/* Keys that somebody wrote into the file stay there: a backup is carried about. */
static gboolean
add_providers (GPtrArray  *members,
               GBytes     *contents,
               GError    **error)
{
  g_autoptr(GBytes) current = contents;
  g_autoptr(GPtrArray) records = confab_provider_records_parse (current, NULL, NULL, error);
  g_autoptr(GBytes) clean = NULL;
  Member *member;

  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    confab_provider_record_clear_api_key (g_ptr_array_index (records, i));
  if (!(clean = confab_provider_records_merge (current, records, NULL, NULL, NULL, error)))
    return FALSE;

  member = add_member (members, CONFAB_BACKUP_PROVIDERS);
  member->length = g_bytes_get_size (clean);
  member->contents = g_strndup (g_bytes_get_data (clean, NULL), member->length);

  return TRUE;
}

static gboolean
gather (Backup      *self,
        const char  *folder,
        GPtrArray   *members,
        GError     **error)
{
  ConfabHistorySession *session = confab_history_session_open (self->history_path, error);
  Member *member = add_member (members, CONFAB_BACKUP_HISTORY);
  g_autoptr(GError) none = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  gboolean ok;

  if (session == NULL)
    return FALSE;

  member->path = g_build_filename (folder, CONFAB_BACKUP_HISTORY, NULL);
  ok = confab_history_session_copy_to (session, member->path, copied_cb, self, self->cancellable, error);
  confab_history_session_free (session);
  if (!ok)
    return FALSE;

  member = add_member (members, CONFAB_BACKUP_PREFERENCES);
  member->contents = g_strdup (self->preferences);
  member->length = strlen (member->contents);

  if (g_file_get_contents (self->providers_path, &contents, &length, &none))
    {
      if (!add_providers (members, g_bytes_new_take (g_steal_pointer (&contents), length), error))
        return FALSE;
    }
  else
    {
      /* Nobody has to have providers of their own. */
      if (!g_error_matches (none, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        {
          g_set_error_literal (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ, none->message);
          return FALSE;
        }
    }

  for (guint i = 0; i < members->len; i++)
    if (!add_checksum (self, g_ptr_array_index (members, i), error))
      return FALSE;
  return TRUE;
}

static void
backup_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Backup *self = task_data;
  g_autoptr(GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);
  g_autofree char *folder = NULL;
  g_autofree char *copy = NULL;
  GError *error = NULL;
  gboolean ok;

  self->cancellable = cancellable;
  folder = confab_backup_make_folder (&error);
  ok = folder != NULL && gather (self, folder, members, &error) && write_archive (self, members, &error);
  if (folder != NULL)
    {
      copy = g_build_filename (folder, CONFAB_BACKUP_HISTORY, NULL);
      g_unlink (copy);
      g_rmdir (folder);
    }

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * confab_backup_dup_suggested_name:
 *
 * Returns: (transfer full): a name for the file
 */
char *
confab_backup_dup_suggested_name (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");

  /* Translators: the name of a file; a date such as 2025-03-01 */
  return g_strdup_printf (_("Confab backup %s.zip"), date);
}

/**
 * confab_backup_async:
 * @context: what the engine has
 * @settings: (nullable): the preferences
 * @file: a local file, which is replaced when all of it is written
 * @func: (nullable): told of how far it is
 * @func_data: closure
 * @cancellable: (nullable): stops it; nothing is left then
 * @callback: called at the end
 * @user_data: closure
 *
 * Writes everything that is kept into one zip archive: the conversations as they are in one moment, the
 * providers and the preferences. Keys are not in it; they are in the keyring.
 */
void
confab_backup_async (ConfabContext       *context,
                     GSettings           *settings,
                     GFile               *file,
                     ConfabProgressFunc   func,
                     gpointer             func_data,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Backup *self;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));
  g_return_if_fail (settings == NULL || G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_backup_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_WRITE, "It is not a local file");
      return;
    }

  self = g_new0 (Backup, 1);
  self->history_path = g_strdup (confab_history_peek_path (context->history));
  self->providers_path = g_file_get_path (confab_records_file_get_file (context->records_file));
  self->preferences = confab_backup_settings_text (settings);
  self->path = g_strdup (g_file_peek_path (file));
  self->progress = confab_progress_new (func, func_data);
  g_task_set_task_data (task, self, (GDestroyNotify) backup_free);
  confab_context_add_work (context, task);
  g_task_run_in_thread (task, backup_thread);
}

/**
 * confab_backup_finish:
 * @context: what the engine has
 * @result: the result
 * @error: return location
 *
 * Errors are of %G_IO_ERROR, %CONFAB_STORE_ERROR and %CONFAB_TRANSFER_ERROR.
 *
 * Returns: whether the backup is complete
 */
gboolean
confab_backup_finish (ConfabContext  *context,
                      GAsyncResult   *result,
                      GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, context), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
