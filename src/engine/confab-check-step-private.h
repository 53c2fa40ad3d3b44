/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check-step.h"

G_BEGIN_DECLS

ConfabCheckStep *confab_check_step_new    (ConfabCheckStepKind   kind) G_GNUC_WARN_UNUSED_RESULT;
void             confab_check_step_reset  (ConfabCheckStep      *self);
void             confab_check_step_start  (ConfabCheckStep      *self);
void             confab_check_step_finish (ConfabCheckStep      *self,
                                           ConfabCheckStepState  state,
                                           gint64                duration_us,
                                           char                 *text);

G_END_DECLS
