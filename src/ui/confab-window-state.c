/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-window-state"

#include "config.h"

#include "confab-window-state.h"

#include "confab-settings.h"

/* confab_window_state_restore:
 * @window: a window that was not shown yet
 * @settings: the preferences
 *
 * Gives it the size that it had the last time.
 */
void
confab_window_state_restore (GtkWindow *window,
                             GSettings *settings)
{
  gtk_window_set_default_size (window,
                               g_settings_get_int (settings, CONFAB_SETTING_WINDOW_WIDTH),
                               g_settings_get_int (settings, CONFAB_SETTING_WINDOW_HEIGHT));
  if (g_settings_get_boolean (settings, CONFAB_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (window);
}

/* confab_window_state_save:
 * @window: a window
 * @settings: the preferences
 *
 * Remembers its size for the next start.
 */
void
confab_window_state_save (GtkWindow *window,
                          GSettings *settings)
{
  int width = 0;
  int height = 0;

  gtk_window_get_default_size (window, &width, &height);
  if (!gtk_window_is_maximized (window) && width > 0 && height > 0)
    {
      g_settings_set_int (settings, CONFAB_SETTING_WINDOW_WIDTH, width);
      g_settings_set_int (settings, CONFAB_SETTING_WINDOW_HEIGHT, height);
    }
  g_settings_set_boolean (settings, CONFAB_SETTING_WINDOW_MAXIMIZED, gtk_window_is_maximized (window));
}
