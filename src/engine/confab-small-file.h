/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SMALL_FILE (confab_small_file_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSmallFile, confab_small_file, CONFAB, SMALL_FILE, GObject)

ConfabSmallFile *confab_small_file_new          (GFile                *file) G_GNUC_WARN_UNUSED_RESULT;
GFile           *confab_small_file_get_file     (ConfabSmallFile      *self);
void             confab_small_file_write        (ConfabSmallFile      *self,
                                                 char                 *text);
void             confab_small_file_load_async   (ConfabSmallFile      *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean         confab_small_file_load_finish  (ConfabSmallFile      *self,
                                                 GAsyncResult         *result,
                                                 char                **text,
                                                 GError              **error);
void             confab_small_file_flush_async  (ConfabSmallFile      *self,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
void             confab_small_file_flush_finish (ConfabSmallFile      *self,
                                                 GAsyncResult         *result);

G_END_DECLS
