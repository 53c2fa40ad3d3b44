/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happens to a connection once the reply is written. */
typedef enum
{
  RAW_SERVER_CLOSE,  /* closed in the ordinary way */
  RAW_SERVER_RESET,  /* closed with a reset */
  RAW_SERVER_HOLD,   /* left open */
  RAW_SERVER_SERVE,  /* left open for another request, which gets the same reply */
} RawServerEnd;

typedef struct _RawServer RawServer;

RawServer  *raw_server_new               (GTlsCertificate *certificate);
void        raw_server_free              (RawServer       *self);
guint16     raw_server_get_port          (RawServer       *self);
char       *raw_server_dup_uri           (RawServer       *self,
                                          const char      *path);
void        raw_server_set_reply         (RawServer       *self,
                                          const void      *bytes,
                                          gssize           length,
                                          RawServerEnd     end);
void        raw_server_set_certificate   (RawServer       *self,
                                          GTlsCertificate *certificate);
void        raw_server_answer_anything   (RawServer       *self);
const char *raw_server_get_request       (RawServer       *self);
guint       raw_server_get_n_requests    (RawServer       *self);
guint       raw_server_get_n_connections (RawServer       *self);
guint       raw_server_get_n_gone        (RawServer       *self);
gsize       raw_server_get_sent_bytes    (RawServer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

G_END_DECLS
