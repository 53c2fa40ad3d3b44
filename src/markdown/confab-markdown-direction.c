/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-direction"

#include "config.h"

#include "confab-markdown-direction.h"

/**
 * confab_markdown_direction_is_rtl:
 * @c: a character
 *
 * Returns: whether it is of a script that runs from right to left
 */
gboolean
confab_markdown_direction_is_rtl (gunichar c)
{
  /* The blocks that Unicode keeps for such scripts, and the forms of their letters. */
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff) ||
         (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/**
 * confab_markdown_direction_find:
 * @text: a text, valid UTF-8
 *
 * Returns: how it runs, as its first letter says
 */
ConfabMarkdownDirection
confab_markdown_direction_find (const char *text)
{
  g_return_val_if_fail (text != NULL, CONFAB_MARKDOWN_DIRECTION_NEUTRAL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c))
        return confab_markdown_direction_is_rtl (c) ? CONFAB_MARKDOWN_DIRECTION_RTL : CONFAB_MARKDOWN_DIRECTION_LTR;
    }

  return CONFAB_MARKDOWN_DIRECTION_NEUTRAL;
}
