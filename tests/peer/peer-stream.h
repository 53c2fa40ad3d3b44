/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How a reply ended. */
typedef enum
{
  PEER_OUTCOME_COMPLETE,  /* all was sent; the connection can be used again */
  PEER_OUTCOME_BROKEN,    /* the script broke the connection off */
  PEER_OUTCOME_GONE,      /* the client left before the end */
} PeerOutcome;

/* A reply on its way to a client: steps that are taken one after the other. */
typedef struct _PeerStream PeerStream;

typedef void (*PeerStreamFunc) (PeerStream  *stream,
                                PeerOutcome  outcome,
                                gpointer     user_data);

typedef void (*PeerStreamNote) (gpointer     note_data);

PeerStream *peer_stream_new        (GIOStream      *connection,
                                    GSocket        *socket,
                                    PeerStreamFunc  func,
                                    gpointer        user_data);
void        peer_stream_free       (PeerStream     *self);
GIOStream  *peer_stream_get_connection (PeerStream *self);

void        peer_stream_add_head   (PeerStream     *self,
                                    const char     *content_type,
                                    gboolean        compressed);
void        peer_stream_add_raw    (PeerStream     *self,
                                    const char     *bytes,
                                    gssize          length);
void        peer_stream_add_piece  (PeerStream     *self,
                                    const char     *bytes,
                                    gssize          length);
void        peer_stream_add_end    (PeerStream     *self);
void        peer_stream_add_gate   (PeerStream     *self);
void        peer_stream_add_wait   (PeerStream     *self,
                                    guint           wait_ms);
void        peer_stream_add_hold   (PeerStream     *self);
void        peer_stream_add_repeat (PeerStream     *self,
                                    const char     *piece,
                                    gsize           length);
void        peer_stream_add_cut    (PeerStream     *self);
void        peer_stream_add_reset  (PeerStream     *self);
void        peer_stream_add_note   (PeerStream     *self,
                                    PeerStreamNote  note,
                                    gpointer        note_data,
                                    GDestroyNotify  note_free);

void        peer_stream_start      (PeerStream     *self);
gboolean    peer_stream_release    (PeerStream     *self);
gboolean    peer_stream_is_waiting (PeerStream     *self);
gsize       peer_stream_get_sent_bytes (PeerStream *self);

G_END_DECLS
