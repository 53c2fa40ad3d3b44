/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-commands"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

#include "confab-math-symbols-private.h"

typedef ConfabMathParser Parser;
typedef ConfabMathNode Node;

/* A command of a family, with what sets it apart within. */
typedef struct
{
  const char *name;
  gunichar    value;
  guint       option;
} Variant;

static const Variant *
find (const Variant *variants,
      gsize          n_variants,
      const char    *name)
{
  for (gsize i = 0; i < n_variants; i++)
    if (strcmp (variants[i].name, name) == 0)
      return &variants[i];

  return NULL;
}

#define FIND(variants, name) find (variants, G_N_ELEMENTS (variants), name)

static const Variant spaces[] = {
  { ",", 3, 0 }, { "thinspace", 3, 0 }, { ":", 4, 0 }, { ">", 4, 0 }, { "medspace", 4, 0 },
  { ";", 5, 0 }, { "thickspace", 5, 0 }, { "!", 3, TRUE }, { "negthinspace", 3, TRUE },
  { "negmedspace", 4, TRUE }, { "negthickspace", 5, TRUE }, { "enspace", 9, 0 }, { "enskip", 9, 0 },
  { "quad", 18, 0 }, { "qquad", 36, 0 }, { " ", 6, 0 }, { "space", 6, 0 }, { "nobreakspace", 6, 0 },
  /* What only matters where lines or numbers are made. */
  { "/", 0, 0 }, { "nonumber", 0, 0 }, { "notag", 0, 0 }, { "allowbreak", 0, 0 }, { "nobreak", 0, 0 },
  { "relax", 0, 0 }, { "displaylimits", 0, 0 },
};

static const Variant alphabets[] = {
  { "mathrm", CONFAB_MATH_ALPHABET_ROMAN, 0 },       { "mathup", CONFAB_MATH_ALPHABET_ROMAN, 0 },
  { "mathit", CONFAB_MATH_ALPHABET_ITALIC, 0 },      { "mathnormal", CONFAB_MATH_ALPHABET_DEFAULT, 0 },
  { "mathbf", CONFAB_MATH_ALPHABET_BOLD, 0 },        { "symbf", CONFAB_MATH_ALPHABET_BOLD, 0 },
  { "boldsymbol", CONFAB_MATH_ALPHABET_BOLD_ITALIC, 0 }, { "bm", CONFAB_MATH_ALPHABET_BOLD_ITALIC, 0 },
  { "pmb", CONFAB_MATH_ALPHABET_BOLD_ITALIC, 0 },
  { "bold", CONFAB_MATH_ALPHABET_BOLD, 0 },          { "mathbfit", CONFAB_MATH_ALPHABET_BOLD_ITALIC, 0 },
  { "mathbb", CONFAB_MATH_ALPHABET_DOUBLE_STRUCK, 0 }, { "Bbb", CONFAB_MATH_ALPHABET_DOUBLE_STRUCK, 0 },
  { "mathcal", CONFAB_MATH_ALPHABET_SCRIPT, 0 },     { "mathscr", CONFAB_MATH_ALPHABET_SCRIPT, 0 },
  { "mathfrak", CONFAB_MATH_ALPHABET_FRAKTUR, 0 },   { "frak", CONFAB_MATH_ALPHABET_FRAKTUR, 0 },
  { "mathsf", CONFAB_MATH_ALPHABET_SANS, 0 },        { "mathtt", CONFAB_MATH_ALPHABET_MONO, 0 },
};

static const Variant texts[] = {
  { "text", CONFAB_MATH_ALPHABET_ROMAN, 0 },   { "textrm", CONFAB_MATH_ALPHABET_ROMAN, 0 },
  { "mbox", CONFAB_MATH_ALPHABET_ROMAN, 0 },   { "hbox", CONFAB_MATH_ALPHABET_ROMAN, 0 },
  { "textnormal", CONFAB_MATH_ALPHABET_ROMAN, 0 }, { "textup", CONFAB_MATH_ALPHABET_ROMAN, 0 },
  { "textbf", CONFAB_MATH_ALPHABET_BOLD, 0 },  { "textit", CONFAB_MATH_ALPHABET_ITALIC, 0 },
  { "emph", CONFAB_MATH_ALPHABET_ITALIC, 0 },  { "textsf", CONFAB_MATH_ALPHABET_SANS, 0 },
  { "texttt", CONFAB_MATH_ALPHABET_MONO, 0 },
};

static const Variant classes[] = {
  { "mathord", CONFAB_MATH_ORD, 0 },     { "mathop", CONFAB_MATH_OP, 0 },
  { "mathbin", CONFAB_MATH_BIN, 0 },     { "mathrel", CONFAB_MATH_REL, 0 },
  { "mathopen", CONFAB_MATH_OPEN, 0 },   { "mathclose", CONFAB_MATH_CLOSE, 0 },
  { "mathpunct", CONFAB_MATH_PUNCT, 0 }, { "mathinner", CONFAB_MATH_INNER, 0 },
};

/* By their combining characters; the option says that they grow. */
static const Variant accents[] = {
  { "hat", 0x0302, FALSE },   { "widehat", 0x0302, TRUE }, { "check", 0x030C, FALSE },
  { "widecheck", 0x030C, TRUE }, { "tilde", 0x0303, FALSE }, { "widetilde", 0x0303, TRUE },
  { "bar", 0x0304, FALSE },   { "vec", 0x20D7, FALSE },    { "dot", 0x0307, FALSE },
  { "ddot", 0x0308, FALSE },  { "dddot", 0x20DB, FALSE },  { "acute", 0x0301, FALSE },
  { "grave", 0x0300, FALSE }, { "breve", 0x0306, FALSE },  { "mathring", 0x030A, FALSE },
};

/* The option says that they go below. */
static const Variant lines[] = {
  { "overline", '-', FALSE },         { "underline", '-', TRUE },
  { "underbar", '-', TRUE },
  { "overbrace", 0x23DE, FALSE },     { "underbrace", 0x23DF, TRUE },
  { "overbracket", 0x23B4, FALSE },   { "underbracket", 0x23B5, TRUE },
  { "overrightarrow", 0x2192, FALSE }, { "underrightarrow", 0x2192, TRUE },
  { "overleftarrow", 0x2190, FALSE }, { "underleftarrow", 0x2190, TRUE },
  { "overleftrightarrow", 0x2194, FALSE }, { "underleftrightarrow", 0x2194, TRUE },
};

static const Variant arrows[] = {
  { "xrightarrow", 0x2192, 0 },  { "xleftarrow", 0x2190, 0 }, { "xleftrightarrow", 0x2194, 0 },
  { "xRightarrow", 0x21D2, 0 },  { "xLeftarrow", 0x21D0, 0 }, { "xLeftrightarrow", 0x21D4, 0 },
  { "xmapsto", 0x21A6, 0 },
};

/* The option is a style, one more than its number, or 0 for that of the place. */
static const Variant fractions[] = {
  { "frac", FALSE, 0 },
  { "dfrac", FALSE, CONFAB_MATH_STYLE_DISPLAY + 1 },
  { "cfrac", FALSE, CONFAB_MATH_STYLE_DISPLAY + 1 },
  { "tfrac", FALSE, CONFAB_MATH_STYLE_TEXT + 1 },
  { "binom", TRUE, 0 },
  { "dbinom", TRUE, CONFAB_MATH_STYLE_DISPLAY + 1 },
  { "tbinom", TRUE, CONFAB_MATH_STYLE_TEXT + 1 },
};

static const Variant pairs[] = {
  { "bra", 0x27E8, '|' }, { "ket", '|', 0x27E9 }, { "braket", 0x27E8, 0x27E9 },
  { "Bra", 0x27E8, '|' }, { "Ket", '|', 0x27E9 },
};

static const Variant cancels[] = {
  { "cancel", '/', 0 }, { "bcancel", '\\', 0 }, { "xcancel", 'x', 0 }, { "sout", '-', 0 },
};

static const Variant escapes[] = {
  { "{", '{', CONFAB_MATH_OPEN }, { "}", '}', CONFAB_MATH_CLOSE }, { "|", 0x2016, CONFAB_MATH_ORD },
  { "%", '%', CONFAB_MATH_ORD },  { "$", '$', CONFAB_MATH_ORD },   { "#", '#', CONFAB_MATH_ORD },
  { "&", '&', CONFAB_MATH_ORD },  { "_", '_', CONFAB_MATH_ORD },
};

static Node *
read_space (Parser        *self,
            const Variant *variant)
{
  const double width = variant->value / 18.0;

  return confab_math_parser_add_space (self, variant->option ? -width : width);
}

static Node *
read_skip (Parser *self)
{
  double em;

  if (*self->p == '*')
    self->p++;
  if (!confab_math_parser_read_dimension (self, &em))
    return NULL;

  return confab_math_parser_add_space (self, em);
}

static Node *
read_rule (Parser     *self,
           const char *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_RULE, start);

  if (node == NULL || !confab_math_parser_read_dimension (self, &node->width) ||
      !confab_math_parser_read_dimension (self, &node->height))
    return NULL;

  return node;
}

static Node *
read_alphabet (Parser        *self,
               const Variant *variant)
{
  const ConfabMathAlphabet alphabet = self->alphabet;
  Node *node;

  self->alphabet = variant->value;
  node = confab_math_parser_read_argument (self);
  self->alphabet = alphabet;

  return node != NULL ? _confab_math_unwrap (node) : NULL;
}

/* A single node about an argument. */
static Node *
read_about (Parser         *self,
            ConfabMathKind  kind,
            const char     *start)
{
  Node *node = confab_math_parser_add (self, kind, start);

  if (node == NULL || (node->base = confab_math_parser_read_argument (self)) == NULL)
    return NULL;

  return node;
}

static Node *
read_fraction (Parser        *self,
               const Variant *variant,
               const char    *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_FRACTION, start);

  if (node == NULL || (node->above = confab_math_parser_read_argument (self)) == NULL ||
      (node->below = confab_math_parser_read_argument (self)) == NULL)
    return NULL;

  node->klass = CONFAB_MATH_INNER;
  node->no_rule = !!variant->value;
  if (variant->value)
    {
      node->klass = CONFAB_MATH_ORD;
      node->open = '(';
      node->close = ')';
    }
  node->has_style = variant->option > 0;
  if (node->has_style)
    node->style = variant->option - 1;

  return node;
}

static Node *
read_root (Parser     *self,
           const char *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_ROOT, start);

  if (node == NULL)
    return NULL;
  node->above = confab_math_parser_read_optional (self);
  if (*self->error != NULL || (node->base = confab_math_parser_read_argument (self)) == NULL)
    return NULL;

  return node;
}

static Node *
read_stack (Parser     *self,
            const char *name,
            const char *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_STACK, start);
  Node *small;

  if (node == NULL || (small = confab_math_parser_read_argument (self)) == NULL ||
      (node->base = confab_math_parser_read_argument (self)) == NULL)
    return NULL;

  if (strcmp (name, "underset") == 0)
    node->below = small;
  else
    node->above = small;
  node->klass = strcmp (name, "stackrel") == 0 ? CONFAB_MATH_REL : _confab_math_unwrap (node->base)->klass;

  return node;
}

static Node *
read_arrow (Parser     *self,
            gunichar    character,
            const char *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_ARROW, start);

  if (node == NULL)
    return NULL;
  node->klass = CONFAB_MATH_REL;
  node->character = character;
  node->below = confab_math_parser_read_optional (self);
  if (*self->error != NULL || (node->above = confab_math_parser_read_argument (self)) == NULL)
    return NULL;

  return node;
}

static Node *
read_line (Parser        *self,
           const Variant *variant,
           const char    *start)
{
  Node *node = read_about (self, CONFAB_MATH_LINE, start);

  if (node == NULL)
    return NULL;
  node->character = variant->value;
  node->under = !!variant->option;
  if (variant->value >= 0x23B4 && variant->value <= 0x23DF)
    {
      /* What is said about a brace goes beyond it. */
      node->klass = CONFAB_MATH_OP;
      node->limits = CONFAB_MATH_LIMITS_ALWAYS;
    }

  return node;
}

/* An argument between delimiters; with a capital they grow. */
static Node *
read_pair (Parser        *self,
           const Variant *variant,
           const char    *start)
{
  const gboolean grows = g_ascii_isupper (*variant->name);
  Node *node = confab_math_parser_add (self, grows ? CONFAB_MATH_FENCE : CONFAB_MATH_ROW, start);

  if (node == NULL)
    return NULL;
  if (!grows &&
      _confab_math_append (node, confab_math_parser_add_symbol (self, variant->value, CONFAB_MATH_OPEN)) == NULL)
    return NULL;
  if (_confab_math_append (node, confab_math_parser_read_argument (self)) == NULL)
    return NULL;
  if (!grows &&
      _confab_math_append (node, confab_math_parser_add_symbol (self, variant->option, CONFAB_MATH_CLOSE)) == NULL)
    return NULL;
  if (grows)
    {
      node->klass = CONFAB_MATH_INNER;
      node->open = variant->value;
      node->close = variant->option;
    }

  return node;
}

static Node *
read_phantom (Parser     *self,
              const char *name,
              const char *start)
{
  Node *node = read_about (self, CONFAB_MATH_PHANTOM, start);

  if (node != NULL)
    {
      node->no_width = *name == 'v';
      node->no_height = *name == 'h';
    }

  return node;
}

static Node *
read_colored (Parser     *self,
              const char *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_COLORED, start);

  if (node == NULL || (node->text = confab_math_parser_read_raw (self)) == NULL ||
      (node->base = confab_math_parser_read_argument (self)) == NULL)
    return NULL;
  node->klass = _confab_math_unwrap (node->base)->klass;

  return node;
}

static Node *
read_tag (Parser *self)
{
  Node **place = self->tag;
  const gboolean has_star = *self->p == '*';
  Node *text;

  if (has_star)
    self->p++;
  if (place == NULL || *place != NULL)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "\\tag at this place");

  text = confab_math_text_read (self, CONFAB_MATH_ALPHABET_ROMAN);
  if (text == NULL)
    return NULL;
  if (!has_star)
    {
      Node *open = confab_math_parser_add_text (self, "(", 1, CONFAB_MATH_ALPHABET_ROMAN);
      Node *close = confab_math_parser_add_text (self, ")", 1, CONFAB_MATH_ALPHABET_ROMAN);

      if (open == NULL || close == NULL)
        return NULL;
      g_ptr_array_insert (text->children, 0, open);
      g_ptr_array_add (text->children, close);
    }
  *place = text;

  return confab_math_parser_add_space (self, 0);
}

static Node *
read_substack (Parser *self)
{
  Node *table;

  confab_math_parser_skip_space (self);
  if (*self->p != '{')
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "An argument is missing");

  self->p++;
  table = confab_math_table_read_lines (self, CONFAB_MATH_TABLE_STACK, CONFAB_MATH_STOP_BRACE);
  if (table != NULL)
    self->p++;

  return table;
}

static Node *
read_function (Parser                   *self,
               const ConfabMathFunction *function)
{
  Node *node = confab_math_parser_add_text (self, function->text, strlen (function->text),
                                            CONFAB_MATH_ALPHABET_ROMAN);

  if (node != NULL)
    {
      node->klass = CONFAB_MATH_OP;
      node->limits = function->has_limits ? CONFAB_MATH_LIMITS_DISPLAY : CONFAB_MATH_LIMITS_NEVER;
    }

  return node;
}

static Node *
read_symbol (Parser                 *self,
             const ConfabMathSymbol *symbol)
{
  Node *node = confab_math_parser_add_symbol (self, symbol->character, symbol->klass);

  if (node != NULL)
    {
      node->large = !!symbol->large;
      node->limits = symbol->limits;
      node->stretchy = strcmp (symbol->name, "dots") == 0;
    }

  return node;
}

static Node *
read_other (Parser     *self,
            const char *name,
            const char *start)
{
  if (strcmp (name, "begin") == 0)
    return confab_math_table_read (self, start);
  if (strcmp (name, "left") == 0)
    return confab_math_fence_read (self, start);
  if (strcmp (name, "sqrt") == 0)
    return read_root (self, start);
  if (strcmp (name, "operatorname") == 0)
    return confab_math_operator_read_name (self, start);
  if (strcmp (name, "stackrel") == 0 || strcmp (name, "overset") == 0 || strcmp (name, "underset") == 0)
    return read_stack (self, name, start);
  if (strcmp (name, "substack") == 0)
    return read_substack (self);
  if (strcmp (name, "not") == 0)
    return confab_math_operator_read_not (self);
  if (strcmp (name, "bmod") == 0 || strcmp (name, "pmod") == 0 || strcmp (name, "mod") == 0 ||
      strcmp (name, "pod") == 0)
    return confab_math_operator_read_modulo (self, name, start);
  if (strcmp (name, "tag") == 0)
    return read_tag (self);
  if (strcmp (name, "boxed") == 0)
    return read_about (self, CONFAB_MATH_BOXED, start);
  if (strcmp (name, "textcolor") == 0)
    return read_colored (self, start);
  if (strcmp (name, "phantom") == 0 || strcmp (name, "hphantom") == 0 || strcmp (name, "vphantom") == 0)
    return read_phantom (self, name, start);
  if (strcmp (name, "hspace") == 0 || strcmp (name, "kern") == 0 || strcmp (name, "mkern") == 0 ||
      strcmp (name, "hskip") == 0 || strcmp (name, "mskip") == 0)
    return read_skip (self);
  if (strcmp (name, "rule") == 0)
    return read_rule (self, start);
  if (strcmp (name, "label") == 0)
    {
      g_autofree char *label = confab_math_parser_read_raw (self);

      return label != NULL ? confab_math_parser_add_space (self, 0) : NULL;
    }

  return confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "\\%s", name);
}

/**
 * confab_math_command_read:
 * @name: of the command, which was read
 * @start: where it began
 *
 * Reads the arguments of a command.
 *
 * Returns: (transfer none) (nullable): what it makes
 */
ConfabMathNode *
confab_math_command_read (ConfabMathParser *self,
                          const char       *name,
                          const char       *start)
{
  const ConfabMathSymbol *symbol = confab_math_symbols_find (name);
  const ConfabMathFunction *function = confab_math_symbols_find_function (name);
  const Variant *variant;
  Node *node;

  if (symbol != NULL)
    return read_symbol (self, symbol);
  if (function != NULL)
    return read_function (self, function);
  if ((variant = FIND (escapes, name)) != NULL)
    return confab_math_parser_add_symbol (self, variant->value, variant->option);
  if ((variant = FIND (spaces, name)) != NULL)
    return read_space (self, variant);
  if ((variant = FIND (alphabets, name)) != NULL)
    return read_alphabet (self, variant);
  if ((variant = FIND (texts, name)) != NULL)
    return confab_math_text_read (self, variant->value);
  if ((variant = FIND (classes, name)) != NULL)
    return confab_math_operator_read_class (self, variant->value, start);
  if ((variant = FIND (fractions, name)) != NULL)
    return read_fraction (self, variant, start);
  if ((variant = FIND (lines, name)) != NULL)
    return read_line (self, variant, start);
  if ((variant = FIND (pairs, name)) != NULL)
    return read_pair (self, variant, start);
  if ((variant = FIND (arrows, name)) != NULL)
    return read_arrow (self, variant->value, start);
  if (confab_math_fence_is_big (name))
    return confab_math_fence_read_big (self, name, start);

  variant = FIND (accents, name);
  if (variant != NULL || (variant = FIND (cancels, name)) != NULL)
    {
      const gboolean is_accent = variant->value > 0x7F;

      node = read_about (self, is_accent ? CONFAB_MATH_ACCENT : CONFAB_MATH_CANCELLED, start);
      if (node == NULL)
        return NULL;
      node->character = variant->value;
      node->stretchy = !!variant->option;
      if (!is_accent)
        node->klass = _confab_math_unwrap (node->base)->klass;
      return node;
    }

  return read_other (self, name, start);
}
