/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-model-info.h"
#include "confab-wire-error.h"

G_BEGIN_DECLS

GPtrArray *confab_model_list_decode (JsonNode  *root,
                                     GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
