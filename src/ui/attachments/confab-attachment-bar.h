/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_ATTACHMENT_BAR (confab_attachment_bar_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttachmentBar, confab_attachment_bar, CONFAB, ATTACHMENT_BAR, GtkWidget)

void confab_attachment_bar_set_attachments (ConfabAttachmentBar *self,
                                            ConfabAttachments   *attachments);

G_END_DECLS
