/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-options-section"

#include "config.h"

#include "confab-provider-options-section.h"

#include "confab-option-certificate.h"
#include "confab-option-choice.h"
#include "confab-option-entry.h"
#include "confab-option-text.h"
#include "confab-provider-address-section.h"

#include <glib/gi18n.h>

#define MAX_GROUP_OPTIONS 8

/* In the order in which they are shown; the rest of each line has zeros. */
static const struct
{
  const char           *title;  /* untranslated */
  ConfabProviderOption  options[MAX_GROUP_OPTIONS];
  guint                 n_options;
} groups[] = {
  { N_("Account"), { CONFAB_PROVIDER_OPTION_RESOURCE, CONFAB_PROVIDER_OPTION_DEPLOYMENT,
                     CONFAB_PROVIDER_OPTION_ORGANIZATION, CONFAB_PROVIDER_OPTION_PROJECT,
                     CONFAB_PROVIDER_OPTION_REGION, CONFAB_PROVIDER_OPTION_LOCATION,
                     CONFAB_PROVIDER_OPTION_PROFILE, CONFAB_PROVIDER_OPTION_API_VERSION }, 8 },
  { N_("Requests"), { CONFAB_PROVIDER_OPTION_DIALECT, CONFAB_PROVIDER_OPTION_AUTH, CONFAB_PROVIDER_OPTION_HEADERS,
                      CONFAB_PROVIDER_OPTION_BODY }, 4 },
  { N_("Connection"), { CONFAB_PROVIDER_OPTION_PROXY, CONFAB_PROVIDER_OPTION_CONNECT_TIMEOUT,
                        CONFAB_PROVIDER_OPTION_FIRST_BYTE_TIMEOUT, CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT,
                        CONFAB_PROVIDER_OPTION_CA_CERTIFICATE, CONFAB_PROVIDER_OPTION_PINNED_CERTIFICATE }, 6 },
};

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

  GtkWidget             *headings[G_N_ELEMENTS (groups)];  /* borrowed, children; NULL before it is unfolded */
  gboolean               bad;   /* something was to be filled in when it was looked at last */
};

G_DEFINE_FINAL_TYPE (ConfabProviderOptionsSection, confab_provider_options_section, CONFAB_TYPE_PROVIDER_SECTION)

static GType
get_field_type (ConfabProviderOption option)
{
  switch (confab_provider_option_get_kind (option))
    {
    case CONFAB_PROVIDER_OPTION_KIND_CHOICE:
      return CONFAB_TYPE_OPTION_CHOICE;
    case CONFAB_PROVIDER_OPTION_KIND_LINES:
    case CONFAB_PROVIDER_OPTION_KIND_JSON:
      return CONFAB_TYPE_OPTION_TEXT;
    case CONFAB_PROVIDER_OPTION_KIND_PEM:
      return CONFAB_TYPE_OPTION_CERTIFICATE;
    case CONFAB_PROVIDER_OPTION_KIND_LINE:
    case CONFAB_PROVIDER_OPTION_KIND_SECONDS:
    default:
      return CONFAB_TYPE_OPTION_ENTRY;
    }
}

static void
add_group (ConfabProviderOptionsSection *self,
           gsize                         group)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);
  GtkWidget *heading = gtk_label_new (_(groups[group].title));

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "option-heading");
  gtk_box_append (self->contents, heading);
  self->headings[group] = heading;

  for (guint i = 0; i < groups[group].n_options; i++)
    gtk_box_append (self->contents,
                    g_object_new (get_field_type (groups[group].options[i]),
                                  "registry", confab_provider_section_get_registry (section),
                                  "provider", confab_provider_section_get_provider (section),
                                  "option", (guint) groups[group].options[i],
                                  NULL));
}

/* Most people never look at them. */
static void
add_contents (ConfabProviderOptionsSection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  gtk_box_append (self->contents, confab_provider_address_section_new (confab_provider_section_get_registry (section),
                                                                       confab_provider_section_get_provider (section)));
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    add_group (self, i);
}

static void
update_headings (ConfabProviderOptionsSection *self)
{
  ConfabProviderType *type =
    confab_provider_get_provider_type (confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self)));

  for (gsize group = 0; group < G_N_ELEMENTS (groups); group++)
    {
      gboolean any = FALSE;

      for (guint i = 0; i < groups[group].n_options; i++)
        any = any || confab_provider_option_applies (groups[group].options[i], type);
      gtk_widget_set_visible (self->headings[group], any);
    }
}

static void
set_unfolded (ConfabProviderOptionsSection *self,
              gboolean                      unfolded)
{
  if (unfolded && self->headings[0] == NULL)
    {
      add_contents (self);
      update_headings (self);
    }

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
  const gboolean bad = confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_BAD_ADDRESS;

  /* What has to be filled in is not to be looked for. */
  if (bad && !self->bad)
    set_unfolded (self, TRUE);
  self->bad = bad;

  if (self->headings[0] != NULL)
    update_headings (self);
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
