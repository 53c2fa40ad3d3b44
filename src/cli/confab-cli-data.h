/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cli-status.h"

G_BEGIN_DECLS

ConfabCliStatus confab_cli_export  (char **arguments);
ConfabCliStatus confab_cli_import  (char **arguments);
ConfabCliStatus confab_cli_backup  (char **arguments);
ConfabCliStatus confab_cli_restore (char **arguments);

G_END_DECLS
