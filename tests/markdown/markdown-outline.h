/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-scanner.h"

G_BEGIN_DECLS

char *markdown_outline_dup_segment (ConfabMarkdownScanner *scanner,
                                    guint                  position) G_GNUC_WARN_UNUSED_RESULT;
char *markdown_outline_dup         (ConfabMarkdownScanner *scanner) G_GNUC_WARN_UNUSED_RESULT;
void  markdown_outline_check       (ConfabMarkdownScanner *scanner);

G_END_DECLS
