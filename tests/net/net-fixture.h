/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transport.h"

G_BEGIN_DECLS

ConfabTransport    *net_fixture_new_transport (GTlsDatabase        *tls_database);
ConfabHttpResponse *net_fixture_send          (ConfabTransport     *transport,
                                               ConfabHttpRequest   *request,
                                               GCancellable        *cancellable,
                                               GError             **error);
gboolean            net_fixture_connect       (ConfabTransport     *transport,
                                               ConfabHttpRequest   *request,
                                               GCancellable        *cancellable,
                                               GError             **error);
ConfabHttpResponse *net_fixture_get           (ConfabTransport     *transport,
                                               const char          *uri,
                                               GError             **error);
GBytes             *net_fixture_read          (ConfabHttpResponse  *response,
                                               GCancellable        *cancellable,
                                               GError             **error);
GBytes             *net_fixture_read_all      (ConfabHttpResponse  *response,
                                               gsize                max_bytes,
                                               GCancellable        *cancellable,
                                               GError             **error);
void                net_fixture_wait          (gboolean           (*done) (gpointer data),
                                               gpointer             data);

G_END_DECLS
