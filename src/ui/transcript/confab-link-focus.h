/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-text-layout.h"

G_BEGIN_DECLS

guint                     confab_link_focus_count (GPtrArray        *layouts);
const ConfabMarkdownSpan *confab_link_focus_get   (GPtrArray        *layouts,
                                                   int               focus,
                                                   guint            *position);
void                      confab_link_focus_show  (GPtrArray        *layouts,
                                                   int               focus);
gboolean                  confab_link_focus_step  (GPtrArray        *layouts,
                                                   gboolean          has_focus,
                                                   GtkDirectionType  direction,
                                                   int              *focus);

G_END_DECLS
