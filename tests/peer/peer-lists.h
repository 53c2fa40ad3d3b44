/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-dialect.h"

G_BEGIN_DECLS

void  peer_lists_add_details  (JsonBuilder        *builder);
char *peer_lists_dup_models   (PeerDialect         dialect,
                               const char * const *models,
                               GHashTable         *names,
                               guint               page_size,
                               const char         *after);
char *peer_lists_dup_profiles (const char * const *models);
char *peer_lists_dup_show     (const char         *model);

G_END_DECLS
