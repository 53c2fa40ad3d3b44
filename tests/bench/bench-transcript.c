/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "confab-transcript.h"
#include "confab-transcript-view.h"

/* What a frame costs while a reply streams, late in a long reply against early, and what it costs to
 * open a long conversation against a shorter one. Ratios of CPU time of the whole process, so that
 * reading, laying out and drawing all count; nothing but frames is done while it is taken. */

#define BYTES_PER_FRAME 64
#define SPAN_BYTES      4096
#define N_RUNS          3

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

typedef struct
{
  GtkWidget        *window;
  ConfabTranscript *transcript;
} Stage;

static double
get_cpu_ms (void)
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

static double
get_median (double *values,
            guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

static void
report (const char *name,
        double      value,
        double      target)
{
  g_print ("bench %s %.4f ratio %.2f %s\n", name, value, target, value <= target ? "ok" : "short");
}

static void
next_frame (Stage *stage)
{
  gtk_test_widget_wait_for_draw (stage->window);
}

static void
stage_init (Stage *stage)
{
  stage->window = adw_window_new ();
  stage->transcript = CONFAB_TRANSCRIPT (confab_transcript_new ());
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 800, 700);
  adw_window_set_content (ADW_WINDOW (stage->window), GTK_WIDGET (stage->transcript));
  gtk_window_present (GTK_WINDOW (stage->window));
  next_frame (stage);
}

static void
append_text (GListStore *store,
             ConfabRole  role,
             const char *text)
{
  g_autoptr(ConfabMessage) message = confab_message_new_text (role, text);

  g_list_store_append (store, message);
}

static void
grow (ConfabMessage *message,
      const char    *text,
      gsize          length)
{
  confab_part_append_text (confab_message_get_part (message, 0), text, length);
  confab_message_changed (message);
}

/* CPU time of a frame in which the reply grew, on average over as much text as makes all lengths that
 * the open piece of it can have come up. */
static double
stream_text (Stage         *stage,
             ConfabMessage *message,
             const char    *unit)
{
  const gsize length = strlen (unit);
  const double start = get_cpu_ms ();
  gsize n_bytes = 0;
  guint n_frames = 0;

  while (n_bytes < SPAN_BYTES)
    for (gsize i = 0; i < length; i += BYTES_PER_FRAME)
      {
        grow (message, unit + i, MIN (BYTES_PER_FRAME, length - i));
        next_frame (stage);
        n_bytes += MIN (BYTES_PER_FRAME, length - i);
        n_frames++;
      }

  return (get_cpu_ms () - start) / n_frames;
}

static void
bench_growth (Stage      *stage,
              const char *name,
              const char *opening,
              const char *unit)
{
  g_autofree char *frame_name = g_strconcat (name, "-frame", NULL);
  double early[N_RUNS];
  double late[N_RUNS];
  double frame;

  for (guint run = 0; run < N_RUNS; run++)
    {
      g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
      g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
      g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
      g_autofree char *before = g_strconcat (part, part, NULL);

      /* A reply of 1 KB does not fill the window; what was said before it does, early and late. */
      append_text (store, CONFAB_ROLE_ASSISTANT, before);
      append_text (store, CONFAB_ROLE_USER, "And how is it sorted?");
      confab_message_append_part (message, text);
      confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
      g_list_store_append (store, message);
      confab_transcript_set_messages (stage->transcript, G_LIST_MODEL (store));
      next_frame (stage);

      grow (message, opening, strlen (opening));
      while (confab_part_get_text_length (text) < 1024)
        grow (message, unit, strlen (unit));
      next_frame (stage);
      early[run] = stream_text (stage, message, unit);
      while (confab_part_get_text_length (text) < 100 * 1024)
        {
          for (gsize i = 0; i < 1024; i += strlen (unit))
            grow (message, unit, strlen (unit));
          next_frame (stage);
        }
      next_frame (stage);
      late[run] = stream_text (stage, message, unit);
      confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
      next_frame (stage);
      confab_transcript_set_messages (stage->transcript, NULL);
    }

  frame = get_median (late, N_RUNS);
  report (name, frame / get_median (early, N_RUNS), 1.5);
  g_print ("bench %s %.2f ms - -\n", frame_name, frame);
}

/* A mixed reply, and replies that are one block that never ends. */
static void
bench_delta_cost (Stage *stage)
{
  bench_growth (stage, "transcript-delta-cost-100k-vs-1k", "", part);
  bench_growth (stage, "transcript-fence-cost-100k-vs-1k", "```c\n",
                "static int\ncompare (const void *a, const void *b)\n{\n  /* the lesser first */\n"
                "  return *(const int *) a - *(const int *) b;\n}\n\n"
                "static void\nsort (int *numbers, size_t n)\n{\n"
                "  qsort (numbers, n, sizeof *numbers, compare);\n}\n\n"
                "int\nmain (void)\n{\n  int numbers[] = { 3, 1, 2 };\n\n  sort (numbers, 3);\n"
                "  printf (\"%d\\n\", numbers[0]);\n\n  return 0;\n}\n\n");
  bench_growth (stage, "transcript-list-cost-100k-vs-1k", "",
                "- The function gets *pointers* to members, and not the members themselves.\n"
                "- It must be **consistent**: if `a < b` then `b > a`, whatever else it does.\n"
                "- Subtraction can overflow, see [the manual](https://example.org/sorting).\n");
  bench_growth (stage, "transcript-paragraph-cost-100k-vs-1k", "",
                "There are **two ways** to sort an array in C, and *both* need a function that compares. "
                "The former is short. It is also fast enough for nearly anything that one meets. ");
  bench_growth (stage, "transcript-table-cost-100k-vs-1k", "| Way | Cost | Stable |\n|:----|-----:|:---:|\n",
                "| quick | `n log n` | no |\n| merge | `n log n` | **yes** |\n| bubble | `n * n` | yes |\n"
                "| heap | `n log n` | no, and not so quick in practice |\n");
  bench_growth (stage, "transcript-formula-cost-100k-vs-1k", "",
                "The roots of $ax^2 + bx + c = 0$ are known: with \\(\\Delta = b^2 - 4ac\\) they are $\\frac{-b \\pm "
                "\\sqrt{\\Delta}}{2a}$, and $x_1 + x_2 = -\\frac{b}{a}$.\n\n$$\n\\sum_{i=1}^{n} i = "
                "\\frac{n(n+1)}{2}\n$$\n\n");
}

static GListStore *
new_conversation (guint n_messages)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);

  for (guint i = 0; i < n_messages; i++)
    append_text (store, i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT,
                 i % 2 == 0 ? "And how is it sorted?" : part);

  return store;
}

static double
open_conversation (Stage      *stage,
                   GListStore *store)
{
  double start;

  confab_transcript_set_messages (stage->transcript, NULL);
  next_frame (stage);
  start = get_cpu_ms ();
  confab_transcript_set_messages (stage->transcript, G_LIST_MODEL (store));
  next_frame (stage);

  return get_cpu_ms () - start;
}

static void
bench_open (Stage *stage)
{
  g_autoptr(GListStore) short_one = new_conversation (1000);
  g_autoptr(GListStore) long_one = new_conversation (10000);
  double few[N_RUNS];
  double many[N_RUNS];
  double open;

  for (guint run = 0; run < N_RUNS; run++)
    {
      few[run] = open_conversation (stage, short_one);
      many[run] = open_conversation (stage, long_one);
    }
  confab_transcript_set_messages (stage->transcript, NULL);

  open = get_median (many, N_RUNS);
  report ("transcript-open-10000-vs-1000", open / get_median (few, N_RUNS), 3);
  g_print ("bench transcript-open-10000 %.2f ms - -\n", open);
}

int
main (void)
{
  Stage stage;

  gtk_init ();
  adw_init ();
  stage_init (&stage);
  bench_delta_cost (&stage);
  bench_open (&stage);
  gtk_window_destroy (GTK_WINDOW (stage.window));

  return 0;
}
