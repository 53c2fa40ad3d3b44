/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-markdown-text.h"
#include "confab-text-isolates.h"

G_BEGIN_DECLS

typedef struct _ConfabTextMath ConfabTextMath;

ConfabTextMath *confab_text_math_new            (GtkWidget                *widget) G_GNUC_WARN_UNUSED_RESULT;
void            confab_text_math_free           (ConfabTextMath           *self);
void            confab_text_math_set_text       (ConfabTextMath           *self,
                                                 ConfabMarkdownText       *text,
                                                 double                    scale);
void            confab_text_math_restyle        (ConfabTextMath           *self);
gboolean        confab_text_math_fit            (ConfabTextMath           *self,
                                                 int                       width);
void            confab_text_math_add_attributes (ConfabTextMath           *self,
                                                 PangoAttrList            *list);
void            confab_text_math_expand         (ConfabTextMath           *self,
                                                 gsize                    *start,
                                                 gsize                    *end);
void            confab_text_math_snapshot       (ConfabTextMath           *self,
                                                 PangoLayout              *layout,
                                                 const ConfabTextIsolates *isolates,
                                                 GtkSnapshot              *snapshot,
                                                 const GdkRGBA            *color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextMath, confab_text_math_free)

G_END_DECLS
