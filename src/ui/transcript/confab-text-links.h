/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-text.h"

G_BEGIN_DECLS

const ConfabMarkdownSpan *confab_text_links_get    (const ConfabMarkdownText *text,
                                                    guint                     position);
const ConfabMarkdownSpan *confab_text_links_get_at (const ConfabMarkdownText *text,
                                                    gsize                     index);

G_END_DECLS
