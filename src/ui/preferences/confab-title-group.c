/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-title-group"

#include "config.h"

#include "confab-title-group.h"

#include "confab-model-preference-row.h"
#include "confab-settings.h"

/**
 * ConfabTitleGroup:
 *
 * Whether conversations are named by a model, and by which.
 */
struct _ConfabTitleGroup
{
  AdwPreferencesGroup       parent_instance;

  /* template */
  GtkSwitch                *names_switch;
  ConfabModelPreferenceRow *model_row;
};

G_DEFINE_FINAL_TYPE (ConfabTitleGroup, confab_title_group, ADW_TYPE_PREFERENCES_GROUP)

static void
confab_title_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_TITLE_GROUP);

  G_OBJECT_CLASS (confab_title_group_parent_class)->dispose (object);
}

static void
confab_title_group_class_init (ConfabTitleGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_title_group_dispose;

  g_type_ensure (CONFAB_TYPE_MODEL_PREFERENCE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-title-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabTitleGroup, names_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabTitleGroup, model_row);
}

static void
confab_title_group_init (ConfabTitleGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_title_group_set_context:
 * @context: where the providers are
 * @settings: the preferences
 *
 * Called once.
 */
void
confab_title_group_set_context (ConfabTitleGroup *self,
                                ConfabContext    *context,
                                GSettings        *settings)
{
  g_return_if_fail (CONFAB_IS_TITLE_GROUP (self));

  g_settings_bind (settings, CONFAB_SETTING_NAME_CONVERSATIONS, self->names_switch, "active", G_SETTINGS_BIND_DEFAULT);
  confab_model_preference_row_bind (self->model_row, confab_context_get_registry (context), settings,
                                    CONFAB_SETTING_TITLE_MODEL);
}
