/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A formula is a few lines. Beyond these it is shown as its source. */
#define CONFAB_MATH_MAX_LENGTH 8192
#define CONFAB_MATH_MAX_DEPTH  48
#define CONFAB_MATH_MAX_NODES  4096

/**
 * ConfabMathError:
 * @CONFAB_MATH_ERROR_UNKNOWN: a command, environment or character that is not known here
 * @CONFAB_MATH_ERROR_SYNTAX: a brace, argument or counterpart is missing
 * @CONFAB_MATH_ERROR_TOO_LARGE: longer, deeper or of more pieces than a formula may be
 *
 * Why a formula cannot be typeset.
 */
typedef enum
{
  CONFAB_MATH_ERROR_UNKNOWN = 0,
  CONFAB_MATH_ERROR_SYNTAX = 1,
  CONFAB_MATH_ERROR_TOO_LARGE = 2,
} ConfabMathError;

#define CONFAB_MATH_ERROR (confab_math_error_quark ())

/**
 * ConfabMathClass:
 *
 * What an atom is to its neighbours, which decides the space between them.
 */
typedef enum
{
  CONFAB_MATH_ORD,
  CONFAB_MATH_OP,
  CONFAB_MATH_BIN,
  CONFAB_MATH_REL,
  CONFAB_MATH_OPEN,
  CONFAB_MATH_CLOSE,
  CONFAB_MATH_PUNCT,
  CONFAB_MATH_INNER,
} ConfabMathClass;

/**
 * ConfabMathAlphabet:
 *
 * The shape of letters. By default Latin and small Greek ones are italic, the rest upright.
 */
typedef enum
{
  CONFAB_MATH_ALPHABET_DEFAULT,
  CONFAB_MATH_ALPHABET_ROMAN,
  CONFAB_MATH_ALPHABET_ITALIC,
  CONFAB_MATH_ALPHABET_BOLD,
  CONFAB_MATH_ALPHABET_BOLD_ITALIC,
  CONFAB_MATH_ALPHABET_DOUBLE_STRUCK,
  CONFAB_MATH_ALPHABET_SCRIPT,
  CONFAB_MATH_ALPHABET_FRAKTUR,
  CONFAB_MATH_ALPHABET_SANS,
  CONFAB_MATH_ALPHABET_MONO,
} ConfabMathAlphabet;

/**
 * ConfabMathStyle:
 *
 * The size and tightness something is set in.
 */
typedef enum
{
  CONFAB_MATH_STYLE_DISPLAY,
  CONFAB_MATH_STYLE_TEXT,
  CONFAB_MATH_STYLE_SCRIPT,
  CONFAB_MATH_STYLE_SCRIPT_SCRIPT,
} ConfabMathStyle;

/**
 * ConfabMathLimits:
 *
 * Where the scripts of an operator go.
 */
typedef enum
{
  CONFAB_MATH_LIMITS_NEVER,
  CONFAB_MATH_LIMITS_DISPLAY,  /* above and below in display style alone */
  CONFAB_MATH_LIMITS_ALWAYS,
} ConfabMathLimits;

/**
 * ConfabMathKind:
 * @CONFAB_MATH_ROW: @children, one after the other; with %CONFAB_MATH_ORD as class it is a group
 * @CONFAB_MATH_SYMBOL: @character in @alphabet; @large for an operator that grows in display style
 * @CONFAB_MATH_TEXT: @text in @alphabet
 * @CONFAB_MATH_SCRIPTS: @base with @below and @above, and as many @primes
 * @CONFAB_MATH_FRACTION: @above over @below, without a line if @no_rule, within @open and @close
 * @CONFAB_MATH_ROOT: the root of @base, of the degree @above
 * @CONFAB_MATH_FENCE: @children within @open and @close, which grow; delimiters in it do as well
 * @CONFAB_MATH_DELIMITER: @character, as large as @size (1 to 4), or as the fence it is in (0)
 * @CONFAB_MATH_TABLE: @children row by row, %NULL where there is none
 * @CONFAB_MATH_ACCENT: @character over @base, or below it if @under
 * @CONFAB_MATH_LINE: a line, brace or arrow (@character) along @base, below it if @under
 * @CONFAB_MATH_STACK: @above and @below small, over and under @base
 * @CONFAB_MATH_ARROW: @character as long as @above and @below, which are over and under it
 * @CONFAB_MATH_SPACE: @width
 * @CONFAB_MATH_STYLED: @base in @style
 * @CONFAB_MATH_SIZED: @base as many times as large as the formula as @width says
 * @CONFAB_MATH_RULE: a filled rectangle of @width and @height
 * @CONFAB_MATH_COLORED: @base in the colour that @text names
 * @CONFAB_MATH_PHANTOM: as much room as @base takes, without @base
 * @CONFAB_MATH_BOXED: @base in a frame
 * @CONFAB_MATH_CANCELLED: @base struck out by @character: a slash, a backslash or an `x`
 *
 * What a node is.
 */
typedef enum
{
  CONFAB_MATH_ROW,
  CONFAB_MATH_SYMBOL,
  CONFAB_MATH_TEXT,
  CONFAB_MATH_SCRIPTS,
  CONFAB_MATH_FRACTION,
  CONFAB_MATH_ROOT,
  CONFAB_MATH_FENCE,
  CONFAB_MATH_DELIMITER,
  CONFAB_MATH_TABLE,
  CONFAB_MATH_ACCENT,
  CONFAB_MATH_LINE,
  CONFAB_MATH_STACK,
  CONFAB_MATH_ARROW,
  CONFAB_MATH_SPACE,
  CONFAB_MATH_STYLED,
  CONFAB_MATH_SIZED,
  CONFAB_MATH_RULE,
  CONFAB_MATH_COLORED,
  CONFAB_MATH_PHANTOM,
  CONFAB_MATH_BOXED,
  CONFAB_MATH_CANCELLED,
} ConfabMathKind;

/**
 * ConfabMathTableStyle:
 * @CONFAB_MATH_TABLE_ARRAY: columns with space between them, cells in text style
 * @CONFAB_MATH_TABLE_CASES: like that, and nearer
 * @CONFAB_MATH_TABLE_SMALL: cells in script style
 * @CONFAB_MATH_TABLE_STACK: one column of script style, as below a sum
 * @CONFAB_MATH_TABLE_ALIGNED: pairs of columns that meet, cells in display style
 * @CONFAB_MATH_TABLE_GATHERED: lines in display style
 *
 * How a table is set.
 */
typedef enum
{
  CONFAB_MATH_TABLE_ARRAY,
  CONFAB_MATH_TABLE_CASES,
  CONFAB_MATH_TABLE_SMALL,
  CONFAB_MATH_TABLE_STACK,
  CONFAB_MATH_TABLE_ALIGNED,
  CONFAB_MATH_TABLE_GATHERED,
} ConfabMathTableStyle;

typedef struct _ConfabMathNode ConfabMathNode;
typedef struct _ConfabMathFormula ConfabMathFormula;

/**
 * ConfabMathColumn:
 * @align: `l`, `c` or `r`
 * @n_lines: how many vertical lines are at its left
 *
 * A column of a table.
 */
typedef struct
{
  char   align;
  guint8 n_lines;
} ConfabMathColumn;

/**
 * ConfabMathTableRow:
 * @gap: extra room below it, in em
 * @n_lines: how many lines are above it
 * @tag: (nullable): the number of the equation
 *
 * A row of a table.
 */
typedef struct
{
  double          gap;
  guint8          n_lines;
  ConfabMathNode *tag;  /* owned by the formula */
} ConfabMathTableRow;

/**
 * ConfabMathNode:
 *
 * A piece of a formula. What its fields mean depends on the kind, see #ConfabMathKind.
 */
struct _ConfabMathNode
{
  ConfabMathKind         kind;
  ConfabMathClass        klass;
  ConfabMathAlphabet     alphabet;
  ConfabMathLimits       limits;
  guint                  start;       /* in the source, in bytes */
  gunichar               character;
  gunichar               open;        /* 0 for none */
  gunichar               close;       /* 0 for none */
  char                  *text;        /* owned, nullable */
  GPtrArray             *children;    /* owned, nullable; its nodes belong to the formula */
  ConfabMathNode        *base;        /* owned by the formula, as are these two */
  ConfabMathNode        *above;
  ConfabMathNode        *below;
  double                 width;       /* in em of the style it is in */
  double                 height;      /* likewise */
  guint                  size;
  guint                  primes;
  ConfabMathStyle        style;
  ConfabMathTableStyle   table_style;
  GArray                *columns;     /* owned, nullable, of ConfabMathColumn; one more for the right edge */
  GArray                *rows;        /* owned, nullable, of ConfabMathTableRow; one more for the bottom edge */
  guint                  large : 1;
  guint                  no_rule : 1;
  guint                  under : 1;
  guint                  has_style : 1;
  guint                  stretchy : 1;
  guint                  no_width : 1;
  guint                  no_height : 1;
};

/**
 * ConfabMathFormula:
 * @root: what it says
 * @tag: (nullable): its number
 * @nodes: all its nodes
 *
 * A formula.
 */
struct _ConfabMathFormula
{
  ConfabMathNode *root;
  ConfabMathNode *tag;
  GPtrArray      *nodes;  /* owned */
};

GQuark             confab_math_error_quark   (void);
ConfabMathFormula *confab_math_formula_parse (const char         *tex,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               confab_math_formula_free  (ConfabMathFormula  *self);
gunichar           confab_math_alphabet_map  (gunichar            character,
                                              ConfabMathAlphabet  alphabet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMathFormula, confab_math_formula_free)

G_END_DECLS
