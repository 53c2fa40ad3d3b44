/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabErrorReport:
 * @message: (nullable): the provider's sentence
 * @reason: (nullable): the narrowest word there is for it
 * @code: (nullable): what is called its code
 * @type: (nullable): what is called its type
 * @status: (nullable): what is called its status
 * @http_status: a number among these that is a status of HTTP, or 0
 * @retry_ms: how long to wait before the next try in milliseconds, or -1
 * @of_the_day: what was used up comes back with the next day, whatever wait is spoken of
 *
 * What a provider says of a failure. The texts are owned.
 */
typedef struct
{
  char   *message;
  char   *reason;
  char   *code;
  char   *type;
  char   *status;
  guint   http_status;
  gint64  retry_ms;
  guint   of_the_day : 1;
} ConfabErrorReport;

#define CONFAB_ERROR_REPORT_INIT { .retry_ms = -1 }

void                confab_error_report_clear    (ConfabErrorReport       *self);
void                confab_error_report_read     (ConfabErrorReport       *self,
                                                  JsonNode                *node);
ConfabProviderError confab_error_report_classify (const ConfabErrorReport *self,
                                                  guint                    http_status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabErrorReport, confab_error_report_clear)

G_END_DECLS
