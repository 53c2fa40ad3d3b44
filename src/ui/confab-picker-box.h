/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PICKER_BOX (confab_picker_box_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPickerBox, confab_picker_box, CONFAB, PICKER_BOX, GtkWidget)

void confab_picker_box_append (ConfabPickerBox *self,
                               GtkWidget       *picker);

G_END_DECLS
