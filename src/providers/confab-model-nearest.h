/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int confab_model_nearest (const char         *wanted,
                          const char * const *listed);

G_END_DECLS
