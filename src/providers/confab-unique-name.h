/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_unique_name_make (const char *name,
                               const char *separator,
                               GHashTable *taken,
                               guint       max_chars) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
