/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-part.h"

G_BEGIN_DECLS

gboolean confab_picture_size_get      (ConfabPart *part,
                                       int         width,
                                       int        *shown_width,
                                       int        *shown_height);
gboolean confab_picture_size_can_show (ConfabPart *part);

G_END_DECLS
