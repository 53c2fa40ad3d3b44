/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

char *confab_attempt_text_reason   (const ConfabAttempt *attempt) G_GNUC_WARN_UNUSED_RESULT;
char *confab_attempt_text_headline (ConfabMessage       *reply) G_GNUC_WARN_UNUSED_RESULT;
char *confab_attempt_text_failure  (ConfabMessage       *reply) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
