/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import"

#include "config.h"

#include "confab-import.h"

#include "confab-context-private.h"
#include "confab-export-json.h"
#include "confab-history-lock.h"
#include "confab-import-batch.h"
#include "confab-import-files.h"
#include "confab-import-format.h"
#include "confab-json-splitter.h"
#include "confab-json.h"
#include "confab-progress-private.h"
#include "confab-thread-task.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* One import, in the thread that does it. */
typedef struct
{
  char                 *history_path;  /* owned */
  char                 *path;          /* owned */
  ConfabProgress       *progress;      /* owned */

  GCancellable         *cancellable;   /* borrowed, nullable */
  ConfabImportReport   *report;        /* owned */
  ConfabHistorySession *session;       /* owned */
  ConfabImportStore    *store;         /* owned */
  ConfabImportBatch    *batch;         /* owned */
  ConfabImportFiles    *files;         /* owned */
  ConfabJsonSplitter   *splitter;      /* owned */
  GHashTable           *waiting;       /* owned: of our own format, id to ConfabConversation without messages yet */
  ConfabConversation   *current;       /* owned, nullable: of our own format, whose messages are coming */
  guint64               n_bytes;       /* that were read */
  guint                 n_values;      /* conversations or messages that were recognised */
  gboolean              is_own;
} Import;

static void
import_free (Import *self)
{
  g_free (self->history_path);
  g_free (self->path);
  g_clear_pointer (&self->progress, confab_progress_unref);
  g_clear_pointer (&self->report, confab_import_report_free);
  g_free (self);
}

static gboolean
begin (ConfabConversation  *conversation,
       gpointer             user_data,
       GError             **error)
{
  return confab_import_batch_begin (((Import *) user_data)->batch, conversation, error);
}

static gboolean
message (ConfabConversation  *conversation,
         ConfabMessage       *item,
         gpointer             user_data,
         GError             **error)
{
  Import *self = user_data;

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
         confab_import_batch_message (self->batch, item, error);
}

static gboolean
end (ConfabConversation  *conversation,
     gpointer             user_data,
     GError             **error)
{
  return confab_import_batch_end (((Import *) user_data)->batch, error);
}

static GBytes *
attachment (const char  *reference,
            char       **name,
            gpointer     user_data)
{
  return confab_import_files_lookup (((Import *) user_data)->files, reference, name);
}

static void
issue (const char *title,
       const char *reason,
       gpointer    user_data)
{
  confab_import_report_add (((Import *) user_data)->report, title, reason);
}

static const ConfabImportSink sink = { begin, message, end, attachment, issue };

static gboolean
end_current (Import  *self,
             GError **error)
{
  const gboolean ok = self->current == NULL || confab_import_batch_end (self->batch, error);

  g_clear_object (&self->current);
  return ok;
}

static gboolean
take_own_message (Import      *self,
                  JsonObject  *object,
                  GError     **error)
{
  const char *conversation_id;
  g_autoptr(ConfabMessage) item = confab_import_own_message (object, &conversation_id);

  if (item == NULL)
    {
      issue (NULL, _("A message makes no sense"), self);
      return TRUE;
    }

  if (self->current == NULL || !g_str_equal (confab_conversation_get_id (self->current), conversation_id))
    {
      ConfabConversation *conversation = g_hash_table_lookup (self->waiting, conversation_id);

      if (!end_current (self, error))
        return FALSE;
      if (conversation == NULL)
        {
          issue (NULL, _("A message belongs to no conversation of the file"), self);
          return TRUE;
        }

      self->current = g_object_ref (conversation);
      g_hash_table_remove (self->waiting, conversation_id);
      if (!begin (self->current, self, error))
        return FALSE;
    }

  self->n_values++;
  return message (self->current, item, self, error);
}

static gboolean
fail_format (GError **error)
{
  g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FORMAT, "This is no export of conversations");
  return FALSE;
}

static gboolean
take_own (Import      *self,
          const char  *name,
          JsonNode    *node,
          GError     **error)
{
  JsonObject *object = confab_json_node_object (node);
  gint64 version;

  if (g_str_equal (name, "format"))
    self->is_own = g_strcmp0 (confab_json_node_string (node), CONFAB_EXPORT_JSON_FORMAT) == 0;
  else if (g_str_equal (name, "version") && self->is_own && confab_json_node_int (node, &version) &&
           version > CONFAB_EXPORT_JSON_VERSION)
    {
      g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FUTURE,
                   "The file has version %" G_GINT64_FORMAT ", known is %d", version, CONFAB_EXPORT_JSON_VERSION);
      return FALSE;
    }

  if (!self->is_own)
    return fail_format (error);

  if (g_str_equal (name, "conversations") && object != NULL)
    {
      ConfabConversation *conversation = confab_import_own_conversation (object);

      if (conversation != NULL)
        {
          self->n_values++;
          g_hash_table_replace (self->waiting, (gpointer) confab_conversation_get_id (conversation), conversation);
        }
      else
        issue (NULL, _("A conversation has no id"), self);
    }
  else if (g_str_equal (name, "messages") && object != NULL)
    return take_own_message (self, object, error);

  return TRUE;
}

static gboolean
take_element (Import      *self,
              JsonObject  *object,
              GError     **error)
{
  const guint n_before = self->n_values++;

  if (object != NULL && confab_import_is_chatgpt (object))
    return confab_import_chatgpt (object, &sink, self, error);
  if (object != NULL && confab_import_is_claude (object))
    return confab_import_claude (object, &sink, self, error);

  self->n_values = n_before;
  issue (NULL, _("Something in the file is no conversation"), self);
  return TRUE;
}

static gboolean
take_value_cb (const char  *name,
               const char  *json,
               gsize        length,
               gpointer     user_data,
               GError     **error)
{
  Import *self = user_data;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) damage = NULL;
  g_autofree char *valid = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (json == NULL)
    {
      issue (NULL, _("A conversation or message is too large"), self);
      return TRUE;
    }

  if (!g_utf8_validate_len (json, length, NULL))
    {
      valid = g_utf8_make_valid (json, (gssize) length);
      json = valid;
      length = strlen (valid);
    }
  node = confab_json_parse (json, length, &damage);
  if (node == NULL)
    {
      issue (NULL, _("A conversation or message cannot be read"), self);
      return TRUE;
    }

  return name != NULL ? take_own (self, name, node, error)
                      : take_element (self, confab_json_node_object (node), error);
}

static gboolean
feed_cb (const char  *data,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  Import *self = user_data;

  self->n_bytes += length;
  confab_progress_report (self->progress, self->n_bytes,
                          MAX (confab_import_files_get_total (self->files), self->n_bytes));
  return confab_json_splitter_feed (self->splitter, data, length, error);
}

/* What the end of the file brings with it. */
static gboolean
end_file (Import  *self,
          GError **error)
{
  GHashTableIter iter;
  gpointer conversation;

  if (!end_current (self, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &conversation))
    if (!begin (conversation, self, error) || !end (conversation, self, error))
      return FALSE;
  g_hash_table_remove_all (self->waiting);

  return TRUE;
}

/* What came before a place where the file is damaged is taken all the same. */
static gboolean
is_damage (Import       *self,
           const GError *error)
{
  return g_error_matches (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_DAMAGED) && self->n_values > 0;
}

static gboolean
read_file (Import      *self,
           const char  *name,
           GError     **error)
{
  g_autoptr(GError) own_error = NULL;
  gboolean ok;

  self->is_own = FALSE;
  self->splitter = confab_json_splitter_new (CONFAB_IMPORT_MAX_VALUE, take_value_cb, self);
  ok = confab_import_files_read (self->files, name, feed_cb, self, self->cancellable, &own_error) &&
       confab_json_splitter_finish (self->splitter, &own_error);
  if (ok && confab_json_splitter_is_object (self->splitter) && !self->is_own)
    ok = fail_format (&own_error);
  g_clear_pointer (&self->splitter, confab_json_splitter_free);

  if (!ok && is_damage (self, own_error))
    {
      issue (NULL, _("The file is damaged or cut off; what comes before that place was taken"), self);
      g_clear_error (&own_error);
      ok = TRUE;
    }
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }

  return end_file (self, error);
}

static gboolean
run (Import  *self,
     GError **error)
{
  g_autoptr(ConfabHistoryLock) lock = NULL;
  GPtrArray *names;

  /* A restoration in the middle of it would undo what was taken. */
  if (!(lock = confab_history_lock_new (self->history_path, self->cancellable, error)) ||
      !(self->files = confab_import_files_open (self->path, error)) ||
      !(self->session = confab_history_session_open (self->history_path, error)) ||
      !(self->store = confab_import_store_new (self->session, self->report, self->cancellable, error)))
    return FALSE;

  self->batch = confab_import_batch_new (self->session, self->store);
  names = confab_import_files_get_names (self->files);
  for (guint i = 0; i < names->len; i++)
    if (!read_file (self, g_ptr_array_index (names, i), error))
      return FALSE;

  if (self->n_values == 0 && self->report->issues->len > 0)
    return fail_format (error);

  return confab_import_batch_flush (self->batch, error);
}

static void
import_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Import *self = task_data;
  GError *error = NULL;
  gboolean stopped;
  gboolean ok;

  self->cancellable = cancellable;
  self->report = confab_import_report_new ();
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  ok = run (self, &error);
  stopped = !ok && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (stopped)
    {
      g_clear_error (&error);
      ok = self->batch == NULL || confab_import_batch_flush (self->batch, &error);
    }
  else if (!ok && self->batch != NULL)
    /* What came before stays; why the rest does not is told already. */
    confab_import_batch_flush (self->batch, NULL);
  g_clear_object (&self->current);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->batch, confab_import_batch_free);
  g_clear_pointer (&self->store, confab_import_store_free);
  g_clear_pointer (&self->session, confab_history_session_free);
  g_clear_pointer (&self->files, confab_import_files_free);

  self->report->stopped = stopped;
  if (ok)
    g_task_return_pointer (task, g_steal_pointer (&self->report), (GDestroyNotify) confab_import_report_free);
  else
    g_task_return_error (task, error);
}

/**
 * confab_import_async:
 * @context: what the engine has
 * @file: a local file
 * @func: (nullable): told of how far it is
 * @func_data: closure
 * @cancellable: (nullable): stops it
 * @callback: called at the end
 * @user_data: closure
 *
 * Takes conversations out of a file: the data export of ChatGPT or of Claude, as the zip archive that it
 * comes in or the conversations.json of it, or JSON that [func@export_async] wrote.
 *
 * Each conversation is taken as a whole or not at all. What is here already is not taken again, and not
 * changed but for messages that it lacks. When it is stopped, the conversations that came before stay.
 * The list shows them by itself where the history is open, at once after
 * [method@Context.open_history_async].
 */
void
confab_import_async (ConfabContext       *context,
                     GFile               *file,
                     ConfabProgressFunc   func,
                     gpointer             func_data,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Import *self;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_import_async);
  if (!confab_context_begin_work (task, file, CONFAB_TRANSFER_ERROR_READ))
    return;

  self = g_new0 (Import, 1);
  self->history_path = g_strdup (confab_history_peek_path (confab_context_get_history (context)));
  self->path = g_strdup (g_file_peek_path (file));
  self->progress = confab_progress_new (func, func_data);
  g_task_set_task_data (task, self, (GDestroyNotify) import_free);
  confab_thread_task_run (task, import_thread);
}

/**
 * confab_import_finish:
 * @context: what the engine has
 * @result: the result
 * @error: return location
 *
 * Errors are of %CONFAB_TRANSFER_ERROR when the file is of no use, of %G_IO_ERROR when it cannot be read,
 * and of %CONFAB_STORE_ERROR when the conversations cannot be stored; those that came before are, but for
 * the last few.
 *
 * Returns: (transfer full): what was taken and what was not, or %NULL
 */
ConfabImportReport *
confab_import_finish (ConfabContext  *context,
                      GAsyncResult   *result,
                      GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
