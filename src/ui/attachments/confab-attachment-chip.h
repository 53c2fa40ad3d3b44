/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_ATTACHMENT_CHIP (confab_attachment_chip_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttachmentChip, confab_attachment_chip, CONFAB, ATTACHMENT_CHIP, GtkWidget)

GtkWidget *confab_attachment_chip_new (ConfabAttachments *attachments,
                                       ConfabAttachment  *attachment) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
