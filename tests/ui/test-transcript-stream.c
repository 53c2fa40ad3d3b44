/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must not happen in any of the frames in which a reply grows. Warnings of the toolkit are failures. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-transcript-view-private.h"
#include "confab-transcript.h"

#define BYTES_PER_FRAME 64
#define N_FRAMES        250

/* More at once than anybody can read; and the time, in µs, in which such a thing is shown once at most. */
#define MANY_BYTES 400
#define REST_US    20000

static const char reply[] =
  "## Sorting\n\nThere are **two ways** to sort an array, and *both* need a function that compares: `qsort ()`, "
  "or one of [your own](https://example.org/). The former is short, and fast enough for nearly anything.\n\n"
  "```c\nstatic int\ncompare (const void *a, const void *b)\n{\n\n  return *(const int *) a - *(const int *) b;\n"
  "}\n\n/* One\n\n\n\n\n\n\n\n   long\n\n\n\n\n\n\n\n   comment. */\n```\n\n"
  "1. The function gets *pointers* to members.\n2. It must be **consistent**.\n\n> Stable sorting costs memory.\n\n"
  "| Way | Cost |\n|:----|-----:|\n| quick | `n log n` |\n| merge | `n log n` |\n\n";

typedef struct
{
  GtkWidget            *window;
  ConfabTranscript     *transcript;
  ConfabTranscriptView *view;        /* borrowed */
  GListStore           *store;       /* owned */
  ConfabMessage        *message;     /* owned: it grows */
} Fixture;

static ConfabTranscriptView *
find_view (GtkWidget *widget)
{
  ConfabTranscriptView *view = CONFAB_IS_TRANSCRIPT_VIEW (widget) ? CONFAB_TRANSCRIPT_VIEW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && view == NULL;
       child = gtk_widget_get_next_sibling (child))
    view = find_view (child);

  return view;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);

  f->store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, reply);

      g_list_store_append (f->store, message);
    }
  f->message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  confab_message_append_part (f->message, part);
  confab_message_set_status (f->message, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (f->store, f->message);

  f->window = adw_window_new ();
  f->transcript = CONFAB_TRANSCRIPT (confab_transcript_new ());
  f->view = find_view (GTK_WIDGET (f->transcript));
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (f->transcript));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 600, 600);
  gtk_window_present (GTK_WINDOW (f->window));
  confab_transcript_set_messages (f->transcript, G_LIST_MODEL (f->store));
  gtk_test_widget_wait_for_draw (f->window);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_clear_object (&f->message);
  g_clear_object (&f->store);
}

static void
grow_by (Fixture *f,
         guint    frame,
         gsize    size)
{
  const gsize at = frame * size % strlen (reply);

  confab_part_append_text (confab_message_get_part (f->message, 0), reply + at,
                           (gssize)MIN (size, strlen (reply) - at));
  confab_message_changed (f->message);
  gtk_test_widget_wait_for_draw (f->window);
}

static void
grow (Fixture *f,
      guint    frame)
{
  grow_by (f, frame, BYTES_PER_FRAME);
}

static void
test_at_end (Fixture       *f,
             gconstpointer  data)
{
  GtkAdjustment *adjustment = f->view->adjustments[GTK_ORIENTATION_VERTICAL];

  for (guint i = 0; i < N_FRAMES; i++)
    {
      grow (f, i);
      g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment), ==,
                         gtk_adjustment_get_value (adjustment));
      g_assert_cmpuint (confab_transcript_view_get_n_realized (f->view), <, 60);
    }
}

static void
test_scrolled_away (Fixture       *f,
                    gconstpointer  data)
{
  GtkAdjustment *adjustment = f->view->adjustments[GTK_ORIENTATION_VERTICAL];
  ConfabTranscriptPlaced before;

  grow (f, 0);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  gtk_test_widget_wait_for_draw (f->window);
  before = *_confab_transcript_view_get_placed (f->view, f->view->placed->len / 2);

  for (guint i = 1; i < N_FRAMES; i++)
    {
      gboolean is_there = FALSE;

      grow (f, i);
      for (guint j = 0; j < f->view->placed->len; j++)
        {
          const ConfabTranscriptPlaced *now = _confab_transcript_view_get_placed (f->view, j);

          if (now->entry != before.entry || now->item != before.item)
            continue;
          g_assert_cmpint (now->y, ==, before.y);
          is_there = TRUE;
        }
      g_assert_true (is_there);
    }
}

/* How often each row was laid out when its text became final. */
static void
test_sealed_once (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GHashTable) layouts = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  guint n_checked = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      grow (f, i);
      for (guint j = 0; j < f->view->placed->len; j++)
        {
          const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (f->view, j);
          const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (placed->entry, placed->item);
          const guint n = confab_block_view_get_n_layouts (placed->block);
          gpointer known;

          if (segment == NULL || !segment->sealed)
            continue;
          if (g_hash_table_lookup_extended (layouts, placed->block, NULL, &known))
            {
              g_assert_cmpuint (n, ==, GPOINTER_TO_UINT (known));
              n_checked++;
            }
          g_hash_table_insert (layouts, g_object_ref (placed->block), GUINT_TO_POINTER (n));
        }
    }
  g_assert_cmpuint (n_checked, >, N_FRAMES);
}

/* A row is told its style only after it was made; it must have it before. */
static void
test_made_once (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  guint n_new = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      grow (f, i);
      for (guint j = 0; j < f->view->placed->len; j++)
        {
          ConfabBlockView *block = _confab_transcript_view_get_placed (f->view, j)->block;

          if (!g_hash_table_add (known, g_object_ref (block)) || i == 0 ||
              CONFAB_BLOCK_VIEW_GET_CLASS (block)->has_widgets)
            continue;
          g_assert_cmpuint (confab_block_view_get_n_layouts (block), ==, 1);
          n_new++;
        }
    }
  g_assert_cmpuint (n_new, >, N_FRAMES / 2);
}

static int
get_end_of_rows (ConfabTranscriptView *view)
{
  const ConfabTranscriptPlaced *last = _confab_transcript_view_get_placed (view, view->placed->len - 1);

  return last->y + last->height;
}

/* What comes faster than anybody reads is shown with fewer frames, and all of it. */
static void
test_rests (Fixture       *f,
            gconstpointer  data)
{
  gint64 rest_until = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      grow_by (f, i, MANY_BYTES);
      if (confab_transcript_model_get_stale (f->view->model))
        continue;
      if (rest_until != 0 && f->view->rest_until != 0)
        g_assert_cmpint (f->view->rest_until - rest_until, >=, REST_US);
      rest_until = f->view->rest_until;
    }

  /* The last of it comes soon, and a little is shown at once. */
  while (confab_transcript_model_get_stale (f->view->model))
    gtk_test_widget_wait_for_draw (f->window);
  for (guint i = 0; f->view->rest_until != 0; i++)
    grow (f, i);
  for (guint i = 0; i < 20; i++)
    {
      grow (f, i);
      g_assert_false (confab_transcript_model_get_stale (f->view->model));
    }
}

/* Who moves about meanwhile does not wait. */
static void
test_moves_at_rest (Fixture       *f,
                    gconstpointer  data)
{
  GtkAdjustment *adjustment = f->view->adjustments[GTK_ORIENTATION_VERTICAL];
  guint n_rests = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      grow_by (f, i, MANY_BYTES);
      if (!confab_transcript_model_get_stale (f->view->model))
        continue;
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * (i % 10) / 10);
      gtk_test_widget_wait_for_draw (f->window);
      g_assert_cmpint (_confab_transcript_view_get_placed (f->view, 0)->y, <=, CONFAB_TRANSCRIPT_VIEW_PADDING);
      g_assert_cmpint (get_end_of_rows (f->view), >=, f->view->height - CONFAB_TRANSCRIPT_VIEW_PADDING);
      n_rests++;
    }
  g_test_message ("%u rests", n_rests);
}

static int
get_full_height (Fixture *f)
{
  return (int)gtk_adjustment_get_upper (f->view->adjustments[GTK_ORIENTATION_VERTICAL]);
}

/* What was laid out takes over fonts that change later. */
static void
test_new_font (Fixture       *f,
               gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *font = NULL;
  g_autofree int *heights = NULL;
  guint n_rows;
  int full_height;

  grow (f, 0);
  full_height = get_full_height (f);
  n_rows = f->view->placed->len;
  heights = g_new (int, n_rows);
  for (guint i = 0; i < n_rows; i++)
    heights[i] = _confab_transcript_view_get_placed (f->view, n_rows - 1 - i)->height;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  g_object_set (settings, "gtk-font-name", "Sans 22", NULL);
  gtk_test_widget_wait_for_draw (f->window);
  gtk_test_widget_wait_for_draw (f->window);
  g_assert_cmpint (get_full_height (f), >, full_height * 3 / 2);
  for (guint i = 0; i < f->view->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed =
        _confab_transcript_view_get_placed (f->view, f->view->placed->len - 1 - i);

      if (confab_transcript_entry_get_segment (placed->entry, placed->item) != NULL)
        g_assert_cmpint (placed->height, >, heights[i]);
    }
  g_object_set (settings, "gtk-font-name", font, NULL);
  gtk_test_widget_wait_for_draw (f->window);
  gtk_test_widget_wait_for_draw (f->window);
  g_assert_cmpint (get_full_height (f), ==, full_height);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/ui/transcript-stream/at-end", Fixture, NULL, set_up, test_at_end, tear_down);
  g_test_add ("/ui/transcript-stream/scrolled-away", Fixture, NULL, set_up, test_scrolled_away, tear_down);
  g_test_add ("/ui/transcript-stream/sealed-once", Fixture, NULL, set_up, test_sealed_once, tear_down);
  g_test_add ("/ui/transcript-stream/made-once", Fixture, NULL, set_up, test_made_once, tear_down);
  g_test_add ("/ui/transcript-stream/rests", Fixture, NULL, set_up, test_rests, tear_down);
  g_test_add ("/ui/transcript-stream/moves-at-rest", Fixture, NULL, set_up, test_moves_at_rest, tear_down);
  g_test_add ("/ui/transcript-stream/new-font", Fixture, NULL, set_up, test_new_font, tear_down);

  return g_test_run ();
}
