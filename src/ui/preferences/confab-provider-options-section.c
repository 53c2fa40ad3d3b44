/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-options-section"

#include "config.h"

#include "confab-provider-options-section.h"

#include "confab-provider-address-section.h"

/**
 * ConfabProviderOptionsSection:
 *
 * What few people change: the address and what else a provider can be told, folded away.
 */
struct _ConfabProviderOptionsSection
{
  ConfabProviderSection  parent_instance;

  /* template */
  GtkWidget             *fold_row;
  GtkImage              *arrow;
  GtkRevealer           *revealer;
  GtkBox                *contents;
};

G_DEFINE_FINAL_TYPE (ConfabProviderOptionsSection, confab_provider_options_section, CONFAB_TYPE_PROVIDER_SECTION)

static void
set_unfolded (ConfabProviderOptionsSection *self,
              gboolean                      unfolded)
{
  gtk_revealer_set_reveal_child (self->revealer, unfolded);
  gtk_image_set_from_icon_name (self->arrow, unfolded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->fold_row), GTK_ACCESSIBLE_STATE_EXPANDED, unfolded, -1);
}

static void
on_fold_activated_cb (ConfabProviderOptionsSection *self)
{
  set_unfolded (self, !gtk_revealer_get_reveal_child (self->revealer));
}

static void
confab_provider_options_section_update (ConfabProviderSection *section)
{
  ConfabProviderOptionsSection *self = CONFAB_PROVIDER_OPTIONS_SECTION (section);
  ConfabProvider *provider = confab_provider_section_get_provider (section);

  /* What has to be filled in is not to be looked for. */
  if (confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_BAD_ADDRESS)
    set_unfolded (self, TRUE);
}

static void
confab_provider_options_section_constructed (GObject *object)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (object);

  gtk_box_append (CONFAB_PROVIDER_OPTIONS_SECTION (object)->contents,
                  confab_provider_address_section_new (confab_provider_section_get_registry (section),
                                                       confab_provider_section_get_provider (section)));

  G_OBJECT_CLASS (confab_provider_options_section_parent_class)->constructed (object);
}

static void
confab_provider_options_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_OPTIONS_SECTION);

  G_OBJECT_CLASS (confab_provider_options_section_parent_class)->dispose (object);
}

static void
confab_provider_options_section_class_init (ConfabProviderOptionsSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = confab_provider_options_section_constructed;
  G_OBJECT_CLASS (klass)->dispose = confab_provider_options_section_dispose;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_options_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-options-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderOptionsSection, fold_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderOptionsSection, arrow);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderOptionsSection, revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderOptionsSection, contents);
  gtk_widget_class_bind_template_callback (widget_class, on_fold_activated_cb);
}

static void
confab_provider_options_section_init (ConfabProviderOptionsSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_unfolded (self, FALSE);
}

/**
 * confab_provider_options_section_new:
 * @registry: who changes providers
 * @provider: whose options they are
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
confab_provider_options_section_new (ConfabRegistry *registry,
                                     ConfabProvider *provider)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  return g_object_new (CONFAB_TYPE_PROVIDER_OPTIONS_SECTION, "registry", registry, "provider", provider, NULL);
}
