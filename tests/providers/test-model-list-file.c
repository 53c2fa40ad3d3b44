/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-model-list-file.h"
#include "confab-provider-policy-error.h"

#include <string.h>

static GPtrArray *
make_models (void)
{
  static const ConfabModelPrice price = { 3, 15, 0.3, 3.75, 0 };
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabModelInfo *full = confab_model_info_new ("vendor/größe-5", "Größe 5");

  confab_model_info_set_context_tokens (full, 200000);
  confab_model_info_set_output_tokens (full, 64000);
  confab_model_info_set_abilities (full, CONFAB_MODEL_ABILITY_VISION | CONFAB_MODEL_ABILITY_DOCUMENTS);
  confab_model_info_set_size_bytes (full, 5);
  confab_model_info_set_created_at_us (full, 6);
  confab_model_info_set_shutdown_at_us (full, 7);
  confab_model_info_set_owner (full, "someone");
  confab_model_info_set_price (full, &price);
  g_ptr_array_add (models, full);
  g_ptr_array_add (models, confab_model_info_new ("bare", NULL));

  return models;
}

static void
test_round_trip (void)
{
  g_autoptr(GPtrArray) models = make_models ();
  g_autoptr(GBytes) contents = confab_model_list_file_write ("mine", "https://user:pw@h.example/v1?key=secret", models, 1234);
  g_autoptr(GPtrArray) read = NULL;
  g_autoptr(GError) error = NULL;
  gint64 listed_at_us;

  read = confab_model_list_file_read (contents, "mine", "https://user:pw@h.example/v1?key=secret", &listed_at_us, &error);
  g_assert_no_error (error);
  g_assert_cmpint (listed_at_us, ==, 1234);
  g_assert_cmpuint (read->len, ==, models->len);
  for (guint i = 0; i < models->len; i++)
    g_assert_true (confab_model_info_equal (g_ptr_array_index (models, i), g_ptr_array_index (read, i)));
  g_assert_cmpstr (confab_model_info_get_owner (g_ptr_array_index (read, 0)), ==, "someone");

  /* Of the address nothing can be read. */
  g_assert_null (g_strstr_len (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents), "secret"));
  g_assert_null (g_strstr_len (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents), "h.example"));
}

/* Another provider's, another address's, another program's. */
static void
test_refuses (void)
{
  static const struct { const char *json; int code; } bad[] = {
    { "", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE },
    { "[]", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE },
    { "{}", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE },
    { "{ \"version\": 2, \"models\": [] }", CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW },
    { "{ \"version\": 1, \"provider\": \"mine\", \"models\": {} }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE },
  };
  static const struct { const char *id; const char *base_url; } others[] = {
    { "other", "https://h.example/v1" },
    { "mine", "https://h.example/v2" },
    { "mine", "" },
  };
  g_autoptr(GPtrArray) models = make_models ();
  g_autoptr(GBytes) contents = confab_model_list_file_write ("mine", "https://h.example/v1", models, 1234);
  gint64 listed_at_us;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (bad[i].json, strlen (bad[i].json));
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", bad[i].json);
      g_assert_null (confab_model_list_file_read (bytes, "mine", "https://h.example/v1", &listed_at_us, &error));
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, bad[i].code);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (confab_model_list_file_read (contents, others[i].id, others[i].base_url, &listed_at_us, &error));
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE);
    }
}

/* One odd entry does not cost the others. */
static void
test_odd_entries (void)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(GBytes) empty = confab_model_list_file_write ("mine", "https://h.example/v1", none, 1);
  g_autofree char *text = g_strndup (g_bytes_get_data (empty, NULL), g_bytes_get_size (empty));
  char *end = strstr (text, "[]");
  g_autofree char *json = NULL;
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;
  gint64 listed_at_us;

  g_assert_nonnull (end);
  *end = '\0';
  json = g_strconcat (text, "[5, {}, { \"id\": 7 }, { \"id\": \"\" }, { \"id\": \"a\", \"context\": \"x\", \"abilities\": -9,"
                      " \"price_input\": \"y\" }, { \"id\": \"b\", \"name\": null, \"more\": [] }]", end + 2, NULL);
  contents = g_bytes_new (json, strlen (json));
  models = confab_model_list_file_read (contents, "mine", "https://h.example/v1", &listed_at_us, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 2);
  g_assert_cmpint (confab_model_info_get_context_tokens (g_ptr_array_index (models, 0)), ==, -1);
  g_assert_cmpuint (confab_model_info_get_abilities (g_ptr_array_index (models, 0)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/model-list-file/round-trip", test_round_trip);
  g_test_add_func ("/providers/model-list-file/refuses", test_refuses);
  g_test_add_func ("/providers/model-list-file/odd-entries", test_odd_entries);

  return g_test_run ();
}
