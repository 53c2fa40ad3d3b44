/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *confab_conversation_title_get_shown (const char *title);

G_END_DECLS
