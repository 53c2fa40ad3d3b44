/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than anybody looks through before the others; each is looked up whenever models are chosen from. */
#define CONFAB_FAVORITE_MODELS_MAX 100

#define CONFAB_TYPE_FAVORITE_MODELS (confab_favorite_models_get_type ())
G_DECLARE_FINAL_TYPE (ConfabFavoriteModels, confab_favorite_models, CONFAB, FAVORITE_MODELS, GObject)

/**
 * ConfabFavoriteModel:
 * @provider_id: whose model it is
 * @model: its id
 * @name: what people called it when it became a favorite
 *
 * A model that a person wants to have at hand.
 */
typedef struct
{
  char *provider_id;  /* owned */
  char *model;        /* owned */
  char *name;         /* owned */
} ConfabFavoriteModel;

ConfabFavoriteModels      *confab_favorite_models_new      (GSettings             *settings) G_GNUC_WARN_UNUSED_RESULT;
guint                      confab_favorite_models_get_n    (ConfabFavoriteModels  *self);
const ConfabFavoriteModel *confab_favorite_models_get      (ConfabFavoriteModels  *self,
                                                            guint                  position);
gboolean                   confab_favorite_models_contains (ConfabFavoriteModels  *self,
                                                            const char            *provider_id,
                                                            const char            *model);
gboolean                   confab_favorite_models_add      (ConfabFavoriteModels  *self,
                                                            const char            *provider_id,
                                                            const char            *model,
                                                            const char            *name,
                                                            GError               **error);
gboolean                   confab_favorite_models_remove   (ConfabFavoriteModels  *self,
                                                            const char            *provider_id,
                                                            const char            *model,
                                                            GError               **error);

G_END_DECLS
