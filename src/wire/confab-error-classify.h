/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-error.h"

G_BEGIN_DECLS

ConfabProviderError confab_wire_classify_error (guint       status,
                                                const char *type_or_code,
                                                const char *message);

G_END_DECLS
