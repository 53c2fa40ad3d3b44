/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-scanner.h"

G_BEGIN_DECLS

typedef struct _ConfabMarkdownCopy ConfabMarkdownCopy;

ConfabMarkdownCopy *confab_markdown_copy_new    (ConfabMarkdownScanner *scanner,
                                                 GString               *markdown,
                                                 gboolean               is_bare) G_GNUC_WARN_UNUSED_RESULT;
void                confab_markdown_copy_add    (ConfabMarkdownCopy    *self,
                                                 guint                  position,
                                                 const char            *part);
void                confab_markdown_copy_finish (ConfabMarkdownCopy    *self);

G_END_DECLS
