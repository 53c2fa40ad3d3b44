/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ProxyServer ProxyServer;

ProxyServer *proxy_server_new               (const char  *scheme);
void         proxy_server_free              (ProxyServer *self);
char        *proxy_server_dup_uri           (ProxyServer *self) G_GNUC_WARN_UNUSED_RESULT;
void         proxy_server_set_status        (ProxyServer *self,
                                             guint        status);
guint        proxy_server_get_n_connections (ProxyServer *self);
char        *proxy_server_dup_last_target   (ProxyServer *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProxyServer, proxy_server_free)

G_END_DECLS
