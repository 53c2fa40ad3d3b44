/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-transcript.h"
#include "confab-transcript-view-private.h"

static const char reply_text[] =
  "First *paragraph*, with `code` and a [link](https://example.org/a), and long enough to be broken into "
  "lines at any width that a window may have in this test.\n\n"
  "# Heading\n\n"
  "- one\n- two\n  - deeper\n- [x] done\n\n"
  "1. first\n2. second\n\n"
  "> quoted\n\n"
  "```c\nint a; /* a comment that is longer than the column of the transcript is wide, even at its widest, "
  "so that it is cut off at the right edge of its card */\nint b;\n```\n\n"
  "| a | b |\n|---|--:|\n| 1 | 2 |\n| a much longer cell | 3 |\n\n"
  "---\n\n"
  "שלום עולם\n\n"
  "Last paragraph with ![a picture](https://example.org/b.png).\n\n";

typedef struct
{
  GtkWidget            *window;
  ConfabTranscript     *transcript;
  ConfabTranscriptView *view;
  GListStore           *store;
} Fixture;

static ConfabTranscriptView *
find_view (GtkWidget *widget)
{
  if (CONFAB_IS_TRANSCRIPT_VIEW (widget))
    return CONFAB_TRANSCRIPT_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      ConfabTranscriptView *view = find_view (child);

      if (view != NULL)
        return view;
    }

  return NULL;
}

static GtkWidget *
find_block (ConfabTranscriptView *view,
            const char           *type_name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (G_OBJECT_TYPE_NAME (child), type_name))
      return child;

  return NULL;
}

static void
next_frame (Fixture *fixture)
{
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  unused)
{
  fixture->store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  fixture->window = adw_window_new ();
  fixture->transcript = CONFAB_TRANSCRIPT (confab_transcript_new ());
  fixture->view = find_view (GTK_WIDGET (fixture->transcript));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->transcript));
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  unused)
{
  GtkWidget *transcript = GTK_WIDGET (fixture->transcript);
  GListStore *store = fixture->store;

  g_object_add_weak_pointer (G_OBJECT (transcript), (gpointer *)&transcript);
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *)&store);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (transcript);
  g_object_unref (fixture->store);
  g_assert_null (store);
}

static void
show (Fixture *fixture)
{
  confab_transcript_set_messages (fixture->transcript, G_LIST_MODEL (fixture->store));
  gtk_window_present (GTK_WINDOW (fixture->window));
  next_frame (fixture);
}

static void
append (Fixture    *fixture,
        ConfabRole  role,
        const char *text)
{
  g_autoptr(ConfabMessage) message = confab_message_new_text (role, text);

  g_list_store_append (fixture->store, message);
}

static ConfabMessage *
append_open_reply (Fixture *fixture)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);

  confab_message_append_part (message, part);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (fixture->store, message);

  return message;
}

static void
grow (ConfabMessage *message,
      const char    *text,
      gsize          length)
{
  confab_part_append_text (confab_message_get_part (message, 0), text, length);
  confab_message_changed (message);
}

static void
complete (ConfabMessage *message)
{
  confab_part_set_sealed (confab_message_get_part (message, 0), TRUE);
  confab_message_set_duration_ms (message, 1200);
  confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  return fixture->view->adjustments[GTK_ORIENTATION_VERTICAL];
}

static double
get_bottom_error (Fixture *fixture)
{
  GtkAdjustment *adjustment = get_adjustment (fixture);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
         gtk_adjustment_get_value (adjustment);
}

/* The rows that are placed must touch and be where the model says they are. */
static void
assert_seamless (Fixture *fixture)
{
  const GArray *placed = fixture->view->placed;
  int y = 0;

  for (guint i = 0; i < placed->len; i++)
    {
      const ConfabTranscriptPlaced *row = &g_array_index (placed, ConfabTranscriptPlaced, i);
      graphene_rect_t bounds;

      if (i > 0)
        g_assert_cmpint (row->y, ==, y);
      y = row->y + row->height;
      g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (row->block), GTK_WIDGET (fixture->view), &bounds));
      g_assert_cmpfloat (bounds.origin.y, ==, row->y + row->gap);
      g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (row->block)), ==, row->height - row->gap);
    }
}

static void
stream_pieces (Fixture       *fixture,
               ConfabMessage *message,
               const char    *text,
               GRand         *rand,
               void         (*check) (Fixture *fixture))
{
  gsize at = 0;

  while (at < strlen (text))
    {
      const gsize wanted = g_rand_int_range (rand, 1, 40);
      const gsize length = MIN (wanted, strlen (text) - at);

      grow (message, text + at, length);
      at += length;
      if (g_rand_int_range (rand, 0, 3) == 0)
        {
          next_frame (fixture);
          check (fixture);
        }
    }
  complete (message);
  next_frame (fixture);
  next_frame (fixture);
  check (fixture);
}

static void
check_at_bottom (Fixture *fixture)
{
  g_assert_cmpfloat (get_bottom_error (fixture), ==, 0);
  g_assert_true (confab_transcript_view_get_at_end (fixture->view));
  assert_seamless (fixture);
}

static void
test_stays_at_the_bottom (Fixture       *fixture,
                          gconstpointer  unused)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  append (fixture, CONFAB_ROLE_USER, "Hello");
  show (fixture);
  for (guint i = 0; i < 4; i++)
    {
      ConfabMessage *message = append_open_reply (fixture);

      stream_pieces (fixture, message, reply_text, rand, check_at_bottom);
    }
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), >, 600);
}

static struct
{
  GtkWidget *block;
  int        y;
} probe;

static void
check_probe (Fixture *fixture)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_get_parent (probe.block) == GTK_WIDGET (fixture->view));
  g_assert_true (gtk_widget_compute_bounds (probe.block, GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat (bounds.origin.y, ==, probe.y);
  g_assert_false (confab_transcript_view_get_at_end (fixture->view));
  assert_seamless (fixture);
}

static void
test_scrolled_away_nothing_moves (Fixture       *fixture,
                                  gconstpointer  unused)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);
  const ConfabTranscriptPlaced *row;

  for (guint i = 0; i < 20; i++)
    append (fixture, i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT, reply_text);
  show (fixture);
  gtk_adjustment_set_value (get_adjustment (fixture), gtk_adjustment_get_value (get_adjustment (fixture)) - 400);
  next_frame (fixture);

  row = &g_array_index (fixture->view->placed, ConfabTranscriptPlaced, fixture->view->placed->len / 2);
  probe.block = GTK_WIDGET (row->block);
  probe.y = row->y + row->gap;
  check_probe (fixture);

  stream_pieces (fixture, append_open_reply (fixture), reply_text, rand, check_probe);
  stream_pieces (fixture, append_open_reply (fixture), reply_text, rand, check_probe);

  confab_transcript_scroll_to_end (fixture->transcript);
  next_frame (fixture);
  check_at_bottom (fixture);
}

static void
test_scrolling_up_is_steady (Fixture       *fixture,
                             gconstpointer  unused)
{
  GtkAdjustment *adjustment;

  for (guint i = 0; i < 60; i++)
    append (fixture, i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT, reply_text);
  show (fixture);
  adjustment = get_adjustment (fixture);

  /* What is in sight moves by as much as was asked for, whatever the heights above turn out to be. */
  for (guint i = 0; i < 400 && gtk_adjustment_get_value (adjustment) > 200; i++)
    {
      const ConfabTranscriptPlaced row = g_array_index (fixture->view->placed, ConfabTranscriptPlaced, 3);
      const ConfabTranscriptItem *item;

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 60);
      next_frame (fixture);
      assert_seamless (fixture);
      item = confab_transcript_entry_get_item (row.entry, row.item);
      for (guint j = 0; j < fixture->view->placed->len; j++)
        {
          const ConfabTranscriptPlaced *now = &g_array_index (fixture->view->placed, ConfabTranscriptPlaced, j);

          if (now->block == item->view && item->view != NULL)
            g_assert_cmpint (now->y, ==, row.y + 60);
        }
    }

  gtk_adjustment_set_value (adjustment, 0);
  next_frame (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  g_assert_cmpint (g_array_index (fixture->view->placed, ConfabTranscriptPlaced, 0).y, ==, 24);
}

static void
test_few_rows_of_many_messages (Fixture       *fixture,
                                gconstpointer  unused)
{
  GtkAdjustment *adjustment;
  double upper;

  for (guint i = 0; i < 10000; i++)
    append (fixture, i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT,
            i % 2 == 0 ? "A question of some length" : "An answer.\n\nOf two paragraphs.");
  show (fixture);
  check_at_bottom (fixture);
  g_assert_cmpuint (confab_transcript_view_get_n_realized (fixture->view), <, 80);

  adjustment = get_adjustment (fixture);
  upper = gtk_adjustment_get_upper (adjustment);
  for (int i = 10; i >= 0; i--)
    {
      gtk_adjustment_set_value (adjustment, upper / 10 * i);
      next_frame (fixture);
      g_assert_cmpuint (confab_transcript_view_get_n_realized (fixture->view), <, 80);
      assert_seamless (fixture);
    }
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  confab_transcript_scroll_to_end (fixture->transcript);
  next_frame (fixture);
  check_at_bottom (fixture);
}

/* Measures every row by scrolling over all of them. */
static void
measure_all (Fixture *fixture)
{
  GtkAdjustment *adjustment = get_adjustment (fixture);

  gtk_adjustment_set_value (adjustment, 0);
  next_frame (fixture);
  while (get_bottom_error (fixture) > 0)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 300);
      next_frame (fixture);
    }
}

static void
check_nothing (Fixture *fixture)
{
}

static void
test_streamed_looks_like_loaded (Fixture       *fixture,
                                 gconstpointer  unused)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (17);
  ConfabTranscriptEntry *loaded;
  ConfabTranscriptEntry *streamed;
  g_autofree char *loaded_text = NULL;
  g_autofree char *streamed_text = NULL;
  ConfabMessage *message;
  guint n_items;

  append (fixture, CONFAB_ROLE_ASSISTANT, reply_text);
  show (fixture);
  message = append_open_reply (fixture);
  stream_pieces (fixture, message, reply_text, rand, check_nothing);
  measure_all (fixture);

  loaded = confab_transcript_model_get_entry (fixture->view->model, 0);
  streamed = confab_transcript_model_get_entry (fixture->view->model, 1);
  n_items = confab_transcript_entry_get_n_items (loaded);
  g_assert_cmpuint (confab_transcript_entry_get_n_items (streamed), ==, n_items + 1);
  for (guint i = 1; i < n_items; i++)
    {
      const ConfabTranscriptItem *a = confab_transcript_entry_get_item (loaded, i);
      const ConfabTranscriptItem *b = confab_transcript_entry_get_item (streamed, i);

      g_assert_true (a->measured);
      g_assert_true (b->measured);
      g_assert_cmpuint (a->kind, ==, b->kind);
      g_assert_cmpint (confab_height_index_get (confab_transcript_entry_get_heights (loaded), i), ==,
                       confab_height_index_get (confab_transcript_entry_get_heights (streamed), i));
    }

  loaded_text = confab_transcript_dup_text (fixture->transcript, confab_transcript_entry_get_message (loaded));
  streamed_text = confab_transcript_dup_text (fixture->transcript, message);
  g_assert_cmpstr (streamed_text, ==, loaded_text);
  g_assert_nonnull (strstr (loaded_text, "• one\n• two\n  • deeper\n☑ done"));
}

static void
test_idle_is_idle (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (23);

  append (fixture, CONFAB_ROLE_USER, "Hello");
  show (fixture);
  g_assert_false (confab_transcript_view_get_is_ticking (fixture->view));
  stream_pieces (fixture, append_open_reply (fixture), reply_text, rand, check_nothing);
  g_assert_false (confab_transcript_view_get_is_ticking (fixture->view));
  g_assert_false (confab_transcript_model_get_stale (fixture->view->model));
}

static void
test_many_changes_are_one_update (Fixture       *fixture,
                                  gconstpointer  unused)
{
  ConfabMessage *message;
  guint tick_id;

  show (fixture);
  message = append_open_reply (fixture);
  next_frame (fixture);
  grow (message, "a", 1);
  tick_id = fixture->view->tick_id;
  g_assert_cmpuint (tick_id, !=, 0);
  for (guint i = 0; i < 100; i++)
    grow (message, "b", 1);
  g_assert_cmpuint (fixture->view->tick_id, ==, tick_id);
  next_frame (fixture);
  g_assert_cmpuint (fixture->view->tick_id, ==, 0);
  complete (message);
  next_frame (fixture);
}

static void
test_hidden_window_catches_up (Fixture       *fixture,
                               gconstpointer  unused)
{
  ConfabMessage *message;

  show (fixture);
  message = append_open_reply (fixture);
  next_frame (fixture);
  gtk_widget_set_visible (fixture->window, FALSE);
  for (guint i = 0; i < 20; i++)
    {
      grow (message, reply_text, strlen (reply_text));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  gtk_window_present (GTK_WINDOW (fixture->window));
  next_frame (fixture);
  next_frame (fixture);
  check_at_bottom (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (fixture)), >, 5000);
}

static void
test_every_kind_of_row (Fixture       *fixture,
                        gconstpointer  unused)
{
  static const char * const types[] = {
    "ConfabAttachmentBlock", "ConfabBubbleBlock", "ConfabCodeBlock", "ConfabDisclosureBlock",
    "ConfabErrorBlock", "ConfabFooterBlock", "ConfabNameBlock", "ConfabNoteBlock",
    "ConfabRuleBlock", "ConfabTableBlock", "ConfabTextBlock",
  };
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GBytes) data = g_bytes_new_static ("x", 1);
  g_autoptr(ConfabPart) picture = confab_part_new_data (CONFAB_PART_IMAGE, "cat.png", "image/png", data);
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "So");
  g_autoptr(ConfabPart) call = confab_part_new_tool_call ("1", "look", "{\"at\": \"it\"}");
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, reply_text);
  g_autoptr(ConfabMessage) full = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabMessage) failed = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_BAD_KEY, 401, "bad_key", 0, "No");
  ConfabMessage *user;
  double value = 0;

  append (fixture, CONFAB_ROLE_USER, "Look at this");
  user = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  confab_message_append_part (user, picture);
  g_object_unref (user);
  confab_message_append_part (full, thinking);
  confab_message_append_part (full, call);
  confab_message_append_part (full, text);
  confab_message_set_error (failed, error);
  confab_message_set_status (failed, CONFAB_MESSAGE_FAILED);
  confab_message_set_status (full, CONFAB_MESSAGE_STOPPED);
  g_list_store_append (fixture->store, failed);
  g_list_store_append (fixture->store, full);
  show (fixture);

  gtk_adjustment_set_value (get_adjustment (fixture), 0);
  next_frame (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.toggle", "(uu)", 2, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.toggle", "(uu)", 2, 3);
  do
    {
      next_frame (fixture);
      assert_seamless (fixture);
      for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view));
           child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_hash_table_add (seen, (char *)G_OBJECT_TYPE_NAME (child));
      value += 200;
      gtk_adjustment_set_value (get_adjustment (fixture), value);
    }
  while (value < gtk_adjustment_get_upper (get_adjustment (fixture)));

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_test_message ("%s", types[i]);
      g_assert_true (g_hash_table_contains (seen, types[i]));
    }
}

static void
test_unfolding_stays_in_place (Fixture       *fixture,
                               gconstpointer  unused)
{
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, reply_text);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, "Yes.");
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  GtkWidget *block;
  graphene_rect_t before;
  graphene_rect_t after;
  int n_told = 0;

  confab_message_append_part (message, thinking);
  confab_message_append_part (message, text);
  for (guint i = 0; i < 6; i++)
    append (fixture, CONFAB_ROLE_ASSISTANT, reply_text);
  g_list_store_append (fixture->store, message);
  show (fixture);

  g_assert_true (confab_transcript_view_get_at_end (fixture->view));
  g_signal_connect_swapped (fixture->view, "notify::at-end", G_CALLBACK (g_atomic_int_inc), &n_told);
  block = find_block (fixture->view, "ConfabDisclosureBlock");
  g_assert_true (gtk_widget_compute_bounds (block, GTK_WIDGET (fixture->view), &before));
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.toggle", "(uu)", 6, 1);
  next_frame (fixture);
  assert_seamless (fixture);
  g_assert_false (confab_transcript_view_get_at_end (fixture->view));
  g_assert_cmpint (n_told, ==, 1);
  g_assert_true (gtk_widget_compute_bounds (block, GTK_WIDGET (fixture->view), &after));
  g_assert_cmpfloat (after.origin.y, ==, before.origin.y);
  g_assert_cmpfloat (get_bottom_error (fixture), >, 0);

  /* And the end is in sight again. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.toggle", "(uu)", 6, 1);
  next_frame (fixture);
  assert_seamless (fixture);
  g_assert_true (confab_transcript_view_get_at_end (fixture->view));
  g_assert_cmpint (n_told, ==, 2);
}

static void
test_list_changes (Fixture       *fixture,
                   gconstpointer  unused)
{
  ConfabMessage *message;
  gpointer replacement[1];

  append (fixture, CONFAB_ROLE_USER, "Hello");
  show (fixture);
  message = append_open_reply (fixture);
  grow (message, reply_text, strlen (reply_text));
  next_frame (fixture);

  /* While its change is not yet read. */
  grow (message, reply_text, strlen (reply_text));
  replacement[0] = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "Another answer");
  g_list_store_splice (fixture->store, 1, 1, replacement, 1);
  g_object_unref (replacement[0]);
  next_frame (fixture);
  assert_seamless (fixture);
  check_at_bottom (fixture);

  for (guint i = 0; i < 30; i++)
    append (fixture, CONFAB_ROLE_ASSISTANT, reply_text);
  next_frame (fixture);
  gtk_adjustment_set_value (get_adjustment (fixture), 300);
  next_frame (fixture);
  g_list_store_splice (fixture->store, 0, 5, NULL, 0);
  next_frame (fixture);
  assert_seamless (fixture);

  confab_transcript_set_messages (fixture->transcript, NULL);
  next_frame (fixture);
  g_assert_cmpuint (confab_transcript_view_get_n_realized (fixture->view), ==, 0);
  confab_transcript_set_messages (fixture->transcript, G_LIST_MODEL (fixture->store));
  next_frame (fixture);
  check_at_bottom (fixture);
  g_list_store_remove_all (fixture->store);
  next_frame (fixture);
  g_assert_cmpuint (confab_transcript_view_get_n_realized (fixture->view), ==, 0);
}

static void
test_restyled (Fixture       *fixture,
               gconstpointer  unused)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  append (fixture, CONFAB_ROLE_USER, "Hello");
  for (guint i = 0; i < 5; i++)
    append (fixture, CONFAB_ROLE_ASSISTANT, reply_text);
  show (fixture);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  next_frame (fixture);
  assert_seamless (fixture);
  check_at_bottom (fixture);
  gtk_widget_set_direction (GTK_WIDGET (fixture->view), GTK_TEXT_DIR_RTL);
  next_frame (fixture);
  assert_seamless (fixture);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 600);
  next_frame (fixture);
  next_frame (fixture);
  assert_seamless (fixture);
  check_at_bottom (fixture);
}

static void
test_is_read_aloud (Fixture       *fixture,
                    gconstpointer  unused)
{
  ConfabMessage *message;
  GtkWidget *block;

  append (fixture, CONFAB_ROLE_USER, "What *is* it?");
  show (fixture);
  gtk_test_accessible_assert_role (GTK_WIDGET (fixture->view), GTK_ACCESSIBLE_ROLE_LOG);
  block = find_block (fixture->view, "ConfabBubbleBlock");
  gtk_test_accessible_assert_property (block, GTK_ACCESSIBLE_PROPERTY_LABEL, "What *is* it?");

  message = append_open_reply (fixture);
  grow (message, "It is **fine**", -1);
  complete (message);
  next_frame (fixture);
  next_frame (fixture);
  block = find_block (fixture->view, "ConfabTextBlock");
  gtk_test_accessible_assert_property (block, GTK_ACCESSIBLE_PROPERTY_LABEL, "It is fine");
}

static void
on_message_cb (ConfabTranscript *transcript,
               ConfabMessage    *message,
               ConfabMessage   **out)
{
  *out = message;
}

static void
on_copied_cb (ConfabTranscript *transcript,
              const char       *what,
              guint            *n_copied)
{
  (*n_copied)++;
}

static void
on_text_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static char *
read_clipboard (GtkWidget *widget)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_text_read_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);

  return text;
}

static void
test_actions (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(ConfabMessage) reply = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "It is **fine**");
  g_autofree char *markdown = NULL;
  g_autofree char *plain = NULL;
  ConfabMessage *asked = NULL;
  guint n_copied = 0;

  append (fixture, CONFAB_ROLE_USER, "Hello");
  g_list_store_append (fixture->store, reply);
  show (fixture);
  g_signal_connect (fixture->transcript, "retry-requested", G_CALLBACK (on_message_cb), &asked);
  g_signal_connect (fixture->transcript, "copied", G_CALLBACK (on_copied_cb), &n_copied);

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.retry", "u", 1);
  g_assert_true (asked == reply);

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.copy-reply", "u", 1);
  markdown = read_clipboard (GTK_WIDGET (fixture->view));
  g_assert_cmpstr (markdown, ==, "It is **fine**");

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.select-all", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.copy", NULL);
  plain = read_clipboard (GTK_WIDGET (fixture->view));
  g_assert_cmpstr (plain, ==, "Hello\n\nIt is fine");
  g_assert_cmpuint (n_copied, ==, 2);

  g_assert_true (confab_transcript_grab_last (fixture->transcript));
}

#define ADD(name, func) \
  g_test_add ("/ui/transcript/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  ADD ("bottom", test_stays_at_the_bottom);
  ADD ("scrolled-away", test_scrolled_away_nothing_moves);
  ADD ("scrolling-up", test_scrolling_up_is_steady);
  ADD ("many-messages", test_few_rows_of_many_messages);
  ADD ("streamed-like-loaded", test_streamed_looks_like_loaded);
  ADD ("idle", test_idle_is_idle);
  ADD ("one-update", test_many_changes_are_one_update);
  ADD ("hidden", test_hidden_window_catches_up);
  ADD ("every-kind", test_every_kind_of_row);
  ADD ("unfolding", test_unfolding_stays_in_place);
  ADD ("list-changes", test_list_changes);
  ADD ("restyled", test_restyled);
  ADD ("read-aloud", test_is_read_aloud);
  ADD ("actions", test_actions);

  return g_test_run ();
}
