/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMarkdownDirection:
 *
 * How a text runs: neither way if it has no letter.
 */
typedef enum
{
  CONFAB_MARKDOWN_DIRECTION_NEUTRAL = 0,
  CONFAB_MARKDOWN_DIRECTION_LTR = 1,
  CONFAB_MARKDOWN_DIRECTION_RTL = 2,
} ConfabMarkdownDirection;

gboolean                confab_markdown_direction_is_rtl (gunichar    c);
ConfabMarkdownDirection confab_markdown_direction_find   (const char *text);

G_END_DECLS
