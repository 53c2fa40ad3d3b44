/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-media-error.h"
#include "confab-message.h"
#include "confab-model-info.h"
#include "confab-provider-type.h"

G_BEGIN_DECLS

gboolean confab_media_check_part     (ConfabProviderType  *type,
                                      ConfabModelInfo     *model,
                                      ConfabPart          *part,
                                      GError             **error);
gboolean confab_media_check_messages (ConfabProviderType  *type,
                                      ConfabModelInfo     *model,
                                      GPtrArray           *messages,
                                      GError             **error);

GPtrArray *confab_media_describe_results (ConfabProviderType *type,
                                          ConfabModelInfo    *model,
                                          GPtrArray          *messages) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *confab_media_read_out_documents (ConfabProviderType *type,
                                            GPtrArray          *messages) G_GNUC_WARN_UNUSED_RESULT;
gboolean   confab_media_goes_as_text       (ConfabProviderType *type,
                                            ConfabPart         *part);
void       confab_media_get_image_limits   (ConfabProviderType *type,
                                            guint              *max_edge,
                                            gsize              *max_bytes);

G_END_DECLS
