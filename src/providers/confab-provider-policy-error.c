/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-policy-error"

#include "config.h"

#include "confab-provider-policy-error.h"

G_DEFINE_QUARK (confab-provider-policy-error-quark, confab_provider_policy_error)
