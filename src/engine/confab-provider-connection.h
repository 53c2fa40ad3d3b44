/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-http-request.h"
#include "confab-provider.h"

G_BEGIN_DECLS

/* What a record's `config` says of connections. */
#define CONFAB_PROVIDER_CONNECTION_PROXY       "proxy"
#define CONFAB_PROVIDER_CONNECTION_AUTHORITIES "ca_certificate"
#define CONFAB_PROVIDER_CONNECTION_PIN         "pinned_certificate"

gboolean confab_provider_connection_dup_policy (ConfabProvider          *provider,
                                                const char              *url,
                                                ConfabConnectionPolicy **policy,
                                                GError                 **error);
gboolean confab_provider_connection_apply      (ConfabProvider          *provider,
                                                ConfabHttpRequest       *request,
                                                const char              *url,
                                                GError                 **error);

G_END_DECLS
