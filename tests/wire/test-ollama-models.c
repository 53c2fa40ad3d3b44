/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ollama-models.h"
#include "confab-wire-error.h"

#include <string.h>

static GPtrArray *
decode (const char  *text,
        GError     **error)
{
  g_autoptr(GBytes) body = g_bytes_new_static (text, strlen (text));

  return confab_ollama_models_decode (body, error);
}

static void
test_names (void)
{
  g_autofree char *long_name = g_strnfill (CONFAB_OLLAMA_MAX_NAME_BYTES, 'a');
  g_autofree char *too_long = g_strnfill (CONFAB_OLLAMA_MAX_NAME_BYTES + 1, 'a');
  const struct { const char *text; const char *name; } cases[] = {
    { "llama3.2:3b", "llama3.2:3b" },
    { "  qwen3 \n", "qwen3" },
    { "ollama run gemma3:4b", "gemma3:4b" },
    { "ollama pull  gemma3", "gemma3" },
    { "https://ollama.com/library/mistral", "mistral" },
    { "https://ollama.com/someone/model:7b", "someone/model:7b" },
    { "https://huggingface.co/a/b-GGUF", "hf.co/a/b-GGUF" },
    { "hf.co/a/b-GGUF:Q4_K_M", "hf.co/a/b-GGUF:Q4_K_M" },
    { "modèle", "modèle" },
    { long_name, long_name },
    { too_long, NULL },
    { "", NULL },
    { "ollama run ", NULL },
    { "two words", NULL },
    { "no\001control", NULL },
    { "right\xe2\x80\xaeleft", NULL },
    { "\xff", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *name = confab_ollama_name_parse (cases[i].text, &error);

      g_test_message ("“%.40s”", cases[i].text);
      g_assert_cmpstr (name, ==, cases[i].name);
      if (name == NULL)
        g_assert_error (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME);
      else
        g_assert_no_error (error);
    }
}

static void
test_keys (void)
{
  static const struct { const char *a, *b; gboolean equal; } cases[] = {
    { "qwen3", "qwen3:latest", TRUE },
    { "Qwen3:LATEST", "qwen3", TRUE },
    { "qwen3:8b", "qwen3", FALSE },
    { "qwen3:8b", "qwen3:8B", TRUE },
    { "qwen3", "qwen", FALSE },
    { "host:5000/qwen3", "host:5000/qwen3:latest", TRUE },
    { "host:5000/qwen3", "host:5001/qwen3", FALSE },
    { "", ":latest", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *a = confab_ollama_name_dup_key (cases[i].a);
      g_autofree char *b = confab_ollama_name_dup_key (cases[i].b);

      g_test_message ("“%s” and “%s”", cases[i].a, cases[i].b);
      g_assert_cmpint (g_str_equal (a, b), ==, cases[i].equal);
    }
}

static void
check_request (ConfabWireRequest *request,
               const char        *method,
               const char        *path,
               const char        *body)
{
  g_assert_cmpstr (request->method, ==, method);
  g_assert_cmpstr (request->path, ==, path);
  if (body == NULL)
    g_assert_null (request->body);
  else
    g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                     body, strlen (body));
  confab_wire_request_free (request);
}

static void
test_requests (void)
{
  check_request (confab_ollama_models_encode_list (), "GET", "/api/tags", NULL);
  check_request (confab_ollama_models_encode_loaded (), "GET", "/api/ps", NULL);
  check_request (confab_ollama_models_encode_pull ("a\"b"), "POST", "/api/pull",
                 "{\"model\":\"a\\\"b\",\"stream\":true}");
  check_request (confab_ollama_models_encode_delete ("m"), "DELETE", "/api/delete", "{\"model\":\"m\"}");
  check_request (confab_ollama_models_encode_unload ("m"), "POST", "/api/chat",
                 "{\"model\":\"m\",\"messages\":[],\"keep_alive\":0,\"stream\":false}");
}

static void
test_list (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models =
    decode ("{\"models\":["
            "{\"name\":\"a:7b\",\"model\":\"a:7b\",\"size\":4661224676,\"details\":"
            "{\"parameter_size\":\"7.2B\",\"quantization_level\":\"Q4_0\"}},"
            "{\"name\":\"only-name\",\"size\":\"much\",\"details\":null},"
            "{\"model\":\"far\",\"size\":384,\"remote_host\":\"https://ollama.com\"},"
            "{\"model\":\"less\",\"size\":-7},"
            "{\"model\":\"\"},{\"model\":5},7,null]}", &error);
  const ConfabOllamaModel *model;

  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 4);
  model = g_ptr_array_index (models, 0);
  g_assert_cmpstr (model->name, ==, "a:7b");
  g_assert_cmpstr (model->parameter_size, ==, "7.2B");
  g_assert_cmpstr (model->quantization, ==, "Q4_0");
  g_assert_cmpint (model->size_bytes, ==, 4661224676);
  g_assert_cmpint (model->loaded_until_us, ==, -1);
  g_assert_false (model->remote);
  model = g_ptr_array_index (models, 1);
  g_assert_cmpstr (model->name, ==, "only-name");
  g_assert_cmpint (model->size_bytes, ==, -1);
  g_assert_null (model->parameter_size);
  model = g_ptr_array_index (models, 2);
  g_assert_true (model->remote);
  model = g_ptr_array_index (models, 3);
  g_assert_cmpint (model->size_bytes, ==, -1);
}

static void
test_loaded (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models =
    decode ("{\"models\":[{\"name\":\"a\",\"size\":100,\"size_vram\":100,"
            "\"expires_at\":\"2026-11-29T10:00:00.123456789+02:00\"},"
            "{\"name\":\"b\",\"expires_at\":\"0001-01-01T00:00:00Z\"},"
            "{\"name\":\"c\",\"expires_at\":\"2318-09-11T00:00:00Z\"},"
            "{\"name\":\"d\",\"expires_at\":\"soon\"}]}", &error);
  const ConfabOllamaModel *model;

  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 4);
  model = g_ptr_array_index (models, 0);
  g_assert_cmpint (model->loaded_until_us, ==, G_GINT64_CONSTANT (1795939200) * G_USEC_PER_SEC);
  model = g_ptr_array_index (models, 1);
  g_assert_cmpint (model->loaded_until_us, ==, -1);
  model = g_ptr_array_index (models, 2);
  g_assert_cmpint (model->loaded_until_us, >, 0);
  model = g_ptr_array_index (models, 3);
  g_assert_cmpint (model->loaded_until_us, ==, -1);
}

static void
test_bad_lists (void)
{
  static const char *const texts[] = { "", "nonsense", "[]", "{}", "{\"models\":7}", "{\"data\":[]}" };
  g_autoptr(GPtrArray) none = decode ("{\"models\":null}", NULL);
  g_autoptr(GString) many = g_string_new ("{\"models\":[");
  g_autoptr(GPtrArray) read = NULL;
  g_autoptr(GPtrArray) whole = NULL;
  g_autoptr(GError) too_long = NULL;
  g_autofree char *spaces = NULL;
  g_autofree char *fits = NULL;
  g_autofree char *beyond = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (decode (texts[i], &error));
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
    }

  g_assert_cmpuint (none->len, ==, 0);

  for (guint i = 0; i <= CONFAB_OLLAMA_MAX_MODELS; i++)
    g_string_append_printf (many, "%s{\"name\":\"m%u\"}", i > 0 ? "," : "", i);
  g_string_append (many, "]}");
  read = decode (many->str, NULL);
  g_assert_cmpuint (read->len, ==, CONFAB_OLLAMA_MAX_MODELS);

  spaces = g_strnfill (CONFAB_OLLAMA_MAX_LIST_BYTES - strlen ("{\"models\":[]}"), ' ');
  fits = g_strconcat ("{\"models\":[]}", spaces, NULL);
  beyond = g_strconcat (fits, " ", NULL);
  whole = decode (fits, NULL);
  g_assert_nonnull (whole);
  g_assert_null (decode (beyond, &too_long));
  g_assert_error (too_long, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
}

static void
test_refine (void)
{
  static const struct { const char *message; int code; } cases[] = {
    { "pull model manifest: file does not exist", CONFAB_LOCAL_MODEL_ERROR_UNKNOWN },
    { "write /root/.ollama/models/blobs/x-partial: no space left on device", CONFAB_LOCAL_MODEL_ERROR_NO_SPACE },
    { "pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama.",
      CONFAB_LOCAL_MODEL_ERROR_TOO_OLD },
    { "pull model manifest: Get \"https://library.example/v2\": dial tcp: lookup library.example: no such host",
      CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
    { "something else", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].message);
      error = confab_ollama_models_refine_error (g_error_new_literal (CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                                                                      cases[i].message));
      if (cases[i].code < 0)
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
      else
        g_assert_error (error, CONFAB_LOCAL_MODEL_ERROR, cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/ollama-models/names", test_names);
  g_test_add_func ("/wire/ollama-models/keys", test_keys);
  g_test_add_func ("/wire/ollama-models/requests", test_requests);
  g_test_add_func ("/wire/ollama-models/list", test_list);
  g_test_add_func ("/wire/ollama-models/loaded", test_loaded);
  g_test_add_func ("/wire/ollama-models/bad-lists", test_bad_lists);
  g_test_add_func ("/wire/ollama-models/refine", test_refine);

  return g_test_run ();
}
