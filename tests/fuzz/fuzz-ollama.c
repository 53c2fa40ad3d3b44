/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Ollama says of its models: how fetching one goes, and which there are. */

#include "config.h"

#include "confab-ollama-models.h"
#include "confab-ollama-pull.h"
#include "fuzz.h"

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

/* What is told at the end, and that the bar never went back on the way. */
static char *
read_pull (const char *bytes,
           gsize       length,
           gsize       piece)
{
  g_autoptr(ConfabOllamaPull) pull = confab_ollama_pull_new ();
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < length; at += piece)
    {
      const double before = confab_ollama_pull_get_fraction (pull);

      ok = confab_ollama_pull_feed (pull, bytes + at, MIN (piece, length - at), &error);
      if (!(confab_ollama_pull_get_fraction (pull) >= before) || confab_ollama_pull_get_fraction (pull) > 1 ||
          confab_ollama_pull_get_completed_bytes (pull) < 0 ||
          confab_ollama_pull_get_completed_bytes (pull) > confab_ollama_pull_get_total_bytes (pull))
        g_error ("The figures make no sense");
    }
  if (ok)
    confab_ollama_pull_finish (pull, &error);

  return g_strdup_printf ("%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", (int) confab_ollama_pull_get_phase (pull),
                          confab_ollama_pull_get_completed_bytes (pull), confab_ollama_pull_get_total_bytes (pull),
                          error != NULL ? error->message : "");
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *bytes = (const char *) data;
  g_autofree char *whole = read_pull (bytes, size, MAX (size, 1));
  g_autofree char *bytewise = read_pull (bytes, size, 1);
  g_autofree char *text = g_strndup (bytes, size);
  g_autofree char *name = confab_ollama_name_parse (text, NULL);
  g_autoptr(GBytes) body = g_bytes_new_static (data, size);
  g_autoptr(GPtrArray) models = confab_ollama_models_decode (body, NULL);

  if (!g_str_equal (whole, bytewise))
    g_error ("\n%s\nbecame\n%s", whole, bytewise);
  if (name != NULL)
    {
      g_autofree char *key = confab_ollama_name_dup_key (name);
      g_autofree char *again = confab_ollama_name_dup_key (key);

      if (!g_str_equal (key, again))
        g_error ("“%s” became “%s”", key, again);
    }
  for (guint i = 0; models != NULL && i < models->len; i++)
    if (((ConfabOllamaModel *) g_ptr_array_index (models, i))->name == NULL)
      g_error ("A model has no name");

  return 0;
}
