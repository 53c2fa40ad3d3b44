/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-export-format.h"

G_BEGIN_DECLS

void confab_export_markdown_begin   (GString                   *out,
                                     ConfabConversation        *conversation);
void confab_export_markdown_branch  (GString                   *out,
                                     guint                      number);
void confab_export_markdown_message (GString                   *out,
                                     ConfabMessage             *message,
                                     guint                      number,
                                     const ConfabExportOptions *options,
                                     const char                *folder,
                                     guint                      n_files,
                                     GPtrArray                 *files);

G_END_DECLS
