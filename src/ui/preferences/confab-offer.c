/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-offer"

#include "config.h"

#include "confab-offer.h"

#include "confab-provider-tile.h"

#include <glib/gi18n.h>

/**
 * ConfabOffer:
 *
 * A small card: a provider that could be used, and what it is good for. Activating it is to ask for
 * its whole card.
 */
struct _ConfabOffer
{
  GtkFlowBoxChild  parent_instance;

  /* template */
  GtkLabel        *tile;
  GtkLabel        *name;
  GtkLabel        *note;
  GtkWidget       *button;

  ConfabProvider  *provider;  /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabOffer, confab_offer, GTK_TYPE_FLOW_BOX_CHILD)

static void
on_button_clicked_cb (ConfabOffer *self)
{
  gtk_widget_activate (GTK_WIDGET (self));
}

static void
confab_offer_dispose (GObject *object)
{
  ConfabOffer *self = CONFAB_OFFER (object);

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_OFFER);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (confab_offer_parent_class)->dispose (object);
}

static void
confab_offer_class_init (ConfabOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_offer_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabOffer, tile);
  gtk_widget_class_bind_template_child (widget_class, ConfabOffer, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabOffer, note);
  gtk_widget_class_bind_template_child (widget_class, ConfabOffer, button);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked_cb);
}

static void
confab_offer_init (ConfabOffer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* That a key is missing is said once it is known. */
static void
update_label (ConfabOffer *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  const gboolean is_missing = confab_provider_type_get_needs_key (type) &&
                              confab_provider_get_key_source (self->provider) != CONFAB_KEY_SOURCE_ASKING;
  const char *label = is_missing ? _("Add key") : _("Set up");
  g_autofree char *action = g_strdup_printf ("%s: %s", confab_provider_get_name (self->provider), label);

  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, action, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, action, -1);
}

/**
 * confab_offer_new:
 * @provider: whom to offer
 *
 * Returns: (transfer floating): the small card
 */
GtkWidget *
confab_offer_new (ConfabProvider *provider)
{
  ConfabOffer *self;
  ConfabProviderType *type;

  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  self = g_object_new (CONFAB_TYPE_OFFER, NULL);
  self->provider = g_object_ref (provider);
  type = confab_provider_get_provider_type (provider);

  confab_provider_tile_set_type (self->tile, type);
  gtk_label_set_label (self->name, confab_provider_get_name (provider));
  gtk_label_set_label (self->note, confab_provider_type_get_short_note (type));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, confab_provider_type_get_short_note (type), -1);
  g_signal_connect_object (provider, "notify::key-source", G_CALLBACK (update_label), self, G_CONNECT_SWAPPED);
  update_label (self);

  return GTK_WIDGET (self);
}

/**
 * confab_offer_get_provider:
 *
 * Returns: (transfer none): whom it offers
 */
ConfabProvider *
confab_offer_get_provider (ConfabOffer *self)
{
  g_return_val_if_fail (CONFAB_IS_OFFER (self), NULL);

  return self->provider;
}
