/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-wire-error.h"

G_BEGIN_DECLS

typedef struct _ConfabSseParser ConfabSseParser;

/**
 * ConfabSseFunc:
 * @event: (nullable): the event's name, or %NULL when none was given
 * @data: the joined data lines, NUL-terminated; need not be valid UTF-8
 * @length: the length of @data in bytes
 * @user_data: closure
 *
 * Returns: %FALSE with @error set to end the stream
 */
typedef gboolean (*ConfabSseFunc) (const char  *event,
                                   const char  *data,
                                   gsize        length,
                                   gpointer     user_data,
                                   GError     **error);

ConfabSseParser *confab_sse_parser_new    (gsize             max_event_bytes) G_GNUC_WARN_UNUSED_RESULT;
void             confab_sse_parser_free   (ConfabSseParser  *self);
gboolean         confab_sse_parser_feed   (ConfabSseParser  *self,
                                           const char       *bytes,
                                           gsize             length,
                                           ConfabSseFunc     func,
                                           gpointer          user_data,
                                           GError          **error);
gboolean         confab_sse_parser_finish (ConfabSseParser  *self,
                                           ConfabSseFunc     func,
                                           gpointer          user_data,
                                           GError          **error);
gsize            confab_sse_parser_get_pending_bytes (ConfabSseParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSseParser, confab_sse_parser_free)

G_END_DECLS
