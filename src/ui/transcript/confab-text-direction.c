/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-direction"

#include "config.h"

#include "confab-text-direction.h"

#include "confab-markdown-direction.h"

/* How a text runs that is not laid out. */

/**
 * confab_text_direction_find:
 * @text: a text
 *
 * Returns: how it runs, as its first letter says
 */
PangoDirection
confab_text_direction_find (const char *text)
{
  switch (confab_markdown_direction_find (text))
    {
    case CONFAB_MARKDOWN_DIRECTION_LTR:
      return PANGO_DIRECTION_LTR;

    case CONFAB_MARKDOWN_DIRECTION_RTL:
      return PANGO_DIRECTION_RTL;

    case CONFAB_MARKDOWN_DIRECTION_NEUTRAL:
    default:
      return PANGO_DIRECTION_NEUTRAL;
    }
}
