/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-thinking-group"

#include "config.h"

#include "confab-thinking-group.h"

#include "confab-enum.h"
#include "confab-model-preference-row.h"
#include "confab-settings.h"
#include "confab-thinking-picker.h"

/* The levels in the order of the list. */
static const ConfabThinkingLevel levels[] = {
  CONFAB_THINKING_DEFAULT, CONFAB_THINKING_OFF, CONFAB_THINKING_LOW, CONFAB_THINKING_MEDIUM, CONFAB_THINKING_HIGH,
};

/**
 * ConfabThinkingGroup:
 *
 * How new conversations are thought about: at which level, and by which model.
 */
struct _ConfabThinkingGroup
{
  AdwPreferencesGroup       parent_instance;

  /* template */
  AdwComboRow              *level_row;
  ConfabModelPreferenceRow *model_row;
};

G_DEFINE_FINAL_TYPE (ConfabThinkingGroup, confab_thinking_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
level_to_position (GValue   *value,
                   GVariant *variant,
                   gpointer  user_data)
{
  int level = CONFAB_THINKING_DEFAULT;

  confab_enum_from_nick (CONFAB_TYPE_THINKING_LEVEL, g_variant_get_string (variant, NULL), &level);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if ((int) levels[i] == level)
      g_value_set_uint (value, i);

  return TRUE;
}

static GVariant *
position_to_level (const GValue       *value,
                   const GVariantType *expected_type,
                   gpointer            user_data)
{
  const guint position = MIN (g_value_get_uint (value), G_N_ELEMENTS (levels) - 1);

  return g_variant_new_string (confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) levels[position]));
}

static void
confab_thinking_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_THINKING_GROUP);

  G_OBJECT_CLASS (confab_thinking_group_parent_class)->dispose (object);
}

static void
confab_thinking_group_class_init (ConfabThinkingGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_thinking_group_dispose;

  g_type_ensure (CONFAB_TYPE_MODEL_PREFERENCE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-thinking-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabThinkingGroup, level_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabThinkingGroup, model_row);
}

static void
confab_thinking_group_init (ConfabThinkingGroup *self)
{
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    gtk_string_list_append (words, confab_thinking_picker_get_word (levels[i], FALSE));
  adw_combo_row_set_model (self->level_row, G_LIST_MODEL (words));
}

/**
 * confab_thinking_group_set_context:
 * @context: where the providers are
 * @settings: the preferences
 *
 * Called once.
 */
void
confab_thinking_group_set_context (ConfabThinkingGroup *self,
                                   ConfabContext       *context,
                                   GSettings           *settings)
{
  g_return_if_fail (CONFAB_IS_THINKING_GROUP (self));

  g_settings_bind_with_mapping (settings, CONFAB_SETTING_DEFAULT_THINKING, self->level_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, level_to_position, position_to_level, NULL, NULL);
  confab_model_preference_row_bind (self->model_row, confab_context_get_registry (context), settings,
                                    CONFAB_SETTING_THINKING_MODEL);
}
