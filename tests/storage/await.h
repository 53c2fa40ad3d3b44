/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void          await_cb          (GObject       *object,
                                 GAsyncResult  *result,
                                 gpointer       user_data);
GAsyncResult *await             (GAsyncResult **slot);
void          await_finalized   (gpointer       object);

char         *temp_folder_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void          temp_folder_free  (char          *path);

G_END_DECLS
