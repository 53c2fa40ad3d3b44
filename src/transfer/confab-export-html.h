/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-export-format.h"

G_BEGIN_DECLS

void confab_export_html_begin   (GString                   *out,
                                 ConfabConversation        *conversation);
void confab_export_html_branch  (GString                   *out,
                                 guint                      number);
void confab_export_html_message (GString                   *out,
                                 ConfabMessage             *message,
                                 guint                      number,
                                 const ConfabExportOptions *options);
void confab_export_html_end     (GString                   *out);

G_END_DECLS
