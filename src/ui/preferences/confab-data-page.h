/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-context.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_DATA_PAGE (confab_data_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDataPage, confab_data_page, CONFAB, DATA_PAGE, AdwPreferencesPage)

void confab_data_page_set_context (ConfabDataPage *self,
                                   ConfabContext  *context,
                                   GSettings      *settings);

G_END_DECLS
