/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-indexing"

#include "config.h"

#include "confab-history-private.h"

#include "confab-history-index-private.h"

/* What an older program, or one that was killed, did not enter into the index is entered in the
 * background: a little at a time between other jobs. */

/* What may be entered into the index in one go, so that a reply that arrives can be written soon. */
#define INDEX_BYTES (256 * 1024)

/* How long after a failure, such as that of a full disk, it is tried again. */
#define RETRY_DELAY_S 30

static void
index_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  gboolean has_more = FALSE;
  GError *error = NULL;

  if (confab_history_check_open (self, &error) &&
      confab_history_db_index_some (self->db, INDEX_BYTES, &has_more, &error))
    g_task_return_boolean (task, has_more);
  else
    g_task_return_error (task, error);
}

static gboolean
on_retry_timeout_cb (gpointer user_data)
{
  ConfabHistory *self = CONFAB_HISTORY (user_data);

  self->index_source = 0;
  confab_history_index_rest (self);

  return G_SOURCE_REMOVE;
}

/* After a failure it is not known whether there is more; as long as there was, there is. */
static void
index_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ConfabHistory *self = CONFAB_HISTORY (object);
  g_autoptr(GError) error = NULL;
  const gboolean has_more = g_task_propagate_boolean (G_TASK (result), &error);

  if (error == NULL)
    {
      confab_history_set_indexing (self, has_more);
      if (has_more)
        confab_history_index_rest (self);
      return;
    }

  if (g_error_matches (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED))
    return;

  g_debug ("Not everything can be found: %s", error->message);
  if (self->index_source == 0)
    self->index_source = g_timeout_add_seconds (RETRY_DELAY_S, on_retry_timeout_cb, self);
}

/**
 * confab_history_index_rest:
 *
 * Goes on by itself until every message can be found, a little at a time between other jobs.
 */
void
confab_history_index_rest (ConfabHistory *self)
{
  confab_history_push (self, NULL, confab_history_index_rest, index_thread, NULL, index_cb, NULL);
}
