/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-net-error"

#include "config.h"

#include "confab-net-error.h"

G_DEFINE_QUARK (confab-net-error-quark, confab_net_error)
