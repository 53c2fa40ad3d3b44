/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_END_BUTTON (confab_end_button_get_type ())
G_DECLARE_FINAL_TYPE (ConfabEndButton, confab_end_button, CONFAB, END_BUTTON, GtkWidget)

void confab_end_button_follow      (ConfabEndButton *self,
                                    GtkAdjustment   *adjustment);
void confab_end_button_set_at_end  (ConfabEndButton *self,
                                    gboolean         at_end);
void confab_end_button_set_has_new (ConfabEndButton *self,
                                    gboolean         has_new);

G_END_DECLS
