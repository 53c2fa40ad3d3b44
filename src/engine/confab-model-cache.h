/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_CACHE (confab_model_cache_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelCache, confab_model_cache, CONFAB, MODEL_CACHE, GObject)

ConfabModelCache *confab_model_cache_new         (GFile                *folder) G_GNUC_WARN_UNUSED_RESULT;
void              confab_model_cache_load_async  (ConfabModelCache     *self,
                                                  const char           *provider_id,
                                                  const char           *base_url,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GPtrArray        *confab_model_cache_load_finish (ConfabModelCache     *self,
                                                  GAsyncResult         *result,
                                                  gint64               *listed_at_us,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void              confab_model_cache_save        (ConfabModelCache     *self,
                                                  const char           *provider_id,
                                                  const char           *base_url,
                                                  GPtrArray            *models,
                                                  gint64                listed_at_us);
void              confab_model_cache_drain_async (ConfabModelCache     *self,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
void              confab_model_cache_drain_finish (ConfabModelCache    *self,
                                                  GAsyncResult         *result);

G_END_DECLS
