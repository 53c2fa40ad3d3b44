/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-part.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PICTURE_FRAME (confab_picture_frame_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPictureFrame, confab_picture_frame, CONFAB, PICTURE_FRAME, GtkWidget)

void confab_picture_frame_set_part (ConfabPictureFrame *self,
                                    ConfabPart         *part);
int  confab_picture_frame_lay_out  (ConfabPictureFrame *self,
                                    int                 width,
                                    int                *shown_width);

G_END_DECLS
