/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-section.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDER_ADDRESS_SECTION (confab_provider_address_section_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProviderAddressSection, confab_provider_address_section, CONFAB, PROVIDER_ADDRESS_SECTION,
                      ConfabProviderSection)

GtkWidget *confab_provider_address_section_new (ConfabRegistry *registry,
                                                ConfabProvider *provider) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
