/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-decoder.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void       confab_decoding_drop_long     (ConfabDecoder        *decoder);
void       confab_decoding_feed_async    (ConfabDecoder        *decoder,
                                          GBytes               *bytes,
                                          ConfabEventFunc       func,
                                          gpointer              func_data,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean   confab_decoding_feed_finish   (GAsyncResult         *result,
                                          GError              **error);

void       confab_decoding_models_async  (const ConfabDialect  *dialect,
                                          GBytes               *body,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GPtrArray *confab_decoding_models_finish (GAsyncResult         *result,
                                          char                **next_page_token,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
