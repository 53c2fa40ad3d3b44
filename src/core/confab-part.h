/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabPartKind:
 *
 * What a part of a message is. The nicks are written to disk: append only.
 */
typedef enum
{
  CONFAB_PART_TEXT = 0,
  CONFAB_PART_THINKING = 1,
  CONFAB_PART_REFUSAL = 2,
  CONFAB_PART_TOOL_CALL = 3,    /* id, name; text is the arguments as JSON */
  CONFAB_PART_TOOL_RESULT = 4,  /* id of the call, name of the tool; text is the result */
  CONFAB_PART_IMAGE = 5,        /* mime type and data */
  CONFAB_PART_DOCUMENT = 6,     /* name, mime type and data */
  CONFAB_PART_OPAQUE = 7,       /* kept for replay, never shown: name is its type */
} ConfabPartKind;

#define CONFAB_TYPE_PART_KIND (confab_part_kind_get_type ())
GType confab_part_kind_get_type (void) G_GNUC_CONST;

#define CONFAB_TYPE_PART (confab_part_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPart, confab_part, CONFAB, PART, GObject)

ConfabPart     *confab_part_new               (ConfabPartKind  kind) G_GNUC_WARN_UNUSED_RESULT;
ConfabPart     *confab_part_new_text          (ConfabPartKind  kind,
                                               const char     *text) G_GNUC_WARN_UNUSED_RESULT;
ConfabPart     *confab_part_new_tool_call     (const char     *id,
                                               const char     *name,
                                               const char     *arguments) G_GNUC_WARN_UNUSED_RESULT;
ConfabPart     *confab_part_new_tool_result   (const char     *id,
                                               const char     *name,
                                               const char     *result,
                                               gboolean        is_error) G_GNUC_WARN_UNUSED_RESULT;
ConfabPart     *confab_part_new_data          (ConfabPartKind  kind,
                                               const char     *name,
                                               const char     *mime_type,
                                               GBytes         *data) G_GNUC_WARN_UNUSED_RESULT;

ConfabPartKind  confab_part_get_kind          (ConfabPart     *self);
const char     *confab_part_get_text          (ConfabPart     *self);
gsize           confab_part_get_text_length   (ConfabPart     *self);
GBytes         *confab_part_share_text        (ConfabPart     *self) G_GNUC_WARN_UNUSED_RESULT;
void            confab_part_append_text       (ConfabPart     *self,
                                               const char     *text,
                                               gssize          length);
void            confab_part_set_text          (ConfabPart     *self,
                                               const char     *text);
const char     *confab_part_get_id            (ConfabPart     *self);
void            confab_part_set_id            (ConfabPart     *self,
                                               const char     *id);
const char     *confab_part_get_name          (ConfabPart     *self);
void            confab_part_set_name          (ConfabPart     *self,
                                               const char     *name);
const char     *confab_part_get_replay        (ConfabPart     *self);
void            confab_part_set_replay        (ConfabPart     *self,
                                               const char     *json);
GBytes         *confab_part_get_replay_bytes  (ConfabPart     *self);
void            confab_part_set_replay_bytes  (ConfabPart     *self,
                                               GBytes         *replay);
const char     *confab_part_get_mime_type     (ConfabPart     *self);
void            confab_part_set_mime_type     (ConfabPart     *self,
                                               const char     *mime_type);
GBytes         *confab_part_get_data          (ConfabPart     *self);
void            confab_part_set_data          (ConfabPart     *self,
                                               GBytes         *data);
gboolean        confab_part_get_is_error      (ConfabPart     *self);
void            confab_part_set_is_error      (ConfabPart     *self,
                                               gboolean        is_error);
gboolean        confab_part_get_sealed        (ConfabPart     *self);
void            confab_part_set_sealed        (ConfabPart     *self,
                                               gboolean        sealed);
gint64          confab_part_get_duration_ms   (ConfabPart     *self);
void            confab_part_set_duration_ms   (ConfabPart     *self,
                                               gint64          duration_ms);

gboolean        confab_part_is_text_type      (const char     *mime_type);

G_END_DECLS
