/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt-words"

#include "config.h"

#include "confab-prompt-words.h"

#include <glib/gi18n.h>

#include "confab-prompt-text.h"

static void
add_name (GString    *names,
          const char *name)
{
  /* Translators: what stands between the words of a list */
  g_string_append_printf (names, "%s{{%s}}", names->len > 0 ? _(", ") : "", name);
}

/**
 * confab_prompt_words_dup_hint:
 * @text: a prompt as far as it is written
 *
 * Returns: (transfer full): what becomes of its variables, or how to write one if it has none
 */
char *
confab_prompt_words_dup_hint (const char *text)
{
  g_autoptr(GPtrArray) variables = confab_prompt_text_get_variables (text);
  g_autoptr(GString) known = g_string_new (NULL);
  g_autoptr(GString) asked = g_string_new (NULL);
  g_autofree char *filled = NULL;
  g_autofree char *open = NULL;

  for (guint i = 0; i < variables->len; i++)
    {
      const ConfabPromptVariable *variable = g_ptr_array_index (variables, i);

      add_name (confab_prompt_text_is_known (variable->name) ? known : asked, variable->name);
    }

  if (variables->len == 0)
    return g_strdup (_("{{topic}} asks for a topic each time; {{date}}, {{weekday}}, {{time}}, {{language}}, "
                       "{{model}} and {{provider}} fill themselves in."));

  if (known->len > 0)
    /* Translators: %s is one or more variables, such as {{date}}, {{time}} */
    filled = g_strdup_printf (_("Fills itself in: %s"), known->str);
  if (asked->len > 0)
    /* Translators: %s is one or more variables, such as {{topic}}, {{tone}} */
    open = g_strdup_printf (_("Asked for each time: %s"), asked->str);

  return filled != NULL && open != NULL ? g_strdup_printf ("%s\n%s", open, filled)
                                        : g_strdup (filled != NULL ? filled : open);
}
