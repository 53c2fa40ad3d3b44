/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-catalogue.h"

G_BEGIN_DECLS

int    confab_provider_order_compare (ConfabCatalogue    *catalogue,
                                      const char         *type_id_a,
                                      const char         *record_id_a,
                                      const char         *type_id_b,
                                      const char         *record_id_b);
char **confab_provider_order_move    (const char * const *order,
                                      const char * const *in_use,
                                      const char         *id,
                                      const char         *before) G_GNUC_WARN_UNUSED_RESULT;
char **confab_provider_order_insert  (const char * const *order,
                                      const char         *id,
                                      const char * const *following) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
