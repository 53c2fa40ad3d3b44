/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attempt.h"
#include "confab-event.h"
#include "confab-part.h"
#include "confab-provider-error.h"
#include "confab-usage.h"

G_BEGIN_DECLS

/**
 * ConfabRole:
 *
 * Who speaks. The nicks are written to disk: append only.
 */
typedef enum
{
  CONFAB_ROLE_SYSTEM = 0,
  CONFAB_ROLE_USER = 1,
  CONFAB_ROLE_ASSISTANT = 2,
  CONFAB_ROLE_TOOL = 3,
} ConfabRole;

#define CONFAB_TYPE_ROLE (confab_role_get_type ())
GType confab_role_get_type (void) G_GNUC_CONST;

/**
 * ConfabMessageStatus:
 * @CONFAB_MESSAGE_COMPLETE: nothing more is to come
 * @CONFAB_MESSAGE_WAITING: the request is on its way, nothing has come yet
 * @CONFAB_MESSAGE_STREAMING: the reply is arriving
 * @CONFAB_MESSAGE_STOPPED: the person stopped it
 * @CONFAB_MESSAGE_INTERRUPTED: the program ended, or the connection broke, while it arrived
 * @CONFAB_MESSAGE_FAILED: there is an error, and perhaps some text before it
 *
 * How far a message has come. The nicks are written to disk: append only.
 */
typedef enum
{
  CONFAB_MESSAGE_COMPLETE = 0,
  CONFAB_MESSAGE_WAITING = 1,
  CONFAB_MESSAGE_STREAMING = 2,
  CONFAB_MESSAGE_STOPPED = 3,
  CONFAB_MESSAGE_INTERRUPTED = 4,
  CONFAB_MESSAGE_FAILED = 5,
} ConfabMessageStatus;

#define CONFAB_TYPE_MESSAGE_STATUS (confab_message_status_get_type ())
GType confab_message_status_get_type (void) G_GNUC_CONST;

#define CONFAB_TYPE_MESSAGE (confab_message_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMessage, confab_message, CONFAB, MESSAGE, GObject)

ConfabMessage       *confab_message_new                  (ConfabRole           role) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage       *confab_message_new_with_id          (ConfabRole           role,
                                                          const char          *id) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage       *confab_message_snapshot             (ConfabMessage       *self) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage       *confab_message_new_text             (ConfabRole           role,
                                                          const char          *text) G_GNUC_WARN_UNUSED_RESULT;

ConfabRole           confab_message_get_role             (ConfabMessage       *self);
const char          *confab_message_get_id               (ConfabMessage       *self);
const char          *confab_message_get_parent_id        (ConfabMessage       *self);
void                 confab_message_set_parent_id        (ConfabMessage       *self,
                                                          const char          *parent_id);
gint64               confab_message_get_created_at_us    (ConfabMessage       *self);
void                 confab_message_set_created_at_us    (ConfabMessage       *self,
                                                          gint64               created_at_us);
const char          *confab_message_get_provider_id      (ConfabMessage       *self);
void                 confab_message_set_provider_id      (ConfabMessage       *self,
                                                          const char          *provider_id);
const char          *confab_message_get_provider_name    (ConfabMessage       *self);
void                 confab_message_set_provider_name    (ConfabMessage       *self,
                                                          const char          *provider_name);
const char          *confab_message_get_dialect          (ConfabMessage       *self);
void                 confab_message_set_dialect          (ConfabMessage       *self,
                                                          const char          *dialect);
const char          *confab_message_get_model            (ConfabMessage       *self);
void                 confab_message_set_model            (ConfabMessage       *self,
                                                          const char          *model);
const char          *confab_message_get_requested_model  (ConfabMessage       *self);
void                 confab_message_set_requested_model  (ConfabMessage       *self,
                                                          const char          *model);

guint                confab_message_get_n_parts          (ConfabMessage       *self);
ConfabPart          *confab_message_get_part             (ConfabMessage       *self,
                                                          guint                position);
void                 confab_message_append_part          (ConfabMessage       *self,
                                                          ConfabPart          *part);
char                *confab_message_dup_text             (ConfabMessage       *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean             confab_message_has_text             (ConfabMessage       *self);
void                 confab_message_changed              (ConfabMessage       *self);

ConfabMessageStatus  confab_message_get_status           (ConfabMessage       *self);
void                 confab_message_set_status           (ConfabMessage       *self,
                                                          ConfabMessageStatus  status);
gboolean             confab_message_is_open              (ConfabMessage       *self);
ConfabStopReason     confab_message_get_stop_reason      (ConfabMessage       *self);
const char          *confab_message_get_raw_stop_reason  (ConfabMessage       *self);
void                 confab_message_set_stop_reason      (ConfabMessage       *self,
                                                          ConfabStopReason     stop_reason,
                                                          const char          *raw_stop_reason);
const ConfabUsage   *confab_message_get_usage            (ConfabMessage       *self);
void                 confab_message_set_usage            (ConfabMessage       *self,
                                                          const ConfabUsage   *usage);
const GError        *confab_message_get_error            (ConfabMessage       *self);
void                 confab_message_set_error            (ConfabMessage       *self,
                                                          const GError        *error);
const char          *confab_message_get_suggested_model  (ConfabMessage       *self);
void                 confab_message_set_suggested_model  (ConfabMessage       *self,
                                                          const char          *model);
GPtrArray           *confab_message_get_attempts         (ConfabMessage       *self);
void                 confab_message_set_attempts         (ConfabMessage       *self,
                                                          GPtrArray           *attempts);
gint64               confab_message_get_duration_ms      (ConfabMessage       *self);
void                 confab_message_set_duration_ms      (ConfabMessage       *self,
                                                          gint64               duration_ms);

G_END_DECLS
