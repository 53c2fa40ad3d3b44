/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "confab-preferences-window.h"

/* What it costs to open the settings, and to search them, with many providers against few. Ratios of
 * CPU time of the whole process: what other processes do meanwhile does not count. */

#define FEW    20
#define MANY   1000
#define N_RUNS 5

typedef struct
{
  double open_ms;
  double search_ms;
} Cost;

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
write_records (guint n)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "confab", NULL);
  g_autofree char *path = g_build_filename (folder, "providers.json", NULL);
  g_autoptr(GString) json = g_string_new ("{ \"providers\": [");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s { \"id\": \"compat:lab-%u\", \"type\": \"custom\", \"name\": \"Lab %u\","
                            " \"base_url\": \"https://lab-%u.example/v1\", \"default_model\": \"model-%u\" }",
                            i > 0 ? "," : "", i, i, i, i % 7);
  g_string_append (json, " ] }");

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, json->str, (gssize) json->len, &error);
  g_assert_no_error (error);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_assert_true (confab_context_load_finish (CONFAB_CONTEXT (object), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
close_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  confab_context_close_finish (CONFAB_CONTEXT (object), result);
  *(gboolean *) user_data = TRUE;
}

static ConfabContext *
load (guint n)
{
  ConfabContext *context;
  gboolean done = FALSE;

  write_records (n);
  context = confab_context_new ();
  confab_context_load_async (context, NULL, load_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  return context;
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The entry waits a while before it says that it has changed; what it does then is what counts. */
static void
search (GtkWidget  *window,
        const char *text)
{
  GtkWidget *entry = find (window, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  gtk_test_widget_wait_for_draw (window);
}

static Cost
measure (ConfabContext *context,
         GSettings     *settings)
{
  const double start = get_cpu_ms ();
  GtkWidget *window = GTK_WIDGET (confab_preferences_window_new (context, settings));
  double opened;
  double searched;

  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  opened = get_cpu_ms ();

  search (window, "lab model-3");
  search (window, "lab-1");
  search (window, "");
  searched = get_cpu_ms ();

  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return (Cost) { opened - start, searched - opened };
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
get_median (double *values)
{
  qsort (values, N_RUNS, sizeof *values, compare_doubles);

  return values[N_RUNS / 2];
}

static void
report (const char *name,
        double      value,
        double      target)
{
  g_print ("bench %s %.4f ratio %.2f %s\n", name, value, target, value <= target ? "ok" : "short");
}

static void
measure_all (GSettings *settings,
             guint      n,
             double    *open_ms,
             double    *search_ms)
{
  g_autoptr(ConfabContext) context = load (n);
  gboolean closed = FALSE;

  /* The first one pays for what is made once. */
  measure (context, settings);
  for (guint run = 0; run < N_RUNS; run++)
    {
      const Cost cost = measure (context, settings);

      open_ms[run] = cost.open_ms;
      search_ms[run] = cost.search_ms;
    }

  confab_context_close_async (context, close_cb, &closed);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
}

int
main (void)
{
  g_autoptr(GSettings) settings = NULL;
  double few_open[N_RUNS];
  double few_search[N_RUNS];
  double many_open[N_RUNS];
  double many_search[N_RUNS];
  double open;
  double searching;

  gtk_init ();
  adw_init ();
  settings = g_settings_new (CONFAB_APP_ID);

  measure_all (settings, FEW, few_open, few_search);
  measure_all (settings, MANY, many_open, many_search);

  open = get_median (many_open);
  searching = get_median (many_search);
  report ("settings-open-1000-vs-20", open / get_median (few_open), 3);
  report ("settings-search-1000-vs-20", searching / get_median (few_search), 3);
  g_print ("bench settings-open-1000 %.2f ms - -\n", open);
  g_print ("bench settings-search-1000 %.2f ms - -\n", searching / 3);

  return 0;
}
