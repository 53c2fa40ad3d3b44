/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-store-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean  confab_locked_file_make_folder (const char *path,
                                      GError       **error);
int       confab_locked_file_lock    (const char    *path,
                                      GCancellable  *cancellable,
                                      GError       **error);
int       confab_locked_file_share   (const char    *path,
                                      GCancellable  *cancellable,
                                      GError       **error);
gboolean  confab_locked_file_claim   (int            lock);
void      confab_locked_file_unclaim (int            lock);
gboolean  confab_locked_file_replace (const char    *path,
                                      GBytes        *contents,
                                      GError       **error);
char     *confab_locked_file_set_aside (const char  *path,
                                        GBytes      *replacement,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
