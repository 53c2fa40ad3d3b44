/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"

G_BEGIN_DECLS

void confab_chat_title_ask (ConfabChat *chat);

G_END_DECLS
