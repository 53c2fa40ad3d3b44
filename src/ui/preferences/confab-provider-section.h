/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDER_SECTION (confab_provider_section_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConfabProviderSection, confab_provider_section, CONFAB, PROVIDER_SECTION, GtkBox)

/**
 * ConfabProviderSectionClass:
 * @update: shows what the provider is now; called once it is made and whenever the provider changes
 *
 * What a section does besides.
 */
struct _ConfabProviderSectionClass
{
  GtkBoxClass parent_class;

  void (*update) (ConfabProviderSection *self);
};

ConfabRegistry *confab_provider_section_get_registry    (ConfabProviderSection *self);
ConfabProvider *confab_provider_section_get_provider    (ConfabProviderSection *self);
GCancellable   *confab_provider_section_get_cancellable (ConfabProviderSection *self);
void            confab_provider_section_update          (ConfabProviderSection *self);
void            confab_provider_section_change          (ConfabProviderSection *self,
                                                         ConfabProviderField    field,
                                                         const char            *value);
void            confab_provider_section_tell            (ConfabProviderSection *self,
                                                         const GError          *error);
void            confab_provider_section_set_entry       (GtkEditable           *entry,
                                                         const char            *text);

G_END_DECLS
