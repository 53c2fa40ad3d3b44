/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _PeerGoogle PeerGoogle;

PeerGoogle *peer_google_new                 (const char         *uri) G_GNUC_WARN_UNUSED_RESULT;
void        peer_google_free                (PeerGoogle         *self);
char       *peer_google_dup_service_account (PeerGoogle         *self) G_GNUC_WARN_UNUSED_RESULT;
char       *peer_google_dup_login           (PeerGoogle         *self) G_GNUC_WARN_UNUSED_RESULT;
void        peer_google_set_seconds         (PeerGoogle         *self,
                                             guint               seconds);
void        peer_google_set_failure         (PeerGoogle         *self,
                                             guint               status);
void        peer_google_set_hold            (PeerGoogle         *self,
                                             gboolean            hold);
void        peer_google_withdraw            (PeerGoogle         *self);
char       *peer_google_dup_answer          (PeerGoogle         *self,
                                             SoupServerMessage  *message,
                                             guint              *status) G_GNUC_WARN_UNUSED_RESULT;
gboolean    peer_google_hold                (PeerGoogle         *self,
                                             SoupServerMessage  *message);
char       *peer_google_check               (PeerGoogle         *self,
                                             SoupServerMessage  *message,
                                             const char         *api_key,
                                             guint              *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
