/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-dialect.h"

G_BEGIN_DECLS

/**
 * CONFAB_DECODER_MAX_EVENT_BYTES:
 *
 * The longest event or JSON value. Images come as one line.
 */
#define CONFAB_DECODER_MAX_EVENT_BYTES (32 * 1024 * 1024)

/**
 * CONFAB_DECODER_MAX_STREAM_BYTES:
 *
 * The longest body.
 */
#define CONFAB_DECODER_MAX_STREAM_BYTES (256 * 1024 * 1024)

/**
 * CONFAB_DECODER_MAX_PARTS:
 *
 * The most parts (texts, tool calls, …) of one reply.
 */
#define CONFAB_DECODER_MAX_PARTS 4096

/**
 * CONFAB_DECODER_MAX_PART_BYTES:
 *
 * The most text or JSON told of one part.
 */
#define CONFAB_DECODER_MAX_PART_BYTES (64 * 1024 * 1024)

typedef struct _ConfabDecoder ConfabDecoder;

ConfabDecoder *confab_decoder_new          (const ConfabDialect  *dialect,
                                            const char           *content_type) G_GNUC_WARN_UNUSED_RESULT;
void           confab_decoder_free         (ConfabDecoder        *self);
void           confab_decoder_expect_thinking (ConfabDecoder     *self);
gboolean       confab_decoder_feed         (ConfabDecoder        *self,
                                            const char           *bytes,
                                            gsize                 length,
                                            ConfabEventFunc       func,
                                            gpointer              user_data,
                                            GError              **error);
gboolean       confab_decoder_finish       (ConfabDecoder        *self,
                                            ConfabEventFunc       func,
                                            gpointer              user_data,
                                            GError              **error);
gsize          confab_decoder_get_pending_bytes (ConfabDecoder   *self);
void           confab_decoder_drop_pending (ConfabDecoder        *self);
gboolean       confab_decoder_get_done     (ConfabDecoder        *self);
gboolean       confab_decoder_get_complete (ConfabDecoder        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDecoder, confab_decoder_free)

G_END_DECLS
