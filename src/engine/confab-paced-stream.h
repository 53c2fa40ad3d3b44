/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PACED_STREAM (confab_paced_stream_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPacedStream, confab_paced_stream, CONFAB, PACED_STREAM, GInputStream)

GInputStream *confab_paced_stream_new (GBytes *bytes,
                                       guint   pace_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
