/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-aws-keys.h"
#include "confab-http-request.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void     confab_aws_signing_sign_async  (ConfabHttpRequest    *request,
                                         ConfabAwsKeys        *keys,
                                         const char           *region,
                                         const char           *service,
                                         gint64                now_s,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean confab_aws_signing_sign_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
