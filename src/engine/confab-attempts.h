/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attempt.h"
#include "confab-registry.h"

G_BEGIN_DECLS

typedef struct _ConfabAttempts ConfabAttempts;

ConfabAttempts *confab_attempts_new        (ConfabProvider        *provider,
                                            const char            *model) G_GNUC_WARN_UNUSED_RESULT;
void            confab_attempts_free       (ConfabAttempts        *self);
void            confab_attempts_insist     (ConfabAttempts        *self);
void            confab_attempts_add_others (ConfabAttempts        *self,
                                            ConfabRegistry        *registry,
                                            GPtrArray             *messages);
ConfabProvider *confab_attempts_get_chosen (ConfabAttempts        *self);
ConfabProvider *confab_attempts_begin      (ConfabAttempts        *self,
                                            const char           **model);
gboolean        confab_attempts_end        (ConfabAttempts        *self,
                                            ConfabAttemptOutcome   outcome,
                                            const GError          *error,
                                            gboolean               has_output);
GPtrArray      *confab_attempts_get_list   (ConfabAttempts        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAttempts, confab_attempts_free)

G_END_DECLS
