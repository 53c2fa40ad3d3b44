/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_attachment_chooser_show (GtkWidget         *widget,
                                     ConfabAttachments *attachments);

G_END_DECLS
