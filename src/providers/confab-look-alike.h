/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean confab_look_alike_is_host (const char *host);

G_END_DECLS
