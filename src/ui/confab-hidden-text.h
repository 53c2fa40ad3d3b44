/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-secret.h"

G_BEGIN_DECLS

void          confab_hidden_text_attach   (GtkEditable *entry);
void          confab_hidden_text_set      (GtkEditable *entry,
                                           const char  *text);
ConfabSecret *confab_hidden_text_dup_text (GtkEditable *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
