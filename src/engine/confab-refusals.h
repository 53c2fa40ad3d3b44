/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_REFUSALS (confab_refusals_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRefusals, confab_refusals, CONFAB, REFUSALS, GObject)

ConfabRefusals *confab_refusals_new          (GFile                *file) G_GNUC_WARN_UNUSED_RESULT;
gboolean        confab_refusals_contains     (ConfabRefusals       *self,
                                              const char           *provider_id,
                                              const char           *model,
                                              const char           *parameter);
void            confab_refusals_add          (ConfabRefusals       *self,
                                              const char           *provider_id,
                                              const char           *model,
                                              const char           *parameter);

void            confab_refusals_load_async   (ConfabRefusals       *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean        confab_refusals_load_finish  (ConfabRefusals       *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void            confab_refusals_flush_async  (ConfabRefusals       *self,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void            confab_refusals_flush_finish (ConfabRefusals       *self,
                                              GAsyncResult         *result);

G_END_DECLS
