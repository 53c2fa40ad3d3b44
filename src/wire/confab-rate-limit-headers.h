/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-rate-limit.h"

G_BEGIN_DECLS

gboolean confab_rate_limit_read_headers (const char *const *headers,
                                         gint64             now_us,
                                         ConfabRateLimit   *limit);

G_END_DECLS
