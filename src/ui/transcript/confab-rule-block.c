/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-rule-block"

#include "config.h"

#include "confab-rule-block.h"

/**
 * ConfabRuleBlock:
 *
 * A line across the column.
 */
struct _ConfabRuleBlock
{
  ConfabBlockView parent_instance;
};

G_DEFINE_FINAL_TYPE (ConfabRuleBlock, confab_rule_block, CONFAB_TYPE_BLOCK_VIEW)

static void
confab_rule_block_update (ConfabBlockView *view)
{
}

static int
confab_rule_block_layout (ConfabBlockView *view,
                          int              width)
{
  return 1;
}

static void
confab_rule_block_class_init (ConfabRuleBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  block_class->update = confab_rule_block_update;
  block_class->layout = confab_rule_block_layout;

  gtk_widget_class_set_css_name (widget_class, "transcript-rule");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
}

static void
confab_rule_block_init (ConfabRuleBlock *self)
{
}
