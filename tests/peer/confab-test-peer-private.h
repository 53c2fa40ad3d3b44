/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-test-peer.h"
#include "peer-google.h"
#include "peer-log.h"
#include "peer-ollama.h"
#include "peer-script.h"

G_BEGIN_DECLS

/* Shared by the files of the peer: the one that answers, and the one that tells what it saw. */
struct _ConfabTestPeer
{
  GObject     parent_instance;

  SoupServer *server;       /* owned */
  char       *uri;          /* owned */
  char       *key;          /* owned, NULL to accept any and none */
  GStrv       models;       /* owned */
  GHashTable *names;        /* owned: of models, by their ids */
  char       *version;      /* owned; Ollama's */
  GPtrArray  *log;          /* of PeerLogEntry, owned */
  GPtrArray  *replies;      /* of Reply, owned; those under way */
  GQueue      statuses;     /* of guint; what the next chat requests get */
  char       *directives;   /* owned, nullable; what every prompt is taken to say besides */
  PeerGoogle *google;       /* owned */
  PeerOllama *ollama;       /* owned */
  GHashTable *refused;      /* owned; pieces of bodies to what is said of them */
  guint       page_size;
  guint       n_requests;
  guint       port;
};

/* A streamed reply under way. */
typedef struct
{
  ConfabTestPeer *peer;      /* unowned; owns this */
  PeerLogEntry   *entry;     /* borrowed, NULL once the log was cleared */
  PeerStream     *stream;    /* owned */
  GSocketAddress *local;     /* owned */
  GSocketAddress *remote;    /* owned */
} Reply;

void      confab_test_peer_respond         (SoupServerMessage *message,
                                            PeerLogEntry      *entry,
                                            guint              status,
                                            const char        *content_type,
                                            const char        *body);
void      confab_test_peer_respond_error   (SoupServerMessage *message,
                                            PeerLogEntry      *entry,
                                            PeerDialect        dialect,
                                            guint              status,
                                            const char        *text);
Reply    *confab_test_peer_take_connection (ConfabTestPeer    *self,
                                            SoupServerMessage *message,
                                            PeerLogEntry      *entry);
gboolean  confab_test_peer_answer_ollama   (ConfabTestPeer    *self,
                                            SoupServerMessage *message,
                                            PeerLogEntry      *entry,
                                            const char        *method,
                                            const char        *path);
void      confab_test_peer_control_cb      (SoupServer        *server,
                                            SoupServerMessage *message,
                                            const char        *path,
                                            GHashTable        *query,
                                            gpointer           user_data);

G_END_DECLS
