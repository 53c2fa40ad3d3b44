/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-json-parse.h"

G_BEGIN_DECLS

char       *confab_json_to_string        (JsonNode   *node) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_json_object_to_string (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;
void        confab_json_append_string    (GString    *buffer,
                                          const char *value);

JsonObject *confab_json_node_object      (JsonNode   *node);
JsonArray  *confab_json_node_array       (JsonNode   *node);
const char *confab_json_node_string      (JsonNode   *node);
gboolean    confab_json_node_double      (JsonNode   *node,
                                          double     *value);
gboolean    confab_json_node_int         (JsonNode   *node,
                                          gint64     *value);
char       *confab_json_node_dup_scalar  (JsonNode   *node) G_GNUC_WARN_UNUSED_RESULT;

JsonNode   *confab_json_get_node         (JsonObject *object,
                                          const char *name);
JsonObject *confab_json_get_object       (JsonObject *object,
                                          const char *name);
JsonArray  *confab_json_get_array        (JsonObject *object,
                                          const char *name);
const char *confab_json_get_string       (JsonObject *object,
                                          const char *name);
const char *confab_json_get_text         (JsonObject *object,
                                          const char *name);
gint64      confab_json_get_int          (JsonObject *object,
                                          const char *name,
                                          gint64      fallback);
double      confab_json_get_double       (JsonObject *object,
                                          const char *name,
                                          double      fallback);
gboolean    confab_json_get_boolean      (JsonObject *object,
                                          const char *name);
char       *confab_json_dup_scalar       (JsonObject *object,
                                          const char *name) G_GNUC_WARN_UNUSED_RESULT;

guint       confab_json_array_length     (JsonArray  *array);
JsonObject *confab_json_array_object     (JsonArray  *array,
                                          guint       index);

G_END_DECLS
