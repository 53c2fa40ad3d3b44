/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-option-field.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_OPTION_TEXT (confab_option_text_get_type ())
G_DECLARE_FINAL_TYPE (ConfabOptionText, confab_option_text, CONFAB, OPTION_TEXT, ConfabOptionField)

G_END_DECLS
