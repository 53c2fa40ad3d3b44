/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A part of a reply with everything that replies have. */
const char bench_part[] =
  "## How to sort\n\nThere are **two ways** to sort an array in C, and *both* need a function that "
  "compares: `qsort ()` from the library, or one of [your own](https://example.org/sorting?in=c). "
  "The former is short. It is also fast enough for nearly anything that one meets in practice.\n\n"
  "```c\nstatic int\ncompare (const void *a,\n         const void *b)\n{\n  return *(const int *) a - "
  "*(const int *) b;\n}\n```\n\nWhat to keep in mind:\n\n1. The function gets *pointers* to members.\n"
  "2. It must be **consistent**:\n   - if `a < b` then `b > a`\n   - equal ones in no order\n"
  "3. Subtraction can overflow, see https://example.org.\n\n> Stable sorting costs memory, and\n"
  "> rarely matters.\n\n| Way | Cost | Stable |\n|:----|-----:|:------:|\n| quick | `n log n` | no |\n"
  "| merge | `n log n` | **yes** |\n| bubble | `n * n` | yes |\n\n";

/* CPU time of the process, all threads. */
double
bench_get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double first = *(const double *)a;
  const double second = *(const double *)b;

  return first < second ? -1 : first > second;
}

double
bench_get_percentile (double *values,
                      guint   n,
                      guint   percent)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[MIN (n * percent / 100, n - 1)];
}

double
bench_get_median (double *values,
                  guint   n)
{
  return bench_get_percentile (values, n, 50);
}

/* The median of the ratios of pairs taken one after the other: whatever else the machine did meanwhile
 * fell on both of a pair. */
double
bench_get_ratio (const double *values,
                 const double *bases,
                 guint         n)
{
  g_autofree double *ratios = g_new (double, n);

  for (guint i = 0; i < n; i++)
    ratios[i] = values[i] / bases[i];

  return bench_get_median (ratios, n);
}

void
bench_report (const char *name,
              double      value,
              const char *unit,
              double      target)
{
  g_print ("bench %s %.4f %s %.2f %s\n", name, value, unit, target, value <= target ? "ok" : "short");
}

/* Memory that is the process's own, or 0 where it is not told. */
gsize
bench_get_private_kb (void)
{
  g_autofree char *rollup = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &rollup, NULL, NULL) ||
      (line = strstr (rollup, "Private_Dirty:")) == NULL)
    return 0;

  return (gsize)g_ascii_strtoull (line + strlen ("Private_Dirty:"), NULL, 10);
}
