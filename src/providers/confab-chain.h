/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attempt.h"
#include "confab-breaker.h"

G_BEGIN_DECLS

typedef struct _ConfabChain ConfabChain;

ConfabChain         *confab_chain_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_chain_free         (ConfabChain         *self);
void                 confab_chain_add          (ConfabChain         *self,
                                                const char          *provider_id,
                                                const char          *model,
                                                ConfabBreaker       *breaker);
void                 confab_chain_remove       (ConfabChain         *self,
                                                const char          *provider_id);

void                 confab_chain_insist       (ConfabChain         *self);
const ConfabAttempt *confab_chain_begin        (ConfabChain         *self,
                                                gint64               now_us);
void                 confab_chain_note_output  (ConfabChain         *self);
gboolean             confab_chain_fail         (ConfabChain         *self,
                                                const GError        *error,
                                                gint64               now_us);
void                 confab_chain_succeed      (ConfabChain         *self,
                                                gint64               now_us);
void                 confab_chain_stop         (ConfabChain         *self,
                                                gint64               now_us);

GPtrArray           *confab_chain_get_attempts (ConfabChain         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabChain, confab_chain_free)

G_END_DECLS
