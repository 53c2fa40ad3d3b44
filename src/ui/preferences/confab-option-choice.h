/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-option-field.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_OPTION_CHOICE (confab_option_choice_get_type ())
G_DECLARE_FINAL_TYPE (ConfabOptionChoice, confab_option_choice, CONFAB, OPTION_CHOICE, ConfabOptionField)

G_END_DECLS
