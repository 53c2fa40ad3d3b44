/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-connection-trace"

#include "config.h"

#include "confab-connection-trace-private.h"

#include "confab-certificate-reader.h"

typedef struct
{
  gint64 begun_us;  /* by the monotonic clock, or 0 */
  gint64 ended_us;  /* likewise */
} Span;

/**
 * ConfabConnectionTrace:
 *
 * What happens on the way to an answer, and how long each part of it takes. Given to one request
 * with [method@HttpRequest.set_trace]; the transport writes into it, and tells by
 * [signal@ConnectionTrace::changed].
 *
 * Main thread only.
 */
struct _ConfabConnectionTrace
{
  GObject            parent_instance;

  Span               spans[CONFAB_N_TRACE_STAGES];
  char             **addresses;     /* owned, nullable */
  char              *proxy;         /* owned, nullable */
  char              *address;       /* owned, nullable */
  const char        *tls_protocol;  /* nullable */
  ConfabCertificate *certificate;   /* owned, nullable */
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabConnectionTrace, confab_connection_trace, G_TYPE_OBJECT)

static void
confab_connection_trace_finalize (GObject *object)
{
  ConfabConnectionTrace *self = CONFAB_CONNECTION_TRACE (object);

  g_clear_pointer (&self->addresses, g_strfreev);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->certificate, confab_certificate_unref);

  G_OBJECT_CLASS (confab_connection_trace_parent_class)->finalize (object);
}

static void
confab_connection_trace_class_init (ConfabConnectionTraceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_connection_trace_finalize;

  /**
   * ConfabConnectionTrace::changed:
   * @self: the trace
   * @stage: a [enum@TraceStage]
   *
   * A stage began or ended.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
confab_connection_trace_init (ConfabConnectionTrace *self)
{
}

/**
 * confab_connection_trace_new:
 *
 * Returns: (transfer full): a trace of nothing yet
 */
ConfabConnectionTrace *
confab_connection_trace_new (void)
{
  return g_object_new (CONFAB_TYPE_CONNECTION_TRACE, NULL);
}

/* confab_connection_trace_begin:
 * @stage: what begins
 *
 * What has begun already goes on: a host may have several addresses that are tried.
 */
void
confab_connection_trace_begin (ConfabConnectionTrace *self,
                               ConfabTraceStage       stage)
{
  if (self == NULL || self->spans[stage].begun_us != 0)
    return;

  self->spans[stage].begun_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, stage);
}

/* confab_connection_trace_end:
 * @stage: what went well; what was not begun does not end
 */
void
confab_connection_trace_end (ConfabConnectionTrace *self,
                             ConfabTraceStage       stage)
{
  if (self == NULL || self->spans[stage].begun_us == 0 || self->spans[stage].ended_us != 0)
    return;

  self->spans[stage].ended_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, stage);
}

/* confab_connection_trace_set_addresses:
 * @addresses: (element-type GInetAddress): what the name leads to
 */
void
confab_connection_trace_set_addresses (ConfabConnectionTrace *self,
                                       GList                 *addresses)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *l = addresses; l != NULL; l = l->next)
    {
      g_autofree char *text = g_inet_address_to_string (l->data);

      g_strv_builder_add (builder, text);
    }

  g_strfreev (self->addresses);
  self->addresses = g_strv_builder_end (builder);
}

/* confab_connection_trace_set_proxy:
 * @proxy: the address of the proxy; what signs in to it is not kept
 */
void
confab_connection_trace_set_proxy (ConfabConnectionTrace *self,
                                   const char            *proxy)
{
  g_autoptr(GUri) uri = g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD, NULL);

  g_free (self->proxy);
  self->proxy = uri == NULL ? g_strdup ("?")
                            : g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                                          g_uri_get_port (uri), "", NULL, NULL);
}

/* confab_connection_trace_set_address:
 * @address: (nullable): what was really connected to
 */
void
confab_connection_trace_set_address (ConfabConnectionTrace *self,
                                     GSocketAddress        *address)
{
  if (self == NULL || address == NULL || !G_IS_SOCKET_CONNECTABLE (address))
    return;

  g_free (self->address);
  self->address = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

/* confab_connection_trace_set_tls_protocol:
 * @version: what was agreed upon
 */
void
confab_connection_trace_set_tls_protocol (ConfabConnectionTrace *self,
                                          GTlsProtocolVersion    version)
{
  static const struct { GTlsProtocolVersion version; const char *name; } names[] = {
    { G_TLS_PROTOCOL_VERSION_TLS_1_0, "TLS 1.0" },
    { G_TLS_PROTOCOL_VERSION_TLS_1_1, "TLS 1.1" },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS 1.2" },
    { G_TLS_PROTOCOL_VERSION_TLS_1_3, "TLS 1.3" },
  };

  for (gsize i = 0; self != NULL && i < G_N_ELEMENTS (names); i++)
    if (names[i].version == version)
      self->tls_protocol = names[i].name;
}

/* confab_connection_trace_set_certificate:
 * @certificate: what the server offers
 * @flags: what the system finds wrong with it
 */
void
confab_connection_trace_set_certificate (ConfabConnectionTrace *self,
                                         GTlsCertificate       *certificate,
                                         GTlsCertificateFlags   flags)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->certificate, confab_certificate_unref);
  self->certificate = confab_certificate_reader_describe (certificate, flags);
}

/**
 * confab_connection_trace_get_begun:
 * @self: a trace
 * @stage: a stage
 *
 * Returns: whether it was come to
 */
gboolean
confab_connection_trace_get_begun (ConfabConnectionTrace *self,
                                   ConfabTraceStage       stage)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), FALSE);

  return self->spans[stage].begun_us != 0;
}

/**
 * confab_connection_trace_get_ended:
 * @self: a trace
 * @stage: a stage
 *
 * Returns: whether it went well
 */
gboolean
confab_connection_trace_get_ended (ConfabConnectionTrace *self,
                                   ConfabTraceStage       stage)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), FALSE);

  return self->spans[stage].ended_us != 0;
}

/**
 * confab_connection_trace_get_duration_us:
 * @self: a trace
 * @stage: a stage
 *
 * Returns: how many microseconds it took, or has taken so far; -1 when it was not come to
 */
gint64
confab_connection_trace_get_duration_us (ConfabConnectionTrace *self,
                                         ConfabTraceStage       stage)
{
  const Span *span;

  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), -1);

  span = &self->spans[stage];
  if (span->begun_us == 0)
    return -1;

  return (span->ended_us != 0 ? span->ended_us : g_get_monotonic_time ()) - span->begun_us;
}

/**
 * confab_connection_trace_get_addresses:
 * @self: a trace
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what the host's name leads to
 */
const char * const *
confab_connection_trace_get_addresses (ConfabConnectionTrace *self)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), NULL);

  return (const char * const *) self->addresses;
}

/**
 * confab_connection_trace_get_proxy:
 * @self: a trace
 *
 * Returns: (transfer none) (nullable): the address of the proxy, %NULL for none
 */
const char *
confab_connection_trace_get_proxy (ConfabConnectionTrace *self)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), NULL);

  return self->proxy;
}

/**
 * confab_connection_trace_get_address:
 * @self: a trace
 *
 * Returns: (transfer none) (nullable): address and port of what was connected to, the host or the
 *   proxy
 */
const char *
confab_connection_trace_get_address (ConfabConnectionTrace *self)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), NULL);

  return self->address;
}

/**
 * confab_connection_trace_get_tls_protocol:
 * @self: a trace
 *
 * Returns: (transfer none) (nullable): such as `TLS 1.3`
 */
const char *
confab_connection_trace_get_tls_protocol (ConfabConnectionTrace *self)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), NULL);

  return self->tls_protocol;
}

/**
 * confab_connection_trace_get_certificate:
 * @self: a trace
 *
 * Returns: (transfer none) (nullable): what the server offered, be it accepted or not
 */
ConfabCertificate *
confab_connection_trace_get_certificate (ConfabConnectionTrace *self)
{
  g_return_val_if_fail (CONFAB_IS_CONNECTION_TRACE (self), NULL);

  return self->certificate;
}
