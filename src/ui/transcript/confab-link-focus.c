/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-link-focus"

#include "config.h"

#include "confab-link-focus.h"

/* The links of a row that has many texts, such as the cells of a table, in their order: the keyboard goes
 * to the row first, and then from link to link. The focus is the number of a link, or -1 for the row. */

static guint
count (ConfabTextLayout *layout)
{
  guint n_links = 0;

  while (confab_text_layout_get_link (layout, n_links) != NULL)
    n_links++;

  return n_links;
}

/**
 * confab_link_focus_count:
 * @layouts: (element-type ConfabTextLayout): the texts of a row
 *
 * Returns: how many links there are in all of them
 */
guint
confab_link_focus_count (GPtrArray *layouts)
{
  guint n_links = 0;

  for (guint i = 0; i < layouts->len; i++)
    n_links += count (g_ptr_array_index (layouts, i));

  return n_links;
}

/**
 * confab_link_focus_get:
 * @layouts: (element-type ConfabTextLayout): the texts of a row
 * @focus: which link
 * @position: (out): which text it is in
 *
 * Returns: (transfer none) (nullable): the link
 */
const ConfabMarkdownSpan *
confab_link_focus_get (GPtrArray *layouts,
                       int        focus,
                       guint     *position)
{
  *position = 0;
  for (guint i = 0; focus >= 0 && i < layouts->len; i++)
    {
      const int n_links = (int) count (g_ptr_array_index (layouts, i));

      *position = i;
      if (focus < n_links)
        return confab_text_layout_get_link (g_ptr_array_index (layouts, i), (guint) focus);
      focus -= n_links;
    }

  return NULL;
}

/**
 * confab_link_focus_show:
 * @layouts: (element-type ConfabTextLayout): the texts of a row
 * @focus: which link, or -1
 *
 * Shows which link is opened by Return.
 */
void
confab_link_focus_show (GPtrArray *layouts,
                        int        focus)
{
  int left = focus;

  for (guint i = 0; i < layouts->len; i++)
    {
      const int n_links = (int) count (g_ptr_array_index (layouts, i));

      confab_text_layout_set_focus (g_ptr_array_index (layouts, i), left >= 0 && left < n_links ? left : -1);
      left = left < n_links ? -1 : left - n_links;
    }
}

/**
 * confab_link_focus_step:
 * @layouts: (element-type ConfabTextLayout): the texts of a row
 * @has_focus: whether the row has the keyboard's focus
 * @direction: %GTK_DIR_TAB_FORWARD or %GTK_DIR_TAB_BACKWARD
 * @focus: (inout): the link that has it, or -1 for the row itself
 *
 * Goes to the next link, into the row, or out of it.
 *
 * Returns: whether the focus is in the row then
 */
gboolean
confab_link_focus_step (GPtrArray        *layouts,
                        gboolean          has_focus,
                        GtkDirectionType  direction,
                        int              *focus)
{
  const int n_links = (int) confab_link_focus_count (layouts);
  const gboolean is_forward = direction == GTK_DIR_TAB_FORWARD;
  int next;

  if (has_focus)
    next = *focus + (is_forward ? 1 : -1);
  else
    next = is_forward ? -1 : n_links - 1;

  *focus = next < -1 || next >= n_links ? -1 : next;

  return next == *focus;
}
