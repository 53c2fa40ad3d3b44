/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-servers"

#include "config.h"

#include "confab-local-servers.h"

#include "confab-check.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* Which kinds of servers are looked for without being set up: ids with spaces between them. All of
 * them when it is not set. */
#define SOUGHT_VARIABLE "CONFAB_LOCAL_SERVERS"

/**
 * ConfabLocalServers:
 *
 * Looks which of the servers on the person's own machines are running.
 *
 * Quietly: a server that is not there is a fact, not a failure. No timer runs unless somebody
 * watches.
 *
 * Owned by the registry, whose list it looks through; main thread only.
 */
struct _ConfabLocalServers
{
  GObject          parent_instance;

  GListModel      *providers;     /* unowned: the registry, which owns this */
  ConfabTransport *transport;     /* owned */
  ConfabCredentials *credentials;  /* owned */
  GCancellable    *cancellable;   /* owned, cancelled in dispose */
  GPtrArray       *waiting;       /* owned, of GTask: who waits for the probes under way */
  GHashTable      *probing;       /* owned, a set of unowned ConfabProvider: who is being asked */
  guint            n_watchers;
  guint            n_looks;       /* since somebody began to watch */
  guint            watch_source;
  guint            stopped : 1;
};

typedef struct
{
  ConfabLocalServers *servers;  /* owned */
  char               *base_url; /* owned: where it was looked for */
} Probe;

G_DEFINE_FINAL_TYPE (ConfabLocalServers, confab_local_servers, G_TYPE_OBJECT)

static void
probe_free (Probe *self)
{
  g_object_unref (self->servers);
  g_free (self->base_url);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Probe, probe_free)

/* Set up by a person, who says what it is. */
static gboolean
is_set_up (ConfabProvider *provider)
{
  return confab_provider_get_record (provider) != NULL;
}

static gboolean
is_kind_sought (const char *type_id)
{
  const char *text = g_getenv (SOUGHT_VARIABLE);
  g_auto(GStrv) ids = NULL;

  if (text == NULL)
    return TRUE;

  ids = g_strsplit (text, " ", -1);
  return g_strv_contains ((const char * const *) ids, type_id);
}

static gboolean
is_sought (ConfabProvider *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  return confab_provider_type_get_local (type) &&
         !confab_provider_get_demonstration (provider) &&
         confab_provider_get_enabled (provider) &&
         confab_provider_get_state (provider) != CONFAB_PROVIDER_STATE_BAD_ADDRESS &&
         confab_provider_get_state (provider) != CONFAB_PROVIDER_STATE_CHECKING &&
         (is_set_up (provider) || is_kind_sought (confab_provider_type_get_id (type)));
}

static gboolean
names_itself (ConfabProviderType *type,
              const char         *owner)
{
  const char * const *owners = confab_provider_type_get_identity_owners (type);

  return owners != NULL && g_strv_contains (owners, owner);
}

/* Several kinds of servers use the same ports, and so do many others that are none. What answers is
 * taken for what it says it is. One that does not say is taken for the kind whose port it is, unless
 * two kinds have that port. */
static gboolean
is_what_it_seems (ConfabLocalServers      *self,
                  ConfabProvider          *provider,
                  const ConfabCheckResult *found)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const char *owner = NULL;

  if (found->models != NULL && found->models->len > 0)
    owner = confab_model_info_get_owner (g_ptr_array_index (found->models, 0));
  if (is_set_up (provider) || found->identified || (owner != NULL && names_itself (type, owner)) ||
      self->providers == NULL)
    return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr(ConfabProvider) other = g_list_model_get_item (self->providers, i);
      ConfabProviderType *other_type = confab_provider_get_provider_type (other);

      if (other_type == type || !confab_provider_type_get_local (other_type))
        continue;
      if (g_strcmp0 (confab_provider_get_base_url (other), confab_provider_get_base_url (provider)) == 0)
        return FALSE;
      if (owner != NULL && names_itself (other_type, owner) && !confab_provider_get_base_url_is_own (provider))
        return FALSE;
    }

  return TRUE;
}

static void
all_done (ConfabLocalServers *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

/* Nobody asked for a server that may not be there, so the only thing to say is that it is not.
 * One that was there and is slow now is busy. */
static void
note_absence (ConfabProvider *provider,
              const GError   *error)
{
  g_autoptr(GError) absence = NULL;

  switch (error->code)
    {
    case CONFAB_PROVIDER_ERROR_BAD_KEY:
    case CONFAB_PROVIDER_ERROR_FORBIDDEN:
    case CONFAB_PROVIDER_ERROR_KEY_MISSING:
    case CONFAB_PROVIDER_ERROR_NO_CREDIT:
    case CONFAB_PROVIDER_ERROR_RATE_LIMITED:
      /* It may be anybody's. */
      if (!is_set_up (provider) && !confab_provider_is_configured (provider) &&
          !confab_provider_get_usable (provider))
        break;
      confab_provider_note_failure (provider, error, TRUE);
      return;

    case CONFAB_PROVIDER_ERROR_NETWORK:
      if (confab_provider_get_usable (provider))
        return;
      break;

    default:
      break;
    }

  absence = confab_provider_error_new (CONFAB_PROVIDER_ERROR_NOT_RUNNING, 0, NULL, -1,
                                       error->message);
  confab_provider_note_failure (provider, absence, TRUE);
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Probe) probe = user_data;
  g_autoptr(ConfabCheckResult) found = NULL;
  g_autoptr(GError) error = NULL;
  ConfabProvider *provider = CONFAB_PROVIDER (object);

  found = confab_check_run_finish (provider, result, &error);

  /* What was learnt of an address that is no longer its own says nothing. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_strcmp0 (probe->base_url, confab_provider_get_base_url (provider)) != 0)
    {
    }
  else if (found != NULL && !is_what_it_seems (probe->servers, provider, found))
    {
      error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_NOT_RUNNING, 0, NULL, -1,
                                         "another server answers there");
      note_absence (provider, error);
    }
  else if (found != NULL)
    {
      if (found->models != NULL)
        confab_provider_set_models (provider, found->models, g_get_real_time ());
      confab_provider_set_version (provider, found->version);
      confab_provider_note_success (provider, found->latency_ms);
    }
  else
    {
      note_absence (provider, error);
    }

  g_hash_table_remove (probe->servers->probing, provider);
  if (g_hash_table_size (probe->servers->probing) == 0)
    all_done (probe->servers);
}

/* One after the other: who is still being asked is not asked again, and holds nobody else up. */
static void
begin_probes (ConfabLocalServers *self,
              gboolean            with_running)
{
  for (guint i = 0; self->providers != NULL && i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (self->providers, i);
      Probe *probe;

      if (!is_sought (provider) || g_hash_table_contains (self->probing, provider) ||
          (!with_running && confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_READY))
        continue;

      probe = g_new0 (Probe, 1);
      probe->servers = g_object_ref (self);
      probe->base_url = g_strdup (confab_provider_get_base_url (provider));
      g_hash_table_add (self->probing, provider);
      confab_check_run_async (provider, self->transport, self->credentials,
                              is_set_up (provider) ? CONFAB_CHECK_EVERYTHING : CONFAB_CHECK_IDENTITY,
                              CONFAB_LOCAL_PROBE_LIMIT_MS, self->cancellable, check_cb, probe);
    }
}

static gboolean
on_watch_timeout_cb (gpointer user_data)
{
  ConfabLocalServers *self = CONFAB_LOCAL_SERVERS (user_data);

  self->n_looks++;
  begin_probes (self, self->n_looks * CONFAB_LOCAL_WATCH_INTERVAL_S % CONFAB_LOCAL_WATCH_RUNNING_INTERVAL_S == 0);

  return G_SOURCE_CONTINUE;
}

static void
confab_local_servers_dispose (GObject *object)
{
  ConfabLocalServers *self = CONFAB_LOCAL_SERVERS (object);

  g_clear_handle_id (&self->watch_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->transport);
  g_clear_object (&self->credentials);
  self->providers = NULL;

  G_OBJECT_CLASS (confab_local_servers_parent_class)->dispose (object);
}

static void
confab_local_servers_finalize (GObject *object)
{
  ConfabLocalServers *self = CONFAB_LOCAL_SERVERS (object);

  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->probing, g_hash_table_unref);

  G_OBJECT_CLASS (confab_local_servers_parent_class)->finalize (object);
}

static void
confab_local_servers_class_init (ConfabLocalServersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_local_servers_dispose;
  object_class->finalize = confab_local_servers_finalize;
}

static void
confab_local_servers_init (ConfabLocalServers *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->probing = g_hash_table_new (NULL, NULL);
}

/* confab_local_servers_new:
 * @providers: where to look which servers there may be; not kept alive
 * @transport: how to get there
 * @credentials: where the keys are of those that take one
 *
 * Returns: (transfer full): what looks for them
 */
ConfabLocalServers *
confab_local_servers_new (GListModel      *providers,
                          ConfabTransport *transport,
                          ConfabCredentials *credentials)
{
  ConfabLocalServers *self = g_object_new (CONFAB_TYPE_LOCAL_SERVERS, NULL);

  self->providers = providers;
  self->transport = g_object_ref (transport);
  self->credentials = g_object_ref (credentials);

  return self;
}

/* confab_local_servers_probe_async:
 * @cancellable: (nullable): ends the wait, not the probe
 * @callback: (nullable): called when every server has answered or had its time
 * @user_data: closure
 *
 * Looks once. A server that is being asked already is not asked again.
 */
void
confab_local_servers_probe_async (ConfabLocalServers  *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_LOCAL_SERVERS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_local_servers_probe_async);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));

  begin_probes (self, TRUE);
  if (g_hash_table_size (self->probing) == 0)
    all_done (self);
}

/* confab_local_servers_probe_finish:
 *
 * Returns: whether it was waited for; that no server is there is no error
 */
gboolean
confab_local_servers_probe_finish (ConfabLocalServers  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_SERVERS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* confab_local_servers_watch:
 *
 * Looks at once, and again and again from now on, until confab_local_servers_unwatch() was called as
 * often as this.
 */
void
confab_local_servers_watch (ConfabLocalServers *self)
{
  g_return_if_fail (CONFAB_IS_LOCAL_SERVERS (self));

  if (self->n_watchers++ > 0 || self->stopped)
    return;

  self->n_looks = 0;
  self->watch_source = g_timeout_add_seconds (CONFAB_LOCAL_WATCH_INTERVAL_S, on_watch_timeout_cb, self);
  begin_probes (self, TRUE);
}

/* confab_local_servers_unwatch:
 *
 * Takes back one confab_local_servers_watch().
 */
void
confab_local_servers_unwatch (ConfabLocalServers *self)
{
  g_return_if_fail (CONFAB_IS_LOCAL_SERVERS (self));
  g_return_if_fail (self->n_watchers > 0);

  if (--self->n_watchers == 0)
    g_clear_handle_id (&self->watch_source, g_source_remove);
}

/* confab_local_servers_stop_watching:
 *
 * Whoever watches, the timer ends for good.
 */
void
confab_local_servers_stop_watching (ConfabLocalServers *self)
{
  g_return_if_fail (CONFAB_IS_LOCAL_SERVERS (self));

  self->stopped = TRUE;
  g_clear_handle_id (&self->watch_source, g_source_remove);
}
