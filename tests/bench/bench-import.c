/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench.h"
#include "confab-json.h"
#include "data-fixture.h"

/* What it costs to take conversations out of the export of another program: a large one against a small one, the
 * same into a history that is large already against one that is empty, and against reading JSON alone. Ratios of
 * CPU time of the whole process for each megabyte. */

#define SMALL_BYTES   (4 * 1000 * 1000)
#define LARGE_BYTES   (48 * 1000 * 1000)
#define N_RUNS        3
#define WORDS_MAX     400
#define MESSAGES_MAX  40

/* Words as often as in a language: the n-th is met with a chance of about 1 in n. */
static void
append_words (GString *text,
              GRand   *rand,
              guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint rank = (guint) (1 / (g_rand_double (rand) + 1 / 20000.0));

      g_string_append_printf (text, "%c%uword ", (int) ('a' + rank % 26), rank);
    }
}

static void
append_conversation (GString *text,
                     GRand   *rand)
{
  const guint n_messages = (guint) g_rand_int_range (rand, 2, MESSAGES_MAX);
  g_autofree char *id = g_uuid_string_random ();

  g_string_append_printf (text, "{\"uuid\":\"%s\",\"name\":\"", id);
  append_words (text, rand, 4);
  g_string_append (text, "\",\"created_at\":\"2024-05-01T12:00:00Z\",\"updated_at\":\"2024-05-01T12:00:00Z\","
                   "\"chat_messages\":[");
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *message_id = g_uuid_string_random ();

      g_string_append_printf (text, "%s{\"uuid\":\"%s\",\"sender\":\"%s\",\"created_at\":\"2024-05-01T12:00:00Z\",\"text\":\"",
                              i > 0 ? "," : "", message_id, i % 2 == 0 ? "human" : "assistant");
      append_words (text, rand, (guint) g_rand_int_range (rand, 10, i % 2 == 0 ? WORDS_MAX / 8 : WORDS_MAX));
      g_string_append (text, "\"}");
    }
  g_string_append (text, "]}");
}

static char *
make_export (DataFixture *fixture,
             guint        seed,
             gsize        n_bytes)
{
  g_autofree char *name = g_strdup_printf ("%u.json", seed);
  char *path = data_dup_path (fixture, name);
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr(GString) text = g_string_new ("[");

  while (text->len < n_bytes)
    {
      if (text->len > 1)
        g_string_append_c (text, ',');
      append_conversation (text, rand);
    }
  g_string_append_c (text, ']');
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));

  return path;
}

/* Milliseconds for each megabyte. */
static double
measure_import (DataFixture *fixture,
                guint        seed,
                gsize        n_bytes)
{
  g_autofree char *path = make_export (fixture, seed, n_bytes);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;
  const double start = bench_get_cpu_ms ();

  report = data_import (fixture, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, >, 0);
  g_assert_cmpuint (report->issues->len, ==, 0);

  return (bench_get_cpu_ms () - start) * 1e6 / (double) n_bytes;
}

static double
measure_parsing (DataFixture *fixture)
{
  g_autofree char *path = make_export (fixture, 1, SMALL_BYTES);
  g_autofree char *text = data_dup_contents (path);
  const double start = bench_get_cpu_ms ();
  g_autoptr(JsonNode) node = confab_json_parse (text, strlen (text), NULL);

  g_assert_nonnull (node);

  return (bench_get_cpu_ms () - start) * 1e6 / SMALL_BYTES;
}

static void
report (const char *name,
        double      value,
        double      target)
{
  g_print ("bench %s %.2f ratio %g %s\n", name, value, target, value <= target ? "ok" : "short");
}

int
main (int    argc,
      char **argv)
{
  double parsing[N_RUNS];
  double into_empty[N_RUNS];
  double into_large[N_RUNS];
  double large = 0;
  double empty;
  guint seed = 1;

  engine_home_init ();
  for (guint i = 0; i < N_RUNS; i++)
    {
      DataFixture fixture = { NULL, NULL, NULL };

      data_set_up (&fixture, NULL);
      parsing[i] = measure_parsing (&fixture);
      into_empty[i] = measure_import (&fixture, seed++, SMALL_BYTES);
      if (i + 1 == N_RUNS)
        {
          large = measure_import (&fixture, seed++, LARGE_BYTES);
          for (guint j = 0; j < N_RUNS; j++)
            into_large[j] = measure_import (&fixture, seed++, SMALL_BYTES);
        }
      data_tear_down (&fixture, NULL);
    }

  empty = bench_get_median (into_empty, N_RUNS);
  report ("import-large", large / empty, 1.3);
  report ("import-into-large", bench_get_median (into_large, N_RUNS) / empty, 2);
  report ("import-parsing", empty / bench_get_median (parsing, N_RUNS), 40);
  g_print ("bench import-mb %.1f ms - -\n", empty);

  return 0;
}
