/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-certificate.h"
#include "confab-check-step.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CHECK_REPORT (confab_check_report_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCheckReport, confab_check_report, CONFAB, CHECK_REPORT, GObject)

/* A GListModel of ConfabCheckStep, always all of them, in order. Properties, notifying: "running"
 * (boolean) and "certificate" (ConfabCertificate, nullable). */
ConfabCheckReport    *confab_check_report_new             (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabCheckStep      *confab_check_report_get_step        (ConfabCheckReport   *self,
                                                           ConfabCheckStepKind  kind);
gboolean              confab_check_report_get_running     (ConfabCheckReport   *self);
ConfabCertificate    *confab_check_report_get_certificate (ConfabCheckReport   *self);
char                 *confab_check_report_dup_text        (ConfabCheckReport   *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
