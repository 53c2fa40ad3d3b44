/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-dialect.h"
#include "peer-stream.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* One request as the peer saw it. */
typedef struct
{
  guint        number;
  char        *method;        /* owned */
  char        *path;          /* owned, with the query */
  char        *body;          /* owned, made valid UTF-8 */
  GHashTable  *headers;       /* lower-case name to value, owned */
  PeerDialect  dialect;
  guint        status;
  gsize        sent_bytes;
  guint        key_accepted : 1;
  guint        disconnected : 1;
  guint        open : 1;      /* the reply is not at its end yet */
} PeerLogEntry;

PeerLogEntry *peer_log_entry_new  (guint               number,
                                   SoupServerMessage  *message,
                                   PeerDialect         dialect);
void          peer_log_entry_free (PeerLogEntry       *self);
void          peer_log_entry_build (PeerLogEntry      *self,
                                    JsonBuilder       *builder);

G_END_DECLS
