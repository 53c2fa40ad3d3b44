/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-enum"

#include "config.h"

#include "confab-enum.h"

/**
 * confab_enum_to_nick:
 * @enum_type: an enumeration type
 * @value: one of its values
 *
 * The word that stands for a value on disk, in JSON and on the command line.
 *
 * Returns: (transfer none): the nick
 */
const char *
confab_enum_to_nick (GType enum_type,
                     int   value)
{
  GEnumClass *klass = g_type_class_peek_static (enum_type);
  GEnumValue *found;

  /* Enumeration classes are static: a reference once taken is never given back. */
  if (klass == NULL)
    klass = g_type_class_ref (enum_type);

  found = g_enum_get_value (klass, value);
  g_return_val_if_fail (found != NULL, "");

  return found->value_nick;
}

/**
 * confab_enum_from_nick:
 * @enum_type: an enumeration type
 * @nick: (nullable): a word read from disk, JSON or the command line
 * @value: (out): the value, untouched when the word is not known
 *
 * The inverse of [func@enum_to_nick].
 *
 * Returns: whether the word names a value
 */
gboolean
confab_enum_from_nick (GType       enum_type,
                       const char *nick,
                       int        *value)
{
  GEnumClass *klass = g_type_class_peek_static (enum_type);
  GEnumValue *found;

  g_return_val_if_fail (value != NULL, FALSE);

  if (klass == NULL)
    klass = g_type_class_ref (enum_type);

  if (nick == NULL || !(found = g_enum_get_value_by_nick (klass, nick)))
    return FALSE;

  *value = found->value;
  return TRUE;
}
