/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attempt.h"
#include "confab-event.h"

G_BEGIN_DECLS

gboolean  confab_cli_output_write         (int                fd,
                                           const char        *text,
                                           gssize             length);
gboolean  confab_cli_output_write_foreign (int                fd,
                                           const char        *text,
                                           gssize             length);
void      confab_cli_output_complain      (const char        *message);

char     *confab_cli_output_event_to_json (const ConfabEvent *event) G_GNUC_WARN_UNUSED_RESULT;

char *confab_cli_output_attempt_to_json (const ConfabAttempt *attempt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
