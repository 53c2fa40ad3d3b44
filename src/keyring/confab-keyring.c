/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring"

#include "config.h"

#include "confab-keyring.h"

#include "confab-keyring-operation-private.h"

/**
 * ConfabKeyring:
 *
 * The keys that are kept in the desktop's keyring, through the Secret Service.
 *
 * Only [method@Keyring.unlock_async], [method@Keyring.store_async] and
 * [method@Keyring.clear_async] may ask the person to unlock it, for they follow something the
 * person did; everything else leaves a locked keyring alone and says so. What is kept is found
 * under the schema `io.github.confab.Confab.Key` with the attribute `secret-id`.
 *
 * Owned by the engine and used in the main thread. Errors are in the domain %CONFAB_KEYRING_ERROR.
 */
struct _ConfabKeyring
{
  GObject             parent_instance;

  ConfabKeyringLink  *link;         /* owned */
  GCancellable       *cancellable;  /* owned, cancelled in dispose */
  ConfabKeyringState  state;
  guint               refreshing : 1;
  guint               refresh_again : 1;
};

enum { PROP_0, PROP_STATE, N_PROPS };
enum { SIGNAL_CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabKeyring, confab_keyring, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ConfabKeyringState, confab_keyring_state,
  G_DEFINE_ENUM_VALUE (CONFAB_KEYRING_UNKNOWN, "unknown"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEYRING_AVAILABLE, "available"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEYRING_LOCKED, "locked"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEYRING_ABSENT, "absent"))

static void
refresh_search_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = g_task_get_source_object (task);
  g_autolist(SecretItem) items = NULL;
  g_autoptr(GError) error = NULL;
  gboolean locked;

  items = secret_service_search_finish (SECRET_SERVICE (object), result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (error != NULL)
    {
      confab_keyring_operation_fail (task, error);
      return;
    }

  locked = confab_keyring_operation_is_locked (task);
  for (GList *l = items; l != NULL; l = l->next)
    locked = locked || secret_item_get_locked (l->data);

  confab_keyring_set_state (self, locked ? CONFAB_KEYRING_LOCKED : CONFAB_KEYRING_AVAILABLE);
  g_task_return_boolean (task, TRUE);
}

static void
refresh_proceed (GTask *task)
{
  confab_keyring_operation_search (task, refresh_search_cb);
}

static void
unlock_search_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = g_task_get_source_object (task);
  g_autolist(SecretItem) items = NULL;
  g_autoptr(GError) error = NULL;

  items = secret_service_search_finish (SECRET_SERVICE (object), result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (error != NULL)
    {
      confab_keyring_operation_fail (task, error);
      return;
    }

  /* Unlocking the collection usually unlocks the items, hence one after the other. */
  if (confab_keyring_operation_unlock_default (task) ||
      confab_keyring_operation_unlock_items (task, items))
    return;

  confab_keyring_set_state (self, CONFAB_KEYRING_AVAILABLE);
  g_task_return_boolean (task, TRUE);
}

static void
unlock_proceed (GTask *task)
{
  confab_keyring_operation_search (task, unlock_search_cb);
}

static void refresh_and_tell (ConfabKeyring *self);

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  ConfabKeyring *self = CONFAB_KEYRING (object);
  const gboolean again = self->refresh_again;
  g_autoptr(GError) error = NULL;

  self->refreshing = FALSE;
  self->refresh_again = FALSE;
  if (!confab_keyring_refresh_state_finish (self, result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_debug ("The keyring's state is not known: %s", error->message);
    }

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (again)
    refresh_and_tell (self);
}

/* Listeners will look up their keys again, and should meet the state that goes with them. */
static void
refresh_and_tell (ConfabKeyring *self)
{
  if (self->refreshing)
    {
      self->refresh_again = TRUE;
      return;
    }

  self->refreshing = TRUE;
  confab_keyring_refresh_state_async (self, self->cancellable, refreshed_cb, NULL);
}

static void
on_link_appeared_cb (ConfabKeyring *self)
{
  /* In any other state somebody is talking to it already, perhaps just started it. */
  if (self->state == CONFAB_KEYRING_ABSENT)
    refresh_and_tell (self);
}

static void
on_link_vanished_cb (ConfabKeyring *self)
{
  /* Not asked whether the bus can start it again: one that crashes would be started for ever. */
  confab_keyring_set_state (self, CONFAB_KEYRING_ABSENT);
}

static void
confab_keyring_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabKeyring *self = CONFAB_KEYRING (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_keyring_dispose (GObject *object)
{
  ConfabKeyring *self = CONFAB_KEYRING (object);

  g_cancellable_cancel (self->cancellable);
  if (self->link != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->link, self);
      confab_keyring_link_shut (self->link);
    }
  g_clear_object (&self->link);

  G_OBJECT_CLASS (confab_keyring_parent_class)->dispose (object);
}

static void
confab_keyring_finalize (GObject *object)
{
  ConfabKeyring *self = CONFAB_KEYRING (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (confab_keyring_parent_class)->finalize (object);
}

static void
confab_keyring_class_init (ConfabKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_keyring_get_property;
  object_class->dispose = confab_keyring_dispose;
  object_class->finalize = confab_keyring_finalize;

  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       CONFAB_TYPE_KEYRING_STATE, CONFAB_KEYRING_UNKNOWN,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabKeyring::changed:
   * @self: the keyring
   *
   * Something in the keyring changed, or it was unlocked, locked or came to be, by whomever: what
   * was looked up before may no longer hold. The state is up to date by then. Not emitted before
   * the keyring was used for the first time.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_keyring_init (ConfabKeyring *self)
{
  self->cancellable = g_cancellable_new ();
  self->link = confab_keyring_link_new ();
  g_signal_connect_swapped (self->link, "appeared", G_CALLBACK (on_link_appeared_cb), self);
  g_signal_connect_swapped (self->link, "vanished", G_CALLBACK (on_link_vanished_cb), self);
  g_signal_connect_swapped (self->link, "changed", G_CALLBACK (refresh_and_tell), self);
}

/* confab_keyring_prepare:
 * @secret_id: (nullable): what a key is stored under
 * @proceed: what to do once the service is there
 *
 * Returns: (transfer full): the data of a task, for confab_keyring_begin()
 */
ConfabKeyringOperation *
confab_keyring_prepare (ConfabKeyring     *self,
                        const char        *secret_id,
                        ConfabKeyringStep  proceed)
{
  return confab_keyring_operation_new (self->link, secret_id, proceed);
}

/* confab_keyring_begin:
 * @operation: (transfer full): what it is about
 *
 * Begins a task of the keyring.
 */
void
confab_keyring_begin (ConfabKeyring          *self,
                      ConfabKeyringOperation *operation,
                      gpointer                source_tag,
                      GCancellable           *cancellable,
                      GAsyncReadyCallback     callback,
                      gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, operation, (GDestroyNotify) confab_keyring_operation_free);
  confab_keyring_operation_begin (task);
}

/* For the operations of this folder. */
void
confab_keyring_set_state (ConfabKeyring      *self,
                          ConfabKeyringState  state)
{
  g_return_if_fail (CONFAB_IS_KEYRING (self));

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/**
 * confab_keyring_new:
 *
 * Returns: (transfer full): the keyring, in an unknown state until it is first used
 */
ConfabKeyring *
confab_keyring_new (void)
{
  return g_object_new (CONFAB_TYPE_KEYRING, NULL);
}

/**
 * confab_keyring_get_state:
 *
 * Returns: what the last answer of the service said
 */
ConfabKeyringState
confab_keyring_get_state (ConfabKeyring *self)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING (self), CONFAB_KEYRING_UNKNOWN);

  return self->state;
}

/**
 * confab_keyring_refresh_state_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the state is known
 * @user_data: closure
 *
 * Finds out the state without asking the person anything. The bus may start the service for it.
 */
void
confab_keyring_refresh_state_async (ConfabKeyring       *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEYRING (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_keyring_begin (self, confab_keyring_prepare (self, NULL, refresh_proceed),
                        confab_keyring_refresh_state_async, cancellable, callback, user_data);
}

/**
 * confab_keyring_refresh_state_finish:
 * @result: the result
 * @error: return location
 *
 * That there is no service is an answer as good as any, and no error.
 *
 * Returns: whether the state is known now
 */
gboolean
confab_keyring_refresh_state_finish (ConfabKeyring  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (CONFAB_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (g_task_propagate_boolean (G_TASK (result), &local_error) ||
      g_error_matches (local_error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * confab_keyring_unlock_async:
 * @cancellable: (nullable): ends the waiting, but not the prompt
 * @callback: called when the person has answered
 * @user_data: closure
 *
 * Asks the person to unlock the keyring, should it be locked.
 */
void
confab_keyring_unlock_async (ConfabKeyring       *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEYRING (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_keyring_begin (self, confab_keyring_prepare (self, NULL, unlock_proceed),
                        confab_keyring_unlock_async, cancellable, callback, user_data);
}

/**
 * confab_keyring_unlock_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is unlocked; a dismissed prompt is %CONFAB_KEYRING_ERROR_LOCKED
 */
gboolean
confab_keyring_unlock_finish (ConfabKeyring  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
