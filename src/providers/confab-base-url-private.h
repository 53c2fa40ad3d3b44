/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-base-url.h"

G_BEGIN_DECLS

void confab_base_url_drop_openai_ends (char *path);

G_END_DECLS
