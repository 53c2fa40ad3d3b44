/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credentials.h"
#include "confab-provider.h"
#include "confab-transport.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_SERVERS (confab_local_servers_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalServers, confab_local_servers, CONFAB, LOCAL_SERVERS, GObject)

ConfabLocalServers *confab_local_servers_new          (GListModel           *providers,
                                                       ConfabTransport      *transport,
                                                       ConfabCredentials    *credentials) G_GNUC_WARN_UNUSED_RESULT;
void                confab_local_servers_probe_async  (ConfabLocalServers   *self,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean            confab_local_servers_probe_finish (ConfabLocalServers   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
void                confab_local_servers_set_watch    (ConfabLocalServers   *self,
                                                       gboolean              watch);

G_END_DECLS
