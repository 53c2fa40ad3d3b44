/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-key-finding.h"

G_BEGIN_DECLS

char *confab_key_words_dup_place (ConfabKeySource         source,
                                  const char             *detail,
                                  gint64                  created_at_us,
                                  gint64                  now_us) G_GNUC_WARN_UNUSED_RESULT;
char *confab_key_words_dup_rule  (const ConfabKeyFinding *unused,
                                  ConfabKeySource         winner,
                                  const char             *detail) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
