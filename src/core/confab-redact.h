/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-secret.h"

G_BEGIN_DECLS

char     *confab_redact_keys    (const char         *text) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_redact_secret  (const char         *text,
                                 const ConfabSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
gboolean  confab_redact_has_key (const char         *text);

G_END_DECLS
