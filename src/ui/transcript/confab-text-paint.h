/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_text_paint_range (PangoLayout   *layout,
                              GtkSnapshot   *snapshot,
                              int            x,
                              int            y,
                              int            start,
                              int            end,
                              const GdkRGBA *color,
                              gboolean       rounded);

G_END_DECLS
