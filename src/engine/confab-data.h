/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"

G_BEGIN_DECLS

void     confab_data_delete_all_async  (ConfabContext        *context,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean confab_data_delete_all_finish (ConfabContext        *context,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
