/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_HTTP_RESPONSE (confab_http_response_get_type ())
G_DECLARE_FINAL_TYPE (ConfabHttpResponse, confab_http_response, CONFAB, HTTP_RESPONSE, GObject)

ConfabHttpResponse *confab_http_response_new_for_stream  (guint                status,
                                                          const char          *content_type,
                                                          GInputStream        *stream) G_GNUC_WARN_UNUSED_RESULT;

guint               confab_http_response_get_status       (ConfabHttpResponse  *self);
const char         *confab_http_response_get_reason       (ConfabHttpResponse  *self);
const char         *confab_http_response_get_header       (ConfabHttpResponse  *self,
                                                           const char          *name);
char              **confab_http_response_dup_headers      (ConfabHttpResponse  *self) G_GNUC_WARN_UNUSED_RESULT;
const char         *confab_http_response_get_content_type (ConfabHttpResponse  *self);

void                confab_http_response_read_async       (ConfabHttpResponse  *self,
                                                           GCancellable        *cancellable,
                                                           GAsyncReadyCallback  callback,
                                                           gpointer             user_data);
GBytes             *confab_http_response_read_finish      (ConfabHttpResponse  *self,
                                                           GAsyncResult        *result,
                                                           GError             **error);
void                confab_http_response_read_all_async   (ConfabHttpResponse  *self,
                                                           gsize                max_bytes,
                                                           GCancellable        *cancellable,
                                                           GAsyncReadyCallback  callback,
                                                           gpointer             user_data);
GBytes             *confab_http_response_read_all_finish  (ConfabHttpResponse  *self,
                                                           GAsyncResult        *result,
                                                           GError             **error);

G_END_DECLS
