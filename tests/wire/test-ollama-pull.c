/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ollama-pull.h"

#include <string.h>

#define MB "000000"


typedef struct
{
  const char            *name;
  const char            *stream;   /* ' stands for " */
  ConfabOllamaPullPhase  phase;
  gint64                 completed;
  gint64                 total;
  GQuark               (*domain) (void);
  int                    code;
} Case;

static const Case cases[] = {
  { "whole",
    "{'status':'pulling manifest'}\n"
    "{'status':'pulling aa','digest':'sha256:aa','total':100" MB "}\n"
    "{'status':'pulling aa','digest':'sha256:aa','total':100" MB ",'completed':50" MB "}\n"
    "{'status':'pulling aa','digest':'sha256:aa','total':100" MB ",'completed':100" MB "}\n"
    "{'status':'pulling bb','digest':'sha256:bb','total':2" MB ",'completed':2" MB "}\n"
    "{'status':'verifying sha256 digest'}\n{'status':'writing manifest'}\n"
    "{'status':'removing any unused layers'}\n{'status':'success'}\n",
    CONFAB_OLLAMA_PULL_DONE, 102000000, 102000000, NULL, 0 },
  { "no new line at the end", "{'status':'success'}", CONFAB_OLLAMA_PULL_DONE, 0, 0, NULL, 0 },
  { "all was there already", "{'status':'pulling manifest'}\n{'status':'success'}\n",
    CONFAB_OLLAMA_PULL_DONE, 0, 0, NULL, 0 },
  { "cut between lines", "{'status':'pulling aa','digest':'aa','total':64" MB ",'completed':32" MB "}\n",
    CONFAB_OLLAMA_PULL_FETCHING, 32000000, 64000000,
    confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED },
  { "cut within a line", "{'status':'pulling aa','digest':'aa','total':64" MB ",'completed':32" MB "}\n{'status':'pul",
    CONFAB_OLLAMA_PULL_FETCHING, 32000000, 64000000,
    confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED },
  { "nothing at all", "", CONFAB_OLLAMA_PULL_STARTING, 0, 0,
    confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED },
  { "unknown name", "{'status':'pulling manifest'}\n{'error':'pull model manifest: file does not exist'}\n",
    CONFAB_OLLAMA_PULL_STARTING, 0, 0, confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_UNKNOWN },
  { "full disk", "{'status':'pulling aa','digest':'aa','total':64" MB ",'completed':1}\n"
    "{'error':'write /x: no space left on device'}\n",
    CONFAB_OLLAMA_PULL_FETCHING, 1, 64000000, confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_NO_SPACE },
  { "another failure", "{'error':'digest mismatch, file must be downloaded again'}",
    CONFAB_OLLAMA_PULL_STARTING, 0, 0, confab_local_model_error_quark, CONFAB_LOCAL_MODEL_ERROR_FAILED },
  { "no JSON", "{'status':'pulling manifest'}\nnonsense\n", CONFAB_OLLAMA_PULL_STARTING, 0, 0,
    confab_wire_error_quark, CONFAB_WIRE_ERROR_MALFORMED },
  { "no object", "7\n", CONFAB_OLLAMA_PULL_STARTING, 0, 0, confab_wire_error_quark, CONFAB_WIRE_ERROR_MALFORMED },
  { "what goes back or beyond is not believed",
    "{'digest':'aa','total':100" MB ",'completed':50" MB "}\n{'digest':'aa','total':100" MB ",'completed':10" MB "}\n"
    "{'digest':'bb','total':10" MB ",'completed':99" MB "}\n{'digest':'cc','total':-5,'completed':-9}\n"
    "{'digest':'aa','total':'all','completed':[]}\n{'status':'success'}",
    CONFAB_OLLAMA_PULL_DONE, 60000000, 110000000, NULL, 0 },
  { "sums of absurd sizes stay sums",
    "{'digest':'aa','total':9223372036854775807,'completed':9223372036854775807}\n"
    "{'digest':'bb','total':9223372036854775807,'completed':9223372036854775807}\n{'status':'success'}",
    CONFAB_OLLAMA_PULL_DONE, G_GINT64_CONSTANT (2) << 50, G_GINT64_CONSTANT (2) << 50, NULL, 0 },
  { "unknown words", "{'status':'counting sheep'}\n{}\n{'news':7}\n{'status':null}\n{'status':'success'}",
    CONFAB_OLLAMA_PULL_DONE, 0, 0, NULL, 0 },
};

static void
check (const Case *test,
       const char *stream,
       gsize       cut)
{
  g_autoptr(ConfabOllamaPull) pull = confab_ollama_pull_new ();
  g_autoptr(GError) error = NULL;
  const gsize rest = strlen (stream) - cut;
  g_autofree char *head = g_memdup2 (stream, cut);
  g_autofree char *tail = g_memdup2 (stream + cut, rest);

  if (confab_ollama_pull_feed (pull, head, cut, &error) && confab_ollama_pull_feed (pull, tail, rest, &error))
    confab_ollama_pull_finish (pull, &error);

  if (test->domain == NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, test->domain (), test->code);
  g_assert_cmpint (confab_ollama_pull_get_phase (pull), ==, test->phase);
  g_assert_cmpint (confab_ollama_pull_get_completed_bytes (pull), ==, test->completed);
  g_assert_cmpint (confab_ollama_pull_get_total_bytes (pull), ==, test->total);
}

static void
test_splits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *stream = g_strdelimit (g_strdup (cases[i].stream), "'", '"');

      for (gsize cut = 0; cut <= strlen (stream); cut++)
        {
          g_test_message ("%s, cut at %" G_GSIZE_FORMAT, cases[i].name, cut);
          check (&cases[i], stream, cut);
        }
    }
}

static void
feed (ConfabOllamaPull *pull,
      const char       *digest,
      int               completed_mb,
      int               total_mb)
{
  g_autofree char *line = g_strdup_printf ("{\"digest\":\"%s\",\"total\":%d,\"completed\":%d}\n",
                                           digest, 1000000 * total_mb, 1000000 * completed_mb);
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_ollama_pull_feed (pull, line, strlen (line), &error));
  g_assert_no_error (error);
}

/* A bar that goes back looks like work undone. */
static void
test_never_back (void)
{
  static const struct { const char *digest; int completed, total; double least, most; } steps[] = {
    { "config", 1, 1, 0.0, 0.05 },
    { "weights", 0, 1000, 0.0, 0.05 },
    { "weights", 500, 1000, 0.49, 0.5 },
    { "more", 0, 1000, 0.49, 0.5 },
    { "weights", 1000, 1000, 0.49, 0.5 },
    { "more", 1000, 1000, 0.989, 0.991 },
    { "late", 0, 2000, 0.989, 0.991 },
  };
  static const char *const ends[] = { "{\"status\":\"verifying sha256 digest\"}", "{\"status\":\"success\"}" };
  g_autoptr(ConfabOllamaPull) pull = confab_ollama_pull_new ();
  double before = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      feed (pull, steps[i].digest, steps[i].completed, steps[i].total);
      g_assert_cmpfloat (confab_ollama_pull_get_fraction (pull), >=, before);
      g_assert_cmpfloat (confab_ollama_pull_get_fraction (pull), >=, steps[i].least);
      g_assert_cmpfloat (confab_ollama_pull_get_fraction (pull), <=, steps[i].most);
      before = confab_ollama_pull_get_fraction (pull);
    }

  g_assert_true (confab_ollama_pull_feed (pull, ends[0], strlen (ends[0]), NULL));
  g_assert_cmpfloat (confab_ollama_pull_get_fraction (pull), <, 1);
  g_assert_cmpint (confab_ollama_pull_get_phase (pull), ==, CONFAB_OLLAMA_PULL_VERIFYING);
  g_assert_true (confab_ollama_pull_feed (pull, ends[1], strlen (ends[1]), NULL));
  g_assert_cmpfloat (confab_ollama_pull_get_fraction (pull), ==, 1);
}

static void
test_bounds (void)
{
  g_autoptr(ConfabOllamaPull) layers = confab_ollama_pull_new ();
  g_autoptr(ConfabOllamaPull) fits = confab_ollama_pull_new ();
  g_autoptr(ConfabOllamaPull) beyond = confab_ollama_pull_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *words = g_strnfill (CONFAB_OLLAMA_PULL_MAX_LINE_BYTES - strlen ("{\"status\":\"\"}"), 'x');
  g_autofree char *line = g_strdup_printf ("{\"status\":\"%s\"}", words);
  g_autofree char *longer = g_strdup_printf ("{\"status\":\"x%s\"}", words);
  static const char one_more[] = "{\"digest\":\"one more\",\"total\":1}";

  for (int i = 0; i < CONFAB_OLLAMA_PULL_MAX_LAYERS; i++)
    {
      g_autofree char *digest = g_strdup_printf ("%d", i);

      feed (layers, digest, 1, 1);
    }
  feed (layers, "0", 1, 1);
  g_assert_false (confab_ollama_pull_feed (layers, one_more, strlen (one_more), &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_assert_true (confab_ollama_pull_feed (fits, line, strlen (line), &error));
  g_assert_no_error (error);
  g_assert_false (confab_ollama_pull_feed (beyond, longer, strlen (longer), &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/ollama-pull/splits", test_splits);
  g_test_add_func ("/wire/ollama-pull/never-back", test_never_back);
  g_test_add_func ("/wire/ollama-pull/bounds", test_bounds);

  return g_test_run ();
}
