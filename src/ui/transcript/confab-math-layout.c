/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-layout"

#include "config.h"

#include "confab-math-layout.h"

#include "confab-math-setter-private.h"

#define SCRIPT_SCALE        0.7
#define SCRIPT_SCRIPT_SCALE 0.55

/* Smaller than this nothing can be read. */
#define MIN_SIZE 7

#define TAG_GAP 2.0

/**
 * ConfabMathLayout:
 *
 * A formula with a place for each of its signs.
 *
 * The rules are those of TeX: styles, classes and the space between them, and where scripts,
 * numerators and limits go. Its lengths are in em of the font, corrected for how high that one's small
 * letters are.
 */
struct _ConfabMathLayout
{
  ConfabMathFont  font;
  ConfabMathBox  *box;     /* owned by font */
  GArray         *pieces;  /* owned, of ConfabMathPiece */
};

/* A member of a row, out of what only groups it. */
typedef struct
{
  const Node      *node;
  ConfabMathClass  klass;
  ConfabMathStyle  style;
  double           scale;
  GdkRGBA          color;
  gboolean         has_color;
} Item;

/* Space between classes in units of 1/18 em; negative where there is none in scripts. Rows are what is
 * to the left. Order: ord op bin rel open close punct inner. */
static const gint8 spacing[8][8] = {
  {  0,  3, -4, -5,  0,  0,  0, -3 },
  {  3,  3,  0, -5,  0,  0,  0, -3 },
  { -4, -4,  0,  0, -4,  0,  0, -4 },
  { -5, -5,  0,  0, -5,  0,  0, -5 },
  {  0,  0,  0,  0,  0,  0,  0,  0 },
  {  0,  3, -4, -5,  0,  0,  0, -3 },
  { -3, -3,  0, -3, -3, -3, -3, -3 },
  { -3,  3, -4, -5, -3,  0, -3, -3 },
};

double
_confab_math_get_size (const Setting *self)
{
  static const double scales[] = { 1, 1, SCRIPT_SCALE, SCRIPT_SCRIPT_SCALE };

  return MAX (self->font->em * scales[self->style] * self->scale, MIN (MIN_SIZE, self->font->em));
}

Box *
_confab_math_add_list (const Setting *self)
{
  return confab_math_font_add_box (self->font, CONFAB_MATH_BOX_LIST);
}

Box *
_confab_math_add_rule (const Setting *self,
                       double         width,
                       double         ascent,
                       double         descent)
{
  Box *box = confab_math_font_add_box (self->font, CONFAB_MATH_BOX_RULE);

  box->width = width;
  box->ascent = ascent;
  box->descent = descent;

  return box;
}

Box *
_confab_math_add_shape (const Setting *self,
                        gunichar       shape,
                        double         width,
                        double         height,
                        double         thickness)
{
  Box *box = confab_math_font_add_box (self->font, CONFAB_MATH_BOX_SHAPE);

  box->shape = shape;
  box->width = width;
  box->ascent = height;
  box->thickness = MAX (thickness, 0.7);

  return box;
}

/* Puts a box behind what is in a list. */
void
_confab_math_append (Box *list,
                     Box *box)
{
  confab_math_box_put (list, box, list->width, 0);
  list->width += box->width;
  list->italic = box->italic;
}

static void
collect (GArray     *items,
         const Node *node,
         const Item *template)
{
  Item item = *template;

  switch (node->kind)
    {
    case CONFAB_MATH_STYLED:
      item.style = node->style;
      break;

    case CONFAB_MATH_SIZED:
      item.scale = node->width;
      break;

    case CONFAB_MATH_COLORED:
      if (!gdk_rgba_parse (&item.color, node->text))
        break;
      item.has_color = TRUE;
      break;

    default:
      item.node = node;
      item.klass = node->klass;
      g_array_append_val (items, item);
      return;
    }

  if (node->base->kind != CONFAB_MATH_ROW)
    {
      collect (items, node->base, &item);
      return;
    }
  for (guint i = 0; i < node->base->children->len; i++)
    collect (items, g_ptr_array_index (node->base->children, i), &item);
}

/* An operator between two operands is one; elsewhere it is a sign like any other. */
static void
settle_classes (GArray   *items,
                gboolean  behind_ord)
{
  Item *before = NULL;
  ConfabMathClass last = behind_ord ? CONFAB_MATH_ORD : CONFAB_MATH_OPEN;

  for (guint i = 0; i < items->len; i++)
    {
      Item *item = &g_array_index (items, Item, i);

      if (item->node->kind == CONFAB_MATH_SPACE)
        continue;

      if (item->klass == CONFAB_MATH_BIN &&
          (last == CONFAB_MATH_BIN || last == CONFAB_MATH_OP || last == CONFAB_MATH_REL ||
           last == CONFAB_MATH_OPEN || last == CONFAB_MATH_PUNCT))
        item->klass = CONFAB_MATH_ORD;
      if (before != NULL && before->klass == CONFAB_MATH_BIN &&
          (item->klass == CONFAB_MATH_REL || item->klass == CONFAB_MATH_CLOSE || item->klass == CONFAB_MATH_PUNCT))
        before->klass = CONFAB_MATH_ORD;
      last = item->klass;
      before = item;
    }
  if (before != NULL && before->klass == CONFAB_MATH_BIN)
    before->klass = CONFAB_MATH_ORD;
}

static double
get_space (const Setting   *self,
           ConfabMathClass  left,
           ConfabMathClass  right)
{
  const int units = spacing[left][right];

  if (units < 0 && self->style >= CONFAB_MATH_STYLE_SCRIPT)
    return 0;

  return ABS (units) * _confab_math_get_size (self) / 18;
}

/* Ends the piece that is open, at the end of the list. */
static void
end_piece (GArray *pieces,
           Box    *list)
{
  ConfabMathPiece *last;

  if (pieces->len == 0)
    return;

  last = &g_array_index (pieces, ConfabMathPiece, pieces->len - 1);
  last->width = list->width - last->x;
  last->box->width = last->width;
  confab_math_box_fit (last->box);
}

static void
begin_piece (const Setting *self,
             GArray        *pieces,
             Box           *list,
             guint          start)
{
  const ConfabMathPiece piece = { _confab_math_add_list (self), list->width, 0, start };

  end_piece (pieces, list);
  g_array_append_val (pieces, piece);
}

/* A row whose first atom may have something in front of it that is not in the row. With @pieces, it is
 * noted where it may be broken: behind relations and operators. */
Box *
_confab_math_set_row (const Setting *self,
                      const Node    *row,
                      gboolean       behind_ord,
                      GArray        *pieces)
{
  g_autoptr(GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  const Item template = { .style = self->style, .scale = self->scale };
  Box *list = _confab_math_add_list (self);
  ConfabMathClass last = CONFAB_MATH_ORD;
  gboolean has_last = behind_ord;
  gboolean can_break = TRUE;

  for (guint i = 0; i < row->children->len; i++)
    collect (items, g_ptr_array_index (row->children, i), &template);
  settle_classes (items, behind_ord);

  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);
      const Setting setting = { self->font, item->style, self->cramped, item->scale };
      const gboolean is_space = item->node->kind == CONFAB_MATH_SPACE;
      Box *box;

      if (is_space)
        {
          list->width += item->node->width * _confab_math_get_size (&setting);
          continue;
        }

      if (has_last)
        list->width += get_space (&setting, last, item->klass);

      /* Each begins at a place of its own in the source. */
      if (pieces != NULL && can_break &&
          (pieces->len == 0 ||
           g_array_index (pieces, ConfabMathPiece, pieces->len - 1).start < item->node->start))
        begin_piece (self, pieces, list, item->node->start);

      box = _confab_math_set (&setting, item->node);
      if (item->has_color)
        {
          /* In a box of its own, for there may be a colour within. */
          Box *colored = _confab_math_add_list (self);

          _confab_math_append (colored, box);
          confab_math_box_fit (colored);
          colored->color = item->color;
          colored->has_color = TRUE;
          box = colored;
        }

      if (pieces != NULL && pieces->len > 0)
        {
          ConfabMathPiece *piece = &g_array_index (pieces, ConfabMathPiece, pieces->len - 1);

          confab_math_box_put (piece->box, box, list->width - piece->x, 0);
        }
      _confab_math_append (list, box);
      last = item->klass;
      has_last = TRUE;
      can_break = item->klass == CONFAB_MATH_REL || item->klass == CONFAB_MATH_BIN;
    }

  if (pieces != NULL)
    end_piece (pieces, list);
  confab_math_box_fit (list);
  list->attach = list->width / 2;
  /* A single letter in braces is still that letter. */
  if (list->children->len == 1 && items->len == 1)
    list->attach = g_array_index (list->children, ConfabMathPlace, 0).box->attach;

  return list;
}

/* Sets a node; ROW and what only groups a row become lists. */
Box *
_confab_math_set (const Setting *self,
                  const Node    *node)
{
  static const double big_sizes[] = { 0, 1.2, 1.8, 2.4, 3.0 };
  const double size = _confab_math_get_size (self);

  switch (node->kind)
    {
    case CONFAB_MATH_ROW:
      return _confab_math_set_row (self, node, FALSE, NULL);
    case CONFAB_MATH_SYMBOL:
      return _confab_math_set_symbol (self, node);
    case CONFAB_MATH_TEXT:
      return confab_math_font_set_text (self->font, node->text, node->alphabet, size);
    case CONFAB_MATH_SCRIPTS:
      return _confab_math_set_scripts (self, node);
    case CONFAB_MATH_FRACTION:
      return _confab_math_set_fraction (self, node);
    case CONFAB_MATH_ROOT:
      return _confab_math_set_root (self, node);
    case CONFAB_MATH_FENCE:
      return _confab_math_set_fence (self, node);
    case CONFAB_MATH_DELIMITER:
      return _confab_math_set_delimiter (self, node->character, big_sizes[node->size] * size);
    case CONFAB_MATH_TABLE:
      return _confab_math_set_table (self, node);
    case CONFAB_MATH_ACCENT:
      return _confab_math_set_accent (self, node);
    case CONFAB_MATH_LINE:
      return _confab_math_set_line (self, node);
    case CONFAB_MATH_ARROW:
      return _confab_math_set_arrow (self, node);
    case CONFAB_MATH_STACK:
      return _confab_math_set_stack (self, node);
    case CONFAB_MATH_PHANTOM:
      return _confab_math_set_phantom (self, node);
    case CONFAB_MATH_BOXED:
      return _confab_math_set_boxed (self, node);
    case CONFAB_MATH_CANCELLED:
      return _confab_math_set_cancelled (self, node);

    case CONFAB_MATH_RULE:
      return _confab_math_add_rule (self, MAX (node->width, 0) * size, MAX (node->height, 0) * size, 0);

    case CONFAB_MATH_STYLED:
    case CONFAB_MATH_SIZED:
    case CONFAB_MATH_COLORED:
      {
        /* Only within a row do these do anything, so one is made. */
        g_autoptr(GPtrArray) children = g_ptr_array_new ();
        const Node row = { .kind = CONFAB_MATH_ROW, .children = children };

        g_ptr_array_add (children, (gpointer) node);
        return _confab_math_set_row (self, &row, FALSE, NULL);
      }

    case CONFAB_MATH_SPACE:
    default:
      {
        Box *list = _confab_math_add_list (self);

        list->width = node->width * size;
        return list;
      }
    }
}

static void
add_tag (ConfabMathLayout *self,
         const Setting    *setting,
         const Node       *tag)
{
  Box *list = _confab_math_add_list (setting);

  _confab_math_append (list, self->box);
  list->width += TAG_GAP * self->font.em;
  _confab_math_append (list, _confab_math_set (setting, tag));
  confab_math_box_fit (list);
  self->box = list;
  g_array_set_size (self->pieces, 0);
}

/**
 * confab_math_layout_new:
 * @context: of the text around it
 * @tex: a formula
 * @size: of the font of the text, in pixels
 * @display: it is on a line of its own
 * @error: why it cannot be typeset
 *
 * Returns: (transfer full) (nullable): the formula laid out; %NULL with a #ConfabMathError when it is
 *   not understood, or when there are no glyphs for it
 */
ConfabMathLayout *
confab_math_layout_new (PangoContext  *context,
                        const char    *tex,
                        double         size,
                        gboolean       display,
                        GError       **error)
{
  g_autoptr(ConfabMathFormula) formula = confab_math_formula_parse (tex, error);
  g_autoptr(ConfabMathLayout) self = NULL;
  Setting setting = { 0 };

  if (formula == NULL)
    return NULL;

  self = g_new0 (ConfabMathLayout, 1);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (ConfabMathPiece));
  confab_math_font_init (&self->font, context, size);
  setting.font = &self->font;
  setting.scale = 1;
  setting.style = display ? CONFAB_MATH_STYLE_DISPLAY : CONFAB_MATH_STYLE_TEXT;

  if (formula->root->kind == CONFAB_MATH_ROW)
    self->box = _confab_math_set_row (&setting, formula->root, FALSE, self->pieces);
  else
    self->box = _confab_math_set (&setting, formula->root);
  if (formula->tag != NULL)
    add_tag (self, &setting, formula->tag);

  if (self->font.is_incomplete)
    {
      g_set_error (error, CONFAB_MATH_ERROR, CONFAB_MATH_ERROR_UNKNOWN, "No font has a sign of it");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * confab_math_layout_free:
 * @self: (transfer full) (nullable): a layout
 */
void
confab_math_layout_free (ConfabMathLayout *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->pieces, g_array_unref);
  confab_math_font_clear (&self->font);
  g_free (self);
}

/**
 * confab_math_layout_get_box:
 *
 * Returns: (transfer none): all of it
 */
ConfabMathBox *
confab_math_layout_get_box (ConfabMathLayout *self)
{
  return self->box;
}

/**
 * confab_math_layout_get_n_pieces:
 *
 * Returns: how many parts it can be broken into; 0 when it has to stay as it is
 */
guint
confab_math_layout_get_n_pieces (ConfabMathLayout *self)
{
  return self->pieces->len;
}

/**
 * confab_math_layout_get_piece:
 * @position: less than the number of pieces
 *
 * Returns: (transfer none): a part of it
 */
const ConfabMathPiece *
confab_math_layout_get_piece (ConfabMathLayout *self,
                              guint             position)
{
  return &g_array_index (self->pieces, ConfabMathPiece, position);
}
