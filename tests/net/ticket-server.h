/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TicketServer TicketServer;

TicketServer *ticket_server_new           (GTlsCertificate *certificate);
void          ticket_server_free          (TicketServer    *self);
guint16       ticket_server_get_port      (TicketServer    *self);
guint         ticket_server_get_n_resumed (TicketServer    *self);
guint         ticket_server_get_n_requests (TicketServer   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TicketServer, ticket_server_free)

G_END_DECLS
