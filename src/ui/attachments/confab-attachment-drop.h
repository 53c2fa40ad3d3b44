/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_ATTACHMENT_DROP (confab_attachment_drop_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttachmentDrop, confab_attachment_drop, CONFAB, ATTACHMENT_DROP, GtkWidget)

void confab_attachment_drop_set_attachments (ConfabAttachmentDrop *self,
                                             ConfabAttachments    *attachments);

G_END_DECLS
