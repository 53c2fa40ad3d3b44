/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-scope.h"
#include "confab-connection-policy.h"
#include "confab-connection-trace.h"
#include "confab-secret.h"

G_BEGIN_DECLS

/* How long a request waits in each phase unless it is told otherwise. */
#define CONFAB_HTTP_REQUEST_CONNECT_MS    (10 * 1000)
#define CONFAB_HTTP_REQUEST_FIRST_BYTE_MS (120 * 1000)
#define CONFAB_HTTP_REQUEST_IDLE_MS       (90 * 1000)

#define CONFAB_TYPE_HTTP_REQUEST (confab_http_request_get_type ())

typedef struct _ConfabHttpRequest ConfabHttpRequest;

GType              confab_http_request_get_type          (void) G_GNUC_CONST;
ConfabHttpRequest *confab_http_request_new               (const char        *method,
                                                          const char        *uri) G_GNUC_WARN_UNUSED_RESULT;
ConfabHttpRequest *confab_http_request_ref               (ConfabHttpRequest *self);
void               confab_http_request_unref             (ConfabHttpRequest *self);
void               confab_http_request_add_header        (ConfabHttpRequest *self,
                                                          const char        *name,
                                                          const char        *value);
void               confab_http_request_set_credential    (ConfabHttpRequest *self,
                                                          const char        *name,
                                                          const char        *prefix,
                                                          ConfabSecret      *secret);
void               confab_http_request_add_credential    (ConfabHttpRequest *self,
                                                          const char        *name,
                                                          const char        *prefix,
                                                          ConfabSecret      *secret);
void               confab_http_request_set_body          (ConfabHttpRequest *self,
                                                          const char        *content_type,
                                                          GBytes            *body);
void               confab_http_request_set_timeouts      (ConfabHttpRequest *self,
                                                          guint              connect_ms,
                                                          guint              first_byte_ms,
                                                          guint              idle_ms);
void               confab_http_request_set_reach         (ConfabHttpRequest *self,
                                                          ConfabAddressReach reach);
void               confab_http_request_set_policy        (ConfabHttpRequest *self,
                                                          ConfabConnectionPolicy *policy);
void               confab_http_request_set_trace         (ConfabHttpRequest *self,
                                                          ConfabConnectionTrace *trace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabHttpRequest, confab_http_request_unref)

G_END_DECLS
