/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-address"

#include "config.h"

#include "confab-address.h"

#include "confab-toast.h"

#include <glib/gi18n.h>

#define ADDRESS_KEY "address"

typedef struct
{
  AdwToastOverlay *overlay;  /* unowned-weak, nullable */
  char            *address;  /* owned */
} Opening;

static void
opening_free (Opening *self)
{
  g_clear_weak_pointer (&self->overlay);
  g_free (self->address);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
on_copy_clicked_cb (AdwToast *toast)
{
  const char *address = g_object_get_data (G_OBJECT (toast), ADDRESS_KEY);

  gdk_clipboard_set_text (gdk_display_get_clipboard (gdk_display_get_default ()), address);
}

static void
show_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Opening) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (gtk_show_uri_full_finish ((GtkWindow *) object, result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("An address was not opened: %s", error->message);
  /* Translators: %s is an address of the web or of mail */
  title = g_markup_printf_escaped (_("No program could open %s"), self->address);
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _("Copy address"));
  g_object_set_data_full (G_OBJECT (toast), ADDRESS_KEY, g_steal_pointer (&self->address), g_free);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (on_copy_clicked_cb), NULL);
  confab_toast_show (toast, self->overlay);
}

/**
 * confab_address_open:
 * @widget: where it was asked for, in a window with toasts
 * @address: an address of the web or of mail
 *
 * Opens an address outside of the program. Where nothing can, a toast says so and gives the address
 * to be taken elsewhere.
 */
void
confab_address_open (GtkWidget  *widget,
                     const char *address)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Opening *self = g_new0 (Opening, 1);

  g_set_weak_pointer (&self->overlay,
                      (AdwToastOverlay *) gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY));
  self->address = g_strdup (address);
  gtk_show_uri_full (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, address, GDK_CURRENT_TIME, NULL, show_cb, self);
}
