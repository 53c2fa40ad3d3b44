/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-pattern"

#include "config.h"

#include "confab-model-pattern-private.h"

#include <string.h>

#include "confab-json-member-private.h"

/* Without a copy of the piece: a list of models is held against every pattern there is. */
static gboolean
piece_matches (const char *piece,
               const char *model,
               gsize       length)
{
  const gboolean at_start = *piece == '^';
  const char *text = piece + at_start;
  gsize n = strlen (text);
  const gboolean at_end = n > 0 && text[n - 1] == '$';

  n -= at_end;
  if (n > length || (at_start && at_end && n != length))
    return FALSE;
  if (at_start)
    return strncmp (model, text, n) == 0;
  if (at_end)
    return strncmp (model + length - n, text, n) == 0;

  return strstr (model, text) != NULL;
}

static gboolean
any_matches (char       **pieces,
             const char  *model)
{
  const gsize length = strlen (model);

  for (gsize i = 0; pieces[i] != NULL; i++)
    if (piece_matches (pieces[i], model, length))
      return TRUE;

  return FALSE;
}

static void
fold (char **pieces)
{
  for (gsize i = 0; pieces[i] != NULL; i++)
    for (char *p = pieces[i]; *p != '\0'; p++)
      *p = g_ascii_tolower (*p);
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

  fold (match);
  fold (except);
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

  return confab_model_pattern_matches_folded (self, folded);
}

/**
 * confab_model_pattern_matches_folded:
 * @self: a pattern
 * @folded: a model's id in lower case
 *
 * Returns: whether the pattern speaks of the model
 */
gboolean
confab_model_pattern_matches_folded (const ConfabModelPattern *self,
                                     const char               *folded)
{
  return (*self->match == NULL || any_matches (self->match, folded)) &&
         !any_matches (self->except, folded);
}
