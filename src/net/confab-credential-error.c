/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-credential-error"

#include "config.h"

#include "confab-credential-error.h"

G_DEFINE_QUARK (confab-credential-error-quark, confab_credential_error)
