/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-wire-error.h"

G_BEGIN_DECLS

/**
 * CONFAB_EVENT_STREAM_MAX_HEADER_BYTES:
 *
 * The most bytes the headers of one message may have.
 */
#define CONFAB_EVENT_STREAM_MAX_HEADER_BYTES (128 * 1024)

/**
 * ConfabEventStreamType:
 *
 * What the value of a header is. The numbers are those on the wire.
 */
typedef enum
{
  CONFAB_EVENT_STREAM_TRUE = 0,
  CONFAB_EVENT_STREAM_FALSE = 1,
  CONFAB_EVENT_STREAM_INT8 = 2,
  CONFAB_EVENT_STREAM_INT16 = 3,
  CONFAB_EVENT_STREAM_INT32 = 4,
  CONFAB_EVENT_STREAM_INT64 = 5,
  CONFAB_EVENT_STREAM_BYTES = 6,
  CONFAB_EVENT_STREAM_STRING = 7,
  CONFAB_EVENT_STREAM_TIMESTAMP = 8,
  CONFAB_EVENT_STREAM_UUID = 9,
} ConfabEventStreamType;

/**
 * ConfabEventStreamHeader:
 * @name: its name, valid UTF-8
 * @type: what its value is
 * @number: the value of a number, a time in milliseconds since 1970, or 1 and 0 for true and false
 * @data: (nullable): the value of a string, which is valid UTF-8, of bytes or of a UUID; NUL-terminated
 * @length: the length of @data in bytes
 *
 * One header of a message.
 */
typedef struct
{
  char                  *name;    /* owned */
  ConfabEventStreamType  type;
  gint64                 number;
  char                  *data;    /* owned, nullable */
  gsize                  length;
} ConfabEventStreamHeader;

/**
 * ConfabEventStreamMessage:
 * @headers: (element-type ConfabEventStreamHeader): its headers, in their order
 * @payload: its body; neither NUL-terminated nor certain to be valid
 * @payload_length: the length of @payload in bytes
 *
 * One message, whose checksums were right.
 */
typedef struct
{
  GPtrArray  *headers;  /* owned by the parser */
  const char *payload;
  gsize       payload_length;
} ConfabEventStreamMessage;

/**
 * ConfabEventStreamFunc:
 * @message: a message, lent
 * @user_data: closure
 *
 * Returns: %FALSE with @error set to end the stream
 */
typedef gboolean (*ConfabEventStreamFunc) (const ConfabEventStreamMessage *message,
                                           gpointer                        user_data,
                                           GError                        **error);

typedef struct _ConfabEventStreamParser ConfabEventStreamParser;

ConfabEventStreamParser *confab_event_stream_parser_new     (gsize                     max_payload_bytes) G_GNUC_WARN_UNUSED_RESULT;
void                     confab_event_stream_parser_free    (ConfabEventStreamParser  *self);
gboolean                 confab_event_stream_parser_feed    (ConfabEventStreamParser  *self,
                                                             const char               *bytes,
                                                             gsize                     length,
                                                             ConfabEventStreamFunc     func,
                                                             gpointer                  user_data,
                                                             GError                  **error);
gboolean                 confab_event_stream_parser_is_open (ConfabEventStreamParser  *self);
gsize                    confab_event_stream_parser_get_pending_bytes (ConfabEventStreamParser *self);

const char              *confab_event_stream_message_get_string (const ConfabEventStreamMessage *message,
                                                                 const char                     *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabEventStreamParser, confab_event_stream_parser_free)

G_END_DECLS
