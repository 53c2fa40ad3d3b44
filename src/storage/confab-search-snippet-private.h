/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search-text.h"

G_BEGIN_DECLS

/* Stand about what was found. Control characters, for none are entered into the index. */
#define CONFAB_SEARCH_SNIPPET_START '\x01'
#define CONFAB_SEARCH_SNIPPET_END   '\x02'

char *confab_search_snippet_clean (const char *text,
                                   GArray     *ranges) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
