/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-backup-unpack"

#include "config.h"

#include "confab-backup-private.h"

#include "confab-history-session.h"
#include "confab-json.h"
#include "confab-json-parse.h"
#include "confab-provider-record.h"
#include "confab-provider-secret.h"
#include "confab-transfer-error.h"
#include "confab-zip-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What is in a backup, looked at as a whole before anything here is touched. */

static gboolean
fail (GError     **error,
      int          code,
      const char  *message)
{
  g_set_error_literal (error, CONFAB_TRANSFER_ERROR, code, message);
  return FALSE;
}

/* Returns: (transfer full): the manifest */
static JsonNode *
read_manifest (ConfabZipReader  *reader,
               GError          **error)
{
  g_autoptr(GBytes) bytes = confab_zip_reader_read_all (reader, CONFAB_BACKUP_MAX_SMALL, error);
  g_autoptr(JsonNode) node = NULL;
  JsonObject *manifest;
  const char *text;
  gsize length;

  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  node = g_utf8_validate_len (text, length, NULL) ? confab_json_parse (text, length, NULL) : NULL;
  manifest = confab_json_node_object (node);
  if (manifest == NULL || g_strcmp0 (confab_json_get_string (manifest, "format"), CONFAB_BACKUP_FORMAT) != 0)
    {
      fail (error, CONFAB_TRANSFER_ERROR_FORMAT, "This is no backup of Confab");
      return NULL;
    }
  if (confab_json_get_int (manifest, "version", 0) > CONFAB_BACKUP_VERSION ||
      confab_json_get_int (manifest, "history_version", 0) > confab_history_session_get_version ())
    {
      fail (error, CONFAB_TRANSFER_ERROR_FUTURE, "The backup was made by a newer version of Confab");
      return NULL;
    }

  return g_steal_pointer (&node);
}

static gboolean
unpack_history (ConfabBackupJob  *self,
                ConfabZipReader  *reader,
                GChecksum        *checksum,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autofree char *buffer = g_malloc (CONFAB_BACKUP_BLOCK_SIZE);
  gboolean ok = TRUE;
  gssize n = 0;
  int fd;

  fd = g_open (self->copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return confab_transfer_error_set_errno (error, errno);

  while (ok && (n = confab_zip_reader_read (reader, buffer, CONFAB_BACKUP_BLOCK_SIZE, error)) > 0)
    {
      const char *p = buffer;

      g_checksum_update (checksum, (const guchar *) buffer, n);
      self->n_bytes += (guint64) n;
      confab_progress_report (self->progress, self->n_bytes, MAX (self->total, self->n_bytes) * 2);
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
      while (ok && n > 0)
        {
          const gssize written = write (fd, p, (gsize) n);

          if (written < 0 && errno == EINTR)
            continue;
          if (written < 0)
            ok = confab_transfer_error_set_errno (error, errno);
          p += MAX (written, 0);
          n -= MAX (written, 0);
        }
    }
  ok = ok && n == 0;
  if (close (fd) != 0 && ok)
    ok = confab_transfer_error_set_errno (error, errno);

  return ok;
}

static gboolean
unpack_small (ConfabZipReader  *reader,
              GChecksum        *checksum,
              GBytes          **contents,
              GError          **error)
{
  g_autoptr(GBytes) bytes = confab_zip_reader_read_all (reader, CONFAB_BACKUP_MAX_SMALL, error);

  if (bytes == NULL)
    return FALSE;

  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_clear_pointer (contents, g_bytes_unref);
  *contents = g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
unpack_member (ConfabBackupJob  *self,
               ConfabZipReader  *reader,
               const char       *name,
               JsonObject       *files,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GBytes) preferences = NULL;
  const char *expected = confab_json_get_string (confab_json_get_object (files, name), "sha256");
  gboolean ok;

  if (g_str_equal (name, CONFAB_BACKUP_HISTORY))
    ok = unpack_history (self, reader, checksum, cancellable, error);
  else if (g_str_equal (name, CONFAB_BACKUP_PROVIDERS))
    ok = unpack_small (reader, checksum, &self->providers, error);
  else if (g_str_equal (name, CONFAB_BACKUP_PREFERENCES))
    {
      ok = unpack_small (reader, checksum, &preferences, error);
      if (ok)
        self->preferences = g_strndup (g_bytes_get_data (preferences, NULL), g_bytes_get_size (preferences));
    }
  else
    return TRUE;

  if (!ok)
    return FALSE;
  if (g_strcmp0 (g_checksum_get_string (checksum), expected) != 0)
    return fail (error, CONFAB_TRANSFER_ERROR_DAMAGED, "A file in the backup is not what it was");
  return TRUE;
}

/* What the manifest says of what is not there. */
static void
read_report (ConfabBackupReport *report,
             JsonObject         *manifest)
{
  JsonArray *left_out = confab_json_get_array (manifest, CONFAB_BACKUP_LEFT_OUT);

  report->without_providers = confab_json_get_boolean (manifest, CONFAB_BACKUP_WITHOUT_PROVIDERS);
  for (guint i = 0; i < confab_json_array_length (left_out); i++)
    {
      JsonObject *object = confab_json_array_object (left_out, i);
      const char *provider = confab_json_get_string (object, "provider");
      const char *field = confab_json_get_string (object, "field");

      if (provider != NULL && field != NULL)
        g_ptr_array_add (report->secrets, confab_provider_secret_new (provider, field));
    }
}

static gboolean
unpack_files (ConfabBackupJob  *self,
              ConfabZipReader  *reader,
              JsonObject       *files,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GList) expected = files != NULL ? json_object_get_members (files) : NULL;
  const char *name;

  while (TRUE)
    {
      if (!confab_zip_reader_next (reader, &name, error))
        return FALSE;
      if (name == NULL)
        break;

      if (!g_hash_table_add (seen, g_strdup (name)))
        return fail (error, CONFAB_TRANSFER_ERROR_DAMAGED, "A file is in the backup twice");
      if (!unpack_member (self, reader, name, files, cancellable, error))
        return FALSE;
    }

  for (GList *l = expected; l != NULL; l = l->next)
    if (!g_hash_table_contains (seen, l->data))
      return fail (error, CONFAB_TRANSFER_ERROR_DAMAGED, "A file is missing in the backup");
  return g_hash_table_contains (seen, CONFAB_BACKUP_HISTORY) ||
         fail (error, CONFAB_TRANSFER_ERROR_DAMAGED, "There are no conversations in the backup");
}

static gboolean
unpack (ConfabBackupJob  *self,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr(ConfabZipReader) reader = NULL;
  g_autoptr(JsonNode) manifest = NULL;
  JsonObject *files;
  const char *name;

  if (!confab_zip_reader_is_zip (self->path))
    return g_file_test (self->path, G_FILE_TEST_EXISTS)
      ? fail (error, CONFAB_TRANSFER_ERROR_FORMAT, "This is no backup of Confab")
      : fail (error, CONFAB_TRANSFER_ERROR_READ, "There is no such file");
  if (!(reader = confab_zip_reader_open (self->path, error)) || !confab_zip_reader_next (reader, &name, error))
    return FALSE;
  if (g_strcmp0 (name, CONFAB_BACKUP_MANIFEST) != 0)
    return fail (error, CONFAB_TRANSFER_ERROR_FORMAT, "This is no backup of Confab");
  if (!(manifest = read_manifest (reader, error)))
    return FALSE;

  read_report (self->report, confab_json_node_object (manifest));
  files = confab_json_get_object (confab_json_node_object (manifest), "files");
  self->total = (guint64) MAX (confab_json_get_int (confab_json_get_object (files, CONFAB_BACKUP_HISTORY),
                                                    "size", 0), 0);

  return unpack_files (self, reader, files, cancellable, error);
}

/* Providers that make no sense would lock up those that are here. */
static void
check_providers (ConfabBackupJob *self)
{
  g_autoptr(GPtrArray) records = NULL;

  if (self->providers == NULL)
    return;

  records = confab_provider_records_parse (self->providers, NULL, NULL, NULL);
  if (records == NULL)
    {
      g_clear_pointer (&self->providers, g_bytes_unref);
      self->report->without_providers = TRUE;
    }
}

/* Looks at what was unpacked, and brings it to the version of the tables that is known here. */
static gboolean
check (ConfabBackupJob  *self,
       GError          **error)
{
  g_autoptr(GError) own_error = NULL;
  ConfabHistorySession *session = confab_history_session_open (self->copy, &own_error);
  gboolean ok = session != NULL && confab_history_session_check (session, &own_error);

  g_clear_pointer (&session, confab_history_session_free);
  if (ok)
    return TRUE;

  /* What is wrong is the backup, and not what is kept here. */
  if (g_error_matches (own_error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FUTURE))
    return fail (error, CONFAB_TRANSFER_ERROR_FUTURE, own_error->message);
  if (g_error_matches (own_error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL))
    return fail (error, CONFAB_TRANSFER_ERROR_FULL, own_error->message);
  return fail (error, CONFAB_TRANSFER_ERROR_DAMAGED, own_error->message);
}

/* confab_backup_unpack:
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Unpacks the backup of the job into a folder of its own, and looks at what is in it.
 *
 * Returns: whether it can take the place of what is here
 */
gboolean
confab_backup_unpack (ConfabBackupJob  *self,
                      GCancellable     *cancellable,
                      GError          **error)
{
  if (!confab_backup_job_make_folder (self, error) || !unpack (self, cancellable, error) || !check (self, error))
    return FALSE;

  check_providers (self);
  return TRUE;
}
