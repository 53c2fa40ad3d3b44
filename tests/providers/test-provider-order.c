/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-provider-order.h"

typedef struct
{
  const char *type_id;
  const char *record_id;
} Entry;

static const Entry expected[] = {
  { "anthropic", NULL },
  { "anthropic", "anthropic-work" },
  { "openai", "openai" },
  { "google", "google" },
  { "openrouter", "openrouter" },
  { "xai", "xai" },
  { "groq", "groq" },
  { "groq", "groq-2" },
  { "mistral", NULL },
  { "ollama-cloud", NULL },
  { "custom", "custom" },
  { "custom", "compat:a" },
  { "custom", "compat:b" },
  { "gateway", "team" },
  { "ollama", NULL },
  { "ollama", "attic" },
  { "lmstudio", NULL },
  { "llamacpp", NULL },
  { "from-the-future", "f1" },
  { "demonstration", "demonstration" },
};

static ConfabCatalogue *catalogue;

static int
compare (const Entry *a,
         const Entry *b)
{
  return confab_provider_order_compare (catalogue, a->type_id, a->record_id, b->type_id, b->record_id);
}

static void
test_pairs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (expected); j++)
      {
        const int order = compare (&expected[i], &expected[j]);

        g_test_message ("%s (%s) and %s (%s)", expected[i].type_id, expected[i].record_id,
                        expected[j].type_id, expected[j].record_id);
        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
}

static void
test_whole_catalogue (void)
{
  const guint n_types = confab_catalogue_get_n_types (catalogue);

  /* Each pair of types has an order, and the opposite one the other way round. */
  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < n_types; j++)
      {
        const Entry a = { confab_provider_type_get_id (confab_catalogue_get_type_at (catalogue, i)), NULL };
        const Entry b = { confab_provider_type_get_id (confab_catalogue_get_type_at (catalogue, j)), NULL };

        g_test_message ("%s and %s", a.type_id, b.type_id);
        g_assert_cmpint (compare (&a, &b), ==, -compare (&b, &a));
        g_assert_cmpint (compare (&a, &b) == 0, ==, i == j);
      }
}

static void
test_move (void)
{
  static const struct { const char *order, *in_use, *id, *before, *expected; } cases[] = {
    { "", "a b c", "c", "a", "c a b" },
    { "", "a b c", "a", NULL, "b c a" },
    { "", "a b c", "a", "c", "b a c" },
    { "", "a b c", "b", "b", "" },
    { "c a", "c a b", "b", "c", "b c a" },
    { "c a", "c a b", "b", "a", "c b a" },
    { "c a b", "c a b", "c", NULL, "a b c" },
    { "c odd a", "c a b", "b", "a", "c odd b a" },
    { "c odd a", "c a b", "a", "c", "a c odd b" },
    { "a a odd odd", "a", "b", "a", "b a odd" },
    { "a b local", "a b", "a", NULL, "b a local" },
    { "odd", "", "a", NULL, "odd a" },
    { "a b", "a b", "new", "nobody", "a b new" },
    { "", "", "a", NULL, "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) order = g_strsplit (cases[i].order, " ", -1);
      g_auto(GStrv) in_use = g_strsplit (cases[i].in_use, " ", -1);
      g_auto(GStrv) moved = NULL;
      g_autofree char *joined = NULL;

      g_test_message ("%s: %s before %s", cases[i].order, cases[i].id, cases[i].before);
      moved = confab_provider_order_move ((const char * const *) order, (const char * const *) in_use, cases[i].id,
                                          cases[i].before);
      joined = g_strjoinv (" ", moved);
      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

static void
test_insert (void)
{
  static const struct { const char *order, *id, *following, *expected; } cases[] = {
    { "a b c", "x", "b c", "a x b c" },
    { "a c", "x", "b c", "a x c" },
    { "a", "x", "b c", "a x" },
    { "", "x", "", "x" },
    { "x a b", "x", "b", "a x b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) order = g_strsplit (cases[i].order, " ", -1);
      g_auto(GStrv) following = g_strsplit (cases[i].following, " ", -1);
      g_auto(GStrv) inserted = NULL;
      g_autofree char *joined = NULL;

      inserted = confab_provider_order_insert ((const char * const *) order, cases[i].id,
                                               (const char * const *) following);
      joined = g_strjoinv (" ", inserted);
      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  catalogue = confab_catalogue_new_builtin ();
  g_test_add_func ("/providers/provider-order/pairs", test_pairs);
  g_test_add_func ("/providers/provider-order/whole-catalogue", test_whole_catalogue);

  g_test_add_func ("/providers/provider-order/move", test_move);
  g_test_add_func ("/providers/provider-order/insert", test_insert);

  status = g_test_run ();
  g_assert_finalize_object (catalogue);
  return status;
}
