/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-catalogue.h"
#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_ADD_PROVIDER_WINDOW (confab_add_provider_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAddProviderWindow, confab_add_provider_window, CONFAB, ADD_PROVIDER_WINDOW, AdwWindow)

ConfabAddProviderWindow *confab_add_provider_window_new       (ConfabRegistry          *registry,
                                                               ConfabCatalogue         *catalogue) G_GNUC_WARN_UNUSED_RESULT;
void                     confab_add_provider_window_choose    (ConfabAddProviderWindow *self,
                                                               const char              *type_id);
ConfabSecret            *confab_add_provider_window_dup_key   (ConfabAddProviderWindow *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
