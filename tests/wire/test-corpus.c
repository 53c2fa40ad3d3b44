/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads every recorded stream of a directory and compares what comes out with what must.
 *
 * The directory is the project's own fixtures, or $CONFAB_STREAM_CORPUS. In it, DIALECT/NAME.sse
 * (.ndjson, .json, .eventstream) is a body as it came over the wire and DIALECT/NAME.expected.json
 * what a reader must make of it. Each is read whole, byte by byte, and in random pieces. With $CONFAB_STREAM_DUMP
 * what came out is written there, in the form of the expected files. */

#include "config.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "corpus-compare.h"
#include "corpus-reply.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define EXPECTED_SUFFIX ".expected.json"

/* How often a stream is cut at random places. */
#define N_RANDOM_RUNS 4

static const struct { const char *suffix, *content_type; } kinds[] = {
  { ".sse", "text/event-stream" },
  { ".ndjson", "application/x-ndjson" },
  { ".json", "application/json" },
  { ".eventstream", "application/vnd.amazon.eventstream" },
};

/* Pieces of @piece bytes, or of random size if that is 0. */
static CorpusReply *
read_stream (const ConfabDialect *dialect,
             const char          *content_type,
             const char          *body,
             gsize                length,
             gsize                piece,
             GRand               *rand)
{
  CorpusReply *reply = corpus_reply_new ();
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (dialect, content_type);
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < length;)
    {
      gsize n = piece;

      /* Mostly small, since that is where the borders are. */
      if (n == 0)
        n = g_rand_boolean (rand) ? g_rand_int_range (rand, 1, 8) : g_rand_int_range (rand, 1, 3000);
      n = MIN (n, length - at);

      ok = confab_decoder_feed (decoder, body + at, n, corpus_reply_event_cb, reply, &error);
      at += n;
    }

  if (ok)
    confab_decoder_finish (decoder, corpus_reply_event_cb, reply, &error);
  corpus_reply_end (reply, confab_decoder_get_complete (decoder), error);

  return reply;
}

static char *
find_trace_difference (CorpusReply *a,
                       CorpusReply *b,
                       const char  *how)
{
  const char *a_trace = corpus_reply_get_trace (a);
  const char *b_trace = corpus_reply_get_trace (b);
  gsize i = 0;
  g_autofree char *a_line = NULL;
  g_autofree char *b_line = NULL;

  if (g_str_equal (a_trace, b_trace))
    return NULL;

  while (a_trace[i] == b_trace[i])
    i++;
  i -= MIN (i, 20);

  a_line = g_strndup (a_trace + i, 60);
  b_line = g_strndup (b_trace + i, 60);

  return g_strdup_printf ("%s: \"%s\" became \"%s\"", how, a_line, b_line);
}

static void
dump (JsonNode   *got,
      const char *dialect_id,
      const char *name)
{
  const char *root = g_getenv ("CONFAB_STREAM_DUMP");
  g_autoptr(JsonGenerator) generator = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *base = NULL;
  g_autofree char *path = NULL;

  if (root == NULL || *root == '\0')
    return;

  directory = g_build_filename (root, dialect_id, NULL);
  base = g_strconcat (name, ".got.json", NULL);
  path = g_build_filename (directory, base, NULL);

  generator = json_generator_new ();
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 1);
  json_generator_set_root (generator, got);

  if (g_mkdir_with_parents (directory, 0755) != 0)
    g_error ("Cannot make %s: %s", directory, g_strerror (errno));
  if (!json_generator_to_file (generator, path, &error))
    g_error ("Cannot write %s: %s", path, error->message);
}

/* Returns: what is wrong, or NULL. */
static char *
check_stream (const ConfabDialect *dialect,
              const char          *directory,
              const char          *name,
              GRand               *rand)
{
  g_autofree char *expected_base = g_strconcat (name, EXPECTED_SUFFIX, NULL);
  g_autofree char *expected_path = g_build_filename (directory, expected_base, NULL);
  g_autofree char *body = NULL;
  const char *content_type = NULL;
  gsize length = 0;
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(CorpusReply) whole = NULL;
  g_autoptr(CorpusReply) bytewise = NULL;
  g_autoptr(JsonNode) got = NULL;
  char *difference;

  for (gsize i = 0; body == NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *base = g_strconcat (name, kinds[i].suffix, NULL);
      g_autofree char *path = g_build_filename (directory, base, NULL);

      content_type = kinds[i].content_type;
      g_file_get_contents (path, &body, &length, NULL);
    }

  if (body == NULL)
    return g_strdup ("there is no body");
  if (!json_parser_load_from_file (parser, expected_path, &error))
    return g_strdup (error->message);

  whole = read_stream (dialect, content_type, body, length, length, rand);
  got = corpus_reply_to_json (whole, confab_dialect_get_id (dialect));
  dump (got, confab_dialect_get_id (dialect), name);

  difference = corpus_compare (json_node_get_object (json_parser_get_root (parser)),
                               json_node_get_object (got));
  if (difference != NULL)
    return difference;

  bytewise = read_stream (dialect, content_type, body, length, 1, rand);
  difference = find_trace_difference (whole, bytewise, "byte by byte");

  for (int i = 0; difference == NULL && i < N_RANDOM_RUNS; i++)
    {
      g_autoptr(CorpusReply) random = read_stream (dialect, content_type, body, length, 0, rand);

      difference = find_trace_difference (whole, random, "in random pieces");
    }

  return difference;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *directory)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (entry, EXPECTED_SUFFIX))
      g_ptr_array_add (names, g_strndup (entry, strlen (entry) - strlen (EXPECTED_SUFFIX)));

  g_ptr_array_sort (names, compare_names);

  return names;
}

static gboolean
check_dialect (const char *corpus,
               const char *dialect_id,
               GRand      *rand)
{
  const ConfabDialect *dialect = confab_dialect_lookup (dialect_id);
  g_autofree char *directory = g_build_filename (corpus, dialect_id, NULL);
  g_autoptr(GPtrArray) names = list_names (directory);
  guint n_passed = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *difference = check_stream (dialect, directory, name, rand);

      if (difference == NULL)
        n_passed++;
      else
        g_print ("%s/%s: %s\n", dialect_id, name, difference);
    }

  g_print ("corpus %s %u/%u\n", dialect_id, n_passed, names->len);

  return n_passed == names->len;
}

int
main (int    argc,
      char **argv)
{
  const char *const *ids = confab_dialect_list_ids ();
  const char *corpus = g_getenv ("CONFAB_STREAM_CORPUS");
  const char *seed_text = g_getenv ("CONFAB_STREAM_SEED");
  g_autofree char *own = NULL;
  g_autoptr(GRand) rand = NULL;
  gboolean ok = TRUE;
  guint32 seed;

  if (corpus == NULL || *corpus == '\0')
    corpus = own = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "streams", NULL);

  seed = seed_text != NULL ? (guint32) g_ascii_strtoull (seed_text, NULL, 10) : g_random_int ();
  rand = g_rand_new_with_seed (seed);
  g_print ("seed %u (CONFAB_STREAM_SEED=%u repeats this run)\n", seed, seed);

  for (gsize i = 0; ids[i] != NULL; i++)
    ok = check_dialect (corpus, ids[i], rand) && ok;

  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
