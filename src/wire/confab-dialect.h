/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"
#include "confab-event.h"
#include "confab-message.h"
#include "confab-wire-error.h"

G_BEGIN_DECLS

/**
 * ConfabDialect:
 *
 * A wire format: how a request is written and how its answer is read. Constant; no I/O.
 */
typedef struct _ConfabDialect ConfabDialect;

const ConfabDialect *confab_dialect_lookup            (const char            *id);
const char * const  *confab_dialect_list_ids          (void);
const char          *confab_dialect_get_id            (const ConfabDialect   *dialect);

/* encoding: in confab-dialect-encode.c */
ConfabWireRequest   *confab_dialect_encode_chat       (const ConfabDialect   *dialect,
                                                       const ConfabChatRequest *request,
                                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireRequest   *confab_dialect_encode_list_models (const ConfabDialect  *dialect,
                                                       const char            *page_token) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *confab_dialect_decode_models     (const ConfabDialect   *dialect,
                                                       GBytes                *body,
                                                       char                 **next_page_token,
                                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GError              *confab_dialect_decode_error      (const ConfabDialect   *dialect,
                                                       guint                  http_status,
                                                       const char            *reason_phrase,
                                                       const char *const     *headers,
                                                       const char            *content_type,
                                                       GBytes                *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
