/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-turn.h"

G_BEGIN_DECLS

typedef struct _ConfabContinuation ConfabContinuation;

gboolean            confab_continuation_is_cut   (ConfabMessage       *message);
GPtrArray          *confab_continuation_dup_question (GListModel      *messages,
                                                  const char          *dialect) G_GNUC_WARN_UNUSED_RESULT;
ConfabContinuation *confab_continuation_new      (ConfabTurn          *turn,
                                                  ConfabMessage       *message) G_GNUC_WARN_UNUSED_RESULT;
void                confab_continuation_free     (ConfabContinuation  *self);
void                confab_continuation_finish   (ConfabContinuation  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabContinuation, confab_continuation_free)

G_END_DECLS
