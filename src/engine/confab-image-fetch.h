/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than a picture on a page has. */
#define CONFAB_IMAGE_FETCH_MAX_BYTES (16 * 1024 * 1024)

void    confab_image_fetch_async  (const char           *uri,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GBytes *confab_image_fetch_finish (GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
