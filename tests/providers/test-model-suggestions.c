/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-model-suggestions.h"

#include <string.h>

static void
test_builtin (void)
{
  g_autofree char *date = NULL;
  g_autoptr(GPtrArray) suggestions = confab_model_suggestions_new_builtin (&date);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 before = 0;

  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d$", date, 0, 0));
  g_assert_cmpuint (suggestions->len, >=, 4);
  for (guint i = 0; i < suggestions->len; i++)
    {
      const ConfabModelSuggestion *suggestion = g_ptr_array_index (suggestions, i);

      g_test_message ("%s", suggestion->name);
      g_assert_true (g_hash_table_add (names, suggestion->name));
      g_assert_nonnull (strchr (suggestion->name, ':'));
      g_assert_cmpint (suggestion->memory_bytes, >, suggestion->download_bytes);
      g_assert_cmpint (suggestion->download_bytes, >=, before);
      g_assert_false (g_str_has_suffix (suggestion->good_for, "."));
      before = suggestion->download_bytes;
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", "[]", "{}", "{\"version\":1}",
    "{\"version\":1,\"date\":\"2026-01-01\",\"models\":7}",
    "{\"version\":1,\"date\":\"2026-01-01\",\"models\":[7]}",
    "{\"version\":1,\"date\":\"2026-01-01\",\"models\":[{\"name\":\"a\"}]}",
    ("{\"version\":1,\"date\":\"2026-01-01\",\"models\":[{\"name\":\"a\",\"title\":\"A\",\"good_for\":\"all\","
     "\"download_bytes\":0,\"memory_bytes\":1}]}"),
    "{\"version\":1,\"date\":\"2026-01-01\",\"modles\":[]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) json = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr(GError) error = NULL;
      g_autofree char *date = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (confab_model_suggestions_parse (json, &date, &error));
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE);
      g_assert_null (date);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/model-suggestions/builtin", test_builtin);
  g_test_add_func ("/providers/model-suggestions/refused", test_refused);

  return g_test_run ();
}
