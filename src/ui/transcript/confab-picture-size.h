/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-part.h"

G_BEGIN_DECLS

gboolean confab_picture_size_get (ConfabPart *part,
                                  int         width,
                                  int        *shown_width,
                                  int        *shown_height);

G_END_DECLS
