/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GError *confab_stream_error_find      (JsonObject *root,
                                       const char *event_name) G_GNUC_WARN_UNUSED_RESULT;
GError *confab_stream_error_find_flat (JsonObject *root) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
