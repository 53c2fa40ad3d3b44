/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-markdown-text.h"

G_BEGIN_DECLS

typedef struct _ConfabTextLayout ConfabTextLayout;

ConfabTextLayout         *confab_text_layout_new          (GtkWidget          *widget) G_GNUC_WARN_UNUSED_RESULT;
void                      confab_text_layout_free         (ConfabTextLayout   *self);
void                      confab_text_layout_set_markdown (ConfabTextLayout   *self,
                                                           ConfabMarkdownText *text,
                                                           double              scale,
                                                           gboolean            bold);
void                      confab_text_layout_set_plain    (ConfabTextLayout   *self,
                                                           const char         *text,
                                                           double              spacing);
void                      confab_text_layout_set_extra    (ConfabTextLayout   *self,
                                                           PangoAttrList      *attributes);
void                      confab_text_layout_restyle      (ConfabTextLayout   *self);
PangoLayout              *confab_text_layout_get_layout   (ConfabTextLayout   *self);
const char               *confab_text_layout_get_text     (ConfabTextLayout   *self);
void                      confab_text_layout_paint_range  (ConfabTextLayout   *self,
                                                           GtkSnapshot        *snapshot,
                                                           int                 x,
                                                           int                 y,
                                                           gsize               start,
                                                           gsize               end,
                                                           const GdkRGBA      *color,
                                                           gboolean            rounded);
void                      confab_text_layout_set_width    (ConfabTextLayout   *self,
                                                           int                 width);
void                      confab_text_layout_get_size     (ConfabTextLayout   *self,
                                                           int                *width,
                                                           int                *height);
gboolean                  confab_text_layout_is_rtl       (ConfabTextLayout   *self);
void                      confab_text_layout_snapshot     (ConfabTextLayout   *self,
                                                           GtkSnapshot        *snapshot,
                                                           int                 x,
                                                           int                 y,
                                                           gssize              selection_start,
                                                           gssize              selection_end);
gboolean                  confab_text_layout_locate       (ConfabTextLayout   *self,
                                                           double              x,
                                                           double              y,
                                                           gsize              *index);
const ConfabMarkdownSpan *confab_text_layout_get_link     (ConfabTextLayout   *self,
                                                           guint               position);
const ConfabMarkdownSpan *confab_text_layout_get_link_at  (ConfabTextLayout   *self,
                                                           double              x,
                                                           double              y);
void                      confab_text_layout_select_word  (ConfabTextLayout   *self,
                                                           gsize               index,
                                                           gsize              *start,
                                                           gsize              *end);
void                      confab_text_layout_get_extent   (ConfabTextLayout   *self,
                                                           gsize               start,
                                                           gsize               end,
                                                           int                *x,
                                                           int                *width);
void                      confab_text_layout_set_focus    (ConfabTextLayout   *self,
                                                           int                 link);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextLayout, confab_text_layout_free)

G_END_DECLS
