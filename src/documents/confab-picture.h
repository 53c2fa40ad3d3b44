/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document-error.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* A picture of more pixels is not decoded: it would take 256 MiB. */
#define CONFAB_PICTURE_MAX_PIXELS (64 * 1024 * 1024)

gboolean   confab_picture_can_decode (const char    *mime_type);
GdkPixbuf *confab_picture_decode     (GBytes        *data,
                                      guint          max_edge,
                                      GCancellable  *cancellable,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   confab_picture_convert    (GBytes        *data,
                                      guint          max_edge,
                                      gsize          max_bytes,
                                      GCancellable  *cancellable,
                                      GBytes       **converted,
                                      const char   **mime_type,
                                      GError       **error);

G_END_DECLS
