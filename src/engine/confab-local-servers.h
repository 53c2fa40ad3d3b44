/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credentials.h"
#include "confab-provider.h"
#include "confab-transport.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_SERVERS (confab_local_servers_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalServers, confab_local_servers, CONFAB, LOCAL_SERVERS, GObject)

/* How long a server on the same machine may take to answer, and how often to look again while somebody
 * watches: whoever starts one sees it within the second. One that runs is looked at more seldom. */
#define CONFAB_LOCAL_PROBE_LIMIT_MS 1000
#define CONFAB_LOCAL_WATCH_INTERVAL_S 1
#define CONFAB_LOCAL_WATCH_RUNNING_INTERVAL_S 3

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
void                confab_local_servers_watch        (ConfabLocalServers   *self);
void                confab_local_servers_unwatch      (ConfabLocalServers   *self);
void                confab_local_servers_stop_watching (ConfabLocalServers  *self);

G_END_DECLS
