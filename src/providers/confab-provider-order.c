/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-order"

#include "config.h"

#include "confab-provider-order.h"

/* Which provider is taken when a person has chosen none. */
typedef enum
{
  RANK_NAMED,
  RANK_KEYED,
  RANK_CUSTOM,
  RANK_LOCAL,
  RANK_UNKNOWN,
  RANK_DEMONSTRATION,
} Rank;

static const char * const named_types[] = { "anthropic", "openai", "google", "openrouter" };

typedef struct
{
  Rank  rank;
  guint within_rank;
} Place;

static guint
find_position (ConfabCatalogue    *catalogue,
               ConfabProviderType *type)
{
  guint position = 0;

  while (confab_catalogue_get_type_at (catalogue, position) != type)
    position++;

  return position;
}

static Place
find_place (ConfabCatalogue *catalogue,
            const char      *type_id,
            const char      *record_id)
{
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, type_id);
  guint position;

  for (guint i = 0; i < G_N_ELEMENTS (named_types); i++)
    if (g_strcmp0 (type_id, named_types[i]) == 0)
      return (Place) { RANK_NAMED, i };

  if (record_id != NULL && g_str_has_prefix (record_id, "compat:"))
    return (Place) { RANK_CUSTOM, 0 };
  if (type == NULL)
    return (Place) { RANK_UNKNOWN, 0 };
  if (g_str_equal (confab_provider_type_get_group (type), "demonstration"))
    return (Place) { RANK_DEMONSTRATION, 0 };
  if (confab_provider_type_get_custom (type))
    return (Place) { RANK_CUSTOM, 0 };

  position = find_position (catalogue, type);
  if (confab_provider_type_get_local (type))
    return (Place) { RANK_LOCAL, g_str_equal (type_id, "ollama") ? 0 : 1 + position };

  return (Place) { RANK_KEYED, position };
}

static int
compare_uints (guint a,
               guint b)
{
  return (a > b) - (a < b);
}

/**
 * confab_provider_order_compare:
 * @catalogue: the catalogue
 * @type_id_a: the type of one provider
 * @record_id_a: (nullable): its record's id, if there is one
 * @type_id_b: the type of another
 * @record_id_b: (nullable): its record's id, if there is one
 *
 * Compares two providers by the order in which they are tried when nobody said which: Anthropic,
 * OpenAI, Google, OpenRouter, other vendors as in the catalogue, servers a person added, local
 * servers with Ollama before the others, what is not known, and last the demonstration. Of
 * several providers of one type the one that has the type's own id comes first.
 *
 * Returns: less than, equal to, or greater than 0, as of [func@GLib.strcmp0]
 */
int
confab_provider_order_compare (ConfabCatalogue *catalogue,
                               const char      *type_id_a,
                               const char      *record_id_a,
                               const char      *type_id_b,
                               const char      *record_id_b)
{
  Place a, b;
  gboolean own_a, own_b;

  g_return_val_if_fail (CONFAB_IS_CATALOGUE (catalogue), 0);

  a = find_place (catalogue, type_id_a, record_id_a);
  b = find_place (catalogue, type_id_b, record_id_b);
  if (a.rank != b.rank)
    return compare_uints (a.rank, b.rank);
  if (a.within_rank != b.within_rank)
    return compare_uints (a.within_rank, b.within_rank);

  own_a = record_id_a == NULL || g_strcmp0 (record_id_a, type_id_a) == 0;
  own_b = record_id_b == NULL || g_strcmp0 (record_id_b, type_id_b) == 0;
  if (own_a != own_b)
    return own_a ? -1 : 1;

  return own_a ? g_strcmp0 (type_id_a, type_id_b) : g_strcmp0 (record_id_a, record_id_b);
}

static gboolean
find_id (GPtrArray  *ids,
         const char *id,
         guint      *position)
{
  return g_ptr_array_find_with_equal_func (ids, id, g_str_equal, position);
}

/* Adds what is not there yet, and never @left_out. */
static void
add_ids (GPtrArray          *ids,
         GHashTable         *seen,
         const char * const *added,
         const char         *left_out)
{
  for (gsize i = 0; added[i] != NULL; i++)
    if (!g_str_equal (added[i], left_out) && g_hash_table_add (seen, (gpointer) added[i]))
      g_ptr_array_add (ids, (gpointer) added[i]);
}

static char **
dup_ids (GPtrArray *ids)
{
  g_ptr_array_add (ids, NULL);
  return g_strdupv ((char **) ids->pdata);
}

/**
 * confab_provider_order_move:
 * @order: (array zero-terminated=1): the order so far, which may name ids that nobody knows
 * @in_use: (array zero-terminated=1): who is in use, as they follow each other now
 * @id: who is moved
 * @before: (nullable): before whom; %NULL for behind all that are in use
 *
 * Whoever is in use has a place of their own from then on, so that what a person sees stays as it
 * is when the program learns of further types.
 *
 * Returns: (transfer full) (array zero-terminated=1): the new order
 */
char **
confab_provider_order_move (const char * const *order,
                            const char * const *in_use,
                            const char         *id,
                            const char         *before)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint position;

  g_return_val_if_fail (order != NULL && in_use != NULL && id != NULL, NULL);

  if (g_strcmp0 (id, before) == 0)
    return g_strdupv ((char **) order);

  add_ids (ids, seen, order, id);
  add_ids (ids, seen, in_use, id);
  if (before == NULL)
    {
      position = ids->len;
      while (position > 0 && !g_strv_contains (in_use, g_ptr_array_index (ids, position - 1)))
        position--;
      if (position == 0)
        position = ids->len;
    }
  else if (!find_id (ids, before, &position))
    {
      /* Who has no place is behind all that have one. */
      position = ids->len;
    }
  g_ptr_array_insert (ids, (int) position, (gpointer) id);

  return dup_ids (ids);
}

/**
 * confab_provider_order_insert:
 * @order: (array zero-terminated=1): the order so far
 * @id: who comes back
 * @following: (array zero-terminated=1): who stood behind it, nearest first
 *
 * Returns: (transfer full) (array zero-terminated=1): the order with @id before the first of
 *   @following that still has a place, or at the end
 */
char **
confab_provider_order_insert (const char * const *order,
                              const char         *id,
                              const char * const *following)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint position;

  g_return_val_if_fail (order != NULL && id != NULL && following != NULL, NULL);

  add_ids (ids, seen, order, id);
  position = ids->len;
  for (gsize i = 0; following[i] != NULL; i++)
    if (find_id (ids, following[i], &position))
      break;
  g_ptr_array_insert (ids, (int) position, (gpointer) id);

  return dup_ids (ids);
}
