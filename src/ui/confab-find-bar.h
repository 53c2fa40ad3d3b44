/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_FIND_BAR (confab_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (ConfabFindBar, confab_find_bar, CONFAB, FIND_BAR, GtkWidget)

void     confab_find_bar_set_transcript (ConfabFindBar    *self,
                                         ConfabTranscript *transcript);
void     confab_find_bar_open           (ConfabFindBar    *self);
void     confab_find_bar_close          (ConfabFindBar    *self);
gboolean confab_find_bar_get_open       (ConfabFindBar    *self);

G_END_DECLS
