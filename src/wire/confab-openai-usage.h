/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-usage.h"

G_BEGIN_DECLS

gboolean confab_openai_usage_read (JsonObject  *object,
                                   ConfabUsage *usage);

G_END_DECLS
