/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDERS_PAGE (confab_providers_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProvidersPage, confab_providers_page, CONFAB, PROVIDERS_PAGE, AdwBin)

void confab_providers_page_set_context     (ConfabProvidersPage *self,
                                            ConfabContext       *context);
void confab_providers_page_set_key_capture (ConfabProvidersPage *self,
                                            GtkWidget           *widget);
void confab_providers_page_add             (ConfabProvidersPage *self,
                                            const char          *type_id);
void confab_providers_page_show_provider   (ConfabProvidersPage *self,
                                            const char          *provider_id);

G_END_DECLS
