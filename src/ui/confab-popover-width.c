/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-popover-width"

#include "config.h"

#include "confab-popover-width.h"

/* In pixels: how wide a list may be, and what it leaves of the window. */
#define MIN_WIDTH 280
#define MAX_WIDTH 420
#define WINDOW_MARGIN 40

/**
 * confab_popover_width_fit:
 * @popover: what holds a list, and is about to be shown
 *
 * Makes it as wide as the window lets it be: it would stick out of a narrow one.
 */
void
confab_popover_width_fit (GtkPopover *popover)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (popover));

  g_return_if_fail (GTK_IS_POPOVER (popover));

  if (window != NULL)
    gtk_widget_set_size_request (GTK_WIDGET (popover),
                                 CLAMP (gtk_widget_get_width (GTK_WIDGET (window)) - WINDOW_MARGIN,
                                        MIN_WIDTH, MAX_WIDTH), -1);
}
