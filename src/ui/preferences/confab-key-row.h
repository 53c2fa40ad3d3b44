/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ConfabKeyRowActions:
 * @CONFAB_KEY_ROW_UNLOCK: `key.unlock`
 * @CONFAB_KEY_ROW_MOVE: `key.move-to-keyring`
 * @CONFAB_KEY_ROW_REMOVE: `key.remove`
 *
 * What can be done with a key.
 */
typedef enum
{
  CONFAB_KEY_ROW_UNLOCK = 1 << 0,
  CONFAB_KEY_ROW_MOVE = 1 << 1,
  CONFAB_KEY_ROW_REMOVE = 1 << 2,
} ConfabKeyRowActions;

#define CONFAB_TYPE_KEY_ROW (confab_key_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabKeyRow, confab_key_row, CONFAB, KEY_ROW, AdwPreferencesRow)

GtkWidget *confab_key_row_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       confab_key_row_set (ConfabKeyRow        *self,
                               const char          *title,
                               const char          *note,
                               ConfabKeyRowActions  actions);

G_END_DECLS
