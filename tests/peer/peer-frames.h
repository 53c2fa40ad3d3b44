/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-dialect.h"

G_BEGIN_DECLS

/* Writes the pieces of a streamed reply in a dialect. */
typedef struct _PeerFrames PeerFrames;

PeerFrames *peer_frames_new          (PeerDialect   dialect,
                                      const char   *model,
                                      guint         number);
void        peer_frames_free         (PeerFrames   *self);
void        peer_frames_set_in_array (PeerFrames   *self,
                                      gboolean      in_array);
const char *peer_frames_get_type     (PeerFrames   *self);
GBytes     *peer_frames_encode       (PeerFrames   *self,
                                      const char   *frames,
                                      gsize         length);
char       *peer_frames_begin        (PeerFrames   *self);
char       *peer_frames_thinking     (PeerFrames   *self,
                                      const char   *text);
char       *peer_frames_text         (PeerFrames   *self,
                                      const char   *text);
char       *peer_frames_picture      (PeerFrames   *self,
                                      const char   *base64);
char       *peer_frames_tool         (PeerFrames   *self,
                                      const char   *name,
                                      const char   *arguments_json);
char       *peer_frames_error        (PeerFrames   *self);
char       *peer_frames_end          (PeerFrames   *self);
char       *peer_frames_last_word    (PeerFrames   *self);
char       *peer_frames_dup_whole    (PeerFrames   *self,
                                      const char   *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PeerFrames, peer_frames_free)

G_END_DECLS
