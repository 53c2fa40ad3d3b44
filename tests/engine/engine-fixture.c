/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>

/* The folders that a person's files are in are looked up once in a process, so all tests of one
 * program have the same, and empty them. */
static char *home;

static const char *const cleared[] = {
  "AI_PROVIDER", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL",
  "OPENAI_MODEL", "GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY",
  "GOOGLE_GEMINI_BASE_URL", "OPENROUTER_API_KEY", "OPENROUTER_MODEL", "OLLAMA_HOST",
  "OLLAMA_BASE_URL", "OLLAMA_MODEL", "GROQ_API_KEY", "MISTRAL_API_KEY", "XAI_API_KEY",
  "DEEPSEEK_API_KEY", "HF_TOKEN", "CONFAB_ANTHROPIC_BASE_URL", "CONFAB_OPENAI_BASE_URL",
  "CONFAB_GOOGLE_BASE_URL", "CONFAB_OLLAMA_BASE_URL", "CONFAB_OPENROUTER_BASE_URL",
  "CONFAB_GROQ_BASE_URL", "CONFAB_DEMONSTRATION_PACE_MS", "http_proxy", "https_proxy", "all_proxy",
  "ANTHROPIC_AUTH_TOKEN",
  "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK", "AWS_REGION",
  "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "CONFAB_BEDROCK_BASE_URL",
  "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_API_KEY", "GOOGLE_VERTEX_API_KEY", "GOOGLE_CLOUD_PROJECT",
  "GCLOUD_PROJECT", "GOOGLE_VERTEX_PROJECT", "GOOGLE_CLOUD_LOCATION", "GOOGLE_VERTEX_LOCATION", "CLOUDSDK_CONFIG",
  "CONFAB_VERTEX_BASE_URL",
  "AZURE_OPENAI_API_KEY", "AZURE_API_KEY", "AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_ENDPOINT",
  "AZURE_RESOURCE_NAME", "AZURE_OPENAI_API_VERSION", "OPENAI_API_VERSION", "CONFAB_AZURE_BASE_URL",
};

static void
remove_home (void)
{
  if (home != NULL)
    temp_folder_free (g_steal_pointer (&home));
}

static void
make_folder (const char *variable,
             const char *name)
{
  g_autofree char *path = engine_home_build (name);

  g_setenv (variable, path, TRUE);
}

/* To be called first of all in main (): nothing of the caller's home or environment is used, and
 * no server on this machine is looked for. */
void
engine_home_init (void)
{
  home = temp_folder_new ();
  atexit (remove_home);

  g_setenv ("HOME", home, TRUE);
  make_folder ("XDG_CONFIG_HOME", "config");
  make_folder ("XDG_DATA_HOME", "data");
  make_folder ("XDG_CACHE_HOME", "cache");
  make_folder ("XDG_STATE_HOME", "state");
  engine_home_reset ();
}

/* As if the program was never started. */
void
engine_home_reset (void)
{
  static const char *const folders[] = { "config", "data", "cache", "state", ".aws", ".config" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = engine_home_build (folders[i]);

      g_chmod (path, 0700);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        temp_folder_free (g_strdup (path));
      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
    }

  for (guint i = 0; i < G_N_ELEMENTS (cleared); i++)
    g_unsetenv (cleared[i]);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", "http://127.0.0.1:9", TRUE);
  g_setenv ("CONFAB_LOCAL_SERVERS", "ollama", TRUE);
}

char *
engine_home_build (const char *name)
{
  return g_build_filename (home, name, NULL);
}

char *
engine_records_path (void)
{
  return engine_home_build ("config/confab/providers.json");
}

void
engine_write_records (const char *text)
{
  g_autofree char *path = engine_records_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

char *
engine_read_records (void)
{
  g_autofree char *path = engine_records_path ();
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* Lets the four dialects' first providers be the peer, with its key in the environment. */
void
engine_use_peer (ConfabTestPeer *peer)
{
  engine_use_server (confab_test_peer_get_uri (peer));
}

/* The same with a peer that is a program of its own. */
void
engine_use_server (const char *uri)
{
  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", uri, TRUE);
  g_setenv ("CONFAB_OPENAI_BASE_URL", uri, TRUE);
  g_setenv ("CONFAB_GOOGLE_BASE_URL", uri, TRUE);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", uri, TRUE);
  g_setenv ("ANTHROPIC_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  g_setenv ("OPENAI_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  g_setenv ("GEMINI_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
}

ConfabContext *
engine_load (void)
{
  g_autoptr(ConfabContext) context = confab_context_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_context_load_async (context, NULL, await_cb, &result);
  g_assert_true (confab_context_load_finish (context, await (&result), &error));
  g_assert_no_error (error);

  return g_steal_pointer (&context);
}

gboolean
engine_open_history (ConfabContext  *context,
                     GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_context_open_history_async (context, NULL, await_cb, &result);

  return confab_context_open_history_finish (context, await (&result), error);
}

/* Takes the context, and sees to it that nothing keeps it. */
void
engine_close (ConfabContext *context)
{
  GAsyncResult *result = NULL;

  confab_context_close_async (context, await_cb, &result);
  confab_context_close_finish (context, await (&result));
  g_clear_object (&result);
  engine_probe (context);
  await_finalized (context);
}

ConfabProvider *
engine_get_provider (ConfabContext *context,
                     const char    *id)
{
  ConfabProvider *provider = confab_registry_lookup (confab_context_get_registry (context), id);

  g_assert_nonnull (provider);

  return provider;
}

/* Waits for what the local servers say. */
void
engine_probe (ConfabContext *context)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_registry_probe_local_async (registry, NULL, await_cb, &result);
  g_assert_true (confab_registry_probe_local_finish (registry, await (&result), &error));
  g_assert_no_error (error);
}
