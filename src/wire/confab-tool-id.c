/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tool-id"

#include "config.h"

#include "confab-tool-id.h"

#include <string.h>

/* The longest name of a function that every provider takes. */
#define MAX_NAME_LENGTH 64

/* How many digits of a digest stand in for an id that cannot be used. */
#define DIGEST_LENGTH 24

/**
 * ConfabToolIds:
 *
 * The ids of one request's tool calls.
 *
 * An id that another provider made may hold characters this one refuses, be hundreds of characters
 * long, or be missing. What takes its place depends on nothing but the request, so that the same
 * conversation is written the same way each time and prompt caches stay warm.
 */
struct _ConfabToolIds
{
  GHashTable *used;  /* owned, a set of owned strings */
  gsize       max_length;
  gboolean    exact;       /* letters and digits alone, and as many as that */
};

static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_' && *p != '-')
      return FALSE;

  return TRUE;
}

static gboolean
is_exact (ConfabToolIds *self,
          const char    *id)
{
  return strlen (id) == self->max_length && strpbrk (id, "_-") == NULL && is_plain (id);
}

/* An id of the asked length that depends on nothing but @seed. */
static char *
condense (ConfabToolIds *self,
          const char    *seed)
{
  static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  char *id = g_malloc0 (self->max_length + 1);

  g_checksum_update (checksum, (const guchar *) seed, -1);
  g_checksum_get_digest (checksum, digest, &length);
  for (gsize i = 0; i < self->max_length; i++)
    id[i] = digits[digest[i] % (sizeof digits - 1)];

  return id;
}

static char *
assign_exact (ConfabToolIds *self,
              const char    *id)
{
  g_autofree char *seed = NULL;
  g_autofree char *name = NULL;

  if (id == NULL || *id == '\0')
    seed = g_strdup_printf ("call_%u", g_hash_table_size (self->used) + 1);
  else
    seed = g_strdup (id);

  name = is_exact (self, seed) ? g_strdup (seed) : condense (self, seed);
  for (guint i = 2; g_hash_table_contains (self->used, name); i++)
    {
      g_autofree char *other_seed = g_strdup_printf ("%s %u", seed, i);

      g_free (name);
      name = condense (self, other_seed);
    }

  g_hash_table_add (self->used, g_strdup (name));

  return g_steal_pointer (&name);
}

static char *
suggest (ConfabToolIds *self,
         const char    *id)
{
  g_autofree char *digest = NULL;

  if (id == NULL || *id == '\0')
    return g_strdup_printf ("call_%u", g_hash_table_size (self->used) + 1);

  if (is_plain (id) && strlen (id) <= self->max_length)
    return g_strdup (id);

  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  digest[DIGEST_LENGTH] = '\0';

  return g_strconcat ("call_", digest, NULL);
}

/**
 * confab_tool_ids_new:
 * @max_length: how many characters an id may have, at least 32
 *
 * Returns: (transfer full): ids of which none is taken
 */
ConfabToolIds *
confab_tool_ids_new (gsize max_length)
{
  ConfabToolIds *self;

  g_return_val_if_fail (max_length >= 32, NULL);

  self = g_new0 (ConfabToolIds, 1);
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->max_length = max_length;

  return self;
}

/**
 * confab_tool_ids_new_exact:
 * @length: how many letters and digits an id has to have, from 6 to 32
 *
 * Returns: (transfer full): ids of which none is taken
 */
ConfabToolIds *
confab_tool_ids_new_exact (gsize length)
{
  ConfabToolIds *self;

  g_return_val_if_fail (length >= 6 && length <= 32, NULL);

  self = confab_tool_ids_new (32);
  self->max_length = length;
  self->exact = TRUE;

  return self;
}

/**
 * confab_tool_ids_free:
 * @self: (nullable) (transfer full): ids
 *
 * Drops them.
 */
void
confab_tool_ids_free (ConfabToolIds *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->used);
  g_free (self);
}

/**
 * confab_tool_ids_assign:
 * @id: (nullable): what the call was named by whoever made it
 *
 * Gives a call an id of letters, digits, `_` and `-` that no other call of the request has; where
 * ids have one exact length, of letters and digits alone.
 * The own id is kept wherever it can be.
 *
 * Returns: (transfer full): the id
 */
char *
confab_tool_ids_assign (ConfabToolIds *self,
                        const char    *id)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->exact)
    return assign_exact (self, id);

  name = suggest (self, id);
  for (guint i = 2; g_hash_table_contains (self->used, name); i++)
    {
      g_autofree char *old = g_steal_pointer (&name);
      g_autofree char *suffix = g_strdup_printf ("_%u", i);
      g_autofree char *stem = g_strndup (old, self->max_length - strlen (suffix));

      name = g_strconcat (stem, suffix, NULL);
    }

  g_hash_table_add (self->used, g_strdup (name));

  return g_steal_pointer (&name);
}

/**
 * confab_tool_name_repair:
 * @name: (nullable): the name of a tool, as a model wrote it
 *
 * A model may call a tool that does not exist by a name that providers refuse to see again.
 *
 * Returns: (transfer full): a name of letters, digits, `_` and `-`
 */
char *
confab_tool_name_repair (const char *name)
{
  char *repaired;

  if (name == NULL || *name == '\0')
    return g_strdup ("unknown");

  repaired = g_strndup (name, MAX_NAME_LENGTH);
  for (char *p = repaired; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_' && *p != '-')
      *p = '_';

  return repaired;
}
