/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-certificate.h"

G_BEGIN_DECLS

/**
 * ConfabTraceStage:
 * @CONFAB_TRACE_NAME: the host's name is looked up; not where a proxy does that
 * @CONFAB_TRACE_PROXY: which proxy is to be used, and the way to it
 * @CONFAB_TRACE_CONNECT: the connection to the host, through the proxy if there is one
 * @CONFAB_TRACE_TLS: the certificate and the encryption; not without TLS
 * @CONFAB_TRACE_SEND: the request goes out
 * @CONFAB_TRACE_ANSWER: the headers of the answer are waited for
 *
 * What happens, one after the other, until an answer is there.
 */
typedef enum
{
  CONFAB_TRACE_NAME,
  CONFAB_TRACE_PROXY,
  CONFAB_TRACE_CONNECT,
  CONFAB_TRACE_TLS,
  CONFAB_TRACE_SEND,
  CONFAB_TRACE_ANSWER,
} ConfabTraceStage;

#define CONFAB_N_TRACE_STAGES 6

#define CONFAB_TYPE_CONNECTION_TRACE (confab_connection_trace_get_type ())
G_DECLARE_FINAL_TYPE (ConfabConnectionTrace, confab_connection_trace, CONFAB, CONNECTION_TRACE, GObject)

ConfabConnectionTrace *confab_connection_trace_new              (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean               confab_connection_trace_get_begun        (ConfabConnectionTrace *self,
                                                                 ConfabTraceStage       stage);
gboolean               confab_connection_trace_get_ended        (ConfabConnectionTrace *self,
                                                                 ConfabTraceStage       stage);
gint64                 confab_connection_trace_get_duration_us  (ConfabConnectionTrace *self,
                                                                 ConfabTraceStage       stage);
const char * const    *confab_connection_trace_get_addresses    (ConfabConnectionTrace *self);
const char            *confab_connection_trace_get_proxy        (ConfabConnectionTrace *self);
const char            *confab_connection_trace_get_address      (ConfabConnectionTrace *self);
const char            *confab_connection_trace_get_tls_protocol (ConfabConnectionTrace *self);
ConfabCertificate     *confab_connection_trace_get_certificate  (ConfabConnectionTrace *self);

G_END_DECLS
