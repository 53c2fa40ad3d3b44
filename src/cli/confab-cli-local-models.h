/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cli-status.h"

G_BEGIN_DECLS

ConfabCliStatus confab_cli_local_models_pull   (char **arguments);
ConfabCliStatus confab_cli_local_models_remove (char **arguments);

G_END_DECLS
