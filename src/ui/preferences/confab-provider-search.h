/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"

G_BEGIN_DECLS

char    **confab_provider_search_split   (const char         *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  confab_provider_search_matches (ConfabProvider     *provider,
                                          const char * const *words);

G_END_DECLS
