/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-option-field.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_OPTION_ENTRY (confab_option_entry_get_type ())
G_DECLARE_FINAL_TYPE (ConfabOptionEntry, confab_option_entry, CONFAB, OPTION_ENTRY, ConfabOptionField)

G_END_DECLS
