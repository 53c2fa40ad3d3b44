/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

GPtrArray *confab_chat_branch_for_request (GListModel *messages) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
