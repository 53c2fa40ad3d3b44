/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the signs of formulas are. */

#include "config.h"

#include "confab-math-layout.h"
#include "confab-text-layout.h"

#include <adwaita.h>
#include <json-glib/json-glib.h>

#define SIZE 20.0

/* A sign at its place. */
typedef struct
{
  double        left;
  double        right;
  double        top;
  double        bottom;
  PangoFont    *font;
  PangoGlyph    glyph;
  ConfabMathBoxKind kind;
} Sign;

static void
collect (GArray              *signs,
         const ConfabMathBox *box,
         double               x,
         double               y)
{
  if (box->kind != CONFAB_MATH_BOX_LIST)
    {
      const Sign sign = {
        .left = x,
        .right = x + box->width,
        .top = y - box->ascent,
        .bottom = y + box->descent,
        .font = box->font,
        .glyph = box->glyphs != NULL && box->glyphs->num_glyphs > 0 ? box->glyphs->glyphs[0].glyph : 0,
        .kind = box->kind,
      };

      g_array_append_val (signs, sign);
      return;
    }

  for (guint i = 0; i < box->children->len; i++)
    {
      const ConfabMathPlace *place = &g_array_index (box->children, ConfabMathPlace, i);

      collect (signs, place->box, x + place->x, y + place->y);
    }
}

static PangoContext *
new_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("sans 11");

  pango_context_set_font_description (context, font);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_font_description_free (font);

  return context;
}

static ConfabMathLayout *
lay_out (const char *tex,
         gboolean    display)
{
  PangoContext *context = new_context ();
  g_autoptr(GError) error = NULL;
  ConfabMathLayout *layout = confab_math_layout_new (context, tex, SIZE, display, &error);

  g_assert_no_error (error);
  g_object_unref (context);

  return layout;
}

static GArray *
list_signs (const char *tex,
            gboolean    display)
{
  g_autoptr(ConfabMathLayout) layout = lay_out (tex, display);
  GArray *signs = g_array_new (FALSE, FALSE, sizeof (Sign));

  collect (signs, confab_math_layout_get_box (layout), 0, 0);

  return signs;
}

#define SIGN(signs, i) (&g_array_index ((signs), Sign, (i)))

static void
test_fraction (void)
{
  g_autoptr(GArray) signs = list_signs ("\\frac{a}{b}", TRUE);

  /* Numerator, denominator, line. */
  g_assert_cmpuint (signs->len, ==, 3);
  g_assert_cmpint (SIGN (signs, 2)->kind, ==, CONFAB_MATH_BOX_RULE);
  g_assert_cmpfloat (SIGN (signs, 0)->bottom, <, SIGN (signs, 2)->top);
  g_assert_cmpfloat (SIGN (signs, 2)->bottom, <, SIGN (signs, 1)->top);
  /* The line is on the axis: above the baseline, and not above a small letter. */
  g_assert_cmpfloat (SIGN (signs, 2)->bottom, <, 0);
  g_assert_cmpfloat (SIGN (signs, 2)->top, >, -0.5 * SIZE);
}

static void
test_scripts (void)
{
  g_autoptr(GArray) signs = list_signs ("x_1^2", TRUE);

  g_assert_cmpuint (signs->len, ==, 3);
  g_assert_cmpfloat (SIGN (signs, 0)->bottom, >, -1);
  g_assert_cmpfloat (SIGN (signs, 1)->bottom, <, SIGN (signs, 2)->top);
  g_assert_cmpfloat (SIGN (signs, 1)->left, >=, SIGN (signs, 0)->right - 0.01);
  g_assert_cmpfloat (SIGN (signs, 1)->bottom, <, 0);
  g_assert_cmpfloat (SIGN (signs, 2)->bottom, >, 0);
}

static void
test_limits (void)
{
  g_autoptr(GArray) display = list_signs ("\\sum_i^n", TRUE);
  g_autoptr(GArray) inline_signs = list_signs ("\\sum_i^n", FALSE);
  g_autoptr(GArray) integral = list_signs ("\\int_i^n", TRUE);

  g_assert_cmpfloat (SIGN (display, 1)->bottom, <, SIGN (display, 0)->top);
  g_assert_cmpfloat (SIGN (display, 2)->top, >, SIGN (display, 0)->bottom);
  g_assert_cmpfloat (SIGN (inline_signs, 1)->left, >=, SIGN (inline_signs, 0)->right - 0.01);
  g_assert_cmpfloat (SIGN (integral, 1)->left, >=, SIGN (integral, 0)->right - 2);
  g_assert_cmpfloat (SIGN (display, 0)->bottom - SIGN (display, 0)->top, >,
                     SIGN (inline_signs, 0)->bottom - SIGN (inline_signs, 0)->top);
}

/* Spaces as TeX has them: none in scripts, none before a sign that is no operator. */
static void
test_spacing (void)
{
  static const struct { const char *tighter, *wider; } pairs[] = {
    { "a{+}b", "a+b" }, { "a{=}b", "a=b" }, { "a\\mathbin{=}b", "a=b" }, { "a\\!b", "ab" },
    { "ab", "a\\,b" }, { "a\\,b", "a\\;b" }, { "a\\quad b", "a\\qquad b" }, { "a{\\frac12}", "a\\frac12" },
    { "\\mathrm{sin}x", "\\sin x" }, { "a{,}b", "a,b" }, { "\\scriptstyle a=b", "a=b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr(ConfabMathLayout) tighter = lay_out (pairs[i].tighter, FALSE);
      g_autoptr(ConfabMathLayout) wider = lay_out (pairs[i].wider, FALSE);

      g_test_message ("%s, %s", pairs[i].tighter, pairs[i].wider);
      g_assert_cmpfloat (confab_math_layout_get_box (tighter)->width, <,
                         confab_math_layout_get_box (wider)->width);
    }
}

/* Where an operator has nothing to operate on, and in scripts, it is a sign like any other. */
static void
test_no_spacing (void)
{
  static const struct { const char *first, *second; } pairs[] = {
    { "-b", "{-}b" }, { "(-b)", "({-}b)" }, { "a=-b", "a={-}b" }, { "a,-b", "a,{-}b" }, { "a+=b", "a{+}=b" },
    { "(a-)", "(a{-})" }, { "a-", "a{-}" }, { "a+-b", "a+{-}b" }, { "x^{a+b=c}", "x^{a{+}b{=}c}" },
    { "\\sum-b", "\\sum{-}b" }, { "(\\displaystyle -b)", "(\\displaystyle {-}b)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr(ConfabMathLayout) first = lay_out (pairs[i].first, FALSE);
      g_autoptr(ConfabMathLayout) second = lay_out (pairs[i].second, FALSE);

      g_test_message ("%s, %s", pairs[i].first, pairs[i].second);
      g_assert_cmpfloat_with_epsilon (confab_math_layout_get_box (first)->width,
                                      confab_math_layout_get_box (second)->width, 0.01);
    }
}

static void
test_delimiters (void)
{
  static const char * const tall[] = {
    "\\left(\\begin{matrix}1\\\\2\\\\3\\\\4\\\\5\\\\6\\end{matrix}\\right)",
    "\\left\\{\\begin{matrix}1\\\\2\\\\3\\\\4\\\\5\\\\6\\end{matrix}\\right]",
    "\\left\\langle\\frac{\\frac{a}{b}}{c}\\right\\Uparrow",
    "\\left|\\frac ab\\right\\|",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tall); i++)
    {
      g_autoptr(GArray) signs = list_signs (tall[i], TRUE);
      const Sign *open = SIGN (signs, 0);
      const Sign *close = SIGN (signs, signs->len - 1);
      double top = 0, bottom = 0;

      for (guint j = 1; j + 1 < signs->len; j++)
        {
          top = MIN (top, SIGN (signs, j)->top);
          bottom = MAX (bottom, SIGN (signs, j)->bottom);
          g_assert_cmpfloat (SIGN (signs, j)->left, >=, open->right - 0.01);
          g_assert_cmpfloat (SIGN (signs, j)->right, <=, close->left + 0.5);
        }
      /* Nearly all is covered, by both alike. */
      g_assert_cmpfloat (open->bottom - open->top, >=, (bottom - top) * 0.85);
      g_assert_cmpfloat (close->bottom - close->top, >=, (bottom - top) * 0.85);
    }
}

static void
test_table (void)
{
  g_autoptr(GArray) signs = list_signs ("\\begin{matrix} a & b \\\\ c & d \\end{matrix}", TRUE);

  g_assert_cmpuint (signs->len, ==, 4);
  g_assert_cmpfloat (SIGN (signs, 0)->right, <, SIGN (signs, 1)->left);
  g_assert_cmpfloat (SIGN (signs, 0)->bottom, <, SIGN (signs, 2)->top);
  g_assert_cmpfloat (SIGN (signs, 1)->bottom, <, SIGN (signs, 3)->top);

  /* Halves of equations meet in one line. */
  {
    g_autoptr(GArray) aligned = list_signs ("\\begin{aligned} a &= b \\\\ abc &= d \\end{aligned}", TRUE);

    g_assert_cmpuint (aligned->len, ==, 8);
    g_assert_cmpfloat_with_epsilon (SIGN (aligned, 1)->left, SIGN (aligned, 6)->left, 0.01);
  }
}

static gboolean
overlap (const Sign *a,
         const Sign *b)
{
  /* Leaning letters reach a little into one another's room. */
  const double slack = 0.12 * SIZE;

  /* Lines of tables cross. */
  if (a->kind != CONFAB_MATH_BOX_GLYPHS || b->kind != CONFAB_MATH_BOX_GLYPHS)
    return FALSE;

  return a->left + slack < b->right && b->left + slack < a->right &&
         a->top + slack < b->bottom && b->top + slack < a->bottom;
}

/* Roots, frames and what is struck out have signs within signs, integrals lean, and a space can be less
 * than none. */
static gboolean
is_nested (const char *tex)
{
  static const char * const words[] = {
    "sqrt", "boxed", "cancel", "\\!", "int",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (tex, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* The project's own formulas, or those in the file that CONFAB_MATH_CORPUS names. */
static void
test_corpus (void)
{
  const char *path = g_getenv ("CONFAB_MATH_CORPUS");
  g_autofree char *own = g_test_build_filename (G_TEST_DIST, "fixtures", "math", "formulas.json", NULL);
  PangoContext *context = new_context ();
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GList) names = NULL;
  JsonObject *all;
  guint n_set = 0;

  json_parser_load_from_file (parser, path != NULL ? path : own, &error);
  g_assert_no_error (error);
  all = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (all);
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *object = json_object_get_object_member (all, l->data);
      const char *tex = json_object_get_string_member (object, "tex");
      g_autoptr(GArray) signs = g_array_new (FALSE, FALSE, sizeof (Sign));
      g_autoptr(ConfabMathLayout) layout = NULL;
      const ConfabMathBox *box;

      layout = confab_math_layout_new (context, tex, SIZE,
                                       json_object_get_boolean_member_with_default (object, "display", FALSE), NULL);
      if (layout == NULL)
        continue;

      n_set++;
      box = confab_math_layout_get_box (layout);
      collect (signs, box, 0, 0);
      g_test_message ("%s", (const char *) l->data);
      g_assert_cmpfloat (box->width, >, 0);
      g_assert_cmpfloat (box->ascent + box->descent, >, 0);
      for (guint i = 0; i < signs->len; i++)
        {
          g_assert_cmpfloat (SIGN (signs, i)->top, >=, -box->ascent - 1);
          g_assert_cmpfloat (SIGN (signs, i)->bottom, <=, box->descent + 1);
          for (guint j = i + 1; path == NULL && j < signs->len && !is_nested (tex); j++)
            if (overlap (SIGN (signs, i), SIGN (signs, j)))
              g_error ("Signs %u and %u of %s lie over one another", i, j, tex);
        }
    }
  g_test_message ("%u of %u typeset", n_set, g_list_length (names));
  g_object_unref (context);
  g_assert_cmpuint (n_set, >, 0);
}

static void
test_pieces (void)
{
  g_autoptr(ConfabMathLayout) layout = lay_out ("a + b = c", FALSE);
  double x = 0;

  g_assert_cmpuint (confab_math_layout_get_n_pieces (layout), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const ConfabMathPiece *piece = confab_math_layout_get_piece (layout, i);

      g_assert_cmpuint (piece->start, ==, 4 * i);
      g_assert_cmpfloat_with_epsilon (piece->x, x, 0.01);
      x += piece->width;
    }
  g_assert_cmpfloat_with_epsilon (x, confab_math_layout_get_box (layout)->width, 0.01);
}

/* In a line of text a formula is one place, as high as it has to be. */
static void
test_in_text (void)
{
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  ConfabTextLayout *layout = confab_text_layout_new (widget);
  static const char content[] = "a $\\frac{\\frac{a}{b}}{\\frac{c}{d}}$ z";
  gsize index;
  gsize start = 5;
  gsize end = 6;
  int plain_height;
  int height;
  int width;

  confab_text_layout_set_markdown (layout, confab_markdown_text_parse ("a z", FALSE), 1, FALSE);
  confab_text_layout_get_size (layout, NULL, &plain_height);
  confab_text_layout_set_markdown (layout, confab_markdown_text_parse (content, FALSE), 1, FALSE);
  confab_text_layout_get_size (layout, &width, &height);
  g_assert_cmpint (height, >, plain_height);
  /* The source alone would be much wider. */
  g_assert_cmpint (width, <, 120);
  g_assert_cmpstr (confab_text_layout_get_text (layout), ==, content);

  confab_text_layout_locate (layout, width / 2.0 + 4, height / 2.0, &index);
  g_assert_true (index == 2 || index == strlen (content) - 2);
  confab_text_layout_select_word (layout, 6, &start, &end);
  g_assert_cmpuint (start, ==, 2);
  g_assert_cmpuint (end, ==, strlen (content) - 2);

  /* A simple one leaves the line as high as it is. */
  confab_text_layout_set_markdown (layout, confab_markdown_text_parse ("a $x$ z", FALSE), 1, FALSE);
  confab_text_layout_get_size (layout, NULL, &height);
  g_assert_cmpint (height, ==, plain_height);

  /* What is not known is code, and so is what does not fit. */
  confab_text_layout_set_markdown (layout, confab_markdown_text_parse ("a $\\nothing$ z", FALSE), 1, FALSE);
  confab_text_layout_get_size (layout, &width, NULL);
  g_assert_cmpint (width, >, 60);
  confab_text_layout_set_markdown (layout, confab_markdown_text_parse ("$\\frac{aaaaaaaaaaaaa}{b}$", FALSE), 1, FALSE);
  confab_text_layout_get_size (layout, NULL, &plain_height);
  confab_text_layout_set_width (layout, 30);
  confab_text_layout_get_size (layout, NULL, &height);
  g_assert_cmpint (height, >, plain_height);

  confab_text_layout_free (layout);
  g_object_unref (widget);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/math-layout/fraction", test_fraction);
  g_test_add_func ("/ui/math-layout/scripts", test_scripts);
  g_test_add_func ("/ui/math-layout/limits", test_limits);
  g_test_add_func ("/ui/math-layout/spacing", test_spacing);
  g_test_add_func ("/ui/math-layout/no-spacing", test_no_spacing);
  g_test_add_func ("/ui/math-layout/delimiters", test_delimiters);
  g_test_add_func ("/ui/math-layout/table", test_table);
  g_test_add_func ("/ui/math-layout/corpus", test_corpus);
  g_test_add_func ("/ui/math-layout/pieces", test_pieces);
  g_test_add_func ("/ui/math-layout/in-text", test_in_text);

  return g_test_run ();
}
