/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check.h"
#include "confab-check-report.h"
#include "confab-credentials.h"
#include "confab-provider.h"
#include "confab-transport.h"

G_BEGIN_DECLS

/* Takes over what was found, before the walk goes on with it. */
typedef void (*ConfabWalkFound) (ConfabProvider          *provider,
                                 const ConfabCheckResult *found,
                                 gpointer                 user_data);

void     confab_walk_async  (ConfabProvider       *provider,
                             ConfabTransport      *transport,
                             ConfabCredentials    *credentials,
                             ConfabCheckReport    *report,
                             ConfabWalkFound       found,
                             gpointer              found_data,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
gboolean confab_walk_finish (ConfabProvider       *provider,
                             GAsyncResult         *result,
                             gint64               *latency_ms,
                             gboolean             *by_question,
                             GError              **error);

G_END_DECLS
