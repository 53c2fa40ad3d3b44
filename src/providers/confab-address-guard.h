/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-scope.h"
#include "confab-provider-policy-error.h"

G_BEGIN_DECLS

gboolean confab_address_guard_check (const char          *base_url,
                                     ConfabAddressReach   reach,
                                     gboolean             sends_key,
                                     GError             **error);

G_END_DECLS
