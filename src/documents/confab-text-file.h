/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document-error.h"

G_BEGIN_DECLS

GBytes *confab_text_file_decode (GBytes  *data,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
char   *confab_text_file_guess_type (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
