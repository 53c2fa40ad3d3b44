/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check-report.h"

G_BEGIN_DECLS

char *confab_check_words_line        (ConfabCheckStep      *step) G_GNUC_WARN_UNUSED_RESULT;
char *confab_check_words_certificate (ConfabCertificate    *certificate) G_GNUC_WARN_UNUSED_RESULT;
char *confab_check_words_date        (gint64                time_us) G_GNUC_WARN_UNUSED_RESULT;
char *confab_check_words_reasons     (GTlsCertificateFlags  flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
