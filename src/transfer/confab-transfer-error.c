/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transfer-error"

#include "config.h"

#include "confab-transfer-error.h"

G_DEFINE_QUARK (confab-transfer-error-quark, confab_transfer_error)
