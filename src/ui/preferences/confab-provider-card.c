/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-card"

#include "config.h"

#include "confab-provider-card.h"

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
struct _ConfabProviderCard
{
  GtkBox           parent_instance;

  /* template */
  GtkWidget       *header;
  GtkWidget       *handle;
  GtkLabel        *tile;
  GtkBox          *text_box;
  GtkWidget       *title_box;
  GtkLabel        *title;
  GtkWidget       *default_badge;
  GtkLabel        *note;
  GtkBox          *pill;
  GtkImage        *pill_icon;
  GtkLabel        *pill_label;
  GtkWidget       *activate_button;
  GtkSwitch       *enabled_switch;
  GtkMenuButton   *menu_button;
  GtkToggleButton *fold_button;
  GtkRevealer     *revealer;

  GtkWidget       *key_section;    /* borrowed, a child; NULL without a key and before it is unfolded */
  GtkWidget       *check_section;  /* borrowed, a child; NULL before it is unfolded */
  GtkWidget       *name_entry;     /* borrowed, a child; NULL unless a name is being written */

  ConfabRegistry  *registry;       /* owned */
  ConfabProvider  *provider;       /* owned */
  GCancellable    *cancellable;    /* owned, fires when the card goes */
  char            *trouble;        /* owned, nullable: what came of the last change */
  guint            countdown;      /* source id, only while a rate limit runs */
  double           drag_x;         /* in pixels: where a drag began in the header */
  double           drag_y;
  gboolean         movable;        /* it has a place that can be changed */
};

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

static void
tell (ConfabProviderCard *self,
      const GError       *error)
{
  g_clear_pointer (&self->trouble, g_free);
  if (error != NULL)
    self->trouble = confab_failure_text_summary (
      error, confab_provider_get_name (self->provider),
      confab_provider_type_get_key_page (confab_provider_get_provider_type (self->provider)));
  update (self);
}

static void
change_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
set_default_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_set_default_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
change (ConfabProviderCard  *self,
        ConfabProviderField  field,
        const char          *value)
{
  confab_registry_change_async (self->registry, self->provider, field, value, self->cancellable, change_cb, self);
}

static void
set_enabled (ConfabProviderCard *self,
             gboolean            enabled)
{
  if (enabled != confab_provider_get_enabled (self->provider))
    change (self, CONFAB_PROVIDER_FIELD_ENABLED, enabled ? "true" : "false");
}

static gboolean
on_enabled_set_cb (ConfabProviderCard *self,
                   gboolean            enabled)
{
  set_enabled (self, enabled);

  /* The switch follows the provider, not the click. */
  return TRUE;
}

static void
toggle_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (widget);

  set_enabled (self, !confab_provider_get_enabled (self->provider));
}

static void
use_by_default_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (widget);

  confab_registry_set_default_async (self->registry, self->provider, self->cancellable, set_default_cb, self);
}

/* Names */

static void
end_naming (ConfabProviderCard *self)
{
  GtkWidget *entry = g_steal_pointer (&self->name_entry);

  if (entry == NULL)
    return;

  gtk_widget_show (self->title_box);
  gtk_widget_grab_focus (GTK_WIDGET (self->fold_button));
  gtk_box_remove (self->text_box, entry);
}

static void
on_name_activate_cb (ConfabProviderCard *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));

  if (g_strcmp0 (name, confab_provider_get_name (self->provider)) != 0)
    change (self, CONFAB_PROVIDER_FIELD_NAME, name);
  end_naming (self);
}

static gboolean
on_name_key_pressed_cb (ConfabProviderCard *self,
                        guint               keyval)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;

  end_naming (self);
  return TRUE;
}

static void
rename_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (widget);
  GtkEventController *controller;

  if (self->name_entry != NULL)
    return;

  self->name_entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), confab_provider_get_name (self->provider));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"), -1);
  g_signal_connect_object (self->name_entry, "activate", G_CALLBACK (on_name_activate_cb), self, G_CONNECT_SWAPPED);
  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (on_name_key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->name_entry, controller);

  gtk_widget_hide (self->title_box);
  gtk_box_prepend (self->text_box, self->name_entry);
  gtk_widget_grab_focus (self->name_entry);
}

/* Order */

static gboolean
can_move (ConfabProviderCard *self,
          int                 places)
{
  GtkWidget *neighbour = places < 0 ? gtk_widget_get_prev_sibling (GTK_WIDGET (self))
                                    : gtk_widget_get_next_sibling (GTK_WIDGET (self));

  /* Behind the last card there may be a button for more of them. */
  return self->movable && neighbour != NULL && gtk_widget_get_visible (neighbour);
}

static void
move_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (widget);
  const int places = g_variant_get_int32 (parameter);

  if (can_move (self, places))
    gtk_widget_activate_action (widget, "providers.move", "(si)", confab_provider_get_id (self->provider), places);
}

static GdkContentProvider *
on_drag_prepare_cb (ConfabProviderCard *self,
                    double              x,
                    double              y)
{
  if (!self->movable || self->name_entry != NULL)
    return NULL;

  self->drag_x = x;
  self->drag_y = y;

  return gdk_content_provider_new_typed (CONFAB_TYPE_PROVIDER, self->provider);
}

static void
on_drag_begin_cb (ConfabProviderCard *self,
                  GdkDrag            *drag,
                  GtkDragSource      *source)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (self->header);

  gtk_drag_source_set_icon (source, paintable, (int) self->drag_x, (int) self->drag_y);
  gtk_widget_add_css_class (GTK_WIDGET (self), "dragged");
}

static void
on_drag_end_cb (ConfabProviderCard *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "dragged");
}

static void
append_for_provider (GMenu              *menu,
                     const char         *label,
                     const char         *action,
                     ConfabProviderCard *self)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", confab_provider_get_id (self->provider));
  g_menu_append_item (menu, item);
}

/* The menu is made when it is opened: it says what can be done now, and most are never opened. */
static void
create_menu (GtkMenuButton *button,
             gpointer       user_data)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (user_data);
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  const gboolean configured = confab_provider_get_configured (self->provider);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) changes = g_menu_new ();
  g_autoptr(GMenu) order = g_menu_new ();
  g_autoptr(GMenu) last = g_menu_new ();

  g_menu_append (changes, _("Use by _default"), "card.use-by-default");
  if (confab_provider_type_get_local (type))
    g_menu_append (changes, confab_provider_get_enabled (self->provider) ? _("Turn _off") : _("Turn _on"),
                   "card.toggle");
  g_menu_append (changes, _("Re_name"), "card.rename");
  if (configured)
    append_for_provider (changes, _("D_uplicate"), "providers.duplicate", self);
  if (can_move (self, -1))
    g_menu_append (order, _("Move u_p"), "card.move(-1)");
  if (can_move (self, 1))
    g_menu_append (order, _("Move do_wn"), "card.move(1)");
  if (configured)
    append_for_provider (last, _("_Remove"), "providers.remove", self);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (changes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
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
  gtk_widget_class_bind_template_callback (widget_class, on_enabled_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_fold_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_header_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_drag_prepare_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_drag_end_cb);

  gtk_widget_class_install_action (widget_class, "card.use-by-default", NULL, use_by_default_activated);
  gtk_widget_class_install_action (widget_class, "card.toggle", NULL, toggle_activated);
  gtk_widget_class_install_action (widget_class, "card.rename", NULL, rename_activated);
  gtk_widget_class_install_action (widget_class, "card.move", "i", move_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "card.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "card.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "card.move", "i", 1);
}

static void
confab_provider_card_init (ConfabProviderCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu, self, NULL);
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

  tell (self, error);
}
