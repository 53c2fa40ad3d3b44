/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachment.h"
#include "confab-provider.h"

G_BEGIN_DECLS

/* As many as one message may have, and as large as they may be together. */
#define CONFAB_ATTACHMENTS_MAX       100
#define CONFAB_ATTACHMENTS_MAX_BYTES (100 * 1000 * 1000)

#define CONFAB_TYPE_ATTACHMENTS (confab_attachments_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttachments, confab_attachments, CONFAB, ATTACHMENTS, GObject)

ConfabAttachments *confab_attachments_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void               confab_attachments_add_file     (ConfabAttachments *self,
                                                    GFile             *file);
void               confab_attachments_add_stream   (ConfabAttachments *self,
                                                    GInputStream      *stream,
                                                    const char        *name);
void               confab_attachments_add_part     (ConfabAttachments *self,
                                                    ConfabPart        *part);
void               confab_attachments_remove       (ConfabAttachments *self,
                                                    ConfabAttachment  *attachment);
void               confab_attachments_clear        (ConfabAttachments *self);
GPtrArray         *confab_attachments_dup_parts    (ConfabAttachments *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean           confab_attachments_can_send     (ConfabAttachments *self);
gboolean           confab_attachments_is_loading   (ConfabAttachments *self);
const GError      *confab_attachments_get_error    (ConfabAttachments *self);
const char        *confab_attachments_get_provider_name (ConfabAttachments *self);
void               confab_attachments_check        (ConfabAttachments *self,
                                                    ConfabProvider    *provider,
                                                    const char        *model,
                                                    GPtrArray         *messages);

G_END_DECLS
