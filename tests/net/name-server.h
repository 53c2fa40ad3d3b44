/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A name server at 127.0.0.1:53 that changes its mind: every name has the next of the addresses at
 * each question, and the last one from then on. */
typedef struct _NameServer NameServer;

NameServer *name_server_new             (const char * const *addresses);
void        name_server_free            (NameServer         *self);
guint       name_server_get_n_questions (NameServer         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NameServer, name_server_free)

G_END_DECLS
