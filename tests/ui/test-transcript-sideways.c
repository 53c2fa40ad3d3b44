/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wider than the column: links in it are reached by the keyboard, and what is found in it is seen. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-sideways.h"
#include "confab-transcript.h"
#include "confab-transcript-view-private.h"

#define LONG_CELL "a cell of so many words that it is broken into lines wherever it stands in a column beside others"
#define FILLER    "______________________________________________________________________________________________"

static const char table_text[] =
  "| [first](https://example.org/1) | b | c | d | e | f | g | [last](https://example.org/2) |\n"
  "|---|---|---|---|---|---|---|---|\n"
  "| " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL
  " | " LONG_CELL " rye |\n";

static const char rtl_table_text[] =
  "| 1 | [\327\220](https://example.org/1) | c | d | e | f | g | [last](https://example.org/2) |\n"
  "|---|---|---|---|---|---|---|---|\n"
  "| 2 | " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL " | " LONG_CELL
  " | " LONG_CELL " rye |\n";

static const char narrow_text[] = "| \327\220 | b | 3 |\n|---|---|---|\n| \327\221 | \327\222 | 4 |\n";

static const char code_text[] =
  "```\nrye " FILLER FILLER FILLER " wheat\n```\n";

typedef struct
{
  GtkWidget            *window;
  ConfabTranscript     *transcript;
  ConfabTranscriptView *view;
  ConfabMessage        *message;
} Fixture;

static GtkWidget *
find_widget (GtkWidget  *widget,
             const char *type_name)
{
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type_name))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type_name);

  return found;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  text)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);

  fixture->message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, text);
  g_list_store_append (store, fixture->message);
  fixture->window = adw_window_new ();
  fixture->transcript = CONFAB_TRANSCRIPT (confab_transcript_new ());
  fixture->view = CONFAB_TRANSCRIPT_VIEW (find_widget (GTK_WIDGET (fixture->transcript), "ConfabTranscriptView"));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 500, 600);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->transcript));
  confab_transcript_set_messages (fixture->transcript, G_LIST_MODEL (store));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  text)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->message);
}

static int
get_offset (GtkWidget *block)
{
  return confab_sideways_get_offset (CONFAB_BLOCK_VIEW_GET_CLASS (block)->get_sideways (CONFAB_BLOCK_VIEW (block)));
}

static void
check_focused (GtkWidget  *block,
               const char *target)
{
  const ConfabMarkdownSpan *link = confab_block_view_get_focused_link (CONFAB_BLOCK_VIEW (block));

  g_assert_true (gtk_widget_is_focus (block));
  g_assert_cmpstr (link != NULL ? link->target : NULL, ==, target);
}

/* Tab goes to the table and then from link to link, each of which is seen; and back the same way. */
static void
test_links (Fixture       *fixture,
            gconstpointer  text)
{
  GtkWidget *block = find_widget (GTK_WIDGET (fixture->view), "ConfabTableBlock");

  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));
  check_focused (block, NULL);
  g_assert_cmpint (get_offset (block), ==, 0);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));
  check_focused (block, "https://example.org/1");
  g_assert_cmpint (get_offset (block), ==, 0);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));
  check_focused (block, "https://example.org/2");
  g_assert_cmpint (get_offset (block), >, 100);
  g_assert_false (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_BACKWARD));
  check_focused (block, "https://example.org/2");
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_BACKWARD));
  check_focused (block, "https://example.org/1");
  g_assert_cmpint (get_offset (block), ==, 0);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_BACKWARD));
  check_focused (block, NULL);
  g_assert_false (gtk_widget_child_focus (block, GTK_DIR_TAB_BACKWARD));
}

/* The first column of a table whose text runs from right to left is at the right, and is seen first. */
static void
test_rtl_links (Fixture       *fixture,
                gconstpointer  text)
{
  GtkWidget *block = find_widget (GTK_WIDGET (fixture->view), "ConfabTableBlock");
  const int most = get_offset (block);

  g_assert_cmpint (most, >, 100);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));
  check_focused (block, NULL);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));
  check_focused (block, "https://example.org/1");
  g_assert_cmpint (get_offset (block), ==, most);
  g_assert_true (gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD));
  check_focused (block, "https://example.org/2");
  g_assert_cmpint (get_offset (block), ==, 0);
}

static gsize
locate (GtkWidget *block,
        int        x)
{
  gsize index;

  CONFAB_BLOCK_VIEW_GET_CLASS (block)->locate (CONFAB_BLOCK_VIEW (block), x, 10, &index);

  return index;
}

/* One that is narrower than the column stands at its right side. */
static void
test_rtl_place (Fixture       *fixture,
                gconstpointer  text)
{
  GtkWidget *block = find_widget (GTK_WIDGET (fixture->view), "ConfabTableBlock");
  const int width = gtk_widget_get_width (block);
  gsize last = 0;

  g_assert_cmpint (get_offset (block), ==, 0);
  g_assert_cmpuint (locate (block, width - 1), <=, strlen ("\327\220"));
  g_assert_cmpuint (locate (block, 0), >=, strlen ("\327\220\tb\t"));
  for (int x = width - 1; x >= 0; x--)
    {
      const gsize index = locate (block, x);

      g_assert_cmpuint (index, <=, strlen ("\327\220\tb\t3"));
      /* Within its cell the one letter that runs from left to right does that. */
      if (index == strlen ("\327\220\t"))
        g_assert_cmpuint (last, >=, strlen ("\327\220"));
      last = index;
    }
}

static void
find (Fixture    *fixture,
      const char *words)
{
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_literal (words);
  guint position;
  guint n_hits;

  confab_transcript_view_set_find (fixture->view, pattern);
  while (!confab_transcript_view_get_find_state (fixture->view, &position, &n_hits) || position == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_hits, ==, 1);
}

static void
test_found_in_code (Fixture       *fixture,
                    gconstpointer  text)
{
  GtkWidget *block = find_widget (GTK_WIDGET (fixture->view), "ConfabCodeBlock");
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_literal ("wheat");

  g_assert_cmpint (get_offset (block), ==, 0);
  find (fixture, "wheat");
  g_assert_cmpint (get_offset (block), >, 500);
  find (fixture, "rye");
  g_assert_cmpint (get_offset (block), ==, 0);

  /* What was found in all conversations is gone to likewise. */
  confab_transcript_view_set_find (fixture->view, NULL);
  confab_transcript_view_show_message (fixture->view, confab_message_get_id (fixture->message), pattern);
  g_assert_cmpint (get_offset (block), >, 500);
}

static void
test_found_in_table (Fixture       *fixture,
                     gconstpointer  text)
{
  GtkWidget *block = find_widget (GTK_WIDGET (fixture->view), "ConfabTableBlock");

  g_assert_cmpint (get_offset (block), ==, 0);
  find (fixture, "rye");
  g_assert_cmpint (get_offset (block), >, 100);
  find (fixture, "first");
  g_assert_cmpint (get_offset (block), ==, 0);
}

#define ADD(name, text, func) g_test_add ("/ui/transcript-sideways/" name, Fixture, text, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  ADD ("links", table_text, test_links);
  ADD ("rtl-links", rtl_table_text, test_rtl_links);
  ADD ("rtl-place", narrow_text, test_rtl_place);
  ADD ("found-in-code", code_text, test_found_in_code);
  ADD ("found-in-table", table_text, test_found_in_table);

  return g_test_run ();
}
