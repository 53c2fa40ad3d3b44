/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file of this size was not written by this program, in bytes. */
#define CONFAB_PLAIN_FILE_MAX_SIZE (16 * 1024 * 1024)

gboolean  confab_plain_file_read        (const char          *path,
                                         gsize                max_size_bytes,
                                         GBytes             **contents,
                                         GError             **error);
void      confab_plain_file_read_async  (GFile               *file,
                                         gsize                max_size_bytes,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean  confab_plain_file_read_finish (GFile               *file,
                                         GAsyncResult        *result,
                                         GBytes             **contents,
                                         GError             **error);

G_END_DECLS
