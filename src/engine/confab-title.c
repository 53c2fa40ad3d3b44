/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-title"

#include "config.h"

#include "confab-title.h"

#include <string.h>

#define MAX_TITLE_CHARS 60

/* confab_title_new:
 * @text: what a conversation begins with
 *
 * Returns: (transfer full): its first line, cut at a word
 */
char *
confab_title_new (const char *text)
{
  g_autofree char *line = NULL;
  g_autofree char *cut = NULL;
  char *space;

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  line = g_strndup (text, strcspn (text, "\r\n"));
  g_strchomp (line);
  if (g_utf8_strlen (line, -1) <= MAX_TITLE_CHARS)
    return g_steal_pointer (&line);

  cut = g_utf8_substring (line, 0, MAX_TITLE_CHARS - 1);
  space = strrchr (cut, ' ');
  if (space != NULL && g_utf8_strlen (cut, space - cut) > MAX_TITLE_CHARS / 2)
    *space = '\0';

  return g_strconcat (g_strchomp (cut), "…", NULL);
}
