/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "net-fixture.h"

static void
result_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *place;
}

/* A transport that goes to loopback directly, whatever the caller's environment says of proxies. */
ConfabTransport *
net_fixture_new_transport (GTlsDatabase *tls_database)
{
  g_autoptr(GProxyResolver) direct = g_simple_proxy_resolver_new ("direct://", NULL);

  return confab_transport_new_full (tls_database, direct);
}

ConfabHttpResponse *
net_fixture_send (ConfabTransport    *transport,
                  ConfabHttpRequest  *request,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_transport_send_async (transport, request, cancellable, result_cb, &result);
  g_assert_null (result);

  return confab_transport_send_finish (transport, wait_for (&result), error);
}

gboolean
net_fixture_connect (ConfabTransport    *transport,
                     ConfabHttpRequest  *request,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_transport_connect_async (transport, request, cancellable, result_cb, &result);
  g_assert_null (result);

  return confab_transport_connect_finish (transport, wait_for (&result), error);
}

ConfabHttpResponse *
net_fixture_get (ConfabTransport  *transport,
                 const char       *uri,
                 GError          **error)
{
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);

  return net_fixture_send (transport, request, NULL, error);
}

GBytes *
net_fixture_read (ConfabHttpResponse  *response,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_http_response_read_async (response, cancellable, result_cb, &result);
  g_assert_null (result);

  return confab_http_response_read_finish (response, wait_for (&result), error);
}

GBytes *
net_fixture_read_all (ConfabHttpResponse  *response,
                      gsize                max_bytes,
                      GCancellable        *cancellable,
                      GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_http_response_read_all_async (response, max_bytes, cancellable, result_cb, &result);
  g_assert_null (result);

  return confab_http_response_read_all_finish (response, wait_for (&result), error);
}

/* Runs the main context until something has happened. That it never does is for the test's time
 * limit to notice. */
void
net_fixture_wait (gboolean (*done) (gpointer data),
                  gpointer   data)
{
  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
}
