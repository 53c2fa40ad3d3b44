/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring-operation"

#include "config.h"

#include "confab-keyring-operation-private.h"

/* One for the default collection, one for items that somebody moved to another. */
#define MAX_PROMPTS 2

/* On disk in people's keyrings: never to change. */
const SecretSchema confab_keyring_schema = {
  CONFAB_APP_ID ".Key", SECRET_SCHEMA_NONE,
  {
    { "secret-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

/**
 * confab_keyring_operation_new:
 * @link: the line to the service
 * @secret_id: (nullable): the key it is about, or %NULL for all of them
 * @proceed: what to do when there is a service and its default collection is known; called again
 *   after a prompt was answered
 *
 * Returns: (transfer full): data for a task whose source is the keyring
 */
ConfabKeyringOperation *
confab_keyring_operation_new (ConfabKeyringLink *link,
                              const char        *secret_id,
                              ConfabKeyringStep  proceed)
{
  ConfabKeyringOperation *self = g_new0 (ConfabKeyringOperation, 1);

  self->link = g_object_ref (link);
  self->proceed = proceed;
  self->attributes = secret_id != NULL
    ? secret_attributes_build (&confab_keyring_schema, "secret-id", secret_id, NULL)
    : secret_attributes_build (&confab_keyring_schema, NULL);
  self->n_prompts_left = MAX_PROMPTS;
  return self;
}

/**
 * confab_keyring_operation_free:
 * @self: (transfer full): the data
 */
void
confab_keyring_operation_free (ConfabKeyringOperation *self)
{
  g_clear_object (&self->link);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_object (&self->service);
  g_clear_object (&self->collection);
  g_clear_object (&self->item);
  g_list_free_full (g_steal_pointer (&self->items), g_object_unref);
  g_free (self);
}

/**
 * confab_keyring_operation_fail:
 * @task: the task
 * @error: (nullable): what libsecret said, or %NULL when the keyring stays locked
 *
 * Ends the task with an error of %CONFAB_KEYRING_ERROR. Every failure comes through here, so that
 * the state of the keyring is what the last answer said.
 */
void
confab_keyring_operation_fail (GTask        *task,
                               const GError *error)
{
  ConfabKeyring *keyring = g_task_get_source_object (task);
  GError *translated;

  /* libsecret says cancelled when a prompt was dismissed, too. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    error = NULL;

  translated = confab_keyring_link_translate_error (error);
  if (g_error_matches (translated, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT))
    confab_keyring_set_state (keyring, CONFAB_KEYRING_ABSENT);
  else if (g_error_matches (translated, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED))
    confab_keyring_set_state (keyring, CONFAB_KEYRING_LOCKED);

  g_task_return_error (task, translated);
}

static void
default_collection_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_clear_object (&self->collection);
  self->collection = secret_collection_for_alias_finish (result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (error != NULL)
    confab_keyring_operation_fail (task, error);
  else
    self->proceed (task);
}

static void
read_default_collection (GTask *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  confab_keyring_operation_begin_call (task);
  secret_collection_for_alias (self->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL,
                               default_collection_cb, g_object_ref (task));
}

static void
link_open_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  self->service = confab_keyring_link_open_finish (CONFAB_KEYRING_LINK (object), result, &error);
  if (self->service != NULL)
    read_default_collection (task);
  else
    confab_keyring_operation_fail (task, error);
}

/**
 * confab_keyring_operation_begin:
 * @task: the task, with its data
 *
 * Gets the service and its default collection, and proceeds.
 */
void
confab_keyring_operation_begin (GTask *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  confab_keyring_link_open_async (self->link, g_task_get_cancellable (task),
                                  link_open_cb, g_object_ref (task));
}

/**
 * confab_keyring_operation_search:
 * @task: the task
 * @callback: called with the service, the result and a reference to the task; ends the call
 *
 * Searches all collections, locked ones too. Without unlocking them: that would prompt, and on
 * dismissal look like finding nothing.
 */
void
confab_keyring_operation_search (GTask               *task,
                                 GAsyncReadyCallback  callback)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  confab_keyring_operation_begin_call (task);
  secret_service_search (self->service, &confab_keyring_schema, self->attributes,
                         SECRET_SEARCH_ALL, NULL, callback, g_object_ref (task));
}

/**
 * confab_keyring_operation_is_locked:
 * @task: the task
 *
 * Returns: whether there is a default collection and it is locked
 */
gboolean
confab_keyring_operation_is_locked (GTask *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  return self->collection != NULL && secret_collection_get_locked (self->collection);
}

static gboolean
call_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  GTask *task = user_data;
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  self->answered = TRUE;
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* libsecret loses track of its prompt when the service dies, and would never answer. */
static void
on_link_vanished_cb (ConfabKeyringLink *link,
                     GTask             *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (self->answered)
    return;

  self->answered = TRUE;
  error = g_error_new (CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT,
                       "The secret service went away before it answered");
  confab_keyring_operation_fail (task, error);
}

/**
 * confab_keyring_operation_begin_call:
 * @task: the task
 *
 * To be called before libsecret is asked for anything, which is then not given the cancellable of the
 * task. It would take a prompt away, and that crashes gnome-keyring 42 with all it holds unlocked; and
 * version 0.21 lets go of objects twice when it is stopped while it reads. A task that is cancelled is
 * answered at once instead, and a prompt left to the person.
 */
void
confab_keyring_operation_begin_call (GTask *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_assert (self->vanished_id == 0);

  self->vanished_id = g_signal_connect (self->link, "vanished",
                                        G_CALLBACK (on_link_vanished_cb), task);
  if (cancellable == NULL)
    return;

  self->cancel_source = g_cancellable_source_new (cancellable);
  g_task_attach_source (task, self->cancel_source, G_SOURCE_FUNC (call_cancelled_cb));
}

/**
 * confab_keyring_operation_end_call:
 * @task: the task
 *
 * To be called first thing when libsecret has answered.
 *
 * Returns: whether the task still waits for it
 */
gboolean
confab_keyring_operation_end_call (GTask *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  g_clear_signal_handler (&self->vanished_id, self->link);
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);

  return !self->answered;
}

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  int n_unlocked;

  n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (object), result, NULL, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (error != NULL || n_unlocked < 1)
    confab_keyring_operation_fail (task, error);
  else
    read_default_collection (task);
}

static void
unlock (GTask *task,
        GList *objects)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);

  if (self->n_prompts_left == 0)
    {
      confab_keyring_operation_fail (task, NULL);
      return;
    }

  self->n_prompts_left--;
  confab_keyring_operation_begin_call (task);
  secret_service_unlock (self->service, objects, NULL, unlocked_cb, g_object_ref (task));
}

/**
 * confab_keyring_operation_unlock_default:
 * @task: the task
 *
 * Asks the person to unlock the default collection, should it be locked, and proceeds anew after
 * that. A person who does not want to ends the task.
 *
 * Returns: whether it was locked; the caller has nothing more to do then
 */
gboolean
confab_keyring_operation_unlock_default (GTask *task)
{
  ConfabKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr(GList) objects = NULL;

  if (!confab_keyring_operation_is_locked (task))
    return FALSE;

  objects = g_list_prepend (NULL, self->collection);
  unlock (task, objects);
  return TRUE;
}

/**
 * confab_keyring_operation_unlock_items:
 * @task: the task
 * @items: (element-type SecretItem): items
 *
 * Like [func@keyring_operation_unlock_default], for those of the items that are locked.
 *
 * Returns: whether there were any; the caller has nothing more to do then
 */
gboolean
confab_keyring_operation_unlock_items (GTask *task,
                                       GList *items)
{
  g_autoptr(GList) locked = NULL;

  for (GList *l = items; l != NULL; l = l->next)
    if (secret_item_get_locked (l->data))
      locked = g_list_prepend (locked, l->data);

  if (locked == NULL)
    return FALSE;

  unlock (task, locked);
  return TRUE;
}
