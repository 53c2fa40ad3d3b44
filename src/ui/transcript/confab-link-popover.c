/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-link-popover"

#include "config.h"

#include "confab-link-popover.h"

#include <glib/gi18n-lib.h>

#include "confab-address.h"
#include "confab-markdown-link.h"

/**
 * ConfabLinkPopover:
 *
 * Says where a link leads before it is opened: first the computer, which is what one has to trust.
 */
struct _ConfabLinkPopover
{
  GtkPopover  parent_instance;

  char       *target;       /* owned, nullable */
  GtkLabel   *host;
  GtkLabel   *address;
  GtkWidget  *open_button;
};

G_DEFINE_FINAL_TYPE (ConfabLinkPopover, confab_link_popover, GTK_TYPE_POPOVER)

static gboolean
may_be_opened (const char *address)
{
  g_autofree char *scheme = g_uri_parse_scheme (address);

  return g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0 ||
         g_strcmp0 (scheme, "mailto") == 0;
}

static void
on_open_clicked_cb (ConfabLinkPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  if (self->target != NULL)
    confab_link_popover_open (GTK_WIDGET (self), self->target);
}

static void
on_copy_clicked_cb (ConfabLinkPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  if (self->target == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->target);
  gtk_widget_activate_action (GTK_WIDGET (self), "transcript.copied", "s", _("Link"));
}

static void
confab_link_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_LINK_POPOVER);

  G_OBJECT_CLASS (confab_link_popover_parent_class)->dispose (object);
}

static void
confab_link_popover_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_LINK_POPOVER (object)->target, g_free);

  G_OBJECT_CLASS (confab_link_popover_parent_class)->finalize (object);
}

static void
confab_link_popover_class_init (ConfabLinkPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_link_popover_dispose;
  object_class->finalize = confab_link_popover_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-link-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabLinkPopover, host);
  gtk_widget_class_bind_template_child (widget_class, ConfabLinkPopover, address);
  gtk_widget_class_bind_template_child (widget_class, ConfabLinkPopover, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
}

static void
confab_link_popover_init (ConfabLinkPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_link_popover_new:
 *
 * Returns: (transfer floating): a popover that says nothing yet
 */
GtkWidget *
confab_link_popover_new (void)
{
  return g_object_new (CONFAB_TYPE_LINK_POPOVER, NULL);
}

/**
 * confab_link_popover_set_address:
 * @address: where a link leads
 *
 * Says where it leads.
 */
void
confab_link_popover_set_address (ConfabLinkPopover *self,
                                 const char        *address)
{
  g_autofree char *host = NULL;

  g_return_if_fail (CONFAB_IS_LINK_POPOVER (self));
  g_return_if_fail (address != NULL);

  host = confab_markdown_link_dup_host (address);
  g_free (self->target);
  self->target = g_strdup (address);
  gtk_label_set_label (self->host, host);
  gtk_label_set_label (self->address, address);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, address, -1);
}

/**
 * confab_link_popover_grab_open:
 *
 * Gives the focus to what opens the link, once the popover is shown.
 */
void
confab_link_popover_grab_open (ConfabLinkPopover *self)
{
  g_return_if_fail (CONFAB_IS_LINK_POPOVER (self));

  gtk_widget_grab_focus (self->open_button);
}

/**
 * confab_link_popover_open:
 * @widget: whose window is in front
 * @address: where to go
 *
 * Opens an address outside of the program. What a model writes must not start anything but a
 * browser or a mail program, hence other addresses are left alone.
 */
void
confab_link_popover_open (GtkWidget  *widget,
                          const char *address)
{
  if (may_be_opened (address))
    confab_address_open (widget, address);
}
