/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <malloc.h>
#include <string.h>

#include "bench.h"
#include "confab-transcript-view-private.h"
#include "confab-transcript.h"

/* What long conversations cost to scroll in, to switch between and to keep, what a stream costs at the
 * rates at which it may come, and that nothing goes on when nothing happens. */

#define N_SCROLL_FRAMES 600
#define SCROLL_STEP     60
#define RATE_FRAMES     90
#define N_RUNS          3

typedef struct
{
  GtkWidget            *window;
  ConfabTranscript     *transcript;
  ConfabTranscriptView *view;
} Stage;

static ConfabTranscriptView *
find_view (GtkWidget *widget)
{
  ConfabTranscriptView *view = NULL;

  if (CONFAB_IS_TRANSCRIPT_VIEW (widget))
    return CONFAB_TRANSCRIPT_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && view == NULL;
       child = gtk_widget_get_next_sibling (child))
    view = find_view (child);

  return view;
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
show (Stage      *stage,
      GListStore *store)
{
  const double start = bench_get_cpu_ms ();

  confab_transcript_set_messages (stage->transcript, G_LIST_MODEL (store));
  next_frame (stage);

  return bench_get_cpu_ms () - start;
}

/* Upwards, where heights are only guessed: the dearest way. */
static void
scroll (Stage  *stage,
        double  frames[N_SCROLL_FRAMES],
        double *error,
        double *drift)
{
  g_autoptr(GListStore) store = new_conversation (1000);
  GtkAdjustment *adjustment = stage->view->adjustments[GTK_ORIENTATION_VERTICAL];
  double first_upper;

  show (stage, store);
  first_upper = gtk_adjustment_get_upper (adjustment);
  for (guint i = 0; i < N_SCROLL_FRAMES; i++)
    {
      const ConfabTranscriptPlaced before =
        *_confab_transcript_view_get_placed (stage->view, stage->view->placed->len / 2);
      const double start = bench_get_cpu_ms ();

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - SCROLL_STEP);
      next_frame (stage);
      frames[i] = bench_get_cpu_ms () - start;

      for (guint j = 0; j < stage->view->placed->len; j++)
        {
          const ConfabTranscriptPlaced *now = _confab_transcript_view_get_placed (stage->view, j);

          if (now->entry == before.entry && now->item == before.item)
            *error = MAX (*error, ABS (now->y - before.y - SCROLL_STEP));
        }
    }

  *drift = MAX (*drift, ABS (gtk_adjustment_get_upper (adjustment) / first_upper - 1));
  confab_transcript_set_messages (stage->transcript, NULL);
}

/* The same frames come in each run, so that what a frame costs is told from what happened to the machine. */
static void
bench_scroll (Stage *stage)
{
  double runs[N_RUNS][N_SCROLL_FRAMES];
  double frames[N_SCROLL_FRAMES];
  double error = 0;
  double drift = 0;
  double p50;

  for (guint run = 0; run < N_RUNS; run++)
    scroll (stage, runs[run], &error, &drift);

  for (guint i = 0; i < N_SCROLL_FRAMES; i++)
    {
      double same[N_RUNS];

      for (guint run = 0; run < N_RUNS; run++)
        same[run] = runs[run][i];
      frames[i] = bench_get_median (same, N_RUNS);
    }

  p50 = bench_get_median (frames, N_SCROLL_FRAMES);
  bench_report ("scroll-frame-p95-vs-p50", bench_get_percentile (frames, N_SCROLL_FRAMES, 95) / p50, "ratio", 2);
  bench_report ("scroll-displacement", error, "px", 0);
  bench_report ("scroll-range-drift", drift, "ratio", 0.05);
  g_print ("bench scroll-frame %.2f ms - -\n", p50);
}

/* From one long conversation to another and back, against two short ones. */
static void
bench_switch (Stage *stage)
{
  g_autoptr(GListStore) short_one = new_conversation (20);
  g_autoptr(GListStore) short_two = new_conversation (20);
  g_autoptr(GListStore) long_one = new_conversation (2000);
  g_autoptr(GListStore) long_two = new_conversation (2000);
  double few[N_RUNS];
  double many[N_RUNS];

  for (guint run = 0; run < N_RUNS; run++)
    {
      show (stage, short_one);
      few[run] = show (stage, short_two);
      show (stage, long_one);
      many[run] = show (stage, long_two);
    }
  bench_report ("switch-2000-vs-20-messages", bench_get_ratio (many, few, N_RUNS), "ratio", 3);
  confab_transcript_set_messages (stage->transcript, NULL);
}

/* What is opened and left leaves nothing behind. */
static void
bench_memory (Stage *stage)
{
  gsize after_ten = 0;
  gsize after_hundred;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(GListStore) store = new_conversation (200);

      show (stage, store);
      gtk_adjustment_set_value (stage->view->adjustments[GTK_ORIENTATION_VERTICAL], i * 100);
      next_frame (stage);
      confab_transcript_set_messages (stage->transcript, NULL);
      next_frame (stage);
      if (i == 9)
        {
          malloc_trim (0);
          after_ten = bench_get_private_kb ();
        }
    }

  malloc_trim (0);
  after_hundred = bench_get_private_kb ();
  if (after_ten > 0)
    bench_report ("memory-after-100-vs-10-conversations", (double)after_hundred / (double)after_ten, "ratio", 1.1);
}

static double
get_shown_kb (Stage      *stage,
              GListStore *store)
{
  gsize before;
  gsize after;

  malloc_trim (0);
  before = bench_get_private_kb ();
  show (stage, store);
  malloc_trim (0);
  after = bench_get_private_kb ();

  return (double)after - (double)before;
}

/* What each message costs beside its text, whether or not it was ever near. */
static void
bench_row_memory (Stage *stage)
{
  g_autoptr(GListStore) short_one = new_conversation (1000);
  g_autoptr(GListStore) long_one = new_conversation (10000);
  double few;
  double many;

  few = get_shown_kb (stage, short_one);
  confab_transcript_set_messages (stage->transcript, NULL);
  next_frame (stage);
  many = get_shown_kb (stage, long_one);
  if (bench_get_private_kb () > 0)
    bench_report ("memory-per-message", MAX (many - few - 1024, 0) * 1024 / 9000, "bytes", 3 * 128);
  bench_report ("realized-rows-of-10000-messages", confab_transcript_view_get_n_realized (stage->view), "rows", 80);
  confab_transcript_set_messages (stage->transcript, NULL);
}

static ConfabMessage *
append_open_reply (GListStore *store)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);

  confab_message_append_part (message, part);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (store, message);

  return message;
}

static void
grow (ConfabMessage *message,
      gsize         *at,
      gsize          length)
{
  const gsize n = MIN (length, strlen (bench_part) - *at % strlen (bench_part));

  confab_part_append_text (confab_message_get_part (message, 0), bench_part + *at % strlen (bench_part), n);
  confab_message_changed (message);
  *at += n;
}

/* CPU time of a second at a rate, in tokens of four bytes each told by itself, over frames as a display
 * makes them: those in which nothing came cost nothing. */
static double
stream_rate (Stage *stage,
             guint  tokens_per_second,
             guint *n_applied)
{
  g_autoptr(GListStore) store = new_conversation (4);
  ConfabMessage *message = append_open_reply (store);
  double start;
  double due = 0;
  gsize at = 0;

  show (stage, store);
  for (guint i = 0; i < 64; i++)
    grow (message, &at, 64);
  next_frame (stage);

  *n_applied = 0;
  start = bench_get_cpu_ms ();
  for (guint i = 0; i < RATE_FRAMES; i++)
    {
      gboolean has_grown = FALSE;

      for (due += tokens_per_second / 60.0; due >= 1; due -= 1)
        {
          grow (message, &at, 4);
          has_grown = TRUE;
        }
      if (!has_grown)
        continue;
      next_frame (stage);
      (*n_applied)++;
    }
  start = bench_get_cpu_ms () - start;
  confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
  next_frame (stage);
  confab_transcript_set_messages (stage->transcript, NULL);

  return start;
}

static void
bench_rates (Stage *stage)
{
  double slow[N_RUNS];
  double fast[N_RUNS];
  guint n_applied;

  for (guint run = 0; run < N_RUNS; run++)
    {
      slow[run] = stream_rate (stage, 50, &n_applied);
      fast[run] = stream_rate (stage, 5000, &n_applied);
    }
  bench_report ("stream-cpu-5000-vs-50-tokens-a-second", bench_get_ratio (fast, slow, N_RUNS), "ratio", 3.5);
  bench_report ("stream-updates-vs-frames", (double)n_applied / RATE_FRAMES, "ratio", 1);
}

/* Where the reader has scrolled to stays in its place, whatever comes below. */
static void
bench_anchor (Stage *stage)
{
  g_autoptr(GListStore) store = new_conversation (40);
  ConfabMessage *message = append_open_reply (store);
  GtkAdjustment *adjustment = stage->view->adjustments[GTK_ORIENTATION_VERTICAL];
  ConfabTranscriptPlaced before;
  double error = 0;
  gsize at = 0;

  show (stage, store);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  next_frame (stage);
  before = *_confab_transcript_view_get_placed (stage->view, stage->view->placed->len / 2);
  for (guint i = 0; i < 300; i++)
    {
      grow (message, &at, 64);
      next_frame (stage);
      for (guint j = 0; j < stage->view->placed->len; j++)
        {
          const ConfabTranscriptPlaced *now = _confab_transcript_view_get_placed (stage->view, j);

          if (now->entry == before.entry && now->item == before.item)
            error = MAX (error, ABS (now->y - before.y));
        }
    }
  confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
  next_frame (stage);
  bench_report ("stream-anchor-error", error, "px", 0);
  confab_transcript_set_messages (stage->transcript, NULL);
}

static void
on_paint_cb (GdkFrameClock *clock,
             guint         *n_frames)
{
  (*n_frames)++;
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* The label for screen readers may be set once after a stream, and the scroll bar goes two seconds after
 * it moved; behind that nothing moves. */
static void
bench_idle (Stage *stage)
{
  g_autoptr(GListStore) store = new_conversation (4);
  ConfabMessage *message = append_open_reply (store);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (stage->window);
  gboolean is_over = FALSE;
  guint n_frames = 0;
  guint n_wakeups = 0;
  gsize at = 0;
  double start;
  gulong id;

  show (stage, store);
  for (guint i = 0; i < 20; i++)
    {
      grow (message, &at, 64);
      next_frame (stage);
    }
  confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
  next_frame (stage);
  g_timeout_add (4000, over_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);

  is_over = FALSE;
  id = g_signal_connect (clock, "paint", G_CALLBACK (on_paint_cb), &n_frames);
  g_timeout_add (2000, over_cb, &is_over);
  start = bench_get_cpu_ms ();
  while (!is_over)
    {
      g_main_context_iteration (NULL, TRUE);
      n_wakeups++;
    }
  bench_report ("idle-cpu", (bench_get_cpu_ms () - start) / 20, "percent", 0.5);
  bench_report ("idle-frames", n_frames, "frames", 0);
  /* The last one is that of the timer here. */
  bench_report ("idle-timers", n_wakeups - 1, "wake-ups", 0);
  bench_report ("idle-tick-callbacks", confab_transcript_view_get_is_ticking (stage->view), "callbacks", 0);
  g_signal_handler_disconnect (clock, id);
  confab_transcript_set_messages (stage->transcript, NULL);
}

int
main (void)
{
  Stage stage;

  gtk_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  stage_init (&stage);
  bench_memory (&stage);
  bench_row_memory (&stage);
  bench_scroll (&stage);
  bench_switch (&stage);
  bench_rates (&stage);
  bench_anchor (&stage);
  bench_idle (&stage);
  gtk_window_destroy (GTK_WINDOW (stage.window));

  return 0;
}
