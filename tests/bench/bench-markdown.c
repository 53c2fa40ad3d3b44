/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <md4c.h>
#include <string.h>

#include "bench.h"

/* Reading a reply as it arrives: what a token costs late in a long reply against early, and what
 * all of them cost against reading the whole reply anew with each. Ratios of CPU time, since those
 * hold on any machine. */

#define TOKEN 4
#define N_TOKENS 20000
#define N_RUNS 9

/* Of the tokens with which everything is read anew; each stands for those around it. */
#define SAMPLE 20

/* Does what a view does with the segments that are not as it knows them. */
static void
read_changed (ConfabMarkdownScanner *scanner)
{
  const guint n = confab_markdown_scanner_get_n_segments (scanner);

  for (guint i = confab_markdown_scanner_take_changed (scanner); i < n; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);

      if (segment->kind == CONFAB_MARKDOWN_TABLE)
        {
          g_autofree char *delimiter =
            confab_markdown_scanner_dup_table_delimiter (scanner, segment->block_id);

          confab_markdown_table_free (confab_markdown_table_parse (content, segment->first_of_block,
                                                                   delimiter));
        }
      else if (segment->kind == CONFAB_MARKDOWN_PARAGRAPH || segment->kind == CONFAB_MARKDOWN_HEADING)
        confab_markdown_text_free (confab_markdown_text_parse (content, !segment->sealed));
    }
}

static double
feed_tokens (ConfabMarkdownScanner *scanner,
             const char            *text,
             gsize                  length)
{
  const double start = bench_get_cpu_ms ();

  for (gsize i = 0; i < length; i += TOKEN)
    {
      confab_markdown_scanner_feed (scanner, text + i, (gssize) MIN (TOKEN, length - i));
      read_changed (scanner);
    }

  return bench_get_cpu_ms () - start;
}

static void
bench_delta_cost (void)
{
  const gsize length = strlen (bench_part);
  double early[N_RUNS], late[N_RUNS];

  for (guint run = 0; run < N_RUNS; run++)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      gsize fed = length;

      /* Both times the same text, behind one part and behind 100 KB. */
      feed_tokens (scanner, bench_part, length);
      early[run] = feed_tokens (scanner, bench_part, length);
      for (fed += length; fed < 100 * 1024; fed += length)
        feed_tokens (scanner, bench_part, length);
      late[run] = feed_tokens (scanner, bench_part, length);
    }

  bench_report ("markdown-delta-cost-100k-vs-1k",
          bench_get_median (late, N_RUNS) / bench_get_median (early, N_RUNS), "ratio", 1.5);
}

static int
ignore_block (MD_BLOCKTYPE  type,
              void         *detail,
              void         *user_data)
{
  return 0;
}

static int
ignore_span (MD_SPANTYPE  type,
             void        *detail,
             void        *user_data)
{
  return 0;
}

static int
append_text (MD_TEXTTYPE    type,
             const MD_CHAR *text,
             MD_SIZE        size,
             void          *user_data)
{
  g_string_append_len (user_data, text, size);

  return 0;
}

static void
bench_total (void)
{
  static const MD_PARSER parser = {
    .flags = MD_DIALECT_GITHUB,
    .enter_block = ignore_block,
    .leave_block = ignore_block,
    .enter_span = ignore_span,
    .leave_span = ignore_span,
    .text = append_text,
  };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ConfabMarkdownScanner) incremental = confab_markdown_scanner_new ();
  g_autoptr(GString) plain = g_string_new (NULL);
  g_autoptr(GString) lines = g_string_new (NULL);
  double total, again = 0, library = 0;

  while (text->len < N_TOKENS * TOKEN)
    g_string_append (text, bench_part);
  g_string_truncate (text, N_TOKENS * TOKEN);

  total = feed_tokens (incremental, text->str, text->len);

  for (guint i = SAMPLE / 2; i < N_TOKENS; i += SAMPLE)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      double start = bench_get_cpu_ms ();

      confab_markdown_scanner_feed (scanner, text->str, (gssize) i * TOKEN);
      read_changed (scanner);
      again += (bench_get_cpu_ms () - start) * SAMPLE;

      /* md4c 0.4.8 reads beyond a text that ends within a link, unless it ends with a line. */
      g_string_truncate (plain, 0);
      g_string_truncate (lines, 0);
      g_string_append_len (lines, text->str, (gssize) i * TOKEN);
      g_string_append_c (lines, '\n');
      start = bench_get_cpu_ms ();
      md_parse (lines->str, lines->len, &parser, plain);
      library += (bench_get_cpu_ms () - start) * SAMPLE;
    }

  bench_report ("markdown-incremental-vs-reparse", total / again, "ratio", 0.03);
  bench_report ("markdown-incremental-vs-md4c-reparse", total / library, "ratio", 0.03);
  g_print ("bench markdown-token-cost %.2f us - -\n", total * 1e3 / N_TOKENS);
}

int
main (void)
{
  bench_delta_cost ();
  bench_total ();

  return 0;
}
