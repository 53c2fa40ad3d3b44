/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_failure_text_wait    (gint64        retry_at_us,
                                   gint64        now_us) G_GNUC_WARN_UNUSED_RESULT;
char *confab_failure_text_summary (const GError *error,
                                   const char   *provider_name,
                                   const char   *key_page) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
