/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-google.h"

G_BEGIN_DECLS

/* Clouds that serve models of others, each with addresses and a way to sign in of its own. */
typedef enum
{
  PEER_CLOUD_NONE,
  PEER_CLOUD_AZURE,
  PEER_CLOUD_BEDROCK,
  PEER_CLOUD_VERTEX,
} PeerCloud;

PeerCloud peer_cloud_find  (const char         *path);
char     *peer_cloud_check (PeerCloud           cloud,
                            SoupServerMessage  *message,
                            PeerGoogle         *google,
                            const char         *api_key,
                            guint              *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
