/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-markdown-text.h"

G_BEGIN_DECLS

/* Prose is set with this much of the font's size from line to line. */
#define CONFAB_TEXT_STYLE_PROSE_SPACING 1.5

int            confab_text_style_get_font_size (GtkWidget               *widget);
PangoAttrList *confab_text_style_dup_plain    (GtkWidget                *widget,
                                               double                    spacing) G_GNUC_WARN_UNUSED_RESULT;
PangoAttrList *confab_text_style_dup_markdown (GtkWidget                *widget,
                                               const ConfabMarkdownText *text,
                                               double                    scale,
                                               gboolean                  bold) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
