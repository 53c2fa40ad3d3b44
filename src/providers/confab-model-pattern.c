/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-pattern"

#include "config.h"

#include "confab-model-pattern-private.h"

#include <string.h>

#include "confab-json-member-private.h"

static gboolean
piece_matches (const char *piece,
               const char *model)
{
  const gboolean at_start = *piece == '^';
  const gboolean at_end = g_str_has_suffix (piece, "$");
  g_autofree char *text = g_ascii_strdown (piece + at_start, -1);

  if (at_end)
    text[strlen (text) - 1] = '\0';

  if (at_start && at_end)
    return g_str_equal (model, text);
  if (at_start)
    return g_str_has_prefix (model, text);
  if (at_end)
    return g_str_has_suffix (model, text);

  return strstr (model, text) != NULL;
}

static gboolean
any_matches (char       **pieces,
             const char  *model)
{
  for (gsize i = 0; pieces[i] != NULL; i++)
    if (piece_matches (pieces[i], model))
      return TRUE;

  return FALSE;
}

/**
 * confab_model_pattern_read:
 * @self: (out caller-allocates): the pattern
 * @object: an object with the members `match` and `except`, or without
 * @error: where to say why not
 *
 * Returns: whether the members make sense; if not, there is nothing to clear
 */
gboolean
confab_model_pattern_read (ConfabModelPattern  *self,
                           JsonObject          *object,
                           GError             **error)
{
  g_auto(GStrv) match = NULL;
  g_auto(GStrv) except = NULL;

  if (!confab_json_member_strv (object, "match", &match, error) ||
      !confab_json_member_strv (object, "except", &except, error))
    return FALSE;

  self->match = g_steal_pointer (&match);
  self->except = g_steal_pointer (&except);
  return TRUE;
}

/**
 * confab_model_pattern_clear:
 * @self: a pattern
 *
 * Frees what the pattern owns.
 */
void
confab_model_pattern_clear (ConfabModelPattern *self)
{
  g_clear_pointer (&self->match, g_strfreev);
  g_clear_pointer (&self->except, g_strfreev);
}

/**
 * confab_model_pattern_matches:
 * @self: a pattern
 * @model: a model's id
 *
 * Returns: whether the pattern speaks of the model
 */
gboolean
confab_model_pattern_matches (const ConfabModelPattern *self,
                              const char               *model)
{
  g_autofree char *folded = g_ascii_strdown (model, -1);

  return (*self->match == NULL || any_matches (self->match, folded)) &&
         !any_matches (self->except, folded);
}
