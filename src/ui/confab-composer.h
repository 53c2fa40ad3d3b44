/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_COMPOSER (confab_composer_get_type ())
G_DECLARE_FINAL_TYPE (ConfabComposer, confab_composer, CONFAB, COMPOSER, GtkWidget)

char     *confab_composer_dup_text    (ConfabComposer *self) G_GNUC_WARN_UNUSED_RESULT;
void      confab_composer_set_text    (ConfabComposer *self,
                                       const char     *text);
void      confab_composer_insert      (ConfabComposer *self,
                                       const char     *text);
void      confab_composer_set_busy    (ConfabComposer *self,
                                       gboolean        busy);
void      confab_composer_add_picker  (ConfabComposer *self,
                                       GtkWidget      *picker);
void      confab_composer_set_attachments (ConfabComposer    *self,
                                           ConfabAttachments *attachments);
void      confab_composer_set_takes_attachments (ConfabComposer *self,
                                       gboolean        takes_attachments);
void      confab_composer_set_may_be_empty (ConfabComposer *self,
                                       gboolean        may_be_empty);
void      confab_composer_focus       (ConfabComposer *self);

G_END_DECLS
