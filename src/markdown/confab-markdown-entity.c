/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-entity"

#include "config.h"

#include "confab-markdown-entity-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NAME 32
#define REPLACEMENT 0xFFFD

typedef struct
{
  const char *name;
  const char *characters;
} Entity;

/* Sorted by name. */
static const Entity entities[] = {
#include "confab-markdown-entities.inc"
};

static int
compare_name (gconstpointer key,
              gconstpointer member)
{
  return strcmp (key, ((const Entity *) member)->name);
}

static gboolean
append_number (GString    *text,
               const char *digits,
               gsize       length)
{
  const gboolean hexadecimal = length > 0 && (digits[0] == 'x' || digits[0] == 'X');
  gunichar c = 0;

  if (hexadecimal)
    {
      digits++;
      length--;
    }
  if (length < 1 || length > (hexadecimal ? 6 : 7))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      const int value = hexadecimal ? g_ascii_xdigit_value (digits[i])
                                    : g_ascii_digit_value (digits[i]);

      if (value < 0)
        return FALSE;
      c = c * (hexadecimal ? 16 : 10) + (gunichar) value;
    }

  g_string_append_unichar (text, c != 0 && g_unichar_validate (c) ? c : REPLACEMENT);

  return TRUE;
}

/**
 * confab_markdown_entity_append:
 * @text: where to append to
 * @entity: (array length=length): from `&` to `;`
 * @length: how many bytes it has
 *
 * Appends the character that a named or numbered entity of HTML stands for.
 *
 * Returns: whether it stands for one
 */
gboolean
confab_markdown_entity_append (GString    *text,
                               const char *entity,
                               gsize       length)
{
  char name[MAX_NAME];
  const Entity *found;

  if (length < 3 || entity[0] != '&' || entity[length - 1] != ';')
    return FALSE;

  if (entity[1] == '#')
    return append_number (text, entity + 2, length - 3);

  if (length - 2 >= sizeof name)
    return FALSE;

  memcpy (name, entity + 1, length - 2);
  name[length - 2] = '\0';
  found = bsearch (name, entities, G_N_ELEMENTS (entities), sizeof *entities, compare_name);
  if (found == NULL)
    return FALSE;

  g_string_append (text, found->characters);

  return TRUE;
}

/**
 * confab_markdown_entity_unescape:
 * @text: text outside of a paragraph, such as the language of code
 *
 * Returns: (transfer full): the text with backslash escapes and entities replaced
 */
char *
confab_markdown_entity_unescape (const char *text)
{
  GString *result = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end = *text == '&' ? strchr (text, ';') : NULL;

      if (end != NULL && confab_markdown_entity_append (result, text, end - text + 1))
        {
          text = end + 1;
          continue;
        }

      if (*text == '\\' && g_ascii_ispunct (text[1]))
        text++;
      g_string_append_c (result, *text++);
    }

  return g_string_free (result, FALSE);
}
