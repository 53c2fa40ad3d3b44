/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-part.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

char     *confab_media_file_dup_name (ConfabPart *part) G_GNUC_WARN_UNUSED_RESULT;
void      confab_media_file_save     (ConfabPart *part,
                                      GtkWidget  *widget);
gboolean  confab_media_file_can_open (ConfabPart *part);
void      confab_media_file_open     (ConfabPart *part,
                                      GtkWidget  *widget);

G_END_DECLS
