/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_popover_width_fit (GtkPopover *popover);

G_END_DECLS
