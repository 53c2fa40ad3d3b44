/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-markdown-scanner.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CODE_HIGHLIGHTER (confab_code_highlighter_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCodeHighlighter, confab_code_highlighter, CONFAB, CODE_HIGHLIGHTER, GObject)

ConfabCodeHighlighter *confab_code_highlighter_new       (void) G_GNUC_WARN_UNUSED_RESULT;
PangoAttrList         *confab_code_highlighter_highlight (ConfabCodeHighlighter *self,
                                                          ConfabMarkdownScanner *scanner,
                                                          guint                  segment,
                                                          gboolean              *is_complete) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_code_highlighter_clear     (ConfabCodeHighlighter *self);

G_END_DECLS
