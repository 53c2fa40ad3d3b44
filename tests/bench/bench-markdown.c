/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <md4c.h>
#include <string.h>
#include <time.h>

/* Reading a reply as it arrives: what a token costs late in a long reply against early, and what
 * all of them cost against reading the whole reply anew with each. Ratios of CPU time, since those
 * hold on any machine. */

#define TOKEN 4
#define N_TOKENS 20000
#define N_RUNS 9

/* Of the tokens with which everything is read anew; each stands for those around it. */
#define SAMPLE 20

static const char part[] =
  "## How to sort\n\nThere are **two ways** to sort an array in C, and *both* need a function that "
  "compares: `qsort ()` from the library, or one of [your own](https://example.org/sorting?in=c). "
  "The former is short. It is also fast enough for nearly anything that one meets in practice.\n\n"
  "```c\nstatic int\ncompare (const void *a,\n         const void *b)\n{\n  return *(const int *) a - "
  "*(const int *) b;\n}\n```\n\nWhat to keep in mind:\n\n1. The function gets *pointers* to members.\n"
  "2. It must be **consistent**:\n   - if `a < b` then `b > a`\n   - equal ones in no order\n"
  "3. Subtraction can overflow, see https://example.org.\n\n> Stable sorting costs memory, and\n"
  "> rarely matters.\n\n| Way | Cost | Stable |\n|:----|-----:|:------:|\n| quick | `n log n` | no |\n"
  "| merge | `n log n` | **yes** |\n| bubble | `n * n` | yes |\n\n";

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static double
get_median (double *values,
            guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

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
  const double start = get_cpu_ms ();

  for (gsize i = 0; i < length; i += TOKEN)
    {
      confab_markdown_scanner_feed (scanner, text + i, (gssize) MIN (TOKEN, length - i));
      read_changed (scanner);
    }

  return get_cpu_ms () - start;
}

static void
report (const char *name,
        double      value,
        double      target)
{
  g_print ("bench %s %.4f ratio %.2f %s\n", name, value, target, value <= target ? "ok" : "short");
}

static void
bench_delta_cost (void)
{
  const gsize length = strlen (part);
  double early[N_RUNS], late[N_RUNS];

  for (guint run = 0; run < N_RUNS; run++)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      gsize fed = length;

      /* Both times the same text, behind one part and behind 100 KB. */
      feed_tokens (scanner, part, length);
      early[run] = feed_tokens (scanner, part, length);
      for (fed += length; fed < 100 * 1024; fed += length)
        feed_tokens (scanner, part, length);
      late[run] = feed_tokens (scanner, part, length);
    }

  report ("markdown-delta-cost-100k-vs-1k",
          get_median (late, N_RUNS) / get_median (early, N_RUNS), 1.5);
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
  double total, again = 0, library = 0;

  while (text->len < N_TOKENS * TOKEN)
    g_string_append (text, part);
  g_string_truncate (text, N_TOKENS * TOKEN);

  total = feed_tokens (incremental, text->str, text->len);

  for (guint i = SAMPLE / 2; i < N_TOKENS; i += SAMPLE)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      double start = get_cpu_ms ();

      confab_markdown_scanner_feed (scanner, text->str, (gssize) i * TOKEN);
      read_changed (scanner);
      again += (get_cpu_ms () - start) * SAMPLE;

      g_string_truncate (plain, 0);
      start = get_cpu_ms ();
      md_parse (text->str, i * TOKEN, &parser, plain);
      library += (get_cpu_ms () - start) * SAMPLE;
    }

  report ("markdown-incremental-vs-reparse", total / again, 0.03);
  report ("markdown-incremental-vs-md4c-reparse", total / library, 0.03);
  g_print ("bench markdown-token-cost %.2f us - -\n", total * 1e3 / N_TOKENS);
}

int
main (void)
{
  bench_delta_cost ();
  bench_total ();

  return 0;
}
