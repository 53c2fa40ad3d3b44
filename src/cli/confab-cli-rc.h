/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean confab_cli_rc_find (const char  *folder,
                             char       **model,
                             char       **provider_id,
                             GError     **error);

G_END_DECLS
