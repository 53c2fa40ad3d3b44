/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-base-url.h"

#include <string.h>

typedef struct
{
  const char *typed;
  const char *expected;
} Case;

static char *
normalize (const char           *text,
           const char           *dialect,
           ConfabBaseUrlContext  context)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) again_error = NULL;
  g_autofree char *result = confab_base_url_normalize (text, dialect, context, &error);
  g_autofree char *again = NULL;

  g_test_message ("%s, %s", dialect, text);
  g_assert_no_error (error);
  g_assert_nonnull (result);

  again = confab_base_url_normalize (result, dialect, CONFAB_BASE_URL_TYPED, &again_error);
  g_assert_no_error (again_error);
  g_assert_cmpstr (again, ==, result);

  return g_steal_pointer (&result);
}

static void
check_cases (const Case           *cases,
             gsize                 n_cases,
             const char           *dialect,
             ConfabBaseUrlContext  context,
             const char           *path)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *base = normalize (cases[i].typed, dialect, context);
      g_autofree char *call = path != NULL ? confab_base_url_join (base, path) : g_strdup (base);

      g_assert_cmpstr (call, ==, cases[i].expected);
    }
}

static void
test_openai_chat (void)
{
  static const Case cases[] = {
    { "https://api.openai.com", "https://api.openai.com/v1/chat/completions" },
    { "https://api.openai.com/", "https://api.openai.com/v1/chat/completions" },
    { "https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions" },
    { "https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions" },
    { "https://api.openai.com/v1///", "https://api.openai.com/v1/chat/completions" },
    { "https://api.deepseek.com", "https://api.deepseek.com/v1/chat/completions" },
    { "https://api.mistral.ai", "https://api.mistral.ai/v1/chat/completions" },
    { "https://api.sansaml.com", "https://api.sansaml.com/v1/chat/completions" },
    { "http://localhost:8000", "http://localhost:8000/v1/chat/completions" },
    { "https://api.groq.com/openai/v1", "https://api.groq.com/openai/v1/chat/completions" },
    { "https://api.fireworks.ai/inference/v1", "https://api.fireworks.ai/inference/v1/chat/completions" },
    { "https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/chat/completions" },
    { "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
      "https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions" },
    { "https://api.cohere.com/compatibility/v1", "https://api.cohere.com/compatibility/v1/chat/completions" },
    { "https://generativelanguage.googleapis.com/v1beta/openai/",
      "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions" },
    { "http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions" },
    { "http://litellm.internal:4000", "http://litellm.internal:4000/v1/chat/completions" },
    { "https://h/v1/chat/completions", "https://h/v1/chat/completions" },
    { "https://h/v1/chat/completions/", "https://h/v1/chat/completions" },
    { "https://h/v1/completions", "https://h/v1/chat/completions" },
    { "https://h/v1/responses", "https://h/v1/chat/completions" },
    { "https://h/v1/models", "https://h/v1/chat/completions" },
    { "https://h/v1/embeddings", "https://h/v1/chat/completions" },
    { "https://h/v1/models/models/", "https://h/v1/chat/completions" },
    { "https://h/chat/completions", "https://h/v1/chat/completions" },
    { "https://gateway.example/v1/acct/gw/compat", "https://gateway.example/v1/acct/gw/compat/chat/completions" },
    { "https://R.openai.azure.com/openai/deployments/D",
      "https://r.openai.azure.com/openai/deployments/D/chat/completions" },
    { "https://r.openai.azure.com/openai/deployments/D?api-version=2024-10-21",
      "https://r.openai.azure.com/openai/deployments/D/chat/completions?api-version=2024-10-21" },
    { "https://r.openai.azure.com/openai/deployments/D/chat/completions?api-version=2024-10-21",
      "https://r.openai.azure.com/openai/deployments/D/chat/completions?api-version=2024-10-21" },
    { "https://h/api/paas/v4", "https://h/api/paas/v4/chat/completions" },
    { "https://h/v1beta1", "https://h/v1beta1/chat/completions" },
    { "https://h/v2x", "https://h/v2x/chat/completions" },
    { "https://h/version1", "https://h/version1/v1/chat/completions" },
    { "https://h/v1-beta", "https://h/v1-beta/v1/chat/completions" },
    { "https://h/V1", "https://h/V1/v1/chat/completions" },
    { "https://h/some/where", "https://h/some/where/v1/chat/completions" },
    { "  https://h/v1\n", "https://h/v1/chat/completions" },
    { "\xc2\xa0https://h/v1\xe2\x80\x8b\xef\xbb\xbf", "https://h/v1/chat/completions" },
    { "HTTPS://API.Example.COM/V/v1", "https://api.example.com/V/v1/chat/completions" },
    { "https://h/v1#section", "https://h/v1/chat/completions" },
    { "https://h?a=b", "https://h/v1/chat/completions?a=b" },
    { "https://h/v1?", "https://h/v1/chat/completions" },
    { "https://h/v1/?a=b#c", "https://h/v1/chat/completions?a=b" },
    { "https://h:8443", "https://h:8443/v1/chat/completions" },
    { "https://h:/v1", "https://h/v1/chat/completions" },
    { "http://[::1]:8000", "http://[::1]:8000/v1/chat/completions" },
    { "http://[FE80::1]/v1", "http://[fe80::1]/v1/chat/completions" },
    { "http://0.0.0.0:8000", "http://0.0.0.0:8000/v1/chat/completions" },
    { "http://192.168.1.7:1234/v1", "http://192.168.1.7:1234/v1/chat/completions" },
    { "http://my_box.lan.:5000", "http://my_box.lan.:5000/v1/chat/completions" },
    { "https://h/a/../v1/./", "https://h/v1/chat/completions" },
    { "https://h/a%20b/v1", "https://h/a%20b/v1/chat/completions" },
    { "https://h/caf\xc3\xa9/v1", "https://h/caf%C3%A9/v1/chat/completions" },
    { "https://[fe80::1%25eth0]:8000", "https://[fe80::1%25eth0]:8000/v1/chat/completions" },
    { "https://m\xc3\xbcller.example", "https://xn--mller-kva.example/v1/chat/completions" },
  };

  check_cases (cases, G_N_ELEMENTS (cases), "openai-chat", CONFAB_BASE_URL_TYPED, "/chat/completions");
  check_cases (cases, G_N_ELEMENTS (cases), "openai-responses", CONFAB_BASE_URL_TYPED, "/chat/completions");
}

static void
test_anthropic (void)
{
  static const Case cases[] = {
    { "https://api.anthropic.com", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/v1/", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/v1/messages/", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/v1/models", "https://api.anthropic.com/v1/messages" },
    { "https://api.anthropic.com/messages", "https://api.anthropic.com/v1/messages" },
    { "https://api.minimax.io/anthropic/v1", "https://api.minimax.io/anthropic/v1/messages" },
    { "https://api.deepseek.com/anthropic", "https://api.deepseek.com/anthropic/v1/messages" },
    { "https://h/v1/gw/anthropic", "https://h/v1/gw/anthropic/v1/messages" },
    { "https://h/v1/v1/", "https://h/v1/messages" },
    { "https://h/anthropic?beta=true", "https://h/anthropic/v1/messages?beta=true" },
    { "http://127.0.0.1:40123", "http://127.0.0.1:40123/v1/messages" },
  };

  check_cases (cases, G_N_ELEMENTS (cases), "anthropic", CONFAB_BASE_URL_TYPED, "/v1/messages");
}

static void
test_gemini (void)
{
  static const Case cases[] = {
    { "https://generativelanguage.googleapis.com", "https://generativelanguage.googleapis.com" },
    { "https://generativelanguage.googleapis.com/", "https://generativelanguage.googleapis.com" },
    { "https://generativelanguage.googleapis.com/v1beta", "https://generativelanguage.googleapis.com" },
    { "https://generativelanguage.googleapis.com/v1beta/", "https://generativelanguage.googleapis.com" },
    { "https://generativelanguage.googleapis.com/v1", "https://generativelanguage.googleapis.com" },
    { "https://generativelanguage.googleapis.com/v1beta/models", "https://generativelanguage.googleapis.com" },
    { "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse",
      "https://generativelanguage.googleapis.com?alt=sse" },
    { "https://h/v1/gw/google-ai-studio/v1beta", "https://h/v1/gw/google-ai-studio" },
    { "https://h/v1beta/v1/", "https://h" },
    { "https://h/v1beta2", "https://h/v1beta2" },
    { "https://h/openai-gateway/gemini", "https://h/openai-gateway/gemini" },
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *refused = NULL;

  check_cases (cases, G_N_ELEMENTS (cases), "gemini", CONFAB_BASE_URL_TYPED, NULL);

  g_assert_true (confab_base_url_implies_openai ("https://generativelanguage.googleapis.com/v1beta/openai/"));
  g_assert_true (confab_base_url_implies_openai (" https://h/openai\n"));
  g_assert_true (confab_base_url_implies_openai ("https://h/openai?x=y"));
  g_assert_false (confab_base_url_implies_openai ("https://generativelanguage.googleapis.com/v1beta"));
  g_assert_false (confab_base_url_implies_openai ("https://openai/v1beta"));
  g_assert_false (confab_base_url_implies_openai ("https://h/v1beta?x=/openai"));
  g_assert_false (confab_base_url_implies_openai ("https://h/openai-gateway/gemini"));
  g_assert_false (confab_base_url_implies_openai (""));

  refused = confab_base_url_normalize ("https://generativelanguage.googleapis.com/v1beta/openai/", "gemini",
                                       CONFAB_BASE_URL_TYPED, &error);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL);
  g_assert_null (refused);
}

static void
test_cohere (void)
{
  static const Case cases[] = {
    { "https://api.cohere.com", "https://api.cohere.com/v2/chat" },
    { "https://api.cohere.com/", "https://api.cohere.com/v2/chat" },
    { "https://api.cohere.com/v2", "https://api.cohere.com/v2/chat" },
    { "https://api.cohere.com/v2/chat", "https://api.cohere.com/v2/chat" },
    { "https://api.cohere.com/v1/", "https://api.cohere.com/v2/chat" },
    { "https://api.cohere.com/v1/models", "https://api.cohere.com/v2/chat" },
    { "https://proxy.example/cohere/v2", "https://proxy.example/cohere/v2/chat" },
    { "https://proxy.example/v1/gw", "https://proxy.example/v1/gw/v2/chat" },
  };

  check_cases (cases, G_N_ELEMENTS (cases), "cohere-v2", CONFAB_BASE_URL_TYPED, "/v2/chat");
}

static void
test_ollama (void)
{
  static const Case typed[] = {
    { "http://localhost:11434", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/v1", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/v1/chat/completions", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/api", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/api/", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/api/chat", "http://localhost:11434/api/chat" },
    { "http://localhost:11434/api/tags", "http://localhost:11434/api/chat" },
    { "https://ollama.com", "https://ollama.com/api/chat" },
    { "https://h/ollama/api/", "https://h/ollama/api/chat" },
    { "http://0.0.0.0:11434", "http://127.0.0.1:11434/api/chat" },
    { "http://[::]:11434", "http://[::1]:11434/api/chat" },
    { "http://gpu.lan", "http://gpu.lan/api/chat" },
  };
  static const Case hosts[] = {
    { "0.0.0.0", "http://127.0.0.1:11434/api/chat" },
    { "0.0.0.0:11434", "http://127.0.0.1:11434/api/chat" },
    { "0.0.0.0:9000", "http://127.0.0.1:9000/api/chat" },
    { "127.0.0.1", "http://127.0.0.1:11434/api/chat" },
    { "myhost", "http://myhost:11434/api/chat" },
    { "  myhost:8080 ", "http://myhost:8080/api/chat" },
    { "myhost/", "http://myhost:11434/api/chat" },
    { "myhost/prefix", "http://myhost:11434/prefix/api/chat" },
    { "myhost:80/prefix/", "http://myhost:80/prefix/api/chat" },
    { ":11434", "http://127.0.0.1:11434/api/chat" },
    { "::", "http://[::1]:11434/api/chat" },
    { "::1", "http://[::1]:11434/api/chat" },
    { "fe80::1", "http://[fe80::1]:11434/api/chat" },
    { "[::]", "http://[::1]:11434/api/chat" },
    { "[::]:9000", "http://[::1]:9000/api/chat" },
    { "[::1]:9000", "http://[::1]:9000/api/chat" },
    { "http://gpu.lan", "http://gpu.lan/api/chat" },
    { "http://gpu.lan:11434/v1/", "http://gpu.lan:11434/api/chat" },
    { "https://gpu.lan", "https://gpu.lan/api/chat" },
    { "http://0.0.0.0:11434", "http://127.0.0.1:11434/api/chat" },
  };

  check_cases (typed, G_N_ELEMENTS (typed), "ollama", CONFAB_BASE_URL_TYPED, "/api/chat");
  check_cases (hosts, G_N_ELEMENTS (hosts), "ollama", CONFAB_BASE_URL_OLLAMA_HOST, "/api/chat");
}

/* The sentences differ, so that a person learns what is wrong and not only that something is. */
static void
test_nonsense (void)
{
  static const struct { const char *typed, *expected; } cases[] = {
    { "", "empty" },
    { " \n\t", "empty" },
    { "api.openai.com", "must begin with" },
    { "localhost:8000", "must begin with" },
    { "//api.openai.com/v1", "must begin with" },
    { "/v1", "must begin with" },
    { "https:/api.openai.com", "must begin with" },
    { "https//api.openai.com", "must begin with" },
    { "https:", "must begin with" },
    { "://h", "must begin with" },
    { "h?x=http://y", "must begin with" },
    { "h/http://y", "must begin with" },
    { "ftp://api.openai.com", "Only addresses" },
    { "file:///etc/passwd", "Only addresses" },
    { "ws://h/v1", "Only addresses" },
    { "javascript://x", "Only addresses" },
    { "https://https://api.openai.com", "twice" },
    { "http://HTTPS://api.openai.com", "twice" },
    { "https://", "no host" },
    { "https:///v1", "no host" },
    { "https://:8000", "no host" },
    { "https://?x=y", "no host" },
    { "https://api openai.com", "space inside" },
    { "https://h/v 1", "space inside" },
    { "https://h/\xe2\x80\x8bv1", "space inside" },
    { "https://h/v1\nhttps://i/v1", "line break" },
    { "https://h/\tv1", "line break" },
    { "https://h/\x01v1", "control character" },
    { "https://h/v1\x7f", "control character" },
    { "https://h/\xff", "control character" },
    { "https:\\\\api.openai.com\\v1", "Write “/”" },
    { "https://<resource>.openai.azure.com", "placeholder" },
    { "https://{account}.example/v1", "placeholder" },
    { "\"https://h/v1\"", "placeholder" },
    { "https://user:pass@h/v1", "password" },
    { "https://user@h/v1", "password" },
    { "https://@h/v1", "password" },
    { "https://h:99999", "port" },
    { "https://h:0", "port" },
    { "https://h:80a", "port" },
    { "https://h:-1", "port" },
    { "https://[::1", "host name" },
    { "https://[zz]/v1", "host name" },
    { "https://a..b/v1", "host name" },
    { "https://.h/v1", "host name" },
    { "https://./v1", "host name" },
    { "https://h*/v1", "host name" },
    { "https://a,b/v1", "host name" },
    { "https://h/%zz", "%" },
    { "https://h/v1?key=AIzaSecret", "own field" },
    { "https://h/v1?a=b&API_KEY=sk-secret", "own field" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char * const dialects[] = { "openai-chat", "anthropic", "gemini", "ollama", "cohere-v2" };

      for (gsize j = 0; j < G_N_ELEMENTS (dialects); j++)
        {
          g_autoptr(GError) error = NULL;
          g_autofree char *result = NULL;

          g_test_message ("%s, “%s”", dialects[j], cases[i].typed);
          result = confab_base_url_normalize (cases[i].typed, dialects[j], CONFAB_BASE_URL_TYPED, &error);
          g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL);
          g_assert_null (result);
          g_test_message ("%s", error->message);
          g_assert_nonnull (strstr (error->message, cases[i].expected));
          g_assert_true (g_str_has_suffix (error->message, ".") || g_str_has_suffix (error->message, "?"));
        }
    }
}

static void
test_long (void)
{
  g_autofree char *tail = g_strnfill (4000, 'a');
  g_autofree char *text = g_strconcat ("https://h/", tail, NULL);
  g_autofree char *result = NULL;
  g_autoptr(GError) error = NULL;

  result = confab_base_url_normalize (text, "anthropic", CONFAB_BASE_URL_TYPED, &error);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL);
}

static void
test_tells_no_secret (void)
{
  static const char * const texts[] = {
    "https://user:hunter2@h/v1", "https://hunter2@h:99999/v1", "hunter2", "https://h/v1?token=hunter2",
    "ftp://hunter2", "https://hunter2:hunter2", "https://hunter2 x/",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *result = NULL;

      result = confab_base_url_normalize (texts[i], "openai-chat", CONFAB_BASE_URL_TYPED, &error);
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

static void
test_join (void)
{
  static const struct { const char *base, *path, *expected; } cases[] = {
    { "https://h/v1", "/models", "https://h/v1/models" },
    { "https://h/v1", "models", "https://h/v1/models" },
    { "https://h/v1/", "/models", "https://h/v1/models" },
    { "https://h", "/v1/messages", "https://h/v1/messages" },
    { "https://h?a=b", "/v1/messages", "https://h/v1/messages?a=b" },
    { "https://h/x?a=b", "/v1/models?limit=1", "https://h/x/v1/models?limit=1&a=b" },
    { "https://h", "/v1beta/models/m%2Fn:streamGenerateContent?alt=sse",
      "https://h/v1beta/models/m%2Fn:streamGenerateContent?alt=sse" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *joined = confab_base_url_join (cases[i].base, cases[i].path);

      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

static void
test_loopback (void)
{
  static const struct { const char *address; gboolean expected; } cases[] = {
    { "http://localhost:11434", TRUE },
    { "http://LOCALHOST", TRUE },
    { "http://localhost./v1", TRUE },
    { "http://ollama.localhost/v1", TRUE },
    { "http://127.0.0.1:8000/v1", TRUE },
    { "http://127.9.9.9", TRUE },
    { "http://[::1]:8000", TRUE },
    { "http://128.0.0.1", FALSE },
    { "http://[::2]", FALSE },
    { "http://notlocalhost", FALSE },
    { "http://localhost.example.com", FALSE },
    { "http://127.0.0.1.example.com", FALSE },
    { "https://api.openai.com/v1?host=localhost", FALSE },
    { "nonsense", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (confab_base_url_is_loopback (cases[i].address), ==, cases[i].expected);
    }
}

/* Whatever it is made of, an address that was accepted stays as it is when it is normalised again. */
static void
test_idempotent (void)
{
  static const char * const starts[] = { "http://h", "https://H.example:8443", " http://[::1]:80", "http://0.0.0.0" };
  static const char * const pieces[] = {
    "/", "/v1", "/v1beta", "/api", "/api/chat", "/models", "/messages", "/chat/completions", "/openai",
    "/openai/deployments/d", "/..", "/.", "/x y", "/%41", "/%2F", "/\xc3\xa9", "?a=b", "?", "#f", "/v1/messages", "//",
  };
  static const char * const dialects[] = { "openai-chat", "openai-responses", "anthropic", "gemini", "ollama", "unknown" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  guint n_accepted = 0;

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr(GString) text = g_string_new (starts[g_rand_int_range (rand, 0, G_N_ELEMENTS (starts))]);
      const char *dialect = dialects[g_rand_int_range (rand, 0, G_N_ELEMENTS (dialects))];
      g_autofree char *once = NULL;
      g_autofree char *twice = NULL;

      for (int n = g_rand_int_range (rand, 0, 6); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      once = confab_base_url_normalize (text->str, dialect, CONFAB_BASE_URL_TYPED, NULL);
      if (once == NULL)
        continue;

      n_accepted++;
      twice = confab_base_url_normalize (once, dialect, CONFAB_BASE_URL_TYPED, NULL);
      if (g_strcmp0 (once, twice) != 0)
        g_error ("%s: “%s” became “%s” and then “%s”", dialect, text->str, once, twice);
    }

  g_assert_cmpuint (n_accepted, >, 10000);
}

static void
test_join_root (void)
{
  static const struct { const char *base_url, *path, *expected; } cases[] = {
    { "http://localhost:8080/v1", "/props", "http://localhost:8080/props" },
    { "http://[::1]:8080", "/props", "http://[::1]:8080/props" },
    { "https://h.example/a/b/v1?x=/y", "/props", "https://h.example/props" },
    { "https://h.example?x=y", "/a/b", "https://h.example/a/b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *joined = confab_base_url_join_root (cases[i].base_url, cases[i].path);

      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/base-url/openai-chat", test_openai_chat);
  g_test_add_func ("/providers/base-url/anthropic", test_anthropic);
  g_test_add_func ("/providers/base-url/gemini", test_gemini);
  g_test_add_func ("/providers/base-url/cohere", test_cohere);
  g_test_add_func ("/providers/base-url/ollama", test_ollama);
  g_test_add_func ("/providers/base-url/nonsense", test_nonsense);
  g_test_add_func ("/providers/base-url/idempotent", test_idempotent);
  g_test_add_func ("/providers/base-url/long", test_long);
  g_test_add_func ("/providers/base-url/tells-no-secret", test_tells_no_secret);
  g_test_add_func ("/providers/base-url/join", test_join);
  g_test_add_func ("/providers/base-url/loopback", test_loopback);
  g_test_add_func ("/providers/base-url/join-root", test_join_root);

  return g_test_run ();
}
