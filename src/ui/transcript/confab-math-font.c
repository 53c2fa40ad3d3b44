/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-font"

#include "config.h"

#include "confab-math-font.h"

#include <hb-ot.h>
#include <math.h>

/* The first of these that is installed; without any, what the desktop takes for a serif. */
#define FAMILIES "Latin Modern Math,STIX Two Math,TeX Gyre Termes Math,TeX Gyre Pagella Math," \
                 "Libertinus Math,DejaVu Math TeX Gyre,Cambria Math,serif"

/* Letters of a formula are about as high as those of the text it is in. */
#define MIN_RATIO 0.85
#define MAX_RATIO 1.2

/* What lengths that depend on how high letters are were found out with. */
#define USUAL_X_HEIGHT 0.431

#define MAX_VARIANTS 32

typedef struct
{
  const char  *family;
  PangoStyle   style;
  PangoWeight  weight;
} Face;

/* Shapes text into a list, or into a single box of glyphs where one will do. */
static ConfabMathBox *
shape (ConfabMathFont *self,
       const char     *text,
       const Face     *face,
       double          size,
       gboolean       *is_complete)
{
  ConfabMathBox *list = confab_math_font_add_box (self, CONFAB_MATH_BOX_LIST);
  PangoFontDescription *description = pango_font_description_from_string (face->family);
  PangoAttrList *attributes = pango_attr_list_new ();
  GList *items;

  *is_complete = TRUE;
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_style (description, face->style);
  pango_font_description_set_weight (description, face->weight);
  pango_attr_list_insert (attributes, pango_attr_font_desc_new (description));
  pango_font_description_free (description);

  items = pango_itemize_with_base_dir (self->context, PANGO_DIRECTION_LTR, text, 0, (int) strlen (text),
                                       attributes, NULL);
  for (GList *l = items; l != NULL; l = l->next)
    {
      PangoItem *item = l->data;
      ConfabMathBox *box = confab_math_font_add_box (self, CONFAB_MATH_BOX_GLYPHS);
      PangoRectangle ink;
      PangoRectangle logical;

      box->font = g_object_ref (item->analysis.font);
      box->glyphs = pango_glyph_string_new ();
      pango_shape_full (text + item->offset, item->length, text, -1, &item->analysis, box->glyphs);
      for (int i = 0; i < box->glyphs->num_glyphs; i++)
        if (box->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
          *is_complete = FALSE;

      pango_glyph_string_extents (box->glyphs, box->font, &ink, &logical);
      box->width = logical.width / (double) PANGO_SCALE;
      box->ascent = -ink.y / (double) PANGO_SCALE;
      box->descent = (ink.y + ink.height) / (double) PANGO_SCALE;
      box->italic = MAX (ink.x + ink.width - logical.width, 0) / (double) PANGO_SCALE;
      box->attach = box->width / 2 + box->italic / 2;
      confab_math_box_put (list, box, list->width, 0);
      list->width += box->width;
      list->italic = box->italic;
    }
  g_list_free_full (items, (GDestroyNotify) pango_item_free);
  pango_attr_list_unref (attributes);

  confab_math_box_fit (list);
  if (list->children->len == 1)
    return g_array_index (list->children, ConfabMathPlace, 0).box;

  list->attach = list->width / 2;

  return list;
}

static Face
get_face (ConfabMathAlphabet alphabet)
{
  Face face = { FAMILIES, PANGO_STYLE_NORMAL, PANGO_WEIGHT_NORMAL };

  if (alphabet == CONFAB_MATH_ALPHABET_ITALIC || alphabet == CONFAB_MATH_ALPHABET_BOLD_ITALIC)
    face.style = PANGO_STYLE_ITALIC;
  if (alphabet == CONFAB_MATH_ALPHABET_BOLD || alphabet == CONFAB_MATH_ALPHABET_BOLD_ITALIC)
    face.weight = PANGO_WEIGHT_BOLD;
  if (alphabet == CONFAB_MATH_ALPHABET_SANS)
    face.family = "sans";
  if (alphabet == CONFAB_MATH_ALPHABET_MONO)
    face.family = "monospace";

  return face;
}

/* What the font says about a single glyph, if it is one for mathematics. */
static void
refine (ConfabMathBox *box,
        gboolean       is_letter)
{
  hb_font_t *font;
  hb_codepoint_t glyph;

  if (box->kind != CONFAB_MATH_BOX_GLYPHS || box->glyphs->num_glyphs != 1)
    return;

  font = pango_font_get_hb_font (box->font);
  if (font == NULL || !hb_ot_math_has_data (hb_font_get_face (font)))
    return;

  glyph = box->glyphs->glyphs[0].glyph;
  box->italic = hb_ot_math_get_glyph_italics_correction (font, glyph) / (double) PANGO_SCALE;
  if (is_letter)
    {
      const double attach = hb_ot_math_get_glyph_top_accent_attachment (font, glyph) / (double) PANGO_SCALE;

      if (attach > 0 && attach < box->width + box->italic)
        box->attach = attach;
    }
}

/* What is measured once for a font and not for each formula. */
typedef struct
{
  guint  serial;    /* of the context when it was measured */
  double x_height;
  double axis;
  double rule;
  double ratio;     /* of the size of the font to that of the text */
} Metrics;

static G_DEFINE_QUARK (confab-math-metrics, get_metrics)

static double
measure_ink (PangoContext               *context,
             const char                 *text,
             const PangoFontDescription *description,
             double                      size,
             double                     *middle)
{
  g_autoptr(PangoLayout) layout = pango_layout_new (context);
  PangoFontDescription *sized = pango_font_description_copy (description);
  PangoRectangle ink;

  pango_font_description_set_absolute_size (sized, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, sized);
  pango_font_description_free (sized);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, &ink, NULL);
  if (middle != NULL)
    *middle = (pango_layout_get_baseline (layout) - ink.y - ink.height / 2.0) / PANGO_SCALE / size;

  return ink.height / (double) PANGO_SCALE / size;
}

static const Metrics *
measure (PangoContext *context)
{
  /* Large enough that hinting does not matter. */
  const double large = 200;
  Metrics *metrics = g_object_get_qdata (G_OBJECT (context), get_metrics_quark ());
  PangoFontDescription *description;
  double text_height, minus;

  if (metrics != NULL && metrics->serial == pango_context_get_serial (context))
    return metrics;

  metrics = g_new0 (Metrics, 1);
  description = pango_font_description_from_string (FAMILIES);
  text_height = measure_ink (context, "x", pango_context_get_font_description (context), large, NULL);
  metrics->x_height = measure_ink (context, "x", description, large, NULL);
  minus = measure_ink (context, "\342\210\222", description, large, &metrics->axis);
  pango_font_description_free (description);

  metrics->x_height = CLAMP (metrics->x_height, 0.35, 0.6);
  metrics->axis = CLAMP (metrics->axis, 0.2, 0.38);
  metrics->rule = CLAMP (minus, 0.04, 0.07);
  metrics->ratio = CLAMP (text_height / metrics->x_height, MIN_RATIO, MAX_RATIO);
  metrics->serial = pango_context_get_serial (context);
  g_object_set_qdata_full (G_OBJECT (context), get_metrics_quark (), metrics, g_free);

  return metrics;
}

/**
 * confab_math_font_init:
 * @self: (out caller-allocates): the font to set
 * @context: of the text the formula is in
 * @size: of that text, in pixels
 *
 * Chooses the letters for a formula.
 */
void
confab_math_font_init (ConfabMathFont *self,
                       PangoContext   *context,
                       double          size)
{
  const Metrics *metrics = measure (context);

  *self = (ConfabMathFont) { .context = g_object_ref (context) };
  self->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_math_box_free);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->x_height = metrics->x_height;
  self->axis = metrics->axis;
  self->rule = metrics->rule;
  self->scale = CLAMP (self->x_height / USUAL_X_HEIGHT, 1, 1.3);
  self->em = size * metrics->ratio;
}

/**
 * confab_math_font_clear:
 *
 * Frees what the font owns, and all boxes made of it.
 */
void
confab_math_font_clear (ConfabMathFont *self)
{
  g_clear_object (&self->context);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->boxes, g_ptr_array_unref);
}

/**
 * confab_math_font_add_box:
 * @kind: what it draws
 *
 * Returns: (transfer none): a new box that lives as long as the font
 */
ConfabMathBox *
confab_math_font_add_box (ConfabMathFont    *self,
                          ConfabMathBoxKind  kind)
{
  ConfabMathBox *box = confab_math_box_new (kind);

  g_ptr_array_add (self->boxes, box);

  return box;
}

/**
 * confab_math_font_set_text:
 * @text: words
 * @alphabet: the shape of their letters
 * @size: in pixels
 *
 * Returns: (transfer none): a box with them
 */
ConfabMathBox *
confab_math_font_set_text (ConfabMathFont     *self,
                           const char         *text,
                           ConfabMathAlphabet  alphabet,
                           double              size)
{
  Face face = get_face (alphabet);
  gboolean is_complete;
  ConfabMathBox *box;

  /* Fonts for mathematics come in a single style. */
  if (face.style != PANGO_STYLE_NORMAL || face.weight != PANGO_WEIGHT_NORMAL)
    face.family = "serif";
  box = shape (self, text, &face, size, &is_complete);

  if (!is_complete)
    self->is_incomplete = TRUE;

  return box;
}

static ConfabMathBox *
set_character (ConfabMathFont     *self,
               gunichar            character,
               ConfabMathAlphabet  alphabet,
               double              size)
{
  const gunichar mapped = confab_math_alphabet_map (character, alphabet);
  const Face upright = get_face (CONFAB_MATH_ALPHABET_ROMAN);
  Face face = get_face (alphabet);
  char text[7] = { 0 };
  ConfabMathBox *box;
  gboolean is_complete;

  /* Signs do not lean. */
  if (!g_unichar_isalnum (character))
    face.style = PANGO_STYLE_NORMAL;

  /* The letter of Unicode that has the shape, else one of a font that has it. */
  g_unichar_to_utf8 (mapped, text);
  box = shape (self, text, mapped != character ? &upright : &face, size, &is_complete);
  if (!is_complete && mapped != character)
    {
      if (alphabet == CONFAB_MATH_ALPHABET_DEFAULT)
        face.style = PANGO_STYLE_ITALIC;
      memset (text, 0, sizeof text);
      g_unichar_to_utf8 (character, text);
      if (alphabet != CONFAB_MATH_ALPHABET_DOUBLE_STRUCK && alphabet != CONFAB_MATH_ALPHABET_SCRIPT &&
          alphabet != CONFAB_MATH_ALPHABET_FRAKTUR)
        box = shape (self, text, &face, size, &is_complete);
    }
  if (!is_complete)
    self->is_incomplete = TRUE;
  refine (box, g_unichar_isalpha (mapped));

  return box;
}

/**
 * confab_math_font_set_character:
 * @character: a letter or sign
 * @alphabet: the shape it should have
 * @size: in pixels
 *
 * Returns: (transfer none): a box with it, which may be in other places, too
 */
ConfabMathBox *
confab_math_font_set_character (ConfabMathFont     *self,
                                gunichar            character,
                                ConfabMathAlphabet  alphabet,
                                double              size)
{
  gint64 *key = g_new (gint64, 1);
  ConfabMathBox *box;

  /* Sizes are told apart to a hundredth of a pixel. */
  *key = ((gint64) character << 40) | ((gint64) alphabet << 32) | (gint64) (size * 100);
  box = g_hash_table_lookup (self->known, key);
  if (box != NULL)
    {
      g_free (key);
      return box;
    }

  box = set_character (self, character, alphabet, size);
  g_hash_table_insert (self->known, key, box);

  return box;
}

/**
 * confab_math_font_grow:
 * @box: a single sign
 * @height: how high it should be at least, in pixels
 *
 * Returns: (transfer none) (nullable): the font's own larger variant of the sign, if there is one
 */
ConfabMathBox *
confab_math_font_grow (ConfabMathFont      *self,
                       const ConfabMathBox *box,
                       double               height)
{
  hb_ot_math_glyph_variant_t variants[MAX_VARIANTS];
  unsigned int n_variants = MAX_VARIANTS;
  hb_font_t *font;

  if (box->kind != CONFAB_MATH_BOX_GLYPHS || box->glyphs->num_glyphs != 1)
    return NULL;

  font = pango_font_get_hb_font (box->font);
  if (font == NULL || !hb_ot_math_has_data (hb_font_get_face (font)))
    return NULL;

  hb_ot_math_get_glyph_variants (font, box->glyphs->glyphs[0].glyph, HB_DIRECTION_TTB, 0, &n_variants, variants);
  for (unsigned int i = 0; i < n_variants; i++)
    {
      ConfabMathBox *grown;
      PangoGlyphInfo *info;
      PangoRectangle ink;

      pango_font_get_glyph_extents (box->font, variants[i].glyph, &ink, NULL);
      if (ink.height < height * PANGO_SCALE)
        continue;

      grown = confab_math_font_add_box (self, CONFAB_MATH_BOX_GLYPHS);
      grown->font = g_object_ref (box->font);
      grown->glyphs = pango_glyph_string_copy (box->glyphs);
      info = &grown->glyphs->glyphs[0];
      info->glyph = variants[i].glyph;
      info->geometry.width = hb_font_get_glyph_h_advance (font, info->glyph);
      grown->width = info->geometry.width / (double) PANGO_SCALE;
      grown->ascent = -ink.y / (double) PANGO_SCALE;
      grown->descent = (ink.y + ink.height) / (double) PANGO_SCALE;
      grown->attach = grown->width / 2;
      refine (grown, FALSE);
      return grown;
    }

  return NULL;
}
