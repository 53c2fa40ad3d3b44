/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wire-error"

#include "config.h"

#include "confab-wire-error.h"

G_DEFINE_QUARK (confab-wire-error-quark, confab_wire_error)
