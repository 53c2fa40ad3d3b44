/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "confab-markdown-scanner.h"

G_BEGIN_DECLS

typedef struct _ConfabCodeRun ConfabCodeRun;

ConfabCodeRun *confab_code_run_new          (ConfabMarkdownScanner *scanner,
                                             guint                  segment) G_GNUC_WARN_UNUSED_RESULT;
void           confab_code_run_free         (ConfabCodeRun         *self);
gboolean       confab_code_run_is_of        (ConfabCodeRun         *self,
                                             ConfabMarkdownScanner *scanner,
                                             guint                  block_id);
PangoAttrList *confab_code_run_highlight    (ConfabCodeRun         *self,
                                             guint                  segment,
                                             gboolean              *is_complete) G_GNUC_WARN_UNUSED_RESULT;
guint          confab_code_run_get_n_pieces (ConfabCodeRun         *self);

G_END_DECLS
