/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history.h"
#include "confab-search-hit.h"

G_BEGIN_DECLS

void       confab_history_search_async  (ConfabHistory        *self,
                                         ConfabSearchPattern  *pattern,
                                         const char *const    *without,
                                        const char *const    *hidden,
                                         guint                 offset,
                                         guint                 limit,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *confab_history_search_finish (ConfabHistory        *self,
                                         GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
