/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-store-error.h"

G_BEGIN_DECLS

ConfabStoreError confab_store_error_from_errno (int                saved_errno,
                                                ConfabStoreError   otherwise);
void             confab_store_error_set_errno  (GError           **error,
                                                ConfabStoreError   otherwise,
                                                const char        *what,
                                                const char        *path,
                                                int                saved_errno);

G_END_DECLS
