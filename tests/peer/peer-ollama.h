/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-stream.h"

G_BEGIN_DECLS

/* How Ollama manages its models: what is on the disk, in memory, and on its way. */
typedef struct _PeerOllama PeerOllama;

PeerOllama *peer_ollama_new        (void);
void        peer_ollama_free       (PeerOllama         *self);

void        peer_ollama_set_pull   (PeerOllama         *self,
                                    const char         *name,
                                    const char         *script);
void        peer_ollama_set_loaded (PeerOllama         *self,
                                    const char * const *models);

char       *peer_ollama_dup_list   (PeerOllama         *self,
                                    const char * const *models);
char       *peer_ollama_dup_loaded (PeerOllama         *self);
void        peer_ollama_fill_pull  (PeerOllama         *self,
                                    GStrv              *models,
                                    const char         *name,
                                    PeerStream         *stream);
gboolean    peer_ollama_remove     (PeerOllama         *self,
                                    GStrv              *models,
                                    const char         *name);
void        peer_ollama_unload     (PeerOllama         *self,
                                    const char         *name);

G_END_DECLS
