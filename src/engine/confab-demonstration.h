/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-http-response.h"
#include "confab-message.h"

G_BEGIN_DECLS

#define CONFAB_DEMONSTRATION_ID "demonstration"

ConfabHttpResponse *confab_demonstration_answer (GPtrArray *messages) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
