/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-local-model.h"
#include "confab-provider.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_MODELS (confab_local_models_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalModels, confab_local_models, CONFAB, LOCAL_MODELS, GObject)

/* A GListModel of ConfabLocalModel: those on their way first, then those that are there by name.
 * Properties, all notifying:
 * "listed" (boolean): the server has told what it has;
 * "error" (GError, nullable): why it did not the last time. */
ConfabProvider   *confab_local_models_get_provider   (ConfabLocalModels    *self);
gboolean          confab_local_models_get_listed     (ConfabLocalModels    *self);
const GError     *confab_local_models_get_error      (ConfabLocalModels    *self);
ConfabLocalModel *confab_local_models_lookup         (ConfabLocalModels    *self,
                                                      const char           *name);

void              confab_local_models_set_watch      (ConfabLocalModels    *self,
                                                      gboolean              watch);
void              confab_local_models_refresh_async  (ConfabLocalModels    *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean          confab_local_models_refresh_finish (ConfabLocalModels    *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* in confab-local-models-change.c */
void              confab_local_models_remove_async   (ConfabLocalModels    *self,
                                                      ConfabLocalModel     *model,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean          confab_local_models_remove_finish  (ConfabLocalModels    *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void              confab_local_models_unload_async   (ConfabLocalModels    *self,
                                                      ConfabLocalModel     *model,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean          confab_local_models_unload_finish  (ConfabLocalModels    *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* in confab-local-models-pull.c */
void              confab_local_models_pull_async     (ConfabLocalModels    *self,
                                                      const char           *name,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean          confab_local_models_pull_finish    (ConfabLocalModels    *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void              confab_local_models_pause          (ConfabLocalModels    *self,
                                                      ConfabLocalModel     *model);
void              confab_local_models_forget         (ConfabLocalModels    *self,
                                                      ConfabLocalModel     *model);

G_END_DECLS
