/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every template class can be made and goes away again, with no warning and nothing left over. */

#include "config.h"

#include "confab-add-provider-window.h"
#include "confab-attachment-bar.h"
#include "confab-attachment-drop.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-data-page.h"
#include "confab-context.h"
#include "confab-sidebar-row.h"
#include "confab-local-models-page.h"
#include "confab-model-picker.h"
#include "confab-model-row.h"
#include "confab-picker-box.h"
#include "confab-thinking-picker.h"
#include "confab-preferences-window.h"
#include "confab-provider-card.h"
#include "confab-provider-search.h"
#include "confab-sidebar.h"
#include "confab-transcript.h"
#include "confab-welcome-page.h"

#include <adwaita.h>

static void
test_plain (gconstpointer data)
{
  const GType type = GPOINTER_TO_SIZE (data);
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));

  g_assert_finalize_object (widget);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  gboolean *loaded = user_data;

  g_assert_true (confab_context_load_finish (CONFAB_CONTEXT (object), result, NULL));
  *loaded = TRUE;
}

static void
close_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  gboolean *closed = user_data;

  confab_context_close_finish (CONFAB_CONTEXT (object), result);
  *closed = TRUE;
}

static ConfabContext *
load_context (void)
{
  ConfabContext *context = confab_context_new ();
  gboolean loaded = FALSE;

  confab_context_load_async (context, NULL, load_cb, &loaded);
  while (!loaded)
    g_main_context_iteration (NULL, TRUE);

  return context;
}

static void
close_context (ConfabContext *context)
{
  gboolean closed = FALSE;

  confab_context_close_async (context, close_cb, &closed);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cards (void)
{
  g_autoptr(ConfabContext) context = load_context ();
  ConfabRegistry *registry = confab_context_get_registry (context);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (registry));

  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);
      GtkWidget *card = g_object_ref_sink (confab_provider_card_new (registry, provider));

      g_assert_true (confab_provider_card_get_provider (CONFAB_PROVIDER_CARD (card)) == provider);
      confab_provider_card_open (CONFAB_PROVIDER_CARD (card));
      g_assert_finalize_object (card);
    }

  close_context (context);
}

static void
test_model_picker (void)
{
  g_autoptr(ConfabContext) context = confab_context_new ();
  GtkWidget *picker =
    g_object_ref_sink (GTK_WIDGET (confab_model_picker_new (confab_context_get_registry (context), NULL,
                                                                     G_LIST_MODEL (confab_context_get_conversations (context)))));

  g_assert_finalize_object (picker);
}

/* Nothing to choose is nothing to see; what cannot be chosen is the model's own choice. */
static void
test_thinking_picker (void)
{
  static const struct { guint levels; ConfabThinkingLevel selected; gboolean visible; ConfabThinkingLevel shown; } cases[] = {
    { 0, CONFAB_THINKING_HIGH, FALSE, CONFAB_THINKING_DEFAULT },
    { 0x1f, CONFAB_THINKING_HIGH, TRUE, CONFAB_THINKING_HIGH },
    { 0x1d, CONFAB_THINKING_OFF, TRUE, CONFAB_THINKING_DEFAULT },
    { 0x1f, CONFAB_THINKING_UNSET, TRUE, CONFAB_THINKING_DEFAULT },
    { 0x1f, CONFAB_THINKING_OFF, TRUE, CONFAB_THINKING_OFF },
  };
  ConfabThinkingPicker *picker = g_object_ref_sink (confab_thinking_picker_new ());

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (picker)));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      confab_thinking_picker_set_levels (picker, cases[i].levels, FALSE, cases[i].selected);
      g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (picker)), ==, cases[i].visible);
      g_assert_cmpint (confab_thinking_picker_get_selected (picker), ==, cases[i].shown);
    }

  g_assert_finalize_object (picker);
}

static void
test_preferences (void)
{
  g_autoptr(ConfabContext) context = load_context ();
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  GtkWindow *window = GTK_WINDOW (confab_preferences_window_new (context, settings));

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  confab_preferences_window_show_provider (CONFAB_PREFERENCES_WINDOW (window), "anthropic");
  gtk_window_destroy (window);
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);

  close_context (context);
}

/* Each type can be chosen, and has a form of its own. */
static void
test_add_provider (void)
{
  g_autoptr(ConfabContext) context = load_context ();
  ConfabCatalogue *catalogue = confab_context_get_catalogue (context);
  ConfabAddProviderWindow *window = confab_add_provider_window_new (confab_context_get_registry (context), catalogue);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      g_autoptr(ConfabSecret) key = NULL;

      confab_add_provider_window_choose (window,
                                         confab_provider_type_get_id (confab_catalogue_get_type_at (catalogue, i)));
      key = confab_add_provider_window_dup_key (window);
      g_assert_cmpuint (confab_secret_get_length (key), ==, 0);
    }

  gtk_window_destroy (GTK_WINDOW (window));
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);

  close_context (context);
}

static void
test_provider_search (void)
{
  static const struct { const char *text; gboolean found; } cases[] = {
    { "", TRUE },
    { "  \t ", TRUE },
    { "groq", TRUE },
    { "GROQ", TRUE },
    { "gpt-oss", TRUE },
    { "api.groq.com", TRUE },
    { "  gpt-oss   groq ", TRUE },
    { "groq claude", FALSE },
    { "grök", FALSE },
    { "groq gpt\n", TRUE },
  };
  g_autoptr(ConfabContext) context = load_context ();
  ConfabProvider *provider = confab_registry_lookup (confab_context_get_registry (context), "groq");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) words = confab_provider_search_split (cases[i].text);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (confab_provider_search_matches (provider, (const char * const *) words), ==, cases[i].found);
    }

  close_context (context);
}

static void
test_composer_text (void)
{
  ConfabComposer *composer = g_object_ref_sink (g_object_new (CONFAB_TYPE_COMPOSER, NULL));
  g_autofree char *text = NULL;

  confab_composer_set_text (composer, "two\nlines");
  text = confab_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "two\nlines");
  confab_composer_set_text (composer, NULL);
  g_free (text);
  text = confab_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "");

  g_assert_finalize_object (composer);
}

static GtkWidget *
append_picker (ConfabPickerBox *box,
               int              minimum,
               int              natural)
{
  GtkWidget *picker = adw_squeezer_new ();
  const int widths[] = { natural, minimum };

  adw_squeezer_set_homogeneous (ADW_SQUEEZER (picker), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *child = gtk_label_new (NULL);

      gtk_widget_set_size_request (child, widths[i], 30);
      adw_squeezer_add (ADW_SQUEEZER (picker), child);
    }
  confab_picker_box_append (box, picker);

  return picker;
}

static void
test_picker_box (void)
{
  /* Widths of three, the second of which goes away in the end. */
  static const struct { int width; int expected[3]; gboolean is_hidden; } cases[] = {
    { 500, { 200, 90, 30 }, FALSE },
    { 320, { 200, 90, 30 }, FALSE },
    { 319, { 200, 40, 30 }, FALSE },
    { 250, { 180, 40, 30 }, FALSE },
    { 150, { 80, 40, 30 }, FALSE },
    { 230, { 200, 0, 30 }, TRUE },
    { 180, { 150, 0, 30 }, TRUE },
  };
  ConfabPickerBox *box = g_object_ref_sink (g_object_new (CONFAB_TYPE_PICKER_BOX, NULL));
  GtkWidget *pickers[3];
  int minimum;
  int natural;

  pickers[0] = append_picker (box, 80, 200);
  pickers[1] = append_picker (box, 40, 90);
  pickers[2] = append_picker (box, 30, 30);
  gtk_widget_measure (GTK_WIDGET (box), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 150);
  g_assert_cmpint (natural, ==, 320);

  for (int rtl = 0; rtl < 2; rtl++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        int x = 0;

        g_test_message ("%d pixels, %s", cases[i].width, rtl ? "from the right" : "from the left");
        gtk_widget_set_direction (GTK_WIDGET (box), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
        gtk_widget_set_visible (pickers[1], !cases[i].is_hidden);
        gtk_widget_measure (GTK_WIDGET (box), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
        gtk_widget_size_allocate (GTK_WIDGET (box), &(GtkAllocation) { 0, 0, cases[i].width, 30 }, -1);
        for (gsize k = 0; k < G_N_ELEMENTS (pickers); k++)
          {
            graphene_rect_t bounds;
            const int width = cases[i].expected[k];

            if (!gtk_widget_get_visible (pickers[k]))
              continue;
            g_assert_cmpint (gtk_widget_get_width (pickers[k]), ==, width);
            g_assert_true (gtk_widget_compute_bounds (pickers[k], GTK_WIDGET (box), &bounds));
            g_assert_cmpfloat (bounds.origin.x, ==, rtl ? cases[i].width - x - width : x);
            x += width;
          }
      }

  g_assert_finalize_object (box);
}

int
main (int    argc,
      char **argv)
{
  const GType types[] = {
    CONFAB_TYPE_CHAT_PAGE, CONFAB_TYPE_COMPOSER, CONFAB_TYPE_DATA_PAGE, CONFAB_TYPE_LOCAL_MODELS_PAGE, CONFAB_TYPE_MODEL_ROW,
    CONFAB_TYPE_SIDEBAR_ROW, CONFAB_TYPE_SIDEBAR, CONFAB_TYPE_TRANSCRIPT, CONFAB_TYPE_WELCOME_PAGE,
    CONFAB_TYPE_ATTACHMENT_BAR, CONFAB_TYPE_ATTACHMENT_DROP,
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/templates/", g_type_name (types[i]), NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_plain);
    }
  g_test_add_func ("/ui/templates/cards", test_cards);
  g_test_add_func ("/ui/templates/model-picker", test_model_picker);
  g_test_add_func ("/ui/templates/thinking-picker", test_thinking_picker);
  g_test_add_func ("/ui/templates/preferences", test_preferences);
  g_test_add_func ("/ui/templates/add-provider", test_add_provider);
  g_test_add_func ("/ui/provider-search", test_provider_search);
  g_test_add_func ("/ui/composer/text", test_composer_text);
  g_test_add_func ("/ui/picker-box", test_picker_box);

  return g_test_run ();
}
