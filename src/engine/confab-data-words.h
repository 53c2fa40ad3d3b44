/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *confab_data_words_dup_failure (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  confab_data_words_is_store    (const GError *error);

G_END_DECLS
