/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_RESTS (confab_rests_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRests, confab_rests, CONFAB, RESTS, GObject)

ConfabRests *confab_rests_new          (GFile                *file,
                                        ConfabRegistry       *registry) G_GNUC_WARN_UNUSED_RESULT;
void         confab_rests_load_async   (ConfabRests          *self,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean     confab_rests_load_finish  (ConfabRests          *self,
                                        GAsyncResult         *result,
                                        GError              **error);
void         confab_rests_flush_async  (ConfabRests          *self,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void         confab_rests_flush_finish (ConfabRests          *self,
                                        GAsyncResult         *result);

G_END_DECLS
