/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

ConfabSideways *confab_sideways_new        (ConfabBlockView *owner) G_GNUC_WARN_UNUSED_RESULT;
void            confab_sideways_free       (ConfabSideways  *self);
void            confab_sideways_set_block  (ConfabSideways  *self,
                                            gconstpointer    document,
                                            guint            block_id,
                                            gboolean         is_last);
void            confab_sideways_set_from_right (ConfabSideways *self,
                                                gboolean        from_right);
void            confab_sideways_set_width  (ConfabSideways  *self,
                                            int              content_width,
                                            int              width);
int             confab_sideways_get_offset (ConfabSideways  *self);
void            confab_sideways_reveal     (ConfabSideways  *self,
                                            int              x,
                                            int              width);
void            confab_sideways_snapshot   (ConfabSideways  *self,
                                            GtkSnapshot     *snapshot,
                                            int              x,
                                            int              width,
                                            int              bottom);

G_END_DECLS
