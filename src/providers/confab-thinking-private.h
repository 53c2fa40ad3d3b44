/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabThinking:
 *
 * How the models of one provider are told to think: families of models, first match counts.
 */
typedef struct _ConfabThinking ConfabThinking;

ConfabThinking *confab_thinking_new_read       (JsonArray             *families,
                                                JsonObject            *styles,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void            confab_thinking_free           (ConfabThinking        *self);
gboolean        confab_thinking_has_levels     (const ConfabThinking  *self,
                                                const char            *model);
gboolean        confab_thinking_is_never_off   (const ConfabThinking  *self,
                                                const char            *model);
char           *confab_thinking_dup_parameters (const ConfabThinking  *self,
                                                const char            *model,
                                                const char            *level) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabThinking, confab_thinking_free)

G_END_DECLS
