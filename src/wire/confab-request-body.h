/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-wire-error.h"

G_BEGIN_DECLS

typedef struct _ConfabRequestBody ConfabRequestBody;

ConfabRequestBody *confab_request_body_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void               confab_request_body_free        (ConfabRequestBody  *self);
GBytes            *confab_request_body_finish      (ConfabRequestBody  *self) G_GNUC_WARN_UNUSED_RESULT;

void               confab_request_body_take_json   (ConfabRequestBody  *self,
                                                    const char         *name,
                                                    char               *json);
void               confab_request_body_set_string  (ConfabRequestBody  *self,
                                                    const char         *name,
                                                    const char         *value);
void               confab_request_body_set_int     (ConfabRequestBody  *self,
                                                    const char         *name,
                                                    gint64              value);
void               confab_request_body_set_double  (ConfabRequestBody  *self,
                                                    const char         *name,
                                                    double              value);
void               confab_request_body_set_boolean (ConfabRequestBody  *self,
                                                    const char         *name,
                                                    gboolean            value);
void               confab_request_body_merge       (ConfabRequestBody  *self,
                                                    JsonObject         *members);

JsonObject        *confab_request_body_parse_members (const char       *json,
                                                      const char       *what,
                                                      GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabRequestBody, confab_request_body_free)

G_END_DECLS
