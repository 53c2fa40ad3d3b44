/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-search-hit.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_SEARCH (confab_search_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSearch, confab_search, CONFAB, SEARCH, GObject)

/* A GListModel of ConfabSearchHit. Properties, all notifying: "query", "busy", "has-more", "incomplete", "error". */
ConfabSearch        *confab_search_new          (ConfabContext *context) G_GNUC_WARN_UNUSED_RESULT;
const char          *confab_search_get_query    (ConfabSearch  *self);
void                 confab_search_set_query    (ConfabSearch  *self,
                                                 const char    *query);
ConfabSearchPattern *confab_search_get_pattern  (ConfabSearch  *self);
gboolean             confab_search_get_busy     (ConfabSearch  *self);
gboolean             confab_search_get_has_more (ConfabSearch  *self);
gboolean             confab_search_get_incomplete (ConfabSearch *self);
void                 confab_search_load_more    (ConfabSearch  *self);
const GError        *confab_search_get_error    (ConfabSearch  *self);

G_END_DECLS
