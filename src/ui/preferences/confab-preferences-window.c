/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-preferences-window"

#include "config.h"

#include "confab-preferences-window.h"

#include "confab-data-page.h"
#include "confab-local-models-page.h"
#include "confab-provider-tile.h"
#include "confab-prompt-group.h"
#include "confab-providers-page.h"
#include "confab-settings.h"
#include "confab-thinking-group.h"
#include "confab-title-group.h"
#include "confab-tooltip-names.h"

/**
 * ConfabPreferencesWindow:
 *
 * The pages of settings, and what is in the header for the one that is shown.
 */
struct _ConfabPreferencesWindow
{
  AdwWindow             parent_instance;

  /* template */
  AdwViewSwitcherTitle *switcher;
  GtkWidget            *add_button;
  GtkWidget            *search_button;
  AdwViewStack         *stack;
  ConfabProvidersPage  *providers_page;
  ConfabThinkingGroup  *thinking_group;
  ConfabTitleGroup     *title_group;
  ConfabPromptGroup    *prompt_group;
  GtkSwitch            *others_switch;
  ConfabLocalModelsPage *local_models_page;
  ConfabDataPage       *data_page;

  GtkCssProvider       *tints;  /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabPreferencesWindow, confab_preferences_window, ADW_TYPE_WINDOW)

static gboolean
shows_providers (ConfabPreferencesWindow *self)
{
  return adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->providers_page);
}

/* Typing searches where there is something to search. */
static void
on_page_changed_cb (ConfabPreferencesWindow *self)
{
  if (self->providers_page == NULL)
    return;

  gtk_widget_set_visible (self->add_button, shows_providers (self));
  gtk_widget_set_visible (self->search_button, shows_providers (self));
  confab_providers_page_set_key_capture (self->providers_page, shows_providers (self) ? GTK_WIDGET (self) : NULL);
}

static void
search_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (widget);

  adw_view_stack_set_visible_child (self->stack, GTK_WIDGET (self->providers_page));
  g_object_set (self->providers_page, "search-mode", TRUE, NULL);
}

static void
add_activated (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (widget);

  adw_view_stack_set_visible_child (self->stack, GTK_WIDGET (self->providers_page));
  confab_providers_page_add (self->providers_page, NULL);
}

static void
confab_preferences_window_dispose (GObject *object)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (object);

  if (self->providers_page != NULL)
    confab_providers_page_set_key_capture (self->providers_page, NULL);
  if (self->tints != NULL)
    gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                                   GTK_STYLE_PROVIDER (self->tints));
  g_clear_object (&self->tints);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (confab_preferences_window_parent_class)->dispose (object);
}

static void
confab_preferences_window_class_init (ConfabPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_preferences_window_dispose;

  g_type_ensure (CONFAB_TYPE_PROVIDERS_PAGE);
  g_type_ensure (CONFAB_TYPE_THINKING_GROUP);
  g_type_ensure (CONFAB_TYPE_TITLE_GROUP);
  g_type_ensure (CONFAB_TYPE_PROMPT_GROUP);
  g_type_ensure (CONFAB_TYPE_LOCAL_MODELS_PAGE);
  g_type_ensure (CONFAB_TYPE_DATA_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, providers_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, thinking_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, title_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, prompt_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, others_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, local_models_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, data_page);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed_cb);

  gtk_widget_class_install_action (widget_class, "preferences.search", NULL, search_activated);
  gtk_widget_class_install_action (widget_class, "preferences.add-provider", NULL, add_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "preferences.add-provider", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "preferences.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_preferences_window_init (ConfabPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_tooltip_names_give (GTK_WIDGET (self));
  on_page_changed_cb (self);
}

/**
 * confab_preferences_window_new:
 * @context: what the window works with
 * @settings: the preferences
 *
 * Returns: (transfer none): the window, owned by the toolkit until it is closed
 */
ConfabPreferencesWindow *
confab_preferences_window_new (ConfabContext *context,
                               GSettings     *settings)
{
  ConfabPreferencesWindow *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);

  self = g_object_new (CONFAB_TYPE_PREFERENCES_WINDOW, NULL);
  self->tints = confab_provider_tile_new_tints (confab_context_get_catalogue (context));
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                              GTK_STYLE_PROVIDER (self->tints),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  confab_providers_page_set_context (self->providers_page, context);
  confab_thinking_group_set_context (self->thinking_group, context, settings);
  confab_title_group_set_context (self->title_group, context, settings);
  confab_prompt_group_set_settings (self->prompt_group, settings);
  confab_local_models_page_set_registry (self->local_models_page, confab_context_get_registry (context));
  confab_data_page_set_context (self->data_page, context, settings);
  g_settings_bind (settings, CONFAB_SETTING_ASK_OTHERS, self->others_switch, "active", G_SETTINGS_BIND_DEFAULT);

  return self;
}

/**
 * confab_preferences_window_show_provider:
 * @provider_id: whose card
 *
 * Unfolds a provider's card and moves the focus to it.
 */
void
confab_preferences_window_show_provider (ConfabPreferencesWindow *self,
                                         const char              *provider_id)
{
  g_return_if_fail (CONFAB_IS_PREFERENCES_WINDOW (self));
  g_return_if_fail (provider_id != NULL);

  adw_view_stack_set_visible_child (self->stack, GTK_WIDGET (self->providers_page));
  confab_providers_page_show_provider (self->providers_page, provider_id);
}
