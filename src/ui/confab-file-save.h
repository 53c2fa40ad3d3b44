/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_file_save_choose (GtkWidget  *widget,
                              const char *title,
                              GBytes     *bytes,
                              const char *file_name);

G_END_DECLS
