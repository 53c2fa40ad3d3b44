/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-fence"

#include "config.h"

#include "confab-markdown-fence.h"

#include <string.h>

/**
 * confab_markdown_append_fence:
 * @text: Markdown
 * @language: (nullable): of the code
 * @code: code
 *
 * Adds a block of code to it.
 */
void
confab_markdown_append_fence (GString    *text,
                              const char *language,
                              const char *code)
{
  gsize longest = 2;
  gsize run = 0;
  g_autofree char *fence = NULL;

  for (const char *p = code; *p != '\0'; p++)
    {
      run = *p == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  fence = g_strnfill (longest + 1, '`');

  if (language == NULL || strpbrk (language, "`\n\r") != NULL || strcmp (language, "unknown") == 0)
    language = "";
  if (text->len > 0)
    g_string_append (text, g_str_has_suffix (text->str, "\n") ? "\n" : "\n\n");
  g_string_append_printf (text, "%s%s\n%s%s%s", fence, language, code,
                          g_str_has_suffix (code, "\n") ? "" : "\n", fence);
}
