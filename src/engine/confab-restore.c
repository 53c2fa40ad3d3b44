/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-restore"

#include "config.h"

#include "confab-backup.h"

#include "confab-backup-private.h"
#include "confab-context-private.h"
#include "confab-conversation-list-private.h"
#include "confab-history-session.h"
#include "confab-json.h"
#include "confab-progress-private.h"
#include "confab-transfer-error.h"
#include "confab-zip-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SIZE (256 * 1024)

/* One restoration. First everything is unpacked and looked at, in a thread; then what is here goes
 * aside and the other takes its place, in a thread again; then providers and preferences follow. */
typedef struct
{
  GSettings      *settings;        /* owned, nullable */
  char           *history_path;    /* owned */
  char           *providers_path;  /* owned */
  char           *path;            /* owned: of the backup */
  ConfabProgress *progress;        /* owned */

  ConfabHistoryLock *shared_lock;  /* borrowed, nullable: of this process, when it has the history open */
  ConfabHistoryLock *own_lock;     /* owned, nullable: otherwise */
  gboolean        claimed;         /* nobody else has the history open */

  char           *folder;          /* owned, nullable: of what was unpacked */
  char           *unpacked;        /* owned, nullable: the conversations */
  GBytes         *providers;       /* owned, nullable */
  char           *preferences;     /* owned, nullable */
  char           *aside;           /* owned, nullable: where what was here is kept */
  guint64         n_bytes;         /* that were unpacked */
  guint64         total;           /* of those that are to be */
} Restore;

/* Lets others have the history open again. */
static void
let_go (Restore *self)
{
  if (self->claimed)
    confab_history_lock_unclaim (self->shared_lock != NULL ? self->shared_lock : self->own_lock);
  self->claimed = FALSE;
  g_clear_pointer (&self->own_lock, confab_history_lock_free);
}

static void
restore_free (Restore *self)
{
  if (self->folder != NULL)
    {
      g_autofree char *log = g_strconcat (self->unpacked, "-wal", NULL);
      g_autofree char *index = g_strconcat (self->unpacked, "-shm", NULL);

      g_unlink (self->unpacked);
      g_unlink (log);
      g_unlink (index);
      g_rmdir (self->folder);
    }
  let_go (self);
  g_clear_object (&self->settings);
  g_free (self->history_path);
  g_free (self->providers_path);
  g_free (self->path);
  g_clear_pointer (&self->progress, confab_progress_unref);
  g_free (self->folder);
  g_free (self->unpacked);
  g_clear_pointer (&self->providers, g_bytes_unref);
  g_free (self->preferences);
  g_free (self->aside);
  g_free (self);
}

static gboolean
fail (GError     **error,
      int          code,
      const char  *message)
{
  g_set_error_literal (error, CONFAB_TRANSFER_ERROR, code, message);
  return FALSE;
}

static gboolean
set_errno (GError **error)
{
  const int saved_errno = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (saved_errno), "%s", g_strerror (saved_errno));
  return FALSE;
}

/* Returns: (transfer full): the list of files in the manifest */
static JsonNode *
read_manifest (Restore          *self,
               ConfabZipReader  *reader,
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
unpack_history (Restore          *self,
                ConfabZipReader  *reader,
                GChecksum        *checksum,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autofree char *buffer = g_malloc (BLOCK_SIZE);
  gboolean ok = TRUE;
  gssize n = 0;
  int fd;

  fd = g_open (self->unpacked, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_errno (error);

  while (ok && (n = confab_zip_reader_read (reader, buffer, BLOCK_SIZE, error)) > 0)
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
            ok = set_errno (error);
          p += MAX (written, 0);
          n -= MAX (written, 0);
        }
    }
  ok = ok && n == 0;
  if (close (fd) != 0 && ok)
    ok = set_errno (error);

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
unpack_member (Restore          *self,
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

static gboolean
unpack (Restore       *self,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(ConfabZipReader) reader = NULL;
  g_autoptr(JsonNode) manifest = NULL;
  JsonObject *files;
  const char *name;
  gboolean has_history = FALSE;

  if (!confab_zip_reader_is_zip (self->path))
    return g_file_test (self->path, G_FILE_TEST_EXISTS)
      ? fail (error, CONFAB_TRANSFER_ERROR_FORMAT, "This is no backup of Confab")
      : fail (error, CONFAB_TRANSFER_ERROR_READ, "There is no such file");
  if (!(reader = confab_zip_reader_open (self->path, error)) || !confab_zip_reader_next (reader, &name, error))
    return FALSE;
  if (g_strcmp0 (name, CONFAB_BACKUP_MANIFEST) != 0)
    return fail (error, CONFAB_TRANSFER_ERROR_FORMAT, "This is no backup of Confab");
  if (!(manifest = read_manifest (self, reader, error)))
    return FALSE;

  files = confab_json_get_object (confab_json_node_object (manifest), "files");
  self->total = (guint64) MAX (confab_json_get_int (confab_json_get_object (files, CONFAB_BACKUP_HISTORY),
                                                    "size", 0), 0);
  while (TRUE)
    {
      if (!confab_zip_reader_next (reader, &name, error))
        return FALSE;
      if (name == NULL)
        break;

      has_history = has_history || g_str_equal (name, CONFAB_BACKUP_HISTORY);
      if (!unpack_member (self, reader, name, files, cancellable, error))
        return FALSE;
    }

  return has_history || fail (error, CONFAB_TRANSFER_ERROR_DAMAGED, "There are no conversations in the backup");
}

/* Looks at what was unpacked, and brings it to the version of the tables that is known here. */
static gboolean
check (Restore  *self,
       GError  **error)
{
  g_autoptr(GError) own_error = NULL;
  ConfabHistorySession *session = confab_history_session_open (self->unpacked, &own_error);
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

/* Whoever has the history open goes by what is in it, and would write it into the other one. */
static gboolean
claim (Restore       *self,
       GCancellable  *cancellable,
       GError       **error)
{
  if (self->shared_lock == NULL &&
      !(self->own_lock = confab_history_lock_new (self->history_path, cancellable, error)))
    return FALSE;

  self->claimed = confab_history_lock_claim (self->shared_lock != NULL ? self->shared_lock : self->own_lock, NULL);
  return self->claimed || fail (error, CONFAB_TRANSFER_ERROR_IN_USE, "Another process has the history open");
}

static void
unpack_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Restore *self = task_data;
  GError *error = NULL;

  if (!(self->folder = confab_backup_make_folder (&error)))
    {
      g_task_return_error (task, error);
      return;
    }

  self->unpacked = g_build_filename (self->folder, CONFAB_BACKUP_HISTORY, NULL);
  if (claim (self, cancellable, &error) && unpack (self, cancellable, &error) && check (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  Restore *self = user_data;

  confab_progress_report (self->progress, total + done, total * 2);
}

/* Beside what is kept, under the time at which it went aside. */
static gboolean
keep_aside (Restore               *self,
            ConfabHistorySession  *session,
            GCancellable          *cancellable,
            GError               **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *folder = g_path_get_dirname (self->history_path);
  g_autofree char *providers = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  for (guint i = 0; self->aside == NULL || g_file_test (self->aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (self->aside);
      self->aside = i == 0 ? g_strdup_printf ("%s/before-restore-%s.db", folder, time)
                           : g_strdup_printf ("%s/before-restore-%s-%u.db", folder, time, i);
    }

  if (!confab_history_session_copy_to (session, self->aside, NULL, NULL, cancellable, error))
    return FALSE;

  providers = g_strconcat (self->aside, ".providers.json", NULL);
  return self->providers == NULL || !g_file_get_contents (self->providers_path, &contents, &length, NULL) ||
         g_file_set_contents_full (providers, contents, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
replace_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Restore *self = task_data;
  ConfabHistorySession *session;
  ConfabHistorySession *source = NULL;
  GError *error = NULL;
  gboolean ok;

  session = confab_history_session_open (self->history_path, &error);
  ok = session != NULL && keep_aside (self, session, cancellable, &error) &&
       (source = confab_history_session_open (self->unpacked, &error)) != NULL &&
       confab_history_session_copy_from (session, source, copied_cb, self, cancellable, &error);
  g_clear_pointer (&source, confab_history_session_free);
  g_clear_pointer (&session, confab_history_session_free);

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
reload_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Restore *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_context_open_history_finish (CONFAB_CONTEXT (object), result, &error))
    g_task_return_pointer (task, g_strdup (self->aside), g_free);
  else
    g_task_return_error (task, error);
}

/* Shows what is in the history now, be it another one or not. */
static void
reload (ConfabContext       *context,
        Restore             *self,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  let_go (self);
  context->replacing = FALSE;
  confab_context_open_history_async (context, NULL, callback, user_data);
}

static void
providers_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = g_task_get_source_object (task);
  Restore *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (object != G_OBJECT (context) &&
      !confab_records_file_update_finish (CONFAB_RECORDS_FILE (object), result, NULL, &error))
    {
      reload (context, self, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }

  if (self->preferences != NULL)
    confab_backup_apply_settings (self->settings, self->preferences);
  reload (context, self, reload_cb, g_object_ref (task));
}

static GBytes *
replace_providers (GBytes    *current,
                   gpointer   user_data,
                   GError   **error)
{
  return g_bytes_ref (user_data);
}

static void
replace_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = CONFAB_CONTEXT (object);
  Restore *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* The list was emptied for what did not come. */
      reload (context, self, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }

  if (self->providers != NULL)
    confab_records_file_update_async (context->records_file, replace_providers, g_bytes_ref (self->providers),
                                      (GDestroyNotify) g_bytes_unref, NULL, providers_cb, g_object_ref (task));
  else
    providers_cb (object, result, g_object_ref (task));
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_conversation_list_clear_finish (CONFAB_CONVERSATION_LIST (object), result);
  confab_context_run_step (task, replace_thread, replace_cb);
}

static void
unpack_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = CONFAB_CONTEXT (object);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  context->replacing = TRUE;
  confab_conversation_list_clear_async (context->conversations, clear_cb, g_object_ref (task));
}

/**
 * confab_restore_async:
 * @context: what the engine has
 * @settings: (nullable): the preferences
 * @file: a backup, a local file
 * @func: (nullable): told of how far it is
 * @func_data: closure
 * @cancellable: (nullable): stops it; what is here stays then
 * @callback: called at the end
 * @user_data: closure
 *
 * Puts the conversations, providers and preferences of a backup in the place of those that are here, at
 * once and for everybody who has them open. The backup is looked at as a whole before anything is
 * touched, and what was here is kept beside it. Keys stay as they are.
 *
 * Fails with %CONFAB_TRANSFER_ERROR_IN_USE while another process has the conversations open,
 * with %CONFAB_TRANSFER_ERROR_FUTURE when the backup was made by a newer version, with
 * %CONFAB_TRANSFER_ERROR_FORMAT and %CONFAB_TRANSFER_ERROR_DAMAGED when it is of no use.
 */
void
confab_restore_async (ConfabContext       *context,
                      GSettings           *settings,
                      GFile               *file,
                      ConfabProgressFunc   func,
                      gpointer             func_data,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Restore *self;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));
  g_return_if_fail (settings == NULL || G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_restore_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ, "It is not a local file");
      return;
    }

  self = g_new0 (Restore, 1);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->history_path = g_strdup (confab_history_peek_path (context->history));
  self->providers_path = g_file_get_path (confab_records_file_get_file (context->records_file));
  self->path = g_strdup (g_file_peek_path (file));
  self->progress = confab_progress_new (func, func_data);
  if (context->history_watch != NULL)
    self->shared_lock = confab_history_watch_get_lock (context->history_watch);
  g_task_set_task_data (task, self, (GDestroyNotify) restore_free);
  confab_context_add_work (context, task);
  confab_context_run_step (task, unpack_thread, unpack_cb);
}

/**
 * confab_restore_finish:
 * @context: what the engine has
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the file that keeps the conversations that were here before, or %NULL
 */
char *
confab_restore_finish (ConfabContext  *context,
                       GAsyncResult   *result,
                       GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
