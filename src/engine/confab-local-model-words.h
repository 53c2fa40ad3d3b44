/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-local-model.h"

G_BEGIN_DECLS

char *confab_local_model_words_dup_progress (ConfabLocalModel *model) G_GNUC_WARN_UNUSED_RESULT;
char *confab_local_model_words_dup_time     (gint64            seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
