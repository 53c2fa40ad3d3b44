/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A quote has one line at its side, whatever is in it, and all of that beside the line. Items of lists have
 * their marks, whatever they are, and begin alike. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-transcript.h"
#include "confab-transcript-view-private.h"

#define CODE  "> ```c\n> int a;\n> int b;\n> ```\n"
#define TABLE "> | rye | wheat |\n> |---|---|\n> | 1 | 2 |\n"
#define MATH  "> $$ a^2 $$\n"

static const char ltr_text[] =
  "> It is said,\n>\n" CODE ">\n> - one\n> - two\n>\n" TABLE ">\n> > nested\n> >\n> > ---\n>\n" MATH ">\n> and so on.\n";

static const char rtl_text[] =
  "> \327\220\327\221\327\222\n>\n" CODE ">\n> - \327\220\n> - \327\221\n>\n" TABLE ">\n> > \327\222\n> >\n> > ---\n>\n"
  MATH ">\n> \327\220\327\221\327\222.\n";

static const char code_text[] = "- ```\n  rye\n  ```\n";

static const char numbers_text[] = "9. rye\n10. oats\n11. wheat\n\n- - -\n\n99) rye\n100) oats\n";

typedef struct
{
  GtkWidget            *window;
  ConfabTranscriptView *view;
} Fixture;

static ConfabTranscriptView *
find_view (GtkWidget *widget)
{
  ConfabTranscriptView *view = NULL;

  if (CONFAB_IS_TRANSCRIPT_VIEW (widget))
    return CONFAB_TRANSCRIPT_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && view == NULL;
       child = gtk_widget_get_next_sibling (child))
    view = find_view (child);

  return view;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  text)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, text);
  GtkWidget *transcript = confab_transcript_new ();

  g_list_store_append (store, message);
  fixture->window = adw_window_new ();
  fixture->view = find_view (transcript);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 700);
  adw_window_set_content (ADW_WINDOW (fixture->window), transcript);
  confab_transcript_set_messages (CONFAB_TRANSCRIPT (transcript), G_LIST_MODEL (store));
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
}

static cairo_surface_t *
draw (Fixture *fixture)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (fixture->view));
  g_autoptr(GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_surface_t *surface;

  gdk_paintable_snapshot (paintable, snapshot, fixture->view->width, fixture->view->height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, fixture->view->width, fixture->view->height));
  gsk_render_node_unref (node);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, fixture->view->width, fixture->view->height);
  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);

  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guchar *data = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + 4 * x;
  guint32 pixel;

  memcpy (&pixel, data, sizeof pixel);

  return pixel;
}

static gboolean
is_quoted (const ConfabTranscriptPlaced *placed)
{
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (placed->entry, placed->item);

  return segment != NULL && segment->quote_depth > 0;
}

/* From its first row to its last the line has one colour, and beside it there is nothing. */
static void
test_line (Fixture       *fixture,
           gconstpointer  text)
{
  const gboolean is_rtl = text == rtl_text;
  ConfabTranscriptView *view = fixture->view;
  const int line_x = is_rtl ? view->column_x + view->column_width - 2 : view->column_x + 1;
  const int beside_x = is_rtl ? line_x - 8 : line_x + 8;
  cairo_surface_t *surface = draw (fixture);
  int top = -1;
  int bottom = -1;

  for (guint i = 0; i < view->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (view, i);

      if (!is_quoted (placed))
        continue;
      if (top < 0)
        top = placed->y + placed->gap;
      bottom = placed->y + placed->height;
    }
  g_assert_cmpint (top, >=, 0);
  g_assert_cmpint (bottom, >, top + 300);
  g_assert_cmpint (bottom, <, view->height);

  g_assert_cmphex (get_pixel (surface, line_x, top), !=, get_pixel (surface, beside_x, top));
  for (int y = top; y < bottom; y++)
    {
      g_assert_cmphex (get_pixel (surface, line_x, y), ==, get_pixel (surface, line_x, top));
      g_assert_cmphex (get_pixel (surface, beside_x, y), ==, get_pixel (surface, beside_x, top));
    }
  g_assert_cmphex (get_pixel (surface, line_x, top - 1), ==, get_pixel (surface, beside_x, top));
  g_assert_cmphex (get_pixel (surface, line_x, bottom), ==, get_pixel (surface, beside_x, top));
  cairo_surface_destroy (surface);
}

/* What is set in is found where it is seen. */
static void
test_located (Fixture       *fixture,
              gconstpointer  text)
{
  static const struct { const char *type_name; int x, y; } cases[] = {
    /* within the first letter of the code, and of the first cell */
    { "ConfabCodeBlock", 12 + 2, 36 + 8 },
    { "ConfabTableBlock", 12 + 2, 6 + 8 },
  };
  const int left = text == rtl_text ? 0 : 18;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *block = gtk_widget_get_first_child (GTK_WIDGET (fixture->view));
      graphene_rect_t bounds;
      gsize index;

      while (!g_str_equal (G_OBJECT_TYPE_NAME (block), cases[i].type_name))
        block = gtk_widget_get_next_sibling (block);

      g_assert_true (gtk_widget_compute_bounds (block, GTK_WIDGET (fixture->view), &bounds));
      g_assert_cmpfloat (bounds.origin.x, ==, fixture->view->column_x + left);
      g_assert_cmpfloat (bounds.size.width, ==, fixture->view->column_width - 18);
      g_assert_true (confab_block_view_locate (CONFAB_BLOCK_VIEW (block), left + cases[i].x, cases[i].y, &index));
      g_assert_cmpuint (index, ==, 0);
      if (left > 0)
        g_assert_false (confab_block_view_locate (CONFAB_BLOCK_VIEW (block), cases[i].x, cases[i].y, &index));
    }
}

/* An item that is code has its mark in front of that. */
static void
test_marker (Fixture       *fixture,
             gconstpointer  text)
{
  ConfabTranscriptView *view = fixture->view;
  cairo_surface_t *surface = draw (fixture);
  guint n_marked = 0;

  for (guint i = 0; i < view->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (view, i);

      if (confab_transcript_entry_get_item (placed->entry, placed->item)->kind != CONFAB_TRANSCRIPT_ITEM_CODE)
        continue;
      for (int y = placed->y + placed->gap; y < placed->y + placed->height; y++)
        for (int x = view->column_x; x < view->column_x + 24; x++)
          n_marked += get_pixel (surface, x, y) != get_pixel (surface, 0, y);
    }
  g_assert_cmpuint (n_marked, >, 3);
  cairo_surface_destroy (surface);
}

static void
test_numbers (Fixture       *fixture,
              gconstpointer  text)
{
  guint n_items = 0;

  for (guint i = 0; i < fixture->view->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (fixture->view, i);
      const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (placed->entry, placed->item);
      gsize index;

      if (segment == NULL || segment->marker != CONFAB_MARKDOWN_MARKER_NUMBER)
        continue;
      n_items++;
      g_test_message ("%u", segment->number);
      g_assert_true (confab_block_view_locate (placed->block, 24 + 1, 8, &index));
      g_assert_cmpuint (index, ==, 0);
    }
  g_assert_cmpuint (n_items, ==, 5);
}

#define ADD(name, text, func) g_test_add ("/ui/transcript-quotes/" name, Fixture, text, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  ADD ("line", ltr_text, test_line);
  ADD ("line-rtl", rtl_text, test_line);
  ADD ("located", ltr_text, test_located);
  ADD ("located-rtl", rtl_text, test_located);
  ADD ("marker", code_text, test_marker);
  ADD ("numbers", numbers_text, test_numbers);

  return g_test_run ();
}
