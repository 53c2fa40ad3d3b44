/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-model-info.h"

G_BEGIN_DECLS

char     *confab_model_words_dup_context   (ConfabModelInfo *model) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_model_words_dup_price     (ConfabModelInfo *model) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_model_words_dup_end       (ConfabModelInfo *model,
                                            gint64           now_us) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_model_words_dup_age       (gint64           listed_at_us,
                                            gint64           now_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
