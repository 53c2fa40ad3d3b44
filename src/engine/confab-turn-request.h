/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-dialect.h"
#include "confab-provider.h"
#include "confab-refusals.h"

G_BEGIN_DECLS

void       confab_turn_request_fill             (ConfabChatRequest  *request,
                                                 ConfabProvider     *provider,
                                                 const char         *model,
                                                 ConfabRefusals     *refusals);
GPtrArray *confab_turn_request_prepare_messages (ConfabProvider     *provider,
                                                 const char         *model,
                                                 GPtrArray          *messages,
                                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
