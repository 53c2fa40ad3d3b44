/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine-error"

#include "config.h"

#include "confab-engine-error.h"

G_DEFINE_QUARK (confab-engine-error-quark, confab_engine_error)
