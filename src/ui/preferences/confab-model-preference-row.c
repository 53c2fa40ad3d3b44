/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-preference-row"

#include "config.h"

#include "confab-model-preference-row.h"

#include "confab-model-picker.h"

/**
 * ConfabModelPreferenceRow:
 *
 * A model that is kept in the preferences as `PROVIDER:MODEL`, and can be taken back.
 */
struct _ConfabModelPreferenceRow
{
  AdwActionRow       parent_instance;

  /* template */
  GtkWidget         *clear_button;

  ConfabModelPicker *picker;    /* borrowed, a child of the row */
  ConfabRegistry    *registry;  /* owned */
  GSettings         *settings;  /* owned */
  char              *key;       /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabModelPreferenceRow, confab_model_preference_row, ADW_TYPE_ACTION_ROW)

static void
update (ConfabModelPreferenceRow *self)
{
  g_autofree char *reference = g_settings_get_string (self->settings, self->key);
  const char *model = NULL;
  ConfabProvider *provider = confab_registry_lookup_reference (self->registry, reference, &model);

  confab_model_picker_set_selected (self->picker, provider, model);
  gtk_widget_set_visible (self->clear_button, *reference != '\0');
}

static void
on_picker_chosen_cb (ConfabModelPreferenceRow *self,
                     ConfabProvider           *provider,
                     const char               *model)
{
  g_autofree char *reference = g_strconcat (confab_provider_get_id (provider), ":", model, NULL);

  g_settings_set_string (self->settings, self->key, reference);
}

static void
on_clear_clicked_cb (ConfabModelPreferenceRow *self)
{
  g_settings_reset (self->settings, self->key);
}

static void
confab_model_preference_row_dispose (GObject *object)
{
  ConfabModelPreferenceRow *self = CONFAB_MODEL_PREFERENCE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_MODEL_PREFERENCE_ROW);
  g_clear_object (&self->registry);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->key, g_free);

  G_OBJECT_CLASS (confab_model_preference_row_parent_class)->dispose (object);
}

static void
confab_model_preference_row_class_init (ConfabModelPreferenceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_model_preference_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-model-preference-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPreferenceRow, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
}

static void
confab_model_preference_row_init (ConfabModelPreferenceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_model_preference_row_bind:
 * @registry: where the providers are
 * @settings: the preferences
 * @key: the one of the model
 *
 * Called once.
 */
void
confab_model_preference_row_bind (ConfabModelPreferenceRow *self,
                                  ConfabRegistry           *registry,
                                  GSettings                *settings,
                                  const char               *key)
{
  g_autofree char *changed = g_strconcat ("changed::", key, NULL);
  g_autoptr(ConfabFavoriteModels) favorites = NULL;

  g_return_if_fail (CONFAB_IS_MODEL_PREFERENCE_ROW (self));
  g_return_if_fail (self->settings == NULL);

  self->registry = g_object_ref (registry);
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);

  favorites = confab_favorite_models_new (settings);
  self->picker = confab_model_picker_new (registry, favorites, NULL);
  gtk_widget_set_valign (GTK_WIDGET (self->picker), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->picker, "chosen", G_CALLBACK (on_picker_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->picker));
  g_signal_connect_object (settings, changed, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
