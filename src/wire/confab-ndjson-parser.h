/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-wire-error.h"

G_BEGIN_DECLS

typedef struct _ConfabNdjsonParser ConfabNdjsonParser;

/**
 * ConfabNdjsonFunc:
 * @json: one value, or a line that is none; neither NUL-terminated nor certain to be valid
 * @length: the length of @json in bytes
 * @user_data: closure
 *
 * Returns: %FALSE with @error set to end the stream
 */
typedef gboolean (*ConfabNdjsonFunc) (const char  *json,
                                      gsize        length,
                                      gpointer     user_data,
                                      GError     **error);

ConfabNdjsonParser *confab_ndjson_parser_new     (gsize                max_value_bytes) G_GNUC_WARN_UNUSED_RESULT;
void                confab_ndjson_parser_free    (ConfabNdjsonParser  *self);
gboolean            confab_ndjson_parser_feed    (ConfabNdjsonParser  *self,
                                                  const char          *bytes,
                                                  gsize                length,
                                                  ConfabNdjsonFunc     func,
                                                  gpointer             user_data,
                                                  GError             **error);
gboolean            confab_ndjson_parser_finish  (ConfabNdjsonParser  *self,
                                                  ConfabNdjsonFunc     func,
                                                  gpointer             user_data,
                                                  GError             **error);
gboolean            confab_ndjson_parser_is_open (ConfabNdjsonParser  *self);
gsize               confab_ndjson_parser_get_pending_bytes (ConfabNdjsonParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabNdjsonParser, confab_ndjson_parser_free)

G_END_DECLS
