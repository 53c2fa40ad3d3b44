/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_KEY_SHARING_ROW (confab_key_sharing_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabKeySharingRow, confab_key_sharing_row, CONFAB, KEY_SHARING_ROW, AdwActionRow)

void confab_key_sharing_row_set (ConfabKeySharingRow *self,
                                 ConfabRegistry      *registry,
                                 ConfabProvider      *provider);

G_END_DECLS
