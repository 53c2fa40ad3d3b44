/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-title"

#include "config.h"

#include "confab-title.h"

#include "confab-visible-text.h"

#include <string.h>

#define MAX_TITLE_CHARS 60

/* Words of some languages are other words without them, and so are some pictures. */
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d

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

/* A model may dress a title up: in bold, in quotation marks of any country. */
static gboolean
is_dress (gunichar c)
{
  static const char marks[] = "*_`\"'„“”‚‘’«»‹›「」";

  return g_unichar_isspace (c) || g_utf8_strchr (marks, -1, c) != NULL;
}

/* confab_title_from_answer:
 * @answer: what a model said when it was asked for a title, valid UTF-8
 *
 * Takes the first line that says something, without what it is dressed up with.
 *
 * Returns: (transfer full) (nullable): the title, or %NULL when there is none
 */
char *
confab_title_from_answer (const char *answer)
{
  g_auto(GStrv) lines = g_strsplit_set (answer, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(GString) plain = g_string_new (NULL);
      const char *start = lines[i];
      char *end = lines[i] + strlen (lines[i]);

      while (*start == '#' || (*start != '\0' && is_dress (g_utf8_get_char (start))))
        start = g_utf8_next_char (start);
      while (end > start && is_dress (g_utf8_get_char (g_utf8_prev_char (end))))
        end = g_utf8_prev_char (end);
      /* One full stop is the model's; three may be meant. */
      if (end - start > 1 && end[-1] == '.' && end[-2] != '.')
        end--;
      *end = '\0';

      for (const char *p = start; *p != '\0'; p = g_utf8_next_char (p))
        {
          const gunichar c = g_utf8_get_char (p);

          if (g_unichar_isspace (c))
            g_string_append_c (plain, ' ');
          else if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER ||
                   (!g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT))
            g_string_append_unichar (plain, c);
        }

      if (confab_visible_text_exists (plain->str))
        return confab_title_new (plain->str);
    }

  return NULL;
}
