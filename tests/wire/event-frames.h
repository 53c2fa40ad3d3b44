/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

void    event_frames_append_prelude (GByteArray   *frames,
                                     guint32       total_length,
                                     guint32       headers_length);
void    event_frames_append         (GByteArray   *frames,
                                     const guint8 *headers,
                                     gsize         headers_length,
                                     const char   *payload,
                                     gsize         payload_length);
GBytes *event_frames_encode         (const char   *text);
