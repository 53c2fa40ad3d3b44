/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-certificate.h"
#include "confab-provider-section.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDER_CERTIFICATE_SECTION (confab_provider_certificate_section_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProviderCertificateSection, confab_provider_certificate_section, CONFAB,
                      PROVIDER_CERTIFICATE_SECTION, ConfabProviderSection)

GtkWidget *confab_provider_certificate_section_new (ConfabRegistry                   *registry,
                                                    ConfabProvider                   *provider) G_GNUC_WARN_UNUSED_RESULT;
void       confab_provider_certificate_section_set (ConfabProviderCertificateSection *self,
                                                    ConfabCertificate                *refused);

G_END_DECLS
