/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cli-status.h"

G_BEGIN_DECLS

ConfabCliStatus confab_cli_provider_get    (char **arguments);

G_END_DECLS
