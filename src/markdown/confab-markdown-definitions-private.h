/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabMarkdownDefinitions ConfabMarkdownDefinitions;

ConfabMarkdownDefinitions *confab_markdown_definitions_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void     confab_markdown_definitions_free     (ConfabMarkdownDefinitions       *self);
gboolean confab_markdown_definitions_is_empty (const ConfabMarkdownDefinitions *self);
void     confab_markdown_definitions_add      (ConfabMarkdownDefinitions       *self,
                                               const char                      *text,
                                               gsize                            length,
                                               gsize                            position);
void     confab_markdown_definitions_add_footnote (ConfabMarkdownDefinitions  *self,
                                               const char                      *text,
                                               gsize                            length,
                                               guint                            number,
                                               gsize                            position);
char    *confab_markdown_definitions_resolve  (const ConfabMarkdownDefinitions *self,
                                               const char                      *text,
                                               gsize                            length,
                                               gsize                            before)
                                               G_GNUC_WARN_UNUSED_RESULT;
gsize    confab_markdown_definitions_skip     (const char                      *text,
                                               gsize                            length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMarkdownDefinitions, confab_markdown_definitions_free)

G_END_DECLS
