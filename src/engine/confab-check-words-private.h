/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check-words.h"
#include "confab-connection-trace.h"

G_BEGIN_DECLS

char *confab_check_words_name_found    (const char            *host,
                                        const char * const    *addresses) G_GNUC_WARN_UNUSED_RESULT;
char *confab_check_words_secured       (ConfabConnectionTrace *trace,
                                        gboolean               pinned) G_GNUC_WARN_UNUSED_RESULT;
char *confab_check_words_not_connected (const GError          *error,
                                        const char            *name,
                                        const char            *host,
                                        ConfabConnectionTrace *trace) G_GNUC_WARN_UNUSED_RESULT;
char *confab_check_words_answered      (const char            *model,
                                        gint64                 duration_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
