/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-part.h"

G_BEGIN_DECLS

/* More than any provider takes at once, and little enough to keep in memory. */
#define CONFAB_ATTACHMENT_MAX_BYTES (50 * 1000 * 1000)

/**
 * ConfabAttachmentState:
 * @CONFAB_ATTACHMENT_LOADING: it is being read, or waits for its turn
 * @CONFAB_ATTACHMENT_READY: it is there
 * @CONFAB_ATTACHMENT_FAILED: it cannot be attached, and the error says why
 *
 * How far an attachment has come.
 */
typedef enum
{
  CONFAB_ATTACHMENT_LOADING,
  CONFAB_ATTACHMENT_READY,
  CONFAB_ATTACHMENT_FAILED,
} ConfabAttachmentState;

/**
 * ConfabAttachmentCure:
 * @CONFAB_ATTACHMENT_CURE_NONE: nothing that the program can do
 * @CONFAB_ATTACHMENT_CURE_SHRINK: make the picture smaller
 * @CONFAB_ATTACHMENT_CURE_CONVERT: write the picture in another format
 *
 * What can be done about an attachment that the model does not take.
 */
typedef enum
{
  CONFAB_ATTACHMENT_CURE_NONE,
  CONFAB_ATTACHMENT_CURE_SHRINK,
  CONFAB_ATTACHMENT_CURE_CONVERT,
} ConfabAttachmentCure;

#define CONFAB_TYPE_ATTACHMENT (confab_attachment_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttachment, confab_attachment, CONFAB, ATTACHMENT, GObject)

const char            *confab_attachment_get_name   (ConfabAttachment *self);
ConfabAttachmentState  confab_attachment_get_state  (ConfabAttachment *self);
ConfabPart            *confab_attachment_get_part   (ConfabAttachment *self);
const GError          *confab_attachment_get_error  (ConfabAttachment *self);
ConfabAttachmentCure   confab_attachment_get_cure   (ConfabAttachment *self);
void                   confab_attachment_apply_cure (ConfabAttachment *self);

G_END_DECLS
