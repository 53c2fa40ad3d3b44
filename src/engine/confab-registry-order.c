/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-order"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-order.h"
#include "confab-registry-update-private.h"

/* How a person changes the order in which providers are taken. */

typedef struct
{
  char **in_use;  /* owned: who is in use, in the order of before */
  char  *id;      /* owned */
  char  *before;  /* owned, nullable */
} Move;

static void
move_free (gpointer data)
{
  Move *self = data;

  g_strfreev (self->in_use);
  g_free (self->id);
  g_free (self->before);
  g_free (self);
}

/* The move is made in whatever order there is by then, so that it undoes none that another process
 * has made. */
static GBytes *
move_in_file (GBytes    *current,
              gpointer   user_data,
              GError   **error)
{
  const Move *move = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_auto(GStrv) order = NULL;
  g_auto(GStrv) moved = NULL;

  if (!(records = confab_provider_records_parse (current, NULL, &order, error)))
    return NULL;

  moved = confab_provider_order_move ((const char * const *) order, (const char * const *) move->in_use, move->id,
                                      move->before);

  return confab_provider_records_merge (current, NULL, NULL, NULL, (const char * const *) moved, error);
}

static char **
dup_in_use (ConfabRegistry *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);

      if (confab_provider_get_in_use (provider))
        g_strv_builder_add (builder, confab_provider_get_id (provider));
    }

  return g_strv_builder_end (builder);
}

static void
move_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_registry_update_finish (CONFAB_REGISTRY (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * confab_registry_move_async:
 * @provider: whom to move
 * @before: (nullable): before whom; %NULL for behind all that are in use
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Gives a provider another place in the order of preference. Whom a new conversation uses when
 * nobody chose, and whom is asked instead of one that fails, follow that order.
 */
void
confab_registry_move_async (ConfabRegistry      *self,
                            ConfabProvider      *provider,
                            ConfabProvider      *before,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Move *move;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (before == NULL || CONFAB_IS_PROVIDER (before));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_move_async);

  if (confab_provider_get_demonstration (provider))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("The demonstration has no place in the order."));
      return;
    }

  move = g_new0 (Move, 1);
  move->in_use = dup_in_use (self);
  move->id = g_strdup (confab_provider_get_id (provider));
  move->before = before != NULL ? g_strdup (confab_provider_get_id (before)) : NULL;
  confab_registry_update_async (self, move_in_file, move, move_free, cancellable, move_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_move_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in force; otherwise an error as of [method@Registry.change_finish]
 */
gboolean
confab_registry_move_finish (ConfabRegistry  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
