/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-toast"

#include "config.h"

#include "confab-toast.h"

#include <glib/gi18n.h>

/* How long what was done can be undone. */
#define UNDO_SECONDS 30

/* confab_toast_new_undo:
 * @title: what was done, as Pango markup
 *
 * Makes a toast with a button that undoes what was done, for [signal@Adw.Toast::button-clicked].
 *
 * Returns: (transfer floating): a toast
 */
AdwToast *
confab_toast_new_undo (const char *title)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);

  return toast;
}

/* confab_toast_show:
 * @toast: (transfer full): a toast
 * @overlay: (transfer none) (nullable): where it belongs, %NULL if that is gone
 *
 * Shows the toast at once: it tells of what was just done, and one that waited for half a minute
 * behind another would be of no use. The other comes back when it goes, so whoever has a toast that
 * no longer holds dismisses it, and does so after showing the new one: libadwaita 1.2 cannot show
 * again what is still fading.
 */
void
confab_toast_show (AdwToast        *toast,
                   AdwToastOverlay *overlay)
{
  if (overlay == NULL)
    {
      g_object_unref (g_object_ref_sink (toast));
      return;
    }

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (overlay, toast);
}
