/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas in replies: as they arrive, and what is copied and read out. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-text-math.h"
#include "confab-transcript.h"
#include "confab-transcript-view-private.h"

static const char reply[] =
  "The roots $x_1, x_2$ are\n\n"
  "$$\nx = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\n$$\n\n"
  "and not \\(\\frobnicate\\).\n";

static const char formula[] = "$$\nx = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\n$$";

typedef struct
{
  GtkWidget     *window;
  GtkWidget     *transcript;
  GtkWidget     *view;
  GListStore    *store;
  ConfabMessage *message;
  ConfabPart    *part;
} Fixture;

static GtkWidget *
find (GtkWidget  *widget,
      const char *type_name)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type_name))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type_name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  unused)
{
  fixture->store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  fixture->message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  fixture->part = confab_part_new (CONFAB_PART_TEXT);
  confab_message_append_part (fixture->message, fixture->part);
  confab_message_set_status (fixture->message, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (fixture->store, fixture->message);

  fixture->window = adw_window_new ();
  fixture->transcript = confab_transcript_new ();
  fixture->view = find (fixture->transcript, "ConfabTranscriptView");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 600);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->transcript);
  confab_transcript_set_messages (CONFAB_TRANSCRIPT (fixture->transcript), G_LIST_MODEL (fixture->store));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->part);
  g_object_unref (fixture->message);
  g_object_unref (fixture->store);
}

static void
grow (Fixture    *fixture,
      const char *text,
      gsize       length)
{
  confab_part_append_text (fixture->part, text, length);
  confab_message_changed (fixture->message);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
complete (Fixture *fixture)
{
  confab_part_set_sealed (fixture->part, TRUE);
  confab_message_set_status (fixture->message, CONFAB_MESSAGE_COMPLETE);
  gtk_test_widget_wait_for_draw (fixture->window);
}

/* The source until its end is there, then the formula, from then on the same one. */
static void
test_arrives (Fixture       *fixture,
              gconstpointer  unused)
{
  const gsize begin = (gsize) (strstr (reply, formula) - reply);
  const gsize end = begin + strlen (formula);
  int height = 0;

  for (gsize i = 0; i < strlen (reply); i++)
    {
      GtkWidget *block;

      grow (fixture, reply + i, 1);
      block = find (fixture->view, "ConfabMathBlock");
      if (i + 1 < begin + 2)
        {
          g_assert_null (block);
          continue;
        }

      g_assert_nonnull (block);
      g_assert_true (gtk_widget_has_css_class (block, "source") == (i + 1 < end));
      if (i + 1 == end + 2)
        height = gtk_widget_get_height (block);
      else if (i + 1 > end + 2)
        g_assert_cmpint (gtk_widget_get_height (block), ==, height);
    }
  complete (fixture);
  g_assert_cmpint (height, >, 30);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (fixture->view, "ConfabMathBlock")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, formula);
}

static void
on_text_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static void
test_copied (Fixture       *fixture,
             gconstpointer  unused)
{
  char *text = NULL;

  grow (fixture, reply, strlen (reply));
  complete (fixture);
  gtk_widget_activate_action (fixture->view, "transcript.select-all", NULL);
  gtk_widget_activate_action (fixture->view, "transcript.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->view), NULL, on_text_read_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_nonnull (strstr (text, formula));
  g_assert_nonnull (strstr (text, "The roots $x_1, x_2$ are"));
  g_assert_nonnull (strstr (text, "and not \\(\\frobnicate\\)."));
  g_free (text);
}

/* What cannot be typeset stays the source. */
static void
test_not_known (Fixture       *fixture,
                gconstpointer  unused)
{
  static const char unknown[] = "$$\\begin{tikzpicture}\\end{tikzpicture}$$\n";

  grow (fixture, unknown, strlen (unknown));
  complete (fixture);
  g_assert_true (gtk_widget_has_css_class (find (fixture->view, "ConfabMathBlock"), "source"));
}

static double
get_drawn_x (ConfabTextMath           *math,
             PangoLayout              *layout,
             const ConfabTextIsolates *isolates)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t bounds;
  GskRenderNode *node;

  confab_text_math_snapshot (math, layout, isolates, snapshot, &(GdkRGBA) { 0, 0, 0, 1 });
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_get_bounds (node, &bounds);
  gsk_render_node_unref (node);

  return bounds.origin.x;
}

/* Beside code, in a text that runs from right to left, a formula is drawn in the room that is made for it. */
static void
test_among_rtl (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(ConfabMarkdownText) text =
    confab_markdown_text_parse ("\327\220\327\221 `code()`, `f(x)` \327\222 $x^2$ \327\220\327\221", FALSE);
  g_autoptr(ConfabTextMath) math = confab_text_math_new (fixture->window);
  g_autoptr(ConfabTextIsolates) isolates = confab_text_isolates_new (text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  PangoLayout *layout = gtk_widget_create_pango_layout (fixture->window, confab_text_isolates_get_text (isolates, text));
  const char *shown = pango_layout_get_text (layout);
  PangoRectangle place;

  confab_text_math_set_text (math, text, 1);
  confab_text_math_add_attributes (math, attributes);
  attributes = confab_text_isolates_move (isolates, g_steal_pointer (&attributes));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_index_to_pos (layout, (int) (strstr (shown, "$") - shown), &place);

  g_assert_cmpint (ABS (place.width), >, 0);
  g_assert_cmpfloat_with_epsilon (get_drawn_x (math, layout, isolates),
                                  MIN (place.x, place.x + place.width) / (double) PANGO_SCALE, 2);
  g_object_unref (layout);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) \
  g_test_add ("/ui/transcript-math/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

  ADD ("arrives", test_arrives);
  ADD ("copied", test_copied);
  ADD ("not-known", test_not_known);
  ADD ("among-rtl", test_among_rtl);

  return g_test_run ();
}
