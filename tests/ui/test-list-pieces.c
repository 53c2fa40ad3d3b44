/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gtk/gtk.h>

#include "confab-list-pieces.h"

/* A long list in a small view: few rows are made at first, and all lines can be reached. */

#define N_LINES 1000

/* What a list view makes of its own accord. */
#define MANY_ROWS 150

typedef struct
{
  GtkWidget        *window;
  GtkListView      *view;
  GtkAdjustment    *adjustment;
  ConfabListPieces *pieces;
} Fixture;

static void
on_setup_cb (GtkListItemFactory *factory,
             GtkListItem        *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
on_bind_cb (GtkListItemFactory *factory,
            GtkListItem        *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
show (Fixture    *fixture,
      const char *word,
      guint       n)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_take (list, g_strdup_printf ("%s %u", word, i));

  confab_list_pieces_set_model (fixture->pieces, G_LIST_MODEL (list));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  fixture->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (fixture->view));
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  fixture->pieces = confab_list_pieces_new (fixture->view);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 200, 300);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scroller);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->pieces);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static guint
count_rows (Fixture *fixture)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;

  return n;
}

static guint
count_lines (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (fixture->view)));
}

/* Until nothing is left to do. */
static void
settle (Fixture *fixture)
{
  guint n;

  do
    {
      n = count_lines (fixture);
      gtk_test_widget_wait_for_draw (fixture->window);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  while (count_lines (fixture) != n);
}

static void
test_pieces (Fixture       *fixture,
             gconstpointer  data)
{
  double below;

  show (fixture, "line", N_LINES);
  settle (fixture);
  below = gtk_adjustment_get_upper (fixture->adjustment) - 2 * gtk_adjustment_get_page_size (fixture->adjustment);
  g_assert_cmpuint (count_lines (fixture), <, MANY_ROWS);
  g_assert_cmpuint (count_rows (fixture), <, MANY_ROWS);
  g_assert_cmpfloat (below, >, 0);

  /* Whoever goes on comes to the end. */
  for (guint i = 0; i < N_LINES && count_lines (fixture) < N_LINES; i++)
    {
      gtk_adjustment_set_value (fixture->adjustment, gtk_adjustment_get_upper (fixture->adjustment));
      settle (fixture);
    }
  g_assert_cmpuint (count_lines (fixture), ==, N_LINES);

  /* Another list begins with few again, at the top. */
  show (fixture, "other", N_LINES);
  settle (fixture);
  g_assert_cmpuint (count_lines (fixture), <, MANY_ROWS);
  g_assert_cmpuint (count_rows (fixture), <, MANY_ROWS);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 0);

  show (fixture, "few", 3);
  settle (fixture);
  g_assert_cmpuint (count_lines (fixture), ==, 3);
  show (fixture, "none", 0);
  settle (fixture);
  g_assert_cmpuint (count_lines (fixture), ==, 0);
}

static void
test_end_key (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean pressed = FALSE;

  show (fixture, "line", N_LINES);
  settle (fixture);
  g_assert_cmpuint (count_lines (fixture), <, N_LINES);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = TRUE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;

      g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_End, 0, 0, &handled);
      g_assert_false (handled);
      pressed = TRUE;
    }
  g_assert_true (pressed);
  g_assert_cmpuint (count_lines (fixture), ==, N_LINES);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/ui/list-pieces/pieces", Fixture, NULL, set_up, test_pieces, tear_down);
  g_test_add ("/ui/list-pieces/end-key", Fixture, NULL, set_up, test_end_key, tear_down);

  return g_test_run ();
}
