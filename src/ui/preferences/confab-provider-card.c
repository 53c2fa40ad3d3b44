/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-card"

#include "config.h"

#include "confab-provider-card-private.h"

#include "confab-failure-text.h"
#include "confab-provider-check-section.h"
#include "confab-provider-key-section.h"
#include "confab-provider-model-section.h"
#include "confab-provider-options-section.h"
#include "confab-provider-status.h"
#include "confab-provider-tile.h"
#include "confab-wrap-box.h"

#include <glib/gi18n.h>

/**
 * ConfabProviderCard:
 *
 * Everything a person can see and change of one provider: who and how it is in a line, and the rest
 * in sections that are made when the card is unfolded for the first time.
 */
G_DEFINE_FINAL_TYPE (ConfabProviderCard, confab_provider_card, GTK_TYPE_BOX)

static void
update_pill (gpointer user_data)
{
  static const char *const classes[] = { "success", "warning", "error", "dim-label" };
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (user_data);
  const gint64 now_us = g_get_real_time ();
  g_auto(ConfabProviderStatus) status = { 0 };

  g_clear_handle_id (&self->countdown, g_source_remove);
  confab_provider_status_init (&status, self->provider, now_us);

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->pill), classes[i]);
  if (status.css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->pill), status.css_class);
  gtk_image_set_from_icon_name (self->pill_icon, status.icon_name);
  gtk_label_set_label (self->pill_label, status.text);
  /* Its place stays, for what is behind it is at the end of the line. */
  gtk_widget_set_visible (GTK_WIDGET (self->pill_icon), *status.text != '\0');

  if (confab_provider_get_retry_at_us (self->provider) > now_us && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->countdown = g_timeout_add_once (1000, update_pill, self);
}

/* A screen reader comes to these one by one, and does not see whose card they are on. */
static void
update_names (ConfabProviderCard *self)
{
  const char *name = confab_provider_get_name (self->provider);
  /* Translators: the name of a provider. Names a switch. */
  g_autofree char *use = g_strdup_printf (_("Use %s"), name);
  /* Translators: the name of a provider. Names a menu. */
  g_autofree char *menu = g_strdup_printf (_("Actions for %s"), name);
  /* Translators: the name of a provider. Names a button that shows and hides them. */
  g_autofree char *details = g_strdup_printf (_("Details of %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, gtk_label_get_label (self->pill_label), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled_switch), GTK_ACCESSIBLE_PROPERTY_LABEL, use, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fold_button), GTK_ACCESSIBLE_PROPERTY_LABEL, details, -1);
}

static void
update (ConfabProviderCard *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  const char *name = confab_provider_get_name (self->provider);
  const gboolean local = confab_provider_type_get_local (type);
  const gboolean usable = confab_provider_get_usable (self->provider);
  const gboolean is_default = confab_registry_get_default_provider (self->registry) == self->provider;
  g_autofree char *note = confab_provider_status_dup_note (self->provider);

  confab_provider_tile_set_type (self->tile, confab_registry_get_vendor (self->registry, self->provider));
  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->note, self->trouble != NULL ? self->trouble : note);
  gtk_widget_set_visible (self->default_badge, is_default);
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->trouble != NULL || *note != '\0');
  update_pill (self);
  update_names (self);

  gtk_switch_set_state (self->enabled_switch, confab_provider_get_enabled (self->provider));
  gtk_widget_set_visible (GTK_WIDGET (self->enabled_switch), !local);
  gtk_widget_set_visible (self->activate_button, local && usable && !is_default);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.use-by-default", usable && !is_default);
}

/* Unfolding */

static GtkWidget *
make_about (ConfabProviderType *type)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "rows");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), confab_provider_type_get_best_for (type));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), confab_provider_type_get_cost_note (type));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return list;
}

static void
build_body (ConfabProviderCard *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  GtkBox *body = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));

  gtk_widget_add_css_class (GTK_WIDGET (body), "body");
  gtk_box_append (body, make_about (type));
  if (confab_provider_type_get_accepts_key (type))
    {
      self->key_section = confab_provider_key_section_new (self->registry, self->provider);
      gtk_box_append (body, self->key_section);
    }
  gtk_box_append (body, confab_provider_model_section_new (self->registry, self->provider));
  self->check_section = confab_provider_check_section_new (self->registry, self->provider);
  gtk_box_append (body, self->check_section);
  gtk_box_append (body, confab_provider_options_section_new (self->registry, self->provider));
  gtk_revealer_set_child (self->revealer, GTK_WIDGET (body));
}

static void
on_fold_active_cb (ConfabProviderCard *self)
{
  const gboolean unfolded = gtk_toggle_button_get_active (self->fold_button);

  if (unfolded && gtk_revealer_get_child (self->revealer) == NULL)
    build_body (self);
  gtk_revealer_set_reveal_child (self->revealer, unfolded);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->fold_button), GTK_ACCESSIBLE_STATE_EXPANDED, unfolded, -1);
}

static void
on_header_released_cb (ConfabProviderCard *self)
{
  if (self->name_entry == NULL)
    gtk_toggle_button_set_active (self->fold_button, !gtk_toggle_button_get_active (self->fold_button));
}

/* What is being unfolded takes the focus when it is in its place: the page scrolls to where it is
 * then. */
static gboolean
focus_when_mapped_cb (GtkWidget     *widget,
                      GdkFrameClock *clock,
                      gpointer       user_data)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (widget);
  GtkWidget *target = self->key_section != NULL ? self->key_section : self->check_section;

  if (!gtk_widget_get_mapped (target) || gtk_widget_get_height (target) == 0 ||
      !gtk_revealer_get_child_revealed (self->revealer))
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (target);
  return G_SOURCE_REMOVE;
}

static void
confab_provider_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_provider_card_parent_class)->map (widget);

  update_pill (widget);
}

static void
confab_provider_card_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CONFAB_PROVIDER_CARD (widget)->countdown, g_source_remove);

  GTK_WIDGET_CLASS (confab_provider_card_parent_class)->unmap (widget);
}

static void
confab_provider_card_dispose (GObject *object)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->countdown, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROVIDER_CARD);
  g_clear_object (&self->registry);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (confab_provider_card_parent_class)->dispose (object);
}

static void
confab_provider_card_finalize (GObject *object)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->trouble, g_free);

  G_OBJECT_CLASS (confab_provider_card_parent_class)->finalize (object);
}

static void
confab_provider_card_class_init (ConfabProviderCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_provider_card_dispose;
  object_class->finalize = confab_provider_card_finalize;
  widget_class->map = confab_provider_card_map;
  widget_class->unmap = confab_provider_card_unmap;

  g_type_ensure (CONFAB_TYPE_WRAP_BOX);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-provider-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, header);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, handle);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, tile);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, text_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, title_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, default_badge);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, note);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, pill);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, pill_icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, pill_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, activate_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, enabled_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, fold_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, revealer);
  gtk_widget_class_bind_template_callback (widget_class, on_fold_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_header_released_cb);
  _confab_provider_card_install_actions (widget_class);
}

static void
confab_provider_card_init (ConfabProviderCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  gtk_menu_button_set_create_popup_func (self->menu_button, _confab_provider_card_create_menu, self, NULL);
}

/**
 * confab_provider_card_new:
 * @registry: who changes providers
 * @provider: the provider to show
 *
 * Returns: (transfer floating): the card
 */
GtkWidget *
confab_provider_card_new (ConfabRegistry *registry,
                          ConfabProvider *provider)
{
  ConfabProviderCard *self;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  self = g_object_new (CONFAB_TYPE_PROVIDER_CARD, NULL);
  self->registry = g_object_ref (registry);
  self->provider = g_object_ref (provider);

  g_signal_connect_object (provider, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_provider_get_models (provider), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "notify::default-provider", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * confab_provider_card_get_provider:
 *
 * Returns: (transfer none): the provider it shows
 */
ConfabProvider *
confab_provider_card_get_provider (ConfabProviderCard *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_CARD (self), NULL);

  return self->provider;
}

/**
 * confab_provider_card_get_built:
 *
 * Returns: whether it was unfolded once, and may hold what somebody has typed
 */
gboolean
confab_provider_card_get_built (ConfabProviderCard *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_CARD (self), FALSE);

  return gtk_revealer_get_child (self->revealer) != NULL || self->name_entry != NULL;
}

/**
 * confab_provider_card_open:
 *
 * Unfolds the card and moves the focus to what is most likely wanted: the key, or the check.
 */
void
confab_provider_card_open (ConfabProviderCard *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_CARD (self));

  gtk_toggle_button_set_active (self->fold_button, TRUE);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_when_mapped_cb, NULL, NULL);
}

/**
 * confab_provider_card_set_movable:
 * @movable: whether it has a place among others that a person can change
 */
void
confab_provider_card_set_movable (ConfabProviderCard *self,
                                  gboolean            movable)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_CARD (self));

  self->movable = movable;
  gtk_widget_set_visible (self->handle, movable);
}

/**
 * confab_provider_card_tell:
 * @error: (nullable): what went wrong; %NULL if nothing did
 *
 * Says below the name what became of what a person did with the provider as a whole.
 */
void
confab_provider_card_tell (ConfabProviderCard *self,
                           const GError       *error)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_CARD (self));

  g_clear_pointer (&self->trouble, g_free);
  if (error != NULL)
    self->trouble = confab_failure_text_summary (
      error, confab_provider_get_name (self->provider),
      confab_provider_type_get_key_page (confab_provider_get_provider_type (self->provider)));
  update (self);
}
