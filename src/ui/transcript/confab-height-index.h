/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabHeightIndex ConfabHeightIndex;

ConfabHeightIndex *confab_height_index_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void               confab_height_index_free       (ConfabHeightIndex *self);
guint              confab_height_index_get_n      (ConfabHeightIndex *self);
int                confab_height_index_get        (ConfabHeightIndex *self,
                                                   guint              position);
void               confab_height_index_set        (ConfabHeightIndex *self,
                                                   guint              position,
                                                   int                height);
void               confab_height_index_splice     (ConfabHeightIndex *self,
                                                   guint              position,
                                                   guint              n_removed,
                                                   guint              n_added);
void               confab_height_index_set_all    (ConfabHeightIndex *self,
                                                   const int         *heights,
                                                   guint              n_heights);
gint64             confab_height_index_get_total  (ConfabHeightIndex *self);
gint64             confab_height_index_get_offset (ConfabHeightIndex *self,
                                                   guint              position);
guint              confab_height_index_find       (ConfabHeightIndex *self,
                                                   gint64             y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabHeightIndex, confab_height_index_free)

G_END_DECLS
