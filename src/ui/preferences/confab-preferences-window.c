/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-preferences-window"

#include "config.h"

#include "confab-preferences-window.h"

#include "confab-failure-text.h"
#include "confab-local-models-page.h"
#include "confab-provider-card.h"
#include "confab-settings.h"
#include "confab-thinking-group.h"
#include "confab-tooltip-names.h"

#include <glib/gi18n.h>

/**
 * ConfabPreferencesWindow:
 *
 * The page of provider cards: those in use, those on this computer, and those there are besides.
 *
 * While it is open, local servers are looked for again and again; nothing of the kind goes on when
 * it is closed.
 */
struct _ConfabPreferencesWindow
{
  AdwPreferencesWindow  parent_instance;

  /* template */
  AdwPreferencesGroup  *keyring_group;
  AdwActionRow         *keyring_row;
  GtkWidget            *unlock_button;
  AdwPreferencesGroup  *used_group;
  AdwPreferencesGroup  *local_group;
  AdwPreferencesGroup  *available_group;
  ConfabThinkingGroup  *thinking_group;
  GtkSwitch            *others_switch;
  ConfabLocalModelsPage *local_models_page;

  ConfabRegistry       *registry;     /* owned */
  GSettings            *settings;     /* owned */
  GPtrArray            *cards;        /* owned, of ConfabProviderCard, each in a group */
  GtkCssProvider       *tints;        /* owned */
  GCancellable         *cancellable;  /* owned, fires when the window goes */
};

G_DEFINE_FINAL_TYPE (ConfabPreferencesWindow, confab_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* The numbers of the keyring's states that matter here; its layer is not for views. */
enum { KEYRING_LOCKED = 2, KEYRING_ABSENT = 3 };

/* The colours of the tiles are the catalogue's, so they are no part of the style sheet. */
static void
load_tints (ConfabPreferencesWindow *self,
            ConfabCatalogue         *catalogue)
{
  g_autoptr(GString) css = g_string_new (NULL);

  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (catalogue, i);

      g_string_append_printf (css, ".provider-%s { background-color: %s; }\n",
                              confab_provider_type_get_id (type), confab_provider_type_get_tint (type));
    }

  gtk_css_provider_load_from_data (self->tints, css->str, css->len);
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                              GTK_STYLE_PROVIDER (self->tints),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

static AdwPreferencesGroup *
choose_group (ConfabPreferencesWindow *self,
              ConfabProvider          *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  if (confab_provider_type_get_local (type))
    return self->local_group;
  if (confab_provider_get_in_use (provider))
    return self->used_group;

  return self->available_group;
}

static void
remove_cards (ConfabPreferencesWindow *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = g_ptr_array_index (self->cards, i);
      GtkWidget *group = gtk_widget_get_ancestor (card, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), card);
    }
  g_ptr_array_set_size (self->cards, 0);
}

static void
rebuild (ConfabPreferencesWindow *self)
{
  gboolean any_used = FALSE;

  remove_cards (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      AdwPreferencesGroup *group = choose_group (self, provider);
      GtkWidget *card;

      if (confab_provider_get_demonstration (provider))
        continue;

      card = confab_provider_card_new (self->registry, provider);
      adw_preferences_group_add (group, card);
      g_ptr_array_add (self->cards, card);
      any_used |= group == self->used_group;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->used_group), any_used);
}

static void
update_keyring (ConfabPreferencesWindow *self)
{
  const guint state = confab_registry_get_keyring_state (self->registry);
  const GError *error = confab_registry_get_error (self->registry);
  g_autofree char *summary = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->keyring_group),
                          state == KEYRING_LOCKED || state == KEYRING_ABSENT || error != NULL);
  gtk_widget_set_visible (self->unlock_button, error == NULL && state == KEYRING_LOCKED);

  if (error != NULL)
    {
      summary = confab_failure_text_summary (error, NULL, NULL);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keyring_row), summary);
      adw_action_row_set_subtitle (self->keyring_row, "");
    }
  else if (state == KEYRING_LOCKED)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keyring_row), _("The keyring is locked"));
      adw_action_row_set_subtitle (self->keyring_row,
                                   _("Keys in it cannot be used until it is unlocked. Keys from the environment "
                                     "and local models work all the same."));
    }
  else
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keyring_row), _("There is no keyring"));
      adw_action_row_set_subtitle (self->keyring_row,
                                   _("Keys cannot be stored on this computer. Install GNOME Keyring or another secret "
                                     "service, or set keys in the environment. Local models work all the same."));
    }
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;

  if (confab_registry_unlock_keyring_finish (CONFAB_REGISTRY (object), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  summary = confab_failure_text_summary (error, NULL, NULL);
  adw_action_row_set_subtitle (CONFAB_PREFERENCES_WINDOW (user_data)->keyring_row, summary);
}

static void
on_unlock_clicked_cb (ConfabPreferencesWindow *self)
{
  confab_registry_unlock_keyring_async (self->registry, self->cancellable, unlock_cb, self);
}

static void
confab_preferences_window_map (GtkWidget *widget)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (widget);

  GTK_WIDGET_CLASS (confab_preferences_window_parent_class)->map (widget);

  confab_registry_set_watch_local (self->registry, TRUE);
}

static void
confab_preferences_window_unmap (GtkWidget *widget)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (widget);

  if (self->registry != NULL)
    confab_registry_set_watch_local (self->registry, FALSE);

  GTK_WIDGET_CLASS (confab_preferences_window_parent_class)->unmap (widget);
}

static void
confab_preferences_window_dispose (GObject *object)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->cards, 0);
  gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                                 GTK_STYLE_PROVIDER (self->tints));
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->registry);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (confab_preferences_window_parent_class)->dispose (object);
}

static void
confab_preferences_window_finalize (GObject *object)
{
  ConfabPreferencesWindow *self = CONFAB_PREFERENCES_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->tints);
  g_clear_pointer (&self->cards, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_preferences_window_parent_class)->finalize (object);
}

static void
confab_preferences_window_class_init (ConfabPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_preferences_window_dispose;
  object_class->finalize = confab_preferences_window_finalize;
  widget_class->map = confab_preferences_window_map;
  widget_class->unmap = confab_preferences_window_unmap;

  g_type_ensure (CONFAB_TYPE_THINKING_GROUP);
  g_type_ensure (CONFAB_TYPE_LOCAL_MODELS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, keyring_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, used_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, local_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, available_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, thinking_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, others_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, local_models_page);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked_cb);
}

static void
confab_preferences_window_init (ConfabPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_tooltip_names_give (GTK_WIDGET (self));

  self->cards = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->tints = gtk_css_provider_new ();
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
  self->registry = g_object_ref (confab_context_get_registry (context));
  self->settings = g_object_ref (settings);
  g_signal_connect_object (self->registry, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "notify::keyring-state",
                           G_CALLBACK (update_keyring), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "notify::error",
                           G_CALLBACK (update_keyring), self, G_CONNECT_SWAPPED);
  confab_thinking_group_set_context (self->thinking_group, context, settings);
  confab_local_models_page_set_registry (self->local_models_page, self->registry);
  g_settings_bind (settings, CONFAB_SETTING_ASK_OTHERS, self->others_switch, "active", G_SETTINGS_BIND_DEFAULT);
  load_tints (self, confab_context_get_catalogue (context));
  rebuild (self);
  update_keyring (self);

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

  for (guint i = 0; i < self->cards->len; i++)
    {
      ConfabProviderCard *card = g_ptr_array_index (self->cards, i);

      if (g_str_equal (confab_provider_get_id (confab_provider_card_get_provider (card)), provider_id))
        {
          confab_provider_card_open (card);
          return;
        }
    }
}
