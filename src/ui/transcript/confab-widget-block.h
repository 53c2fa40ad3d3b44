/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_WIDGET_BLOCK (confab_widget_block_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConfabWidgetBlock, confab_widget_block, CONFAB, WIDGET_BLOCK, ConfabBlockView)

struct _ConfabWidgetBlockClass
{
  ConfabBlockViewClass parent_class;
};

void confab_widget_block_activate_action (ConfabWidgetBlock *self,
                                          const char        *name);

G_END_DECLS
