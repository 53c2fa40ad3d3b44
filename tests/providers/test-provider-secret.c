/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-provider-policy-error.h"
#include "confab-provider-secret.h"

#include <string.h>

/* A record with one member more, and where a key is found in it. Whatever is found holds the word “hush”. */
static const struct { const char *member, *found; } cases[] = {
  { "\"colour\": \"green\"",                                              "" },
  { "\"secret\": \"shared\"",                                             "" },
  { "\"api_key\": \"hush\"",                                              "api_key" },
  { "\"API-Key\": {\"a\": \"hush\"}",                                     "API-Key" },
  { "\"base_url\": \"https://me:hush@h.example/a@b\"",                    "base_url" },
  { "\"base_url\": \"https://h.example/a@b\"",                            "" },
  { "\"base_url\": \"hush@h.example?x\"",                                 "base_url" },
  { "\"config\": {\"proxy\": \"http://hush@p.example:3128\"}",            "proxy" },
  { "\"config\": {\"headers\": {\"X-Team\": \"research\"}}",              "" },
  { "\"config\": {\"headers\": {\"Authorization\": \"hush\"}}",           "Authorization" },
  { "\"config\": {\"headers\": {\"x-api-key\": \"hush\", \"A\": \"b\"}}", "x-api-key" },
  { "\"config\": {\"headers\": {\"X-Who\": \"Bearer hushhushhush\"}}",    "X-Who" },
  { "\"config\": {\"headers\": {\"X-Who\": \"sk-hush-hush\"}}",           "X-Who" },
  { "\"config\": {\"headers\": {\"X-Who\": \"hushAbCd0123456789AbCd\"}}", "X-Who" },
  { "\"config\": {\"headers\": [\"Authorization: hush\"]}",               "headers" },
  { "\"config\": {\"headers\": null}",                                    "headers" },
  { "\"config\": {\"body\": {\"max_tokens\": 7, \"top_p\": 0.9}}",        "" },
  { "\"config\": {\"body\": {\"user\": {\"token\": \"hush\"}}}",          "user.token" },
  { "\"config\": {\"body\": {\"a\": [\"b\", [\"sk-hush-hush\"]]}}",       "a" },
  { "\"config\": {\"body\": {\"a\": [{\"client_secret\": \"hush\"}]}}",   "a.client_secret" },
  { "\"config\": {\"access_key\": \"hush\", \"region\": \"eu\"}",         "access_key" },
  { "\"config\": {\"deep\": {\"password\": \"hush\"}}",                   "deep.password" },
  { "\"config\": {\"pinned_certificate\": \"AbCd0123456789AbCd0123\"}",   "" },
};

static GBytes *
take_out (const char  *text,
          GPtrArray  **secrets,
          GError     **error)
{
  g_autoptr(GBytes) contents = g_bytes_new (text, strlen (text));

  return confab_provider_secrets_take_out (contents, secrets, error);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"version\":1,\"later\":[1],\"providers\":[{\"id\":\"compat:lab\",\"type\":"
                                               "\"custom\",\"name\":\"Lab\",%s}]}", cases[i].member);
      g_autoptr(GPtrArray) secrets = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) clean = take_out (text, &secrets, &error);
      g_autofree char *out = NULL;

      g_test_message ("%s", cases[i].member);
      g_assert_no_error (error);
      out = g_strndup (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean));
      g_assert_null (strstr (out, "hush"));
      g_assert_nonnull (strstr (out, "\"later\""));
      g_assert_nonnull (strstr (out, "\"Lab\""));
      g_assert_cmpuint (secrets->len, ==, *cases[i].found != '\0');
      if (secrets->len > 0)
        {
          const ConfabProviderSecret *secret = g_ptr_array_index (secrets, 0);

          g_assert_cmpstr (secret->provider, ==, "Lab");
          g_assert_cmpstr (secret->field, ==, cases[i].found);
        }
    }
}

/* All else of the file is what it was. */
static void
test_rest (void)
{
  g_autoptr(GPtrArray) secrets = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) clean = take_out ("{\"version\":1,\"providers\":[{\"id\":\"a\",\"type\":\"custom\",\"base_url\":"
                                      "\"https://me:hush@h.example:8/v1?x=y\",\"config\":{\"headers\":{\"A\":\"b\","
                                      "\"Cookie\":\"c\"}}},{\"id\":\"b\",\"type\":\"openai\"}],\"order\":[\"b\"]}",
                                      &secrets, &error);
  g_autofree char *out = NULL;

  g_assert_no_error (error);
  out = g_strndup (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean));
  for (char *p = out; *p != '\0';)
    if (g_ascii_isspace (*p))
      memmove (p, p + 1, strlen (p));
    else
      p++;
  g_assert_cmpstr (out, ==, "{\"version\":1,\"providers\":[{\"id\":\"a\",\"type\":\"custom\",\"base_url\":"
                            "\"https://h.example:8/v1?x=y\",\"config\":{\"headers\":{\"A\":\"b\"}}},{\"id\":\"b\","
                            "\"type\":\"openai\"}],\"order\":[\"b\"]}");
  g_assert_cmpuint (secrets->len, ==, 2);
  /* One without a name goes by its id. */
  g_assert_cmpstr (((ConfabProviderSecret *) secrets->pdata[0])->provider, ==, "a");
}

static void
test_nonsense (void)
{
  static const char * const texts[] = { "{", "[]", "{\"version\":99}", "{\"providers\":[7]}",
                                        "{\"providers\":[{\"id\":\"a\",\"type\":\"t\",\"config\":7}]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GPtrArray) secrets = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) clean = take_out (texts[i], &secrets, &error);

      g_test_message ("%s", texts[i]);
      g_assert_null (clean);
      g_assert_null (secrets);
      g_assert_true (error->domain == CONFAB_PROVIDER_POLICY_ERROR);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/secret/cases", test_cases);
  g_test_add_func ("/providers/secret/rest", test_rest);
  g_test_add_func ("/providers/secret/nonsense", test_nonsense);

  return g_test_run ();
}
