/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-visible-text"

#include "config.h"

#include "confab-visible-text.h"

/**
 * confab_visible_text_exists:
 * @text: a text, valid UTF-8
 *
 * A text may have letters and yet be nothing to a reader: spaces of all widths, marks that join or part
 * what is not there.
 *
 * Returns: whether there is anything in it that can be seen
 */
gboolean
confab_visible_text_exists (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      /* What GLib does not know may be the letter of a newer day. */
      if (!g_unichar_isspace (c) && !g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        return TRUE;
    }

  return FALSE;
}
