/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-refusals"

#include "config.h"

#include "confab-refusals.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "confab-json.h"
#include "confab-small-file.h"

/* Another number is another format, and what is in such a file is forgotten: it is a cache. */
#define FORMAT_VERSION 1

/* The most that is remembered; the oldest is forgotten first. */
#define MAX_ENTRIES 256

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
  GObject          parent_instance;

  ConfabSmallFile *file;     /* owned */
  GPtrArray       *entries;  /* owned, of Entry, the oldest first */
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
           const char     *text)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  const gint64 now_s = get_now_s ();
  JsonObject *object;
  JsonArray *refused;

  if ((root = confab_json_parse (text, strlen (text), &error)) == NULL)
    {
      g_debug ("What models refuse is forgotten: %s", error->message);
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
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree char *text = NULL;
  GError *error = NULL;

  if (!confab_small_file_load_finish (CONFAB_SMALL_FILE (object), result, &text, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (text != NULL)
    read_text (g_task_get_source_object (task), text);
  g_task_return_boolean (task, TRUE);
}

static void
flush_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_small_file_flush_finish (CONFAB_SMALL_FILE (object), result);
  g_task_return_boolean (task, TRUE);
}

static void
confab_refusals_finalize (GObject *object)
{
  ConfabRefusals *self = CONFAB_REFUSALS (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

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
  self->file = confab_small_file_new (file);

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
  confab_small_file_write (self->file, write_text (self));
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
  confab_small_file_load_async (self->file, cancellable, load_cb, g_steal_pointer (&task));
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
  confab_small_file_flush_async (self->file, flush_cb, g_steal_pointer (&task));
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
