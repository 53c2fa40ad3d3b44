/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-secret.h"

G_BEGIN_DECLS

gboolean      confab_secret_json_check      (const ConfabSecret *json);
ConfabSecret *confab_secret_json_dup_string (const ConfabSecret *json,
                                             const char         *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean      confab_secret_json_get_int    (const ConfabSecret *json,
                                             const char         *name,
                                             gint64             *value);

G_END_DECLS
