/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

char *peer_aws_check (SoupServerMessage  *message,
                      const char         *api_key,
                      const char        **type) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
