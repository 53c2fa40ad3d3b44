/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check-report.h"
#include "confab-provider.h"

G_BEGIN_DECLS

void confab_check_report_begin           (ConfabCheckReport    *self,
                                          ConfabProvider       *provider);
void confab_check_report_start           (ConfabCheckReport    *self,
                                          ConfabCheckStepKind   kind);
void confab_check_report_finish          (ConfabCheckReport    *self,
                                          ConfabCheckStepKind   kind,
                                          ConfabCheckStepState  state,
                                          gint64                duration_us,
                                          char                 *text);
void confab_check_report_set_certificate (ConfabCheckReport    *self,
                                          ConfabCertificate    *certificate);
void confab_check_report_end             (ConfabCheckReport    *self);

G_END_DECLS
