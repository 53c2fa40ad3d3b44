/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "confab-context.h"
#include "confab-conversation-list-private.h"
#include "confab-sidebar.h"

/* What it costs to show the list of conversations, and to put one that has changed in its place, with
 * thousands of them against a hundred. Ratios of CPU time of the whole process. */

#define FEW    100
#define MANY   5000
#define N_RUNS 5

typedef struct
{
  double show_ms;
  double change_ms;
} Cost;

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static GPtrArray *
make_conversations (guint n)
{
  GPtrArray *conversations = g_ptr_array_new_with_free_func (g_object_unref);
  const gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("Conversation %u about something", i);
      ConfabConversation *conversation = confab_conversation_new ();

      confab_conversation_set_title (conversation, title);
      confab_conversation_set_updated_at_us (conversation, now_us - i * G_TIME_SPAN_HOUR);
      g_ptr_array_add (conversations, conversation);
    }

  return conversations;
}

static Cost
measure (GPtrArray *conversations)
{
  g_autoptr(ConfabContext) context = confab_context_new ();
  g_autoptr(ConfabConversationList) list = confab_conversation_list_new (context);
  GtkWidget *window = gtk_window_new ();
  ConfabSidebar *sidebar = g_object_new (CONFAB_TYPE_SIDEBAR, NULL);
  double start;
  double shown;
  double changed;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (sidebar));
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 700);
  confab_sidebar_set_conversations (sidebar, list);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  start = get_cpu_ms ();
  confab_conversation_list_load (list, conversations);
  confab_sidebar_select (sidebar, g_ptr_array_index (conversations, conversations->len / 2));
  gtk_test_widget_wait_for_draw (window);
  shown = get_cpu_ms ();

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(ConfabConversation) last =
        g_list_model_get_item (G_LIST_MODEL (list), conversations->len - 1);

      confab_conversation_set_updated_at_us (last, g_get_real_time ());
      gtk_test_widget_wait_for_draw (window);
    }
  changed = get_cpu_ms ();

  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return (Cost) { shown - start, (changed - shown) / 10 };
}

static Cost
measure_best (guint n)
{
  Cost best = { G_MAXDOUBLE, G_MAXDOUBLE };

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr(GPtrArray) conversations = make_conversations (n);
      const Cost cost = measure (conversations);

      best.show_ms = MIN (best.show_ms, cost.show_ms);
      best.change_ms = MIN (best.change_ms, cost.change_ms);
    }

  return best;
}

static void
report (const char *name,
        double      value,
        double      target)
{
  g_print ("bench %s %.4f ratio %.2f %s\n", name, value, target, value <= target ? "ok" : "short");
}

int
main (int    argc,
      char **argv)
{
  Cost few;
  Cost many;

  adw_init ();
  measure_best (10);
  few = measure_best (FEW);
  many = measure_best (MANY);

  report ("list-show", many.show_ms / few.show_ms, 4);
  report ("list-change", many.change_ms / few.change_ms, 4);
  g_print ("bench list-show-5000 %.2f ms - -\n", many.show_ms);
  g_print ("bench list-change-5000 %.2f ms - -\n", many.change_ms);

  return 0;
}
