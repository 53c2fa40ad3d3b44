/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-session"

#include "config.h"

#include "confab-session.h"

#include "confab-certificate-reader.h"
#include "confab-thread-task.h"

/* A stream holds its connection for minutes, and a request that waits for a free one would look
 * like a server that cannot be reached. So the limits are far above what a person has open. */
#define MAX_CONNECTIONS 64
#define MAX_CONNECTIONS_PER_HOST 32

/**
 * ConfabSession:
 *
 * The connections that are made and kept alive under one policy. They serve no other: what was
 * connected to and who was trusted would not have to hold for it.
 *
 * Owned by the transport, on its thread.
 */
struct _ConfabSession
{
  GObject                 parent_instance;

  ConfabConnectionPolicy *policy;       /* owned */
  SoupSession            *soup;         /* owned */
  GPtrArray              *authorities;  /* owned, nullable: of GTlsCertificate, once they were read */
  ConfabAddressReach      reach;        /* where its connections may go */
  guint                   own_trust : 1;
  guint                   prepared : 1;
};

G_DEFINE_FINAL_TYPE (ConfabSession, confab_session, G_TYPE_OBJECT)

static void
confab_session_dispose (GObject *object)
{
  ConfabSession *self = CONFAB_SESSION (object);

  g_clear_object (&self->soup);

  G_OBJECT_CLASS (confab_session_parent_class)->dispose (object);
}

static void
confab_session_finalize (GObject *object)
{
  ConfabSession *self = CONFAB_SESSION (object);

  g_clear_pointer (&self->policy, confab_connection_policy_unref);
  g_clear_pointer (&self->authorities, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_session_parent_class)->finalize (object);
}

static void
confab_session_class_init (ConfabSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_session_dispose;
  object_class->finalize = confab_session_finalize;
}

static void
confab_session_init (ConfabSession *self)
{
}

/* confab_session_new:
 * @policy: how connections are made
 * @reach: where they may go
 * @tls_database: (nullable): whose certificates to accept, or %NULL for the system's
 * @proxy_resolver: (nullable): where to ask for proxies where @policy names none, or %NULL for the
 *   desktop's
 *
 * Returns: (transfer full): a session without connections
 */
ConfabSession *
confab_session_new (ConfabConnectionPolicy *policy,
                    ConfabAddressReach      reach,
                    GTlsDatabase           *tls_database,
                    GProxyResolver         *proxy_resolver)
{
  ConfabSession *self = g_object_new (CONFAB_TYPE_SESSION, NULL);
  const char *proxy = confab_connection_policy_get_proxy (policy);

  self->policy = confab_connection_policy_ref (policy);
  self->reach = reach;
  self->own_trust = tls_database != NULL;

  /* The time limits are per request and per phase, so the session has none of its own. */
  self->soup =
    soup_session_new_with_options ("timeout", 0,
                                   "max-conns", MAX_CONNECTIONS,
                                   "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                   "user-agent", "Confab/" CONFAB_VERSION,
                                   NULL);
  soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_AUTH_MANAGER);
  if (!soup_session_has_feature (self->soup, SOUP_TYPE_CONTENT_DECODER))
    soup_session_add_feature_by_type (self->soup, SOUP_TYPE_CONTENT_DECODER);

  if (tls_database != NULL)
    soup_session_set_tls_database (self->soup, tls_database);
  if (proxy != NULL)
    {
      g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy, NULL);

      soup_session_set_proxy_resolver (self->soup, resolver);
    }
  else if (proxy_resolver != NULL)
    {
      soup_session_set_proxy_resolver (self->soup, proxy_resolver);
    }

  return self;
}

/* confab_session_serves:
 *
 * Returns: whether its connections are made in this way
 */
gboolean
confab_session_serves (ConfabSession          *self,
                       ConfabConnectionPolicy *policy,
                       ConfabAddressReach      reach)
{
  return self->reach == reach && confab_connection_policy_equal (self->policy, policy);
}

/* confab_session_get_soup:
 *
 * Returns: (transfer none): libsoup's session
 */
SoupSession *
confab_session_get_soup (ConfabSession *self)
{
  return self->soup;
}

/* confab_session_get_proxy_resolver:
 *
 * Returns: (transfer none): who tells which proxy to use
 */
GProxyResolver *
confab_session_get_proxy_resolver (ConfabSession *self)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (self->soup);

  return resolver != NULL ? resolver : g_proxy_resolver_get_default ();
}

static void
read_trust_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  ConfabConnectionPolicy *policy = task_data;
  const char *pem = confab_connection_policy_get_authorities (policy);
  g_autoptr(GTlsDatabase) database =
    g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr(GPtrArray) authorities = NULL;
  GError *error = NULL;

  if (pem != NULL && !(authorities = confab_certificate_reader_parse (pem, &error)))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&authorities), (GDestroyNotify) g_ptr_array_unref);
}

/* confab_session_prepare_async:
 * @callback: called when connections with TLS can be made
 * @user_data: closure
 *
 * Reading the system's certificates takes GIO some fifty milliseconds, once in the life of a
 * process, and a person's own take time, too. Left to the first connection, it would be the main
 * loop that stands still for it.
 */
void
confab_session_prepare_async (ConfabSession       *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, confab_session_prepare_async);
  if (self->prepared ||
      (self->own_trust && confab_connection_policy_get_authorities (self->policy) == NULL))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  g_task_set_task_data (task, confab_connection_policy_ref (self->policy),
                        (GDestroyNotify) confab_connection_policy_unref);
  confab_thread_task_run (task, read_trust_thread);
}

/* confab_session_prepare_finish:
 *
 * Returns: whether connections with TLS can be made; otherwise %CONFAB_NET_ERROR_POLICY
 */
gboolean
confab_session_prepare_finish (ConfabSession  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_autoptr(GPtrArray) authorities = NULL;
  GError *failure = NULL;

  authorities = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  self->prepared = TRUE;
  if (self->authorities == NULL)
    self->authorities = g_steal_pointer (&authorities);

  return TRUE;
}

/* confab_session_judge:
 *
 * Returns: what the policy makes of a certificate; see confab_connection_policy_judge()
 */
ConfabTrust
confab_session_judge (ConfabSession        *self,
                      GTlsCertificate      *certificate,
                      GTlsCertificateFlags  flags,
                      GSocketConnectable   *identity)
{
  return confab_connection_policy_judge (self->policy, self->authorities, certificate, flags, identity);
}
