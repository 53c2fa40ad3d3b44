/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-window-folding"

#include "config.h"

#include "confab-window-private.h"

/* Two panes that become one where there is no room for both. */

static gboolean
measure_anew_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  gtk_widget_queue_resize (widget);

  return G_SOURCE_REMOVE;
}

void
_confab_window_show_folded (ConfabWindow *self)
{
  const gboolean folded = adw_leaflet_get_folded (self->leaflet);

  confab_chat_page_set_folded (self->chat_page, folded);
  if (self->welcome_page != NULL)
    confab_welcome_page_set_folded (self->welcome_page, folded);
  confab_sidebar_set_folded (self->sidebar, folded);
}

/* The leaflet tells of it while it gives out room, by what its panes wanted before: a list that had
 * the buttons of the window would stay far too wide. */
static void
on_leaflet_folded_cb (ConfabWindow *self)
{
  _confab_window_show_folded (self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->leaflet), measure_anew_cb, NULL, NULL);
}

/* In a folded window the list is a page of its own: a row that stayed selected could not be chosen
 * again. */
static void
on_leaflet_visible_child_cb (ConfabWindow *self)
{
  ConfabChat *chat = confab_chat_page_get_chat (self->chat_page);

  if (adw_leaflet_get_folded (self->leaflet) &&
      adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->sidebar))
    confab_sidebar_select (self->sidebar, NULL);
  else if (chat != NULL)
    confab_sidebar_select (self->sidebar, confab_chat_get_conversation (chat));
}

void
_confab_window_set_up_folding (ConfabWindow *self)
{
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (on_leaflet_folded_cb), self);
  g_signal_connect_swapped (self->leaflet, "notify::visible-child",
                            G_CALLBACK (on_leaflet_visible_child_cb), self);
}
