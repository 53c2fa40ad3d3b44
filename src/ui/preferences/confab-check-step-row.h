/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check-step.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CHECK_STEP_ROW (confab_check_step_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCheckStepRow, confab_check_step_row, CONFAB, CHECK_STEP_ROW, GtkBox)

GtkWidget *confab_check_step_row_new (ConfabCheckStep *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
