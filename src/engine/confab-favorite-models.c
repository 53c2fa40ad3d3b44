/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-favorite-models"

#include "config.h"

#include "confab-favorite-models.h"

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-engine-settings.h"

/**
 * ConfabFavoriteModels:
 *
 * The models that a person wants to have at hand, in the order in which they were chosen. They are
 * kept with the preferences, so what another window or program changes is seen here. Lives on the
 * main thread.
 *
 * A model stays one until it is taken out, whether or not its provider still lists it.
 */
struct _ConfabFavoriteModels
{
  GObject    parent_instance;

  GSettings *settings;  /* owned */
  GPtrArray *items;     /* owned, of ConfabFavoriteModel */
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabFavoriteModels, confab_favorite_models, G_TYPE_OBJECT)

static void
item_free (gpointer data)
{
  ConfabFavoriteModel *item = data;

  g_free (item->provider_id);
  g_free (item->model);
  g_free (item->name);
  g_free (item);
}

static int
find (ConfabFavoriteModels *self,
      const char           *provider_id,
      const char           *model)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const ConfabFavoriteModel *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->model, model) && g_str_equal (item->provider_id, provider_id))
        return (int) i;
    }

  return -1;
}

/* Anything may be written there by hand: what is no model, or is there twice, is left out. */
static void
read_items (ConfabFavoriteModels *self)
{
  g_autoptr(GVariant) list = g_settings_get_value (self->settings, CONFAB_SETTING_FAVORITE_MODELS);
  GVariantIter iter;
  const char *provider_id, *model, *name;

  g_ptr_array_set_size (self->items, 0);
  g_variant_iter_init (&iter, list);
  while (self->items->len < CONFAB_FAVORITE_MODELS_MAX &&
         g_variant_iter_next (&iter, "(&s&s&s)", &provider_id, &model, &name))
    {
      ConfabFavoriteModel *item;

      if (*provider_id == '\0' || *model == '\0' || find (self, provider_id, model) >= 0)
        continue;

      item = g_new0 (ConfabFavoriteModel, 1);
      item->provider_id = g_strdup (provider_id);
      item->model = g_strdup (model);
      item->name = g_strdup (*name != '\0' ? name : model);
      g_ptr_array_add (self->items, item);
    }

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Writes all but the item at @left_out, and @added behind them. */
static gboolean
write_items (ConfabFavoriteModels       *self,
             int                         left_out,
             const ConfabFavoriteModel  *added,
             GError                    **error)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < self->items->len; i++)
    {
      const ConfabFavoriteModel *item = g_ptr_array_index (self->items, i);

      if ((int) i != left_out)
        g_variant_builder_add (&builder, "(sss)", item->provider_id, item->model, item->name);
    }
  if (added != NULL)
    g_variant_builder_add (&builder, "(sss)", added->provider_id, added->model, added->name);

  /* The list itself follows by the signal. */
  if (g_settings_set_value (self->settings, CONFAB_SETTING_FAVORITE_MODELS, g_variant_builder_end (&builder)))
    return TRUE;

  g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       _("Favorites cannot be changed on this computer."));
  return FALSE;
}

static void
confab_favorite_models_dispose (GObject *object)
{
  ConfabFavoriteModels *self = CONFAB_FAVORITE_MODELS (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (confab_favorite_models_parent_class)->dispose (object);
}

static void
confab_favorite_models_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_FAVORITE_MODELS (object)->items);

  G_OBJECT_CLASS (confab_favorite_models_parent_class)->finalize (object);
}

static void
confab_favorite_models_class_init (ConfabFavoriteModelsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_favorite_models_dispose;
  object_class->finalize = confab_favorite_models_finalize;

  /**
   * ConfabFavoriteModels::changed:
   *
   * A model was put in or taken out, here or elsewhere.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_favorite_models_init (ConfabFavoriteModels *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
}

/**
 * confab_favorite_models_new:
 * @settings: the preferences
 *
 * Returns: (transfer full): the favorite models that are kept there
 */
ConfabFavoriteModels *
confab_favorite_models_new (GSettings *settings)
{
  ConfabFavoriteModels *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (CONFAB_TYPE_FAVORITE_MODELS, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" CONFAB_SETTING_FAVORITE_MODELS, G_CALLBACK (read_items), self,
                           G_CONNECT_SWAPPED);
  read_items (self);

  return self;
}

/**
 * confab_favorite_models_get_n:
 *
 * Returns: how many there are
 */
guint
confab_favorite_models_get_n (ConfabFavoriteModels *self)
{
  g_return_val_if_fail (CONFAB_IS_FAVORITE_MODELS (self), 0);

  return self->items->len;
}

/**
 * confab_favorite_models_get:
 * @position: less than there are
 *
 * Returns: (transfer none): one of them, as long as none is put in or taken out
 */
const ConfabFavoriteModel *
confab_favorite_models_get (ConfabFavoriteModels *self,
                            guint                 position)
{
  g_return_val_if_fail (CONFAB_IS_FAVORITE_MODELS (self), NULL);
  g_return_val_if_fail (position < self->items->len, NULL);

  return g_ptr_array_index (self->items, position);
}

/**
 * confab_favorite_models_contains:
 * @provider_id: whose model
 * @model: the model's id
 *
 * Returns: whether it is one of them
 */
gboolean
confab_favorite_models_contains (ConfabFavoriteModels *self,
                                 const char           *provider_id,
                                 const char           *model)
{
  g_return_val_if_fail (CONFAB_IS_FAVORITE_MODELS (self), FALSE);
  g_return_val_if_fail (provider_id != NULL, FALSE);
  g_return_val_if_fail (model != NULL, FALSE);

  return find (self, provider_id, model) >= 0;
}

/**
 * confab_favorite_models_add:
 * @provider_id: whose model
 * @model: the model's id
 * @name: what people call it, for the time when nobody lists it any more
 * @error: return location for a %CONFAB_ENGINE_ERROR_INVALID, its message for a person
 *
 * Puts a model behind the others, if it is not one of them.
 *
 * Returns: whether it is one of them now
 */
gboolean
confab_favorite_models_add (ConfabFavoriteModels  *self,
                            const char            *provider_id,
                            const char            *model,
                            const char            *name,
                            GError               **error)
{
  ConfabFavoriteModel added = { (char *) provider_id, (char *) model, (char *) name };

  g_return_val_if_fail (CONFAB_IS_FAVORITE_MODELS (self), FALSE);
  g_return_val_if_fail (provider_id != NULL && *provider_id != '\0', FALSE);
  g_return_val_if_fail (model != NULL && *model != '\0', FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (find (self, provider_id, model) >= 0)
    return TRUE;

  if (self->items->len >= CONFAB_FAVORITE_MODELS_MAX)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                           _("There are too many favorites. Remove one first."));
      return FALSE;
    }

  return write_items (self, -1, &added, error);
}

/**
 * confab_favorite_models_remove:
 * @provider_id: whose model
 * @model: the model's id
 * @error: return location for a %CONFAB_ENGINE_ERROR_INVALID, its message for a person
 *
 * Takes a model out, if it is one of them.
 *
 * Returns: whether it is none of them now
 */
gboolean
confab_favorite_models_remove (ConfabFavoriteModels  *self,
                               const char            *provider_id,
                               const char            *model,
                               GError               **error)
{
  int position;

  g_return_val_if_fail (CONFAB_IS_FAVORITE_MODELS (self), FALSE);
  g_return_val_if_fail (provider_id != NULL, FALSE);
  g_return_val_if_fail (model != NULL, FALSE);

  position = find (self, provider_id, model);

  return position < 0 || write_items (self, position, NULL, error);
}
