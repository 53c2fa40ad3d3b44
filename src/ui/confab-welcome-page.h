/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_WELCOME_PAGE (confab_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabWelcomePage, confab_welcome_page, CONFAB, WELCOME_PAGE, GtkWidget)

void confab_welcome_page_set_registry (ConfabWelcomePage *self,
                                       ConfabRegistry    *registry);
void confab_welcome_page_set_folded   (ConfabWelcomePage *self,
                                       gboolean           folded);

G_END_DECLS
