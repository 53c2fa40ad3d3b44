/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-catalogue.h"

G_BEGIN_DECLS

int confab_provider_order_compare (ConfabCatalogue *catalogue,
                                   const char      *type_id_a,
                                   const char      *record_id_a,
                                   const char      *type_id_b,
                                   const char      *record_id_b);

G_END_DECLS
