/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring-link"

#include "config.h"

#include "confab-keyring-link-private.h"

#include "confab-keyring-error.h"

#define SERVICE_NAME "org.freedesktop.secrets"

/**
 * ConfabKeyringLink:
 *
 * The line to the secret service: one encrypted session, opened when it is first needed and again
 * after the service was replaced, and the news that come over the bus.
 *
 * Errors are in the domain %CONFAB_KEYRING_ERROR. Belongs to the keyring, in the main thread.
 */
struct _ConfabKeyringLink
{
  GObject          parent_instance;

  GDBusConnection *bus;          /* owned, nullable until watched */
  SecretService   *service;      /* owned, nullable until opened */
  GCancellable    *cancellable;  /* owned, cancelled by shut */
  GPtrArray       *waiting;      /* owned, of GTask that want the service; data: GSource, nullable */
  guint            name_watch;
  guint            subscriptions[3];
  guint            changed_idle;
  guint            watching : 1;
  guint            opening : 1;
  guint            present : 1;  /* the service was seen on the bus */
};

enum { SIGNAL_APPEARED, SIGNAL_VANISHED, SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabKeyringLink, confab_keyring_link, G_TYPE_OBJECT)

static gboolean
changed_idle_cb (gpointer user_data)
{
  ConfabKeyringLink *self = user_data;

  self->changed_idle = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Storing one secret makes several signals, and unlocking a keyring one for each item. */
static void
on_bus_signal_cb (GDBusConnection *bus,
                  const char      *sender,
                  const char      *path,
                  const char      *interface,
                  const char      *signal,
                  GVariant        *parameters,
                  gpointer         user_data)
{
  ConfabKeyringLink *self = user_data;

  if (self->changed_idle == 0)
    self->changed_idle = g_idle_add (changed_idle_cb, self);
}

static void
on_name_appeared_cb (GDBusConnection *bus,
                     const char      *name,
                     const char      *owner,
                     gpointer         user_data)
{
  ConfabKeyringLink *self = user_data;

  self->present = TRUE;
  g_signal_emit (self, signals[SIGNAL_APPEARED], 0);
}

static void
on_name_vanished_cb (GDBusConnection *bus,
                     const char      *name,
                     gpointer         user_data)
{
  ConfabKeyringLink *self = user_data;

  /* Called once at the beginning too, when the service is merely not started yet. */
  if (!self->present)
    return;

  self->present = FALSE;
  g_clear_object (&self->service);
  g_signal_emit (self, signals[SIGNAL_VANISHED], 0);
}

static void
subscribe (ConfabKeyringLink *self)
{
  self->subscriptions[0] =
    g_dbus_connection_signal_subscribe (self->bus, SERVICE_NAME,
                                        "org.freedesktop.Secret.Collection", NULL, NULL, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_bus_signal_cb, self, NULL);
  self->subscriptions[1] =
    g_dbus_connection_signal_subscribe (self->bus, SERVICE_NAME,
                                        "org.freedesktop.Secret.Service", NULL, NULL, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_bus_signal_cb, self, NULL);
  self->subscriptions[2] =
    g_dbus_connection_signal_subscribe (self->bus, SERVICE_NAME,
                                        "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                        NULL, "org.freedesktop.Secret.Collection",
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_bus_signal_cb, self, NULL);
  self->name_watch =
    g_bus_watch_name_on_connection (self->bus, SERVICE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    on_name_appeared_cb, on_name_vanished_cb, self, NULL);
}

static void
unsubscribe (ConfabKeyringLink *self)
{
  if (self->bus != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (self->subscriptions); i++)
      g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);

  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  g_clear_object (&self->bus);
}

static void
bus_get_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ConfabKeyringLink) self = user_data;
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GError) error = NULL;

  /* Without a bus there is nothing to be watched; opening finds the same and tells. */
  bus = g_bus_get_finish (result, &error);
  if (bus == NULL)
    g_debug ("No session bus: %s", error->message);

  if (bus == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->bus = g_steal_pointer (&bus);
  subscribe (self);
}

/* Whatever keeps the service from being reached is the same to a person: no bus, nobody on it, a
 * sandbox that hides it. */
static gboolean
means_absent (const GError *error)
{
  static const int codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER, G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_NO_SERVER, G_DBUS_ERROR_NO_NETWORK, G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_TIMEOUT, G_DBUS_ERROR_TIMED_OUT, G_DBUS_ERROR_ACCESS_DENIED,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_FORK_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_CONFIG_INVALID, G_DBUS_ERROR_SPAWN_SERVICE_INVALID,
    G_DBUS_ERROR_SPAWN_FILE_INVALID, G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID,
    G_DBUS_ERROR_SPAWN_SETUP_FAILED,
  };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;

  return FALSE;
}

/**
 * confab_keyring_link_translate_error:
 * @error: (nullable): what libsecret said, or %NULL when a prompt was dismissed
 *
 * Returns: (transfer full): an error of %CONFAB_KEYRING_ERROR; the same where it is one already,
 *   or %G_IO_ERROR_CANCELLED
 */
GError *
confab_keyring_link_translate_error (const GError *error)
{
  g_autoptr(GError) copy = NULL;
  ConfabKeyringError code = CONFAB_KEYRING_ERROR_FAILED;

  if (error == NULL)
    return g_error_new (CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED,
                        "The keyring stays locked");

  copy = g_error_copy (error);
  g_dbus_error_strip_remote_error (copy);
  if (copy->domain == CONFAB_KEYRING_ERROR ||
      g_error_matches (copy, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&copy);

  if (g_error_matches (copy, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = CONFAB_KEYRING_ERROR_LOCKED;
  else if (means_absent (copy))
    code = CONFAB_KEYRING_ERROR_ABSENT;

  return g_error_new (CONFAB_KEYRING_ERROR, code, "The secret service: %s", copy->message);
}

static void
service_open_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ConfabKeyringLink) self = user_data;
  g_autoptr(SecretService) service = NULL;
  g_autoptr(GPtrArray) waiting = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) reason = NULL;

  service = secret_service_open_finish (result, &error);
  self->opening = FALSE;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_dbus_error_strip_remote_error (error);
      reason = g_error_new (CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT,
                            "No secret service: %s", error->message);
    }
  if (!g_cancellable_is_cancelled (self->cancellable))
    g_set_object (&self->service, service);

  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (g_task_get_task_data (task) != NULL)
        g_source_destroy (g_task_get_task_data (task));

      if (service != NULL)
        g_task_return_pointer (task, g_object_ref (service), g_object_unref);
      else
        g_task_return_error (task, g_error_copy (reason != NULL ? reason : error));
    }
}

/* One who no longer wants to wait is answered at once; the others go on waiting. */
static gboolean
waiting_cancelled_cb (GCancellable *cancellable,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  ConfabKeyringLink *self = g_task_get_source_object (task);

  if (g_ptr_array_remove (self->waiting, task))
    g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
confab_keyring_link_dispose (GObject *object)
{
  ConfabKeyringLink *self = CONFAB_KEYRING_LINK (object);

  confab_keyring_link_shut (self);

  G_OBJECT_CLASS (confab_keyring_link_parent_class)->dispose (object);
}

static void
confab_keyring_link_finalize (GObject *object)
{
  ConfabKeyringLink *self = CONFAB_KEYRING_LINK (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_keyring_link_parent_class)->finalize (object);
}

static void
confab_keyring_link_class_init (ConfabKeyringLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_keyring_link_dispose;
  object_class->finalize = confab_keyring_link_finalize;

  /**
   * ConfabKeyringLink::appeared:
   *
   * A service came to the bus, possibly because it was asked for something.
   */
  signals[SIGNAL_APPEARED] =
    g_signal_new ("appeared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * ConfabKeyringLink::vanished:
   *
   * The service left the bus.
   */
  signals[SIGNAL_VANISHED] =
    g_signal_new ("vanished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * ConfabKeyringLink::changed:
   *
   * Something in the keyring changed, or it was locked or unlocked, by whomever. Many changes at
   * once make one signal.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_keyring_link_init (ConfabKeyringLink *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * confab_keyring_link_new:
 *
 * Returns: (transfer full): a line that is not open and listens to nothing yet
 */
ConfabKeyringLink *
confab_keyring_link_new (void)
{
  return g_object_new (CONFAB_TYPE_KEYRING_LINK, NULL);
}

/**
 * confab_keyring_link_shut:
 *
 * Stops listening, for good. What was opened serves those who hold it.
 */
void
confab_keyring_link_shut (ConfabKeyringLink *self)
{
  g_return_if_fail (CONFAB_IS_KEYRING_LINK (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->changed_idle, g_source_remove);
  unsubscribe (self);
  g_clear_object (&self->service);
}

/**
 * confab_keyring_link_open_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when there is a service, or none
 * @user_data: closure
 *
 * Gets the service, started by the bus if need be, with a session open. Never asks the person
 * anything. From the first call on the bus is listened to.
 */
void
confab_keyring_link_open_async (ConfabKeyringLink   *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_KEYRING_LINK (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_keyring_link_open_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (!self->watching)
    {
      self->watching = TRUE;
      g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_get_cb, g_object_ref (self));
    }

  if (self->service != NULL)
    {
      g_task_return_pointer (task, g_object_ref (self->service), g_object_unref);
      return;
    }

  if (cancellable != NULL)
    {
      GSource *source = g_cancellable_source_new (cancellable);

      g_task_set_task_data (task, source, (GDestroyNotify) g_source_unref);
      g_task_attach_source (task, source, G_SOURCE_FUNC (waiting_cancelled_cb));
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));

  /* A session costs a key exchange, so everyone who asks meanwhile gets the same one. */
  if (!self->opening)
    {
      self->opening = TRUE;
      secret_service_open (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                           self->cancellable, service_open_cb, g_object_ref (self));
    }
}

/**
 * confab_keyring_link_open_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the service, or %NULL
 */
SecretService *
confab_keyring_link_open_finish (ConfabKeyringLink  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING_LINK (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
