/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-secret.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_FORM_FIELD (confab_form_field_get_type ())
G_DECLARE_FINAL_TYPE (ConfabFormField, confab_form_field, CONFAB, FORM_FIELD, GtkBox)

GtkWidget    *confab_form_field_new        (const char      *title,
                                            gboolean         secret) G_GNUC_WARN_UNUSED_RESULT;
const char   *confab_form_field_get_text   (ConfabFormField *self);
ConfabSecret *confab_form_field_dup_secret (ConfabFormField *self) G_GNUC_WARN_UNUSED_RESULT;
void          confab_form_field_set_text   (ConfabFormField *self,
                                            const char      *text);
gboolean      confab_form_field_get_used   (ConfabFormField *self);
void          confab_form_field_tell       (ConfabFormField *self,
                                            const GError    *error,
                                            const char      *hint);

G_END_DECLS
