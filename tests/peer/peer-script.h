/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-dialect.h"
#include "peer-stream.h"

G_BEGIN_DECLS

/* What the last message of the user tells the peer to do, beside what it says. */
typedef struct _PeerScript PeerScript;

PeerScript *peer_script_new          (const char  *prompt);
void        peer_script_free         (PeerScript  *self);
guint       peer_script_get_status   (PeerScript  *self,
                                      const char **retry_after);
const char *peer_script_get_error_code (PeerScript *self);
const char *peer_script_get_redirect (PeerScript  *self);
char       *peer_script_dup_text     (PeerScript  *self,
                                      PeerChat    *chat);
void        peer_script_fill         (PeerScript  *self,
                                      PeerChat    *chat,
                                      PeerDialect  dialect,
                                      guint        number,
                                      PeerStream  *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PeerScript, peer_script_free)

G_END_DECLS
