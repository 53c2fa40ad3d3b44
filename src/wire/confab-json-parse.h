/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-wire-error.h"

G_BEGIN_DECLS

/**
 * CONFAB_JSON_MAX_DEPTH:
 *
 * How deep arrays and objects may be nested. The JSON library recurses, so this keeps the stack safe.
 */
#define CONFAB_JSON_MAX_DEPTH 256

/**
 * CONFAB_JSON_MAX_VALUES:
 *
 * How many values one text may hold. Each takes about a hundred bytes of memory, however short it
 * is written.
 */
#define CONFAB_JSON_MAX_VALUES 1000000

JsonNode *confab_json_parse      (const char  *data,
                                  gsize        length,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *confab_json_parse_next (const char  *data,
                                  gsize        length,
                                  gsize       *used,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  confab_json_is_whole   (const char  *data,
                                  gsize        length);

G_END_DECLS
