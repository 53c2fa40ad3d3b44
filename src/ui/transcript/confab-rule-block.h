/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_RULE_BLOCK (confab_rule_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRuleBlock, confab_rule_block, CONFAB, RULE_BLOCK, ConfabBlockView)

G_END_DECLS
