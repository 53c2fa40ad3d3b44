/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "bench.h"
#include "confab-transcript.h"
#include "confab-transcript-view.h"

/* What a frame costs while a reply streams, late in a long reply against early, and what it costs to
 * open a long conversation against a shorter one. Ratios of CPU time of the whole process, so that
 * reading, laying out and drawing all count; nothing but frames is done while it is taken. */

#define BYTES_PER_FRAME 64
#define SPAN_BYTES      2048
#define N_RUNS          3

#define FULL_LENGTH (100 * 1024)

/* Where labels are compared with; they cost ever more. */
#define LABELS_LENGTH FULL_LENGTH

/* Of two thousand items. */
#define LIST_LENGTH (150 * 1024)

/* What a frame may take at 60 of them in a second. */
#define FRAME_MS 16.7

typedef struct
{
  GtkWidget        *window;
  ConfabTranscript *transcript;
  GtkWidget        *view;
  double            bottom_error;    /* the worst of all frames */
  double            frames[4096];    /* of all lengths and kinds of text */
  guint             n_frames;
} Stage;

static void
next_frame (Stage *stage)
{
  gtk_test_widget_wait_for_draw (stage->window);
}

static GtkWidget *
find_view (GtkWidget *widget)
{
  GtkWidget *view = CONFAB_IS_TRANSCRIPT_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && view == NULL;
       child = gtk_widget_get_next_sibling (child))
    view = find_view (child);

  return view;
}

static void
stage_init (Stage *stage)
{
  *stage = (Stage) { 0 };
  stage->window = adw_window_new ();
  stage->transcript = CONFAB_TRANSCRIPT (confab_transcript_new ());
  stage->view = find_view (GTK_WIDGET (stage->transcript));
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

static double
get_bottom_error (Stage *stage)
{
  GtkAdjustment *adjustment;
  double error;

  g_object_get (stage->view, "vadjustment", &adjustment, NULL);
  error = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
          gtk_adjustment_get_value (adjustment);
  g_object_unref (adjustment);

  return ABS (error);
}

/* CPU time of a frame in which the reply grew, on average over as much text as makes all lengths that
 * the open piece of it can have come up. */
static double
stream_text (Stage         *stage,
             ConfabMessage *message,
             const char    *unit)
{
  const gsize length = strlen (unit);
  const double start = bench_get_cpu_ms ();
  double last = start;
  gsize n_bytes = 0;
  guint n_frames = 0;

  while (n_bytes < SPAN_BYTES)
    for (gsize i = 0; i < length; i += BYTES_PER_FRAME)
      {
        grow (message, unit + i, MIN (BYTES_PER_FRAME, length - i));
        next_frame (stage);
        stage->bottom_error = MAX (stage->bottom_error, get_bottom_error (stage));
        if (stage->n_frames < G_N_ELEMENTS (stage->frames))
          stage->frames[stage->n_frames++] = bench_get_cpu_ms () - last;
        last = bench_get_cpu_ms ();
        n_bytes += MIN (BYTES_PER_FRAME, length - i);
        n_frames++;
      }

  return (bench_get_cpu_ms () - start) / n_frames;
}

static void
bench_growth (Stage      *stage,
              const char *name,
              const char *opening,
              const char *unit,
              gsize       full_length)
{
  g_autofree char *one_name = g_strconcat ("transcript-", name, "-cost-full-vs-1k", NULL);
  g_autofree char *four_name = g_strconcat ("transcript-", name, "-cost-full-vs-4k", NULL);
  g_autofree char *frame_name = g_strconcat ("transcript-", name, "-frame", NULL);
  double first[N_RUNS];
  double early[N_RUNS];
  double late[N_RUNS];

  for (guint run = 0; run < N_RUNS; run++)
    {
      g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
      g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
      g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
      g_autofree char *before = g_strconcat (bench_part, bench_part, NULL);

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
      first[run] = stream_text (stage, message, unit);
      early[run] = stream_text (stage, message, unit);
      while (confab_part_get_text_length (text) < full_length)
        {
          for (gsize i = 0; i < 4096; i += strlen (unit))
            grow (message, unit, strlen (unit));
          next_frame (stage);
        }
      next_frame (stage);
      late[run] = stream_text (stage, message, unit);
      confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
      next_frame (stage);
      confab_transcript_set_messages (stage->transcript, NULL);
    }

  bench_report (one_name, bench_get_ratio (late, first, N_RUNS), "ratio", 1.6);
  bench_report (four_name, bench_get_ratio (late, early, N_RUNS), "ratio", strcmp (name, "prose") == 0 ? 1.3 : 1.5);
  g_print ("bench %s %.2f ms - -\n", frame_name, bench_get_median (late, N_RUNS));
}

/* A mixed reply, and replies that are one block that never ends. */
static void
bench_delta_cost (Stage *stage)
{
  bench_growth (stage, "prose", "", bench_part, FULL_LENGTH);
  bench_growth (stage, "code", "```c\n",
                "static int\ncompare (const void *a, const void *b)\n{\n  /* the lesser first */\n"
                "  return *(const int *) a - *(const int *) b;\n}\n\n"
                "static void\nsort (int *numbers, size_t n)\n{\n"
                "  qsort (numbers, n, sizeof *numbers, compare);\n}\n\n"
                "int\nmain (void)\n{\n  int numbers[] = { 3, 1, 2 };\n\n  sort (numbers, 3);\n"
                "  printf (\"%d\\n\", numbers[0]);\n\n  return 0;\n}\n\n", FULL_LENGTH);
  bench_growth (stage, "list", "",
                "- The function gets *pointers* to members, and not the members themselves.\n"
                "- It must be **consistent**: if `a < b` then `b > a`, whatever else it does.\n"
                "- Subtraction can overflow, see [the manual](https://example.org/sorting).\n",
                LIST_LENGTH);
  bench_growth (stage, "one-line", "",
                "There are **two ways** to sort an array in C, and *both* need a function that compares. "
                "The former is short. It is also fast enough for nearly anything that one meets. ",
                FULL_LENGTH);
  bench_growth (stage, "paragraph", "",
                "There are **two ways** to sort an array in C,\nand *both* need a function that compares.\n"
                "The former is short.\nIt is also fast enough for nearly anything that one meets.\n",
                FULL_LENGTH);
  bench_growth (stage, "word", "", "aGVsbG8gd29ybGQsIHRoaXMgaGFzIG5vIHNwYWNl", FULL_LENGTH);
  bench_growth (stage, "code-line", "```json\n", "{\"name\":\"quick\",\"cost\":[1,2,3],\"stable\":false},",
                FULL_LENGTH);
  bench_growth (stage, "table", "| Way | Cost | Stable |\n|:----|-----:|:---:|\n",
                "| quick | `n log n` | no |\n| merge | `n log n` | **yes** |\n| bubble | `n * n` | yes |\n"
                "| heap | `n log n` | no, and not so quick in practice |\n", FULL_LENGTH);
  bench_growth (stage, "formula", "",
                "The roots of $ax^2 + bx + c = 0$ are known: with \\(\\Delta = b^2 - 4ac\\) they are $\\frac{-b \\pm "
                "\\sqrt{\\Delta}}{2a}$, and $x_1 + x_2 = -\\frac{b}{a}$.\n\n$$\n\\sum_{i=1}^{n} i = "
                "\\frac{n(n+1)}{2}\n$$\n\n", FULL_LENGTH);
}

/* What others do: a label for each block, the last one set anew and kept in sight. It breaks long words
 * and can be selected, as our rows do and can; it has no styles. */
static double
stream_labels (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = NULL;
  GtkAdjustment *adjustment;
  g_autoptr(GString) text = g_string_new (NULL);
  double start = 0;
  guint n_frames = 0;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  adw_window_set_content (ADW_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 700);
  gtk_window_present (GTK_WINDOW (window));
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  for (gsize at = 0; at < LABELS_LENGTH + SPAN_BYTES; at += BYTES_PER_FRAME)
    {
      for (gsize i = at; i < at + BYTES_PER_FRAME; i++)
        {
          const char c = bench_part[i % strlen (bench_part)];

          if (label == NULL || (c == '\n' && text->len > 0 && text->str[text->len - 1] == '\n'))
            {
              label = gtk_label_new (NULL);
              gtk_label_set_wrap (GTK_LABEL (label), TRUE);
              gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
              gtk_label_set_selectable (GTK_LABEL (label), TRUE);
              gtk_label_set_xalign (GTK_LABEL (label), 0);
              gtk_box_append (GTK_BOX (box), label);
              g_string_truncate (text, 0);
            }
          g_string_append_c (text, c);
        }
      gtk_label_set_text (GTK_LABEL (label), text->str);
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));

      if (at < LABELS_LENGTH)
        continue;
      if (n_frames == 0)
        {
          gtk_test_widget_wait_for_draw (window);
          start = bench_get_cpu_ms ();
        }
      else
        gtk_test_widget_wait_for_draw (window);
      n_frames++;
    }
  start = (bench_get_cpu_ms () - start) / (n_frames - 1);
  gtk_window_destroy (GTK_WINDOW (window));

  return start;
}

static double
stream_ours (Stage *stage)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
  double frame;

  confab_message_append_part (message, text);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (store, message);
  confab_transcript_set_messages (stage->transcript, G_LIST_MODEL (store));
  while (confab_part_get_text_length (text) < LABELS_LENGTH)
    grow (message, bench_part, strlen (bench_part));
  next_frame (stage);
  next_frame (stage);
  frame = stream_text (stage, message, bench_part);
  confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
  next_frame (stage);
  confab_transcript_set_messages (stage->transcript, NULL);

  return frame;
}

static void
bench_labels (Stage *stage)
{
  double ours[N_RUNS];
  double labels[N_RUNS];

  for (guint run = 0; run < N_RUNS; run++)
    {
      ours[run] = stream_ours (stage);
      labels[run] = stream_labels ();
    }
  bench_report ("transcript-frame-vs-labels", bench_get_ratio (ours, labels, N_RUNS), "ratio", 0.5);
}

static GListStore *
new_conversation (guint n_messages)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);

  for (guint i = 0; i < n_messages; i++)
    append_text (store, i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT,
                 i % 2 == 0 ? "And how is it sorted?" : bench_part);

  return store;
}

static double
open_conversation (Stage      *stage,
                   GListStore *store)
{
  double start;

  confab_transcript_set_messages (stage->transcript, NULL);
  next_frame (stage);
  start = bench_get_cpu_ms ();
  confab_transcript_set_messages (stage->transcript, G_LIST_MODEL (store));
  next_frame (stage);

  return bench_get_cpu_ms () - start;
}

static void
bench_open (Stage *stage)
{
  g_autoptr(GListStore) short_one = new_conversation (1000);
  g_autoptr(GListStore) long_one = new_conversation (10000);
  double few[N_RUNS];
  double many[N_RUNS];
  double few_rows = 0;
  double many_rows = 0;

  for (guint run = 0; run < N_RUNS; run++)
    {
      few[run] = open_conversation (stage, short_one);
      few_rows = confab_transcript_view_get_n_realized (CONFAB_TRANSCRIPT_VIEW (stage->view));
      many[run] = open_conversation (stage, long_one);
      many_rows = confab_transcript_view_get_n_realized (CONFAB_TRANSCRIPT_VIEW (stage->view));
    }
  confab_transcript_set_messages (stage->transcript, NULL);

  bench_report ("transcript-open-10000-vs-1000", bench_get_ratio (many, few, N_RUNS), "ratio", 3);
  g_print ("bench transcript-open-10000 %.2f ms - -\n", bench_get_median (many, N_RUNS));
  bench_report ("transcript-rows-10000-vs-1000", many_rows / few_rows, "ratio", 1.2);
}

int
main (void)
{
  Stage stage;

  gtk_init ();
  adw_init ();
  stage_init (&stage);
  bench_delta_cost (&stage);
  bench_report ("transcript-bottom-error", stage.bottom_error, "px", 0);
  bench_report ("transcript-frame-p99", bench_get_percentile (stage.frames, stage.n_frames, 99), "ms", FRAME_MS);
  bench_labels (&stage);
  bench_open (&stage);
  gtk_window_destroy (GTK_WINDOW (stage.window));

  return 0;
}
