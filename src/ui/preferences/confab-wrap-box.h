/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_WRAP_BOX (confab_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (ConfabWrapBox, confab_wrap_box, CONFAB, WRAP_BOX, GtkWidget)

G_END_DECLS
