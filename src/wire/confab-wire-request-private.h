/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"

G_BEGIN_DECLS

ConfabWireRequest *confab_wire_request_new_get  (char               *path,
                                                 const char * const *headers) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireRequest *confab_wire_request_new_post (char               *path,
                                                 const char * const *headers,
                                                 GBytes             *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
