/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean confab_attachment_clipboard_paste (GdkClipboard      *clipboard,
                                            ConfabAttachments *attachments);

G_END_DECLS
