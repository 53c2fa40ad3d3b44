/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws formulas onto sheets, to be looked at: math-sheet [--dark] [--size=PIXELS] FORMULAS.json PREFIX
 * The file maps names to objects with "tex" and "display". */

#include "config.h"

#include "confab-math-layout.h"

#include <json-glib/json-glib.h>

#define SHEET_WIDTH  1000
#define SHEET_HEIGHT 1300
#define MARGIN       16

static gboolean option_dark;
static double option_size = 20;
static int option_first;

static const GOptionEntry options[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, &option_dark, "Light on dark", NULL },
  { "size", 0, 0, G_OPTION_ARG_DOUBLE, &option_size, "Size of the font", "PIXELS" },
  { "first", 0, 0, G_OPTION_ARG_INT, &option_first, "Begin with this formula", "NUMBER" },
  { NULL }
};

typedef struct
{
  const char      *prefix;
  cairo_surface_t *surface;
  cairo_t         *cr;
  PangoContext    *context;
  double           y;
  guint            n_sheets;
} Sheet;

static void
finish (Sheet *sheet)
{
  g_autofree char *name = g_strdup_printf ("%s-%02u.png", sheet->prefix, sheet->n_sheets++);

  if (sheet->cr == NULL)
    return;
  cairo_surface_write_to_png (sheet->surface, name);
  g_clear_pointer (&sheet->cr, cairo_destroy);
  g_clear_pointer (&sheet->surface, cairo_surface_destroy);
}

static void
need (Sheet  *sheet,
      double  height)
{
  if (sheet->cr != NULL && sheet->y + height > SHEET_HEIGHT - MARGIN)
    finish (sheet);
  if (sheet->cr == NULL)
    {
      sheet->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SHEET_WIDTH, SHEET_HEIGHT);
      sheet->cr = cairo_create (sheet->surface);
      cairo_set_source_rgb (sheet->cr, option_dark ? 0.14 : 1, option_dark ? 0.14 : 1, option_dark ? 0.14 : 1);
      cairo_paint (sheet->cr);
      sheet->y = MARGIN;
    }
}

static void
write_line (Sheet      *sheet,
            const char *text,
            double      grey)
{
  g_autoptr(PangoLayout) layout = pango_layout_new (sheet->context);

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, (SHEET_WIDTH - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_set_source_rgb (sheet->cr, grey, grey * 0.9, option_dark ? 1 : 0.8);
  cairo_move_to (sheet->cr, MARGIN, sheet->y);
  pango_cairo_show_layout (sheet->cr, layout);
  cairo_new_path (sheet->cr);
  sheet->y += 16;
}

static void
draw (Sheet      *sheet,
      const char *name,
      const char *tex,
      gboolean    display)
{
  const GdkRGBA color = { !option_dark ? 0.1 : 1, !option_dark ? 0.1 : 1, !option_dark ? 0.1 : 1, 1 };
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabMathLayout) layout = confab_math_layout_new (sheet->context, tex, option_size, display, &error);
  g_autofree char *title = g_strdup_printf ("%s: %s", name, tex);
  ConfabMathBox *box;
  GtkSnapshot *snapshot;
  GskRenderNode *node;

  if (layout == NULL)
    {
      g_autofree char *why = g_strdup_printf ("%s: %s", name, error->message);

      need (sheet, 20);
      write_line (sheet, why, 0.6);
      return;
    }

  box = confab_math_layout_get_box (layout);
  need (sheet, 16 + box->ascent + box->descent + 14);
  write_line (sheet, title, 0.5);
  snapshot = gtk_snapshot_new ();
  confab_math_box_snapshot (box, snapshot, MARGIN + 10, sheet->y + 4 + box->ascent, &color);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node != NULL)
    {
      gsk_render_node_draw (node, sheet->cr);
      gsk_render_node_unref (node);
    }
  sheet->y += box->ascent + box->descent + 14;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GList) names = NULL;
  PangoFontDescription *font = pango_font_description_from_string ("sans 8");
  Sheet sheet = { 0 };
  JsonObject *all;
  int n = 0;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 3 ||
      !json_parser_load_from_file (parser, argv[1], &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "math-sheet FORMULAS.json PREFIX");
      return 2;
    }

  sheet.prefix = argv[2];
  sheet.context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_context_set_font_description (sheet.context, font);
  pango_context_set_round_glyph_positions (sheet.context, FALSE);
  gtk_init ();
  all = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (all);
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *formula = json_object_get_object_member (all, l->data);

      if (n++ >= option_first)
        draw (&sheet, l->data, json_object_get_string_member (formula, "tex"),
              json_object_get_boolean_member_with_default (formula, "display", FALSE));
    }
  finish (&sheet);
  g_object_unref (sheet.context);
  pango_font_description_free (font);

  return 0;
}
