/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LINK_POPOVER (confab_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLinkPopover, confab_link_popover, CONFAB, LINK_POPOVER, GtkPopover)

GtkWidget *confab_link_popover_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       confab_link_popover_set_address (ConfabLinkPopover *self,
                                            const char        *address);
void       confab_link_popover_grab_open   (ConfabLinkPopover *self);
void       confab_link_popover_open        (GtkWidget         *widget,
                                            const char        *address);

G_END_DECLS
