/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-http-request.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupMessage *confab_http_request_dup_message       (ConfabHttpRequest  *self,
                                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void         confab_http_request_put_credentials   (ConfabHttpRequest  *self,
                                                    SoupMessage        *message);
void         confab_http_request_clear_credentials (ConfabHttpRequest  *self,
                                                    SoupMessage        *message);
GUri        *confab_http_request_dup_uri           (ConfabHttpRequest  *self,
                                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
char        *confab_http_request_dup_host          (ConfabHttpRequest  *self) G_GNUC_WARN_UNUSED_RESULT;
char        *confab_http_request_dup_origin        (ConfabHttpRequest  *self) G_GNUC_WARN_UNUSED_RESULT;
guint        confab_http_request_get_connect_ms    (ConfabHttpRequest  *self);
guint        confab_http_request_get_first_byte_ms (ConfabHttpRequest  *self);
guint        confab_http_request_get_idle_ms       (ConfabHttpRequest  *self);
ConfabAddressReach confab_http_request_get_reach (ConfabHttpRequest *self);
ConfabConnectionPolicy *confab_http_request_get_policy (ConfabHttpRequest  *self);
ConfabConnectionTrace  *confab_http_request_get_trace  (ConfabHttpRequest  *self);
gboolean     confab_http_request_has_credential    (ConfabHttpRequest  *self);
const char  *confab_http_request_get_method        (ConfabHttpRequest  *self);
const char  *confab_http_request_get_content_type  (ConfabHttpRequest  *self);
GBytes      *confab_http_request_get_body          (ConfabHttpRequest  *self);

G_END_DECLS
