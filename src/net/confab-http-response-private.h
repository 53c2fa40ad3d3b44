/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-http-response.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

ConfabHttpResponse *confab_http_response_new_for_message (SoupSession  *session,
                                                          SoupMessage  *message,
                                                          GInputStream *stream,
                                                          GCancellable *cancellable,
                                                          const char   *origin,
                                                          guint         idle_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
