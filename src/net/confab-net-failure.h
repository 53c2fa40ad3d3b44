/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-net-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabNetStage:
 *
 * How far a request had come when it failed. The same lower error means different things before
 * and after the connection was made.
 */
typedef enum
{
  CONFAB_NET_STAGE_CONNECT,
  CONFAB_NET_STAGE_HEADERS,
  CONFAB_NET_STAGE_BODY,
} ConfabNetStage;

GError *confab_net_failure_translate (const GError         *cause,
                                      ConfabNetStage        stage,
                                      const char           *origin) G_GNUC_WARN_UNUSED_RESULT;
GError *confab_net_failure_timeout   (ConfabNetStage        stage,
                                      const char           *origin) G_GNUC_WARN_UNUSED_RESULT;
char   *confab_net_failure_describe_certificate (GTlsCertificateFlags flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
