/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-policy-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How deep the objects and arrays of a file may be nested: the JSON library recurses, and what people
 * write down needs a few levels and those of a body. */
#define CONFAB_JSON_FILE_MAX_DEPTH 64

JsonObject *confab_json_parse_object   (GBytes             *contents,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_json_to_text        (JsonNode           *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean    confab_json_member_string  (JsonObject         *object,
                                        const char         *name,
                                        const char        **value,
                                        GError            **error);
gboolean    confab_json_member_boolean (JsonObject         *object,
                                        const char         *name,
                                        gboolean           *value,
                                        GError            **error);
gboolean    confab_json_member_int     (JsonObject         *object,
                                        const char         *name,
                                        gint64             *value,
                                        GError            **error);
gboolean    confab_json_member_strv    (JsonObject         *object,
                                        const char         *name,
                                        char             ***value,
                                        GError            **error);
gboolean    confab_json_member_object  (JsonObject         *object,
                                        const char         *name,
                                        JsonObject        **value,
                                        GError            **error);
gboolean    confab_json_member_array   (JsonObject         *object,
                                        const char         *name,
                                        JsonArray         **value,
                                        GError            **error);
gboolean    confab_json_check_version  (JsonObject         *object,
                                        gint64              known,
                                        GError            **error);
gboolean    confab_json_check_members  (JsonObject         *object,
                                        const char * const *known,
                                        GError            **error);

G_END_DECLS
