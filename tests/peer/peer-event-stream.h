/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *peer_event_stream_encode (const char *lines,
                                  gsize       length);

G_END_DECLS
