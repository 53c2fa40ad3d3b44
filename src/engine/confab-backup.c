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
#include "confab-provider-secret.h"
#include "confab-thread-task.h"
#include "confab-transfer-error.h"
#include "confab-zip-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

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
copied_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  ConfabBackupJob *self = user_data;

  /* Writing the archive is the other half. */
  confab_progress_report (self->progress, done, total * 2);
}

typedef gboolean (*BlockFunc) (gconstpointer  data,
                               gsize          length,
                               gpointer       user_data,
                               GError       **error);

static gboolean
read_member (ConfabBackupJob  *self,
             const Member     *member,
             BlockFunc         func,
             gpointer          user_data,
             GError          **error)
{
  g_autofree char *buffer = NULL;
  gboolean ok = TRUE;
  gssize n = 0;
  int fd;

  if (member->path == NULL)
    return func (member->contents, member->length, user_data, error);

  fd = g_open (member->path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return confab_transfer_error_set_errno (error, errno);

  buffer = g_malloc (CONFAB_BACKUP_BLOCK_SIZE);
  while (ok && (n = read (fd, buffer, CONFAB_BACKUP_BLOCK_SIZE)) > 0)
    ok = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
         func (buffer, (gsize) n, user_data, error);
  if (n < 0)
    ok = confab_transfer_error_set_errno (error, errno);
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
add_checksum (ConfabBackupJob  *self,
              Member           *member,
              GError          **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Sum sum = { checksum, 0 };

  if (!read_member (self, member, sum_cb, &sum, error))
    return FALSE;

  member->checksum = g_strdup (g_checksum_get_string (checksum));
  member->size = sum.size;
  return TRUE;
}

static void
write_report (ConfabJsonWriter         *writer,
              const ConfabBackupReport *report)
{
  confab_json_writer_add_name (writer, CONFAB_BACKUP_WITHOUT_PROVIDERS);
  confab_json_writer_add_boolean (writer, report->without_providers);
  confab_json_writer_add_name (writer, CONFAB_BACKUP_LEFT_OUT);
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < report->secrets->len; i++)
    {
      const ConfabProviderSecret *secret = g_ptr_array_index (report->secrets, i);

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "provider", secret->provider);
      confab_json_writer_set_string (writer, "field", secret->field);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);
}

static char *
dup_manifest (const ConfabBackupReport *report,
              GPtrArray                *members)
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
  write_report (writer, report);
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

typedef struct
{
  ConfabBackupJob *backup;
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
write_archive (ConfabBackupJob  *self,
               GPtrArray        *members,
               GError          **error)
{
  g_autoptr(ConfabPartFile) file = confab_part_file_new (self->path, error);
  g_autoptr(ConfabZipWriter) zip = NULL;
  g_autofree char *manifest = dup_manifest (self->report, members);
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

/* Keys that somebody wrote into the file stay there: a backup is carried about. A file that makes no sense
 * is nothing to take along either, for nobody knows what is a key in it. */
static void
add_providers (ConfabBackupJob *self,
               GPtrArray       *members)
{
  g_autofree char *contents = NULL;
  g_autoptr(GBytes) current = NULL;
  g_autoptr(GBytes) clean = NULL;
  g_autoptr(GPtrArray) secrets = NULL;
  g_autoptr(GError) error = NULL;
  Member *member;
  gsize length;

  if (!g_file_get_contents (self->providers_path, &contents, &length, &error))
    {
      /* Nobody has to have providers of their own. */
      self->report->without_providers = !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
      return;
    }

  current = g_bytes_new_take (g_steal_pointer (&contents), length);
  clean = length <= CONFAB_BACKUP_MAX_SMALL ? confab_provider_secrets_take_out (current, &secrets, &error) : NULL;
  if (clean == NULL)
    {
      self->report->without_providers = TRUE;
      return;
    }

  g_ptr_array_extend_and_steal (self->report->secrets, g_steal_pointer (&secrets));
  member = add_member (members, CONFAB_BACKUP_PROVIDERS);
  member->length = g_bytes_get_size (clean);
  member->contents = g_strndup (g_bytes_get_data (clean, NULL), member->length);
}

static gboolean
gather (ConfabBackupJob  *self,
        GPtrArray        *members,
        GError          **error)
{
  ConfabHistorySession *session = confab_history_session_open (self->history_path, error);
  Member *member;
  gboolean ok;

  if (session == NULL)
    return FALSE;

  member = add_member (members, CONFAB_BACKUP_HISTORY);
  member->path = g_strdup (self->copy);
  ok = confab_history_session_copy_to (session, member->path, copied_cb, self, self->cancellable, error);
  confab_history_session_free (session);
  if (!ok)
    return FALSE;

  member = add_member (members, CONFAB_BACKUP_PREFERENCES);
  member->contents = g_strdup (self->preferences);
  member->length = strlen (member->contents);
  add_providers (self, members);

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
  ConfabBackupJob *self = task_data;
  g_autoptr(GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);
  GError *error = NULL;
  gboolean ok;

  self->cancellable = cancellable;
  ok = confab_backup_job_make_folder (self, &error) && gather (self, members, &error) &&
       write_archive (self, members, &error);
  confab_backup_job_remove_folder (self);

  if (ok)
    g_task_return_pointer (task, g_steal_pointer (&self->report), (GDestroyNotify) confab_backup_report_free);
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
 * providers and the preferences. Keys are not in it; they are in the keyring, and those that somebody wrote
 * into the file of the providers stay there. So does a file of providers that makes no sense.
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
  ConfabBackupJob *self;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));
  g_return_if_fail (settings == NULL || G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_backup_async);
  self = confab_backup_job_begin (task, settings, file, CONFAB_TRANSFER_ERROR_WRITE, func, func_data);
  if (self == NULL)
    return;

  self->preferences = confab_backup_settings_text (settings);
  confab_thread_task_run (task, backup_thread);
}

/**
 * confab_backup_finish:
 * @context: what the engine has
 * @result: the result
 * @error: return location
 *
 * Errors are of %G_IO_ERROR, %CONFAB_STORE_ERROR and %CONFAB_TRANSFER_ERROR.
 *
 * Returns: (transfer full): what is in the backup and what is not, or %NULL when there is none
 */
ConfabBackupReport *
confab_backup_finish (ConfabContext  *context,
                      GAsyncResult   *result,
                      GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
