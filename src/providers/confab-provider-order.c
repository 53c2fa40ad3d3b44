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
