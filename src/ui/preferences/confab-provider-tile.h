/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-catalogue.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void            confab_provider_tile_set_type   (GtkLabel           *tile,
                                                 ConfabProviderType *type);
GtkCssProvider *confab_provider_tile_new_tints  (ConfabCatalogue    *catalogue) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
