/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-markdown-scanner.h"

G_BEGIN_DECLS

typedef struct _ConfabListMarker ConfabListMarker;

ConfabListMarker *confab_list_marker_new          (GtkWidget                   *widget,
                                                   const ConfabMarkdownSegment *segment) G_GNUC_WARN_UNUSED_RESULT;
void              confab_list_marker_free         (ConfabListMarker            *self);
gboolean          confab_list_marker_is_of        (ConfabListMarker            *self,
                                                   const ConfabMarkdownSegment *segment);
void              confab_list_marker_restyle      (ConfabListMarker            *self);
void              confab_list_marker_set_rtl      (ConfabListMarker            *self,
                                                   gboolean                     is_rtl);
int               confab_list_marker_get_widening (ConfabListMarker            *self);
void              confab_list_marker_snapshot     (ConfabListMarker            *self,
                                                   GtkSnapshot                 *snapshot,
                                                   int                          x,
                                                   PangoLayout                 *beside,
                                                   const GdkRGBA               *color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabListMarker, confab_list_marker_free)

G_END_DECLS
