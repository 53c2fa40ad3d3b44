/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-secret.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SESSION_KEYS (confab_session_keys_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSessionKeys, confab_session_keys, CONFAB, SESSION_KEYS, GObject)

ConfabSessionKeys *confab_session_keys_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void               confab_session_keys_set    (ConfabSessionKeys *self,
                                               const char        *secret_id,
                                               ConfabSecret      *secret);
ConfabSecret      *confab_session_keys_lookup (ConfabSessionKeys *self,
                                               const char        *secret_id,
                                               gint64            *created_at_us) G_GNUC_WARN_UNUSED_RESULT;
gboolean           confab_session_keys_remove (ConfabSessionKeys *self,
                                               const char        *secret_id);

G_END_DECLS
