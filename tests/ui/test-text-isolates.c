/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Code and formulas run from left to right in a text that runs from right to left, and only what is drawn knows why. */

#include "config.h"

#include <string.h>

#include <pango/pangocairo.h>

#include "confab-text-isolates.h"

#define HEBREW "\327\220\327\221\327\222"
#define ARABIC "\330\247\331\204\330\256\330\250\330\262"

static void
test_needed (void)
{
  static const struct { const char *content; gboolean needed; } cases[] = {
    { "", FALSE },
    { "plain", FALSE },
    { "call `code()` here", FALSE },
    { HEBREW " " HEBREW, FALSE },
    { HEBREW " `code()` " HEBREW, TRUE },
    { "`code()` " ARABIC, TRUE },
    { "call `code()` \360\236\244\200", TRUE },
    { "the root $x$", FALSE },
    { HEBREW " `code()` $x$", TRUE },
    { HEBREW " $x$ " HEBREW, TRUE },
    { HEBREW " $$x$$ " HEBREW, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (cases[i].content, FALSE);
      g_autoptr(ConfabTextIsolates) isolates = confab_text_isolates_new (text);

      g_test_message ("%s", cases[i].content);
      g_assert_cmpint (isolates != NULL, ==, cases[i].needed);
    }
}

/* Each letter of the text is the same letter of what is laid out, and the way back is the same. */
static void
test_places (void)
{
  g_autoptr(ConfabMarkdownText) text =
    confab_markdown_text_parse ("`a()` " HEBREW "`b[0]`, **`c`** $x^2$ " ARABIC " `d`", FALSE);
  g_autoptr(ConfabTextIsolates) isolates = confab_text_isolates_new (text);
  const char *shown = confab_text_isolates_get_text (isolates, text);
  const gsize length = strlen (text->text);

  g_assert_cmpuint (strlen (shown), ==, length + 5 * 2 * 3);
  for (const char *p = text->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gsize index = p - text->text;
      const gsize start = confab_text_isolates_to_start (isolates, index);
      const gsize end = confab_text_isolates_to_end (isolates, index);

      g_assert_cmpuint (g_utf8_get_char (shown + start), ==, g_utf8_get_char (p));
      g_assert_cmpuint (confab_text_isolates_from (isolates, start), ==, index);
      g_assert_cmpuint (confab_text_isolates_from (isolates, end), ==, index);
      g_assert_cmpuint (end, <=, start);
    }
  g_assert_cmpuint (confab_text_isolates_from (isolates, strlen (shown)), ==, length);
  g_assert_cmpuint (confab_text_isolates_from (isolates, confab_text_isolates_to_end (isolates, length)), ==, length);

  /* Where nothing is set apart, places are the same. */
  g_assert_cmpuint (confab_text_isolates_to_start (NULL, 7), ==, 7);
  g_assert_cmpuint (confab_text_isolates_to_end (NULL, 7), ==, 7);
  g_assert_cmpuint (confab_text_isolates_from (NULL, 7), ==, 7);
}

static void
test_attributes (void)
{
  g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (HEBREW " `code()` " HEBREW, FALSE);
  g_autoptr(ConfabTextIsolates) isolates = confab_text_isolates_new (text);
  PangoAttrList *list = pango_attr_list_from_string ("0 -1 scale 1.5, 7 13 weight bold, 0 7 style italic");
  g_autoptr(PangoAttrList) moved = confab_text_isolates_move (isolates, list);
  g_autofree char *told = pango_attr_list_to_string (moved);

  g_assert_nonnull (strstr (told, "0 4294967295 scale 1.5"));
  g_assert_nonnull (strstr (told, "10 16 weight bold"));
  g_assert_nonnull (strstr (told, "0 7 style italic"));
}

static int
get_x (PangoLayout *layout,
       const char  *text,
       const char  *needle)
{
  PangoRectangle place;

  pango_layout_index_to_pos (layout, (int) (strstr (text, needle) - text), &place);

  return MIN (place.x, place.x + place.width);
}

/* As it is drawn: each bracket behind what it belongs to, and a formula from its beginning to its end. */
static void
test_drawn (void)
{
  g_autoptr(ConfabMarkdownText) text =
    confab_markdown_text_parse (HEBREW " `code()` " HEBREW " $x + y$ " HEBREW, FALSE);
  g_autoptr(ConfabTextIsolates) isolates = confab_text_isolates_new (text);
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);
  const char *shown = confab_text_isolates_get_text (isolates, text);

  pango_layout_set_text (layout, shown, -1);
  g_assert_cmpint (pango_layout_get_direction (layout, 0), ==, PANGO_DIRECTION_RTL);
  g_assert_cmpint (get_x (layout, shown, "e("), <, get_x (layout, shown, "("));
  g_assert_cmpint (get_x (layout, shown, "("), <, get_x (layout, shown, ")"));
  g_assert_cmpint (get_x (layout, shown, "$x"), <, get_x (layout, shown, "x +"));
  g_assert_cmpint (get_x (layout, shown, "x +"), <, get_x (layout, shown, "y$"));
  g_assert_cmpint (get_x (layout, shown, "y$"), <, get_x (layout, shown, "e("));

  g_object_unref (layout);
  g_object_unref (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/text-isolates/needed", test_needed);
  g_test_add_func ("/ui/text-isolates/places", test_places);
  g_test_add_func ("/ui/text-isolates/attributes", test_attributes);
  g_test_add_func ("/ui/text-isolates/drawn", test_drawn);

  return g_test_run ();
}
