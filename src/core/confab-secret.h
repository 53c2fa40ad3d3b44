/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SECRET (confab_secret_get_type ())

typedef struct _ConfabSecret ConfabSecret;

GType         confab_secret_get_type   (void) G_GNUC_CONST;
ConfabSecret *confab_secret_new        (const char         *text,
                                        gssize              length) G_GNUC_WARN_UNUSED_RESULT;
ConfabSecret *confab_secret_new_trimmed (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
ConfabSecret *confab_secret_ref        (ConfabSecret       *self);
void          confab_secret_unref      (ConfabSecret       *self);
const char   *confab_secret_peek       (const ConfabSecret *self);
gsize         confab_secret_get_length (const ConfabSecret *self);
gboolean      confab_secret_equal      (const ConfabSecret *a,
                                        const ConfabSecret *b);

void          confab_secret_wipe       (char               *text);
void          confab_secret_forbid_core_dumps (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSecret, confab_secret_unref)

G_END_DECLS
