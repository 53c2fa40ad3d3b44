/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-unique-name"

#include "config.h"

#include "confab-unique-name.h"

#include <string.h>

/* The name without a number at its end, if it is a further one of something that is there: what is
 * called “Llama 3” may be no copy of anything. */
static char *
dup_stem (const char *name,
          const char *separator,
          GHashTable *taken)
{
  const char *digits = name + strlen (name);
  const gsize length = strlen (separator);
  g_autofree char *stem = NULL;

  while (digits > name && g_ascii_isdigit (digits[-1]))
    digits--;
  if (*digits == '\0' || (gsize) (digits - name) <= length || strncmp (digits - length, separator, length) != 0)
    return g_strdup (name);

  stem = g_strndup (name, digits - name - length);

  return g_hash_table_contains (taken, stem) ? g_steal_pointer (&stem) : g_strdup (name);
}

/**
 * confab_unique_name_make:
 * @name: what the original is called
 * @separator: what stands between a name and a number
 * @taken: (element-type utf8 utf8): a set of all names there are
 * @max_chars: how many characters a name may have
 *
 * Makes a name for a copy: “Groq 2” of “Groq”, and “Groq 3” of “Groq 2”.
 *
 * Returns: (transfer full): a name that is not taken
 */
char *
confab_unique_name_make (const char *name,
                         const char *separator,
                         GHashTable *taken,
                         guint       max_chars)
{
  g_autofree char *stem = NULL;

  g_return_val_if_fail (name != NULL && separator != NULL && taken != NULL, NULL);

  stem = dup_stem (name, separator, taken);
  for (guint n = 2;; n++)
    {
      g_autofree char *suffix = g_strdup_printf ("%s%u", separator, n);
      const glong room = (glong) max_chars - g_utf8_strlen (suffix, -1);
      g_autofree char *start = g_utf8_substring (stem, 0, MIN (g_utf8_strlen (stem, -1), MAX (room, 0)));
      g_autofree char *candidate = g_strconcat (start, suffix, NULL);

      if (!g_hash_table_contains (taken, candidate))
        return g_steal_pointer (&candidate);
    }
}
