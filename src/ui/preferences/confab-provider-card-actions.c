/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-card-actions"

#include "config.h"

#include "confab-provider-card-private.h"

#include <glib/gi18n.h>

/* What can be done with the provider of a card: using it, naming it, giving it another place. */

static void
change_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_provider_card_tell (CONFAB_PROVIDER_CARD (user_data), error);
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
set_default_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_set_default_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_provider_card_tell (CONFAB_PROVIDER_CARD (user_data), error);
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

/* The menu */

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

/* _confab_provider_card_create_menu:
 *
 * The menu is made when it is opened: it says what can be done now, and most are never opened.
 */
void
_confab_provider_card_create_menu (GtkMenuButton *button,
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

/* _confab_provider_card_install_actions:
 * @widget_class: the class of the card
 *
 * Adds the actions of the card, their keys, and what its template calls.
 */
void
_confab_provider_card_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_enabled_set_cb);
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
