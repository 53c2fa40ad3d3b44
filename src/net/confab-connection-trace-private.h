/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-connection-trace.h"

G_BEGIN_DECLS

void confab_connection_trace_begin            (ConfabConnectionTrace *self,
                                               ConfabTraceStage       stage);
void confab_connection_trace_end              (ConfabConnectionTrace *self,
                                               ConfabTraceStage       stage);
void confab_connection_trace_set_addresses    (ConfabConnectionTrace *self,
                                               GList                 *addresses);
void confab_connection_trace_set_proxy        (ConfabConnectionTrace *self,
                                               const char            *proxy);
void confab_connection_trace_set_address      (ConfabConnectionTrace *self,
                                               GSocketAddress        *address);
void confab_connection_trace_set_tls_protocol (ConfabConnectionTrace *self,
                                               GTlsProtocolVersion    version);
void confab_connection_trace_set_certificate  (ConfabConnectionTrace *self,
                                               GTlsCertificate       *certificate,
                                               GTlsCertificateFlags   flags);

G_END_DECLS
