/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credentials.h"
#include "confab-dialect.h"
#include "confab-http-request.h"
#include "confab-http-response.h"
#include "confab-provider.h"
#include "confab-rate-limit.h"

G_BEGIN_DECLS

/* The most that is read of an answer that is no stream: error pages, lists of models. */
#define CONFAB_EXCHANGE_MAX_ERROR_BYTES (256 * 1024)
#define CONFAB_EXCHANGE_MAX_BODY_BYTES  (16 * 1024 * 1024)

/* What stands as the provider's code in an error about a certificate that is not the pinned one. */
#define CONFAB_EXCHANGE_PIN_CODE "pinned-certificate"

/* How long a server that is at work on its disk may say nothing: it takes minutes to look through
 * the bytes of a large model. */
#define CONFAB_EXCHANGE_WORK_MS (15 * 60 * 1000)

/* Clouds list their models elsewhere than they run them, and some calls take long by nature. */
typedef enum
{
  CONFAB_EXCHANGE_CALL,
  CONFAB_EXCHANGE_MODELS,
  CONFAB_EXCHANGE_WORK,
} ConfabExchangeTarget;

void               confab_exchange_send_async    (ConfabProvider           *provider,
                                                  ConfabWireRequest        *wire_request,
                                                  ConfabExchangeTarget      target,
                                                  ConfabTransport          *transport,
                                                  ConfabCredentials        *credentials,
                                                  ConfabCredential         *credential,
                                                  guint                     limit_ms,
                                                  GCancellable             *cancellable,
                                                  GAsyncReadyCallback       callback,
                                                  gpointer                  user_data);
ConfabHttpResponse *confab_exchange_send_finish  (ConfabProvider           *provider,
                                                  GAsyncResult             *result,
                                                  GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabHttpRequest *confab_exchange_new_root_request (ConfabProvider        *provider,
                                                  const char               *path,
                                                  GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_exchange_check_key     (ConfabProvider           *provider,
                                                  const ConfabCredential   *credential) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_exchange_check_address (ConfabProvider           *provider) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_exchange_from_failure  (ConfabProvider           *provider,
                                                  const GError             *error) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_exchange_from_redirect (ConfabHttpResponse       *response) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_exchange_from_status   (const ConfabDialect      *dialect,
                                                  ConfabHttpResponse       *response,
                                                  GBytes                   *body) G_GNUC_WARN_UNUSED_RESULT;
gboolean           confab_exchange_read_limits   (ConfabHttpResponse       *response,
                                                  ConfabRateLimit          *limit);
gboolean           confab_exchange_is_answer     (ConfabHttpResponse       *response);
GError            *confab_exchange_not_an_answer (ConfabHttpResponse       *response) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
