/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

/* A part as plain data. */
typedef struct
{
  GBytes         *text;         /* owned; there need be no NUL behind it */
  char           *id;           /* owned, nullable */
  char           *name;         /* owned, nullable */
  GBytes         *replay;       /* owned, nullable, with a NUL behind it */
  char           *mime_type;    /* owned, nullable */
  GBytes         *data;         /* owned, nullable */
  gint64          duration_ms;  /* -1 when not measured */
  ConfabPartKind  kind;
  gboolean        is_error;
  gboolean        sealed;
} ConfabPartRow;

/* A message as plain data, which may cross threads where the object may not. */
typedef struct
{
  char                *id;                   /* owned */
  char                *parent_id;            /* owned, nullable */
  char                *provider_id;          /* owned, nullable */
  char                *provider_name;        /* owned, nullable */
  char                *dialect;              /* owned, nullable */
  char                *model;                /* owned, nullable */
  char                *raw_stop_reason;      /* owned, nullable */
  char                *error_message;        /* owned, nullable; NULL when there is no error */
  char                *error_provider_code;  /* owned, nullable */
  char                *attempts;             /* owned, nullable */
  GPtrArray           *parts;                /* owned, of ConfabPartRow */
  ConfabUsage          usage;
  gint64               created_at_us;
  gint64               duration_ms;          /* -1 when not measured */
  gint64               error_retry_at_us;    /* -1 when it did not say so */
  guint                error_http_status;
  ConfabProviderError  error;
  ConfabRole           role;
  ConfabMessageStatus  status;
  ConfabStopReason     stop_reason;
} ConfabMessageRow;

ConfabPartRow    *confab_part_row_new_empty    (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabPartRow    *confab_part_row_new          (ConfabPart              *part) G_GNUC_WARN_UNUSED_RESULT;
void              confab_part_row_free         (ConfabPartRow           *self);
ConfabPart       *confab_part_row_build        (const ConfabPartRow     *self) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessageRow *confab_message_row_new_empty (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessageRow *confab_message_row_new       (ConfabMessage           *message) G_GNUC_WARN_UNUSED_RESULT;
void              confab_message_row_free      (ConfabMessageRow        *self);
ConfabMessage    *confab_message_row_build     (const ConfabMessageRow  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMessageRow, confab_message_row_free)

G_END_DECLS
