/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search-text.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_SEARCH_HIT (confab_search_hit_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSearchHit, confab_search_hit, CONFAB, SEARCH_HIT, GObject)

ConfabSearchHit       *confab_search_hit_new                 (const char            *conversation_id,
                                                              const char            *message_id,
                                                              const char            *title,
                                                              const char            *snippet,
                                                              gint64                 time_us,
                                                              gboolean               archived) G_GNUC_WARN_UNUSED_RESULT;
const char            *confab_search_hit_get_conversation_id (ConfabSearchHit       *self);
const char            *confab_search_hit_get_message_id      (ConfabSearchHit       *self);
const char            *confab_search_hit_get_title           (ConfabSearchHit       *self);
const char            *confab_search_hit_get_snippet         (ConfabSearchHit       *self);
gint64                 confab_search_hit_get_time_us         (ConfabSearchHit       *self);
gboolean               confab_search_hit_get_archived        (ConfabSearchHit       *self);
void                   confab_search_hit_add_range           (ConfabSearchHit       *self,
                                                              const ConfabTextRange *range);
const ConfabTextRange *confab_search_hit_get_ranges          (ConfabSearchHit       *self,
                                                              guint                 *n_ranges);

G_END_DECLS
