/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-transcript-entry.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_MESSAGE_BAR (confab_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMessageBar, confab_message_bar, CONFAB, MESSAGE_BAR, GtkWidget)

void confab_message_bar_set_entry (ConfabMessageBar      *self,
                                   ConfabTranscriptEntry *entry);

G_END_DECLS
