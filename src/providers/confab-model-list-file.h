/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-model-info.h"

G_BEGIN_DECLS

GBytes    *confab_model_list_file_write (const char  *provider_id,
                                         const char  *base_url,
                                         GPtrArray   *models,
                                         gint64       listed_at_us) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *confab_model_list_file_read  (GBytes      *contents,
                                         const char  *provider_id,
                                         const char  *base_url,
                                         gint64      *listed_at_us,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
