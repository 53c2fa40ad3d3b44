/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the main loop is away at a time while a person opens the list of models of a provider that has
 * thousands, types into its search, and while the provider gives its list anew. What counts is the work of
 * this thread, not what else the machine does. */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "bench.h"
#include "confab-engine-settings.h"
#include "confab-model-choices.h"
#include "confab-model-picker.h"
#include "confab-provider-private.h"
#include "engine-fixture.h"

#define FEW  100
#define MANY 5000

/* A frame. */
#define TARGET_MS 16.0

/* In the search entry, and until all of the list is there. */
#define SETTLE_MS 400

#define N_RUNS 5

typedef struct
{
  ConfabContext        *context;
  ConfabFavoriteModels *favorites;
  ConfabModelPicker    *picker;
  GtkWidget            *window;
  GPtrArray            *models;   /* of ConfabModelInfo: the next list */
  guint                 n;
  guint                 version;
} Fixture;

static gint64 returned_at_us;
static gint64 longest_us;

static gint64
get_work_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout_ms)
{
  int n;

  if (returned_at_us != 0)
    longest_us = MAX (longest_us, get_work_us () - returned_at_us);
  n = g_poll (fds, n_fds, timeout_ms);
  returned_at_us = get_work_us ();

  return n;
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

/* What a gateway lists: names that are not the ids, and of each what it costs and takes in. The last
 * one is another each time. */
static void
prepare_list (Fixture *fixture)
{
  fixture->models = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < fixture->n; i++)
    {
      const guint number = i + 1 < fixture->n ? i : i + fixture->version;
      const ConfabModelPrice price = { .input = i % 7, .output = i % 11, .cache_read = -1, .cache_write = -1 };
      g_autofree char *id = g_strdup_printf ("maker-%u/model-%u-instruct", i % 60, number);
      g_autofree char *name = g_strdup_printf ("Maker %u: Model %u Instruct", i % 60, number);
      ConfabModelInfo *model = confab_model_info_new (id, name);

      confab_model_info_set_context_tokens (model, 1024 * (1 + i % 300));
      confab_model_info_set_price (model, &price);
      confab_model_info_set_abilities (model, CONFAB_MODEL_ABILITY_TOOLS);
      g_ptr_array_add (fixture->models, model);
    }

  fixture->version++;
}

static void
list (Fixture *fixture)
{
  confab_provider_set_models (engine_get_provider (fixture->context, "openai"), fixture->models, g_get_real_time ());
}

static void
open_list (Fixture *fixture)
{
  confab_model_picker_popup (fixture->picker);
}

static void
close_list (Fixture *fixture)
{
  gtk_popover_popdown (GTK_POPOVER (find (GTK_WIDGET (fixture->picker), GTK_TYPE_POPOVER)));
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (GTK_WIDGET (fixture->picker), GTK_TYPE_SEARCH_ENTRY)), text);
}

static void
type_first (Fixture *fixture)
{
  type (fixture, "m");
}

static void
type_next (Fixture *fixture)
{
  type (fixture, "model 4");
}

static void
type_nonsense (Fixture *fixture)
{
  type (fixture, "no such thing");
}

static void
clear (Fixture *fixture)
{
  type (fixture, "");
}

typedef struct
{
  Fixture *fixture;
  void   (*func) (Fixture *fixture);
} Step;

static gboolean
step_cb (gpointer user_data)
{
  const Step *step = user_data;

  step->func (step->fixture);

  return G_SOURCE_REMOVE;
}

static gboolean
settled_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Returns: the longest time away from the loop in milliseconds */
static double
run (Fixture *fixture,
     void   (*func) (Fixture *fixture))
{
  Step step = { fixture, func };
  gboolean settled = FALSE;

  prepare_list (fixture);
  longest_us = 0;
  returned_at_us = 0;
  g_idle_add (step_cb, &step);
  g_timeout_add (SETTLE_MS, settled_cb, &settled);
  while (!settled)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&fixture->models, g_ptr_array_unref);

  return longest_us / 1000.0;
}

static double
get_best (double *values)
{
  return bench_get_percentile (values, N_RUNS, 0);
}

static void
measure_window (Fixture *fixture)
{
  static const struct
  {
    const char *name;
    void      (*func) (Fixture *fixture);
  } steps[] = {
    { "open",          open_list },
    { "change",        list },
    { "first-key",     type_first },
    { "next-key",      type_next },
    { "change-search", list },
    { "nothing-found", type_nonsense },
    { "clear",         clear },
    { "close",         close_list },
  };
  double values[G_N_ELEMENTS (steps)][N_RUNS];

  /* The first run pays for what is made once. */
  for (int i = -1; i < N_RUNS; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (steps); j++)
      {
        const double value = run (fixture, steps[j].func);

        if (i < 0)
          g_print ("# first %s %.2f ms\n", steps[j].name, value);
        else
          values[j][i] = value;
      }

  for (gsize j = 0; j < G_N_ELEMENTS (steps); j++)
    {
      g_autofree char *name = g_strdup_printf ("models-%s-%u", steps[j].name, fixture->n);

      bench_report (name, get_best (values[j]), "ms", TARGET_MS);
    }
}

static double
measure_choices (Fixture    *fixture,
                 const char *filter)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  double values[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      const double start = bench_get_cpu_ms ();
      g_autoptr(ConfabModelChoices) choices = confab_model_choices_new (registry, fixture->favorites, NULL, filter);

      values[i] = bench_get_cpu_ms () - start;
    }

  return get_best (values);
}

static void
measure (guint n)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  Fixture fixture = { .n = n };

  fixture.context = engine_load ();
  fixture.favorites = confab_favorite_models_new (settings);
  prepare_list (&fixture);
  list (&fixture);
  g_clear_pointer (&fixture.models, g_ptr_array_unref);
  g_print ("bench models-list-%u %.2f ms - -\n", n, measure_choices (&fixture, ""));
  g_print ("bench models-filter-%u %.2f ms - -\n", n, measure_choices (&fixture, "model 4"));

  fixture.picker = confab_model_picker_new (confab_context_get_registry (fixture.context), fixture.favorites, NULL);
  fixture.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 600, 700);
  gtk_window_set_child (GTK_WINDOW (fixture.window), GTK_WIDGET (fixture.picker));
  gtk_window_present (GTK_WINDOW (fixture.window));
  gtk_test_widget_wait_for_draw (fixture.window);
  g_main_context_set_poll_func (NULL, poll_cb);
  measure_window (&fixture);
  g_main_context_set_poll_func (NULL, NULL);

  gtk_window_destroy (GTK_WINDOW (fixture.window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture.favorites);
  engine_close (fixture.context);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(ConfabTestPeer) peer = NULL;

  gtk_init ();
  adw_init ();
  engine_home_init ();
  peer = confab_test_peer_new ();
  engine_use_peer (peer);
  measure (FEW);
  measure (MANY);

  return 0;
}
