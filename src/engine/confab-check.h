/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credentials.h"
#include "confab-provider.h"
#include "confab-transport.h"

G_BEGIN_DECLS

/**
 * ConfabCheckScope:
 * @CONFAB_CHECK_EVERYTHING: that it can be reached and takes the key, and its models
 * @CONFAB_CHECK_MODELS: its models alone
 * @CONFAB_CHECK_IDENTITY: as everything, and whether it is the kind of server it is taken for
 * @CONFAB_CHECK_FREE: as everything, as far as it costs nothing: no question is asked
 *
 * What of a provider is checked.
 */
typedef enum
{
  CONFAB_CHECK_EVERYTHING,
  CONFAB_CHECK_MODELS,
  CONFAB_CHECK_IDENTITY,
  CONFAB_CHECK_FREE,
} ConfabCheckScope;

/**
 * ConfabCheckResult:
 * @models: (element-type ConfabModelInfo) (nullable): what the provider lists, %NULL when it has no list
 * @version: (nullable): the version of a local server
 * @latency_ms: how long its first answer took to begin
 * @identified: it answered where only its kind of server does
 * @listed: @models is what it listed, not what the catalogue knows
 * @key_proved: a call went well that does not without a key
 *
 * What a provider told when it was checked.
 */
typedef struct
{
  GPtrArray *models;
  char      *version;
  gint64     latency_ms;
  gboolean   identified;
  gboolean   listed;
  gboolean   key_proved;
} ConfabCheckResult;

void               confab_check_result_free (ConfabCheckResult    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCheckResult, confab_check_result_free)

void               confab_check_run_async   (ConfabProvider       *provider,
                                             ConfabTransport      *transport,
                                             ConfabCredentials    *credentials,
                                             ConfabCheckScope      scope,
                                             guint                 limit_ms,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
ConfabCheckResult *confab_check_run_finish  (ConfabProvider       *provider,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
