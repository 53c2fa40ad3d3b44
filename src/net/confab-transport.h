/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-http-request.h"
#include "confab-http-response.h"
#include "confab-net-error.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TRANSPORT (confab_transport_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTransport, confab_transport, CONFAB, TRANSPORT, GObject)

ConfabTransport    *confab_transport_new         (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabTransport    *confab_transport_new_full    (GTlsDatabase         *tls_database,
                                                  GProxyResolver       *proxy_resolver) G_GNUC_WARN_UNUSED_RESULT;
void                confab_transport_set_http2   (ConfabTransport      *self,
                                                  gboolean              http2);
ConfabTransport    *confab_transport_dup_fresh   (ConfabTransport      *self) G_GNUC_WARN_UNUSED_RESULT;
void                confab_transport_connect_async (ConfabTransport    *self,
                                                  ConfabHttpRequest    *request,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean            confab_transport_connect_finish (ConfabTransport   *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void                confab_transport_send_async  (ConfabTransport      *self,
                                                  ConfabHttpRequest    *request,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
ConfabHttpResponse *confab_transport_send_finish (ConfabTransport      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
