/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document-error.h"
#include "confab-media-error.h"

G_BEGIN_DECLS

char *confab_media_text_describe          (const GError *error,
                                           const char   *name) G_GNUC_WARN_UNUSED_RESULT;
char *confab_media_text_describe_document (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
