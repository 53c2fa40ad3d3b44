/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tooltip-names"

#include "config.h"

#include "confab-tooltip-names.h"

static void
update_name (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  if (tooltip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

/**
 * confab_tooltip_names_give:
 * @widget: a widget of libadwaita
 *
 * Gives the icon buttons inside a widget the words of their tooltips as names, now and when they
 * change. The toolkit has only pictures there, and a screen reader would read out the names of
 * classes.
 */
void
confab_tooltip_names_give (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    {
      g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (update_name), NULL);
      update_name (widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    confab_tooltip_names_give (child);
}
