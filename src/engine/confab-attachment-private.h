/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachment.h"
#include "confab-provider.h"

G_BEGIN_DECLS

ConfabAttachment *confab_attachment_new_for_file   (GFile            *file) G_GNUC_WARN_UNUSED_RESULT;
ConfabAttachment *confab_attachment_new_for_stream (GInputStream     *stream,
                                                    const char       *name) G_GNUC_WARN_UNUSED_RESULT;
ConfabAttachment *confab_attachment_new_for_part   (ConfabPart       *part) G_GNUC_WARN_UNUSED_RESULT;
void              confab_attachment_start          (ConfabAttachment *self);
void              confab_attachment_stop           (ConfabAttachment *self);
gboolean          confab_attachment_is_waiting     (ConfabAttachment *self);
void              confab_attachment_fail           (ConfabAttachment *self,
                                                    GError           *error);
void              confab_attachment_check          (ConfabAttachment *self,
                                                    ConfabProvider   *provider,
                                                    const char       *model);

G_END_DECLS
