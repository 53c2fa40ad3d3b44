/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring-error"

#include "config.h"

#include "confab-keyring-error.h"

G_DEFINE_QUARK (confab-keyring-error-quark, confab_keyring_error)
