/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_address_open (GtkWidget  *widget,
                          const char *address);

G_END_DECLS
