/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-address-section"

#include "config.h"

#include "confab-provider-address-section.h"

#include "confab-address-scope.h"
#include "confab-provider-policy-error.h"

/**
 * ConfabProviderAddressSection:
 *
 * The base URL, and whether it may be a private one.
 */
struct _ConfabProviderAddressSection
{
  ConfabProviderSection  parent_instance;

  /* template */
  GtkEditable           *base_url_entry;
  GtkWidget             *private_row;
  GtkSwitch             *private_switch;

  char                  *refused_url;  /* owned, nullable: an address that waits to be allowed */
};

G_DEFINE_FINAL_TYPE (ConfabProviderAddressSection, confab_provider_address_section, CONFAB_TYPE_PROVIDER_SECTION)

static gboolean
has_private_address (ConfabProvider *provider)
{
  const char *base_url = confab_provider_get_base_url (provider);
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && g_uri_get_host (uri) != NULL &&
         confab_address_scope_of_host (g_uri_get_host (uri)) != CONFAB_ADDRESS_PUBLIC;
}

static void
confab_provider_address_section_update (ConfabProviderSection *section)
{
  ConfabProviderAddressSection *self = CONFAB_PROVIDER_ADDRESS_SECTION (section);
  ConfabProvider *provider = confab_provider_section_get_provider (section);
  const gboolean local = confab_provider_type_get_local (confab_provider_get_provider_type (provider));

  confab_provider_section_set_entry (self->base_url_entry, self->refused_url != NULL
                                                           ? self->refused_url
                                                           : confab_provider_get_base_url (provider));
  gtk_widget_set_visible (self->private_row, self->refused_url != NULL || (!local && has_private_address (provider)));
  gtk_switch_set_state (self->private_switch,
                        self->refused_url == NULL && confab_provider_get_private_meant (provider));
}

static void
base_url_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderAddressSection *self;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_ADDRESS_SECTION (user_data);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->base_url_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->base_url_entry), "error");

  /* What was refused waits in the entry for the person to say that it is meant. */
  g_clear_pointer (&self->refused_url, g_free);
  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS))
    self->refused_url = g_strdup (gtk_editable_get_text (self->base_url_entry));
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), error);
  confab_provider_section_update (CONFAB_PROVIDER_SECTION (self));
}

static void
apply_base_url (ConfabProviderAddressSection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);
  g_autofree char *base_url = g_strstrip (g_strdup (gtk_editable_get_text (self->base_url_entry)));

  confab_registry_change_async (confab_provider_section_get_registry (section),
                                confab_provider_section_get_provider (section), CONFAB_PROVIDER_FIELD_BASE_URL,
                                base_url, confab_provider_section_get_cancellable (section), base_url_cb, self);
}

static void
private_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderAddressSection *self;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_ADDRESS_SECTION (user_data);
  if (error == NULL && self->refused_url != NULL)
    {
      apply_base_url (self);
      return;
    }

  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), error);
  confab_provider_section_update (CONFAB_PROVIDER_SECTION (self));
}

static gboolean
on_private_set_cb (ConfabProviderAddressSection *self,
                   gboolean                      meant)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  if (meant != gtk_switch_get_state (self->private_switch))
    confab_registry_change_async (confab_provider_section_get_registry (section),
                                  confab_provider_section_get_provider (section),
                                  CONFAB_PROVIDER_FIELD_PRIVATE_MEANT, meant ? "true" : "false",
                                  confab_provider_section_get_cancellable (section), private_cb, self);

  /* The switch follows the provider, not the click. */
  return TRUE;
}

static void
confab_provider_address_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_ADDRESS_SECTION);

  G_OBJECT_CLASS (confab_provider_address_section_parent_class)->dispose (object);
}

static void
confab_provider_address_section_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_PROVIDER_ADDRESS_SECTION (object)->refused_url, g_free);

  G_OBJECT_CLASS (confab_provider_address_section_parent_class)->finalize (object);
}

static void
confab_provider_address_section_class_init (ConfabProviderAddressSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_provider_address_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_provider_address_section_finalize;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_address_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-address-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderAddressSection, base_url_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderAddressSection, private_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderAddressSection, private_switch);
  gtk_widget_class_bind_template_callback (widget_class, apply_base_url);
  gtk_widget_class_bind_template_callback (widget_class, on_private_set_cb);
}

static void
confab_provider_address_section_init (ConfabProviderAddressSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_provider_address_section_new:
 * @registry: who changes providers
 * @provider: whose address it is
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
confab_provider_address_section_new (ConfabRegistry *registry,
                                     ConfabProvider *provider)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  return g_object_new (CONFAB_TYPE_PROVIDER_ADDRESS_SECTION, "registry", registry, "provider", provider, NULL);
}
