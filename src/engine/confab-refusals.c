/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-refusals"

#include "config.h"

#include "confab-refusals.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "confab-json.h"

/* Another number is another format, and what is in such a file is forgotten: it is a cache. */
#define FORMAT_VERSION 1

/* The most that is remembered; the oldest is forgotten first. */
#define MAX_ENTRIES 256

/* The largest file that is read, in bytes; so many entries need far less. */
#define MAX_FILE_BYTES (256 * 1024)

/* Services learn: after this time it is tried again. In seconds. */
#define MAX_AGE_S (30 * 24 * 60 * 60)

/**
 * ConfabRefusals:
 *
 * Which parameters which models do not take, as they said themselves.
 *
 * The catalogue says how models are told to think by the rules there are; what a model answers to
 * that is kept here, in a file of the user's cache, so that the next request leaves it out at once.
 * The file can be deleted at any time. One that cannot be read or written is done without.
 *
 * Main thread only.
 */
struct _ConfabRefusals
{
  GObject    parent_instance;

  GFile     *file;      /* owned */
  GPtrArray *entries;   /* owned, of Entry, the oldest first */
  GPtrArray *waiting;   /* owned, of GTask: who waits until everything is written */
  gboolean   writing;
  gboolean   dirty;     /* there is more than what is being written */
};

typedef struct
{
  char   *provider_id;  /* owned */
  char   *model;        /* owned */
  char   *parameter;    /* owned */
  gint64  since_s;      /* Unix time */
} Entry;

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabRefusals, confab_refusals, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->provider_id);
  g_free (entry->model);
  g_free (entry->parameter);
  g_free (entry);
}

static gint64
get_now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static Entry *
find (ConfabRefusals *self,
      const char     *provider_id,
      const char     *model,
      const char     *parameter)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->provider_id, provider_id) &&
          g_str_equal (entry->model, model) &&
          g_str_equal (entry->parameter, parameter))
        return entry;
    }

  return NULL;
}

static void
add (ConfabRefusals *self,
     const char     *provider_id,
     const char     *model,
     const char     *parameter,
     gint64          since_s)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->provider_id = g_strdup (provider_id);
  entry->model = g_strdup (model);
  entry->parameter = g_strdup (parameter);
  entry->since_s = since_s;
  g_ptr_array_add (self->entries, entry);
  if (self->entries->len > MAX_ENTRIES)
    g_ptr_array_remove_range (self->entries, 0, self->entries->len - MAX_ENTRIES);
}

static void
read_text (ConfabRefusals *self,
           const char     *text,
           gsize           length)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  const gint64 now_s = get_now_s ();
  JsonObject *object;
  JsonArray *refused;

  if (length > MAX_FILE_BYTES || (root = confab_json_parse (text, length, &error)) == NULL)
    {
      g_debug ("What models refuse is forgotten: %s", error != NULL ? error->message : "the file is too large");
      return;
    }

  object = confab_json_node_object (root);
  refused = confab_json_get_array (object, "refused");
  if (confab_json_get_int (object, "version", -1) != FORMAT_VERSION)
    return;

  for (guint i = 0; i < confab_json_array_length (refused); i++)
    {
      JsonObject *item = confab_json_array_object (refused, i);
      const char *provider_id = confab_json_get_text (item, "provider");
      const char *model = confab_json_get_text (item, "model");
      const char *parameter = confab_json_get_text (item, "parameter");
      const gint64 since_s = confab_json_get_int (item, "since", -1);

      if (provider_id != NULL && model != NULL && parameter != NULL &&
          since_s > now_s - MAX_AGE_S && since_s <= now_s &&
          find (self, provider_id, model, parameter) == NULL)
        add (self, provider_id, model, parameter, since_s);
    }
}

static char *
write_text (ConfabRefusals *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *refused = json_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "provider", entry->provider_id);
      json_object_set_string_member (item, "model", entry->model);
      json_object_set_string_member (item, "parameter", entry->parameter);
      json_object_set_int_member (item, "since", entry->since_s);
      json_array_add_object_element (refused, item);
    }

  json_object_set_int_member (object, "version", FORMAT_VERSION);
  json_object_set_array_member (object, "refused", refused);

  return confab_json_object_to_string (object);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const char *text = task_data;
  g_autofree char *path = g_file_get_path (CONFAB_REFUSALS (source_object)->file);
  g_autofree char *folder = g_path_get_dirname (path);
  GError *error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void write_entries (ConfabRefusals *self);

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ConfabRefusals *self = CONFAB_REFUSALS (object);
  g_autoptr(GPtrArray) waiting = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("What models refuse is not kept: %s", error->message);

  self->writing = FALSE;
  if (self->dirty)
    {
      write_entries (self);
      return;
    }

  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

/* One at a time, so that an older state never replaces a newer one. */
static void
write_entries (ConfabRefusals *self)
{
  g_autoptr(GTask) task = NULL;

  self->dirty = self->writing;
  if (self->writing)
    return;

  self->writing = TRUE;
  task = g_task_new (self, NULL, write_cb, NULL);
  g_task_set_source_tag (task, write_entries);
  g_task_set_task_data (task, write_text (self), g_free);
  g_task_run_in_thread (task, write_in_thread);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (object), result, &text, &length, NULL, &error))
    read_text (g_task_get_source_object (task), text, length);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

static void
confab_refusals_finalize (GObject *object)
{
  ConfabRefusals *self = CONFAB_REFUSALS (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_refusals_parent_class)->finalize (object);
}

static void
confab_refusals_class_init (ConfabRefusalsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_refusals_finalize;

  /**
   * ConfabRefusals::changed:
   *
   * Something more is refused.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_refusals_init (ConfabRefusals *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * confab_refusals_new:
 * @file: a local file, which need not be there
 *
 * Returns: (transfer full): nothing yet: [method@Refusals.load_async] reads the file
 */
ConfabRefusals *
confab_refusals_new (GFile *file)
{
  ConfabRefusals *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (CONFAB_TYPE_REFUSALS, NULL);
  self->file = g_object_ref (file);

  return self;
}

/**
 * confab_refusals_contains:
 * @provider_id: a provider
 * @model: one of its models
 * @parameter: what is asked about
 *
 * Returns: whether the model refused it
 */
gboolean
confab_refusals_contains (ConfabRefusals *self,
                          const char     *provider_id,
                          const char     *model,
                          const char     *parameter)
{
  g_return_val_if_fail (CONFAB_IS_REFUSALS (self), FALSE);
  g_return_val_if_fail (provider_id != NULL && model != NULL && parameter != NULL, FALSE);

  return find (self, provider_id, model, parameter) != NULL;
}

/**
 * confab_refusals_add:
 * @provider_id: a provider
 * @model: one of its models
 * @parameter: what the model refused
 *
 * Remembers it, and writes it down in the background.
 */
void
confab_refusals_add (ConfabRefusals *self,
                     const char     *provider_id,
                     const char     *model,
                     const char     *parameter)
{
  g_return_if_fail (CONFAB_IS_REFUSALS (self));
  g_return_if_fail (provider_id != NULL && model != NULL && parameter != NULL);

  if (find (self, provider_id, model, parameter) != NULL)
    return;

  add (self, provider_id, model, parameter, get_now_s ());
  write_entries (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * confab_refusals_load_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file has been read, or could not be
 * @user_data: closure
 *
 * Reads what was remembered before.
 */
void
confab_refusals_load_async (ConfabRefusals      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REFUSALS (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_refusals_load_async);
  g_file_load_contents_async (self->file, cancellable, load_cb, g_steal_pointer (&task));
}

/**
 * confab_refusals_load_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE only when it was cancelled
 */
gboolean
confab_refusals_load_finish (ConfabRefusals  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REFUSALS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_refusals_flush_async:
 * @callback: called when nothing waits to be written
 * @user_data: closure
 */
void
confab_refusals_flush_async (ConfabRefusals      *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REFUSALS (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_refusals_flush_async);
  if (self->writing)
    g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * confab_refusals_flush_finish:
 * @result: the result
 *
 * Ends flushing.
 */
void
confab_refusals_flush_finish (ConfabRefusals *self,
                              GAsyncResult   *result)
{
  g_return_if_fail (CONFAB_IS_REFUSALS (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
