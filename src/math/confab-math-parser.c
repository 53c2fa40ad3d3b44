/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-parser"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

#include "confab-math-symbols-private.h"

typedef ConfabMathParser Parser;
typedef ConfabMathNode Node;

G_DEFINE_QUARK (confab-math-error-quark, confab_math_error)

static void
free_node (gpointer data)
{
  Node *node = data;

  g_free (node->text);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_clear_pointer (&node->columns, g_array_unref);
  g_clear_pointer (&node->rows, g_array_unref);
  g_free (node);
}

/**
 * confab_math_parser_fail:
 * @code: a #ConfabMathError
 * @format: what is wrong
 * @...: for @format
 *
 * Returns: %NULL
 */
ConfabMathNode *
confab_math_parser_fail (ConfabMathParser *self,
                         ConfabMathError   code,
                         const char       *format,
                         ...)
{
  va_list args;

  va_start (args, format);
  if (self->error != NULL && *self->error == NULL)
    *self->error = g_error_new_valist (CONFAB_MATH_ERROR, (int) code, format, args);
  va_end (args);

  return NULL;
}

/**
 * confab_math_parser_add:
 * @kind: of the node
 * @start: where it begins in the source
 *
 * Returns: (transfer none) (nullable): a new node of the formula
 */
ConfabMathNode *
confab_math_parser_add (ConfabMathParser *self,
                        ConfabMathKind    kind,
                        const char       *start)
{
  Node *node;

  if (self->formula->nodes->len >= CONFAB_MATH_MAX_NODES)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_TOO_LARGE, "More than %d pieces",
                                    CONFAB_MATH_MAX_NODES);

  node = g_new0 (Node, 1);
  node->kind = kind;
  node->start = (guint) (start - self->source);
  if (kind == CONFAB_MATH_ROW || kind == CONFAB_MATH_FENCE || kind == CONFAB_MATH_TABLE)
    node->children = g_ptr_array_new ();
  g_ptr_array_add (self->formula->nodes, node);

  return node;
}

/**
 * confab_math_parser_add_space:
 * @width: in em
 *
 * Returns: (transfer none) (nullable): a new space
 */
ConfabMathNode *
confab_math_parser_add_space (ConfabMathParser *self,
                              double            width)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_SPACE, self->p);

  if (node != NULL)
    node->width = width;

  return node;
}

/**
 * confab_math_parser_add_symbol:
 * @character: what is shown
 * @klass: what it is to its neighbours
 *
 * Returns: (transfer none) (nullable): a new symbol in the alphabet of the place
 */
ConfabMathNode *
confab_math_parser_add_symbol (ConfabMathParser *self,
                               gunichar          character,
                               ConfabMathClass   klass)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_SYMBOL, self->p);

  if (node != NULL)
    {
      node->character = character;
      node->klass = klass;
      node->alphabet = self->alphabet;
    }

  return node;
}

/**
 * confab_math_parser_add_text:
 * @text: (array length=length): words
 * @length: how many bytes
 * @alphabet: their shape
 *
 * Returns: (transfer none) (nullable): a new piece of text
 */
ConfabMathNode *
confab_math_parser_add_text (ConfabMathParser   *self,
                             const char         *text,
                             gsize               length,
                             ConfabMathAlphabet  alphabet)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_TEXT, self->p);

  if (node != NULL)
    {
      node->text = g_strndup (text, length);
      node->alphabet = alphabet;
    }

  return node;
}

/**
 * confab_math_parser_skip_space:
 *
 * Passes over white space and comments.
 */
void
confab_math_parser_skip_space (ConfabMathParser *self)
{
  for (;;)
    {
      while (g_ascii_isspace (*self->p))
        self->p++;
      if (*self->p != '%')
        return;
      self->p += strcspn (self->p, "\n");
    }
}

/**
 * confab_math_parser_peek_command:
 * @end: (out) (optional): where it ends
 *
 * Returns: (transfer full) (nullable): the name of the command that is next, if one is
 */
char *
confab_math_parser_peek_command (ConfabMathParser  *self,
                                 const char       **end)
{
  const char *name = self->p + 1;
  const char *last = name;

  if (*self->p != '\\' || *name == '\0')
    return NULL;

  while (g_ascii_isalpha (*last))
    last++;
  if (last == name)
    last = g_utf8_next_char (name);
  if (end != NULL)
    *end = last;

  return g_strndup (name, (gsize) (last - name));
}

/**
 * confab_math_parser_take_command:
 * @name: of a command
 *
 * Returns: whether it was next; it was read then
 */
gboolean
confab_math_parser_take_command (ConfabMathParser *self,
                                 const char       *name)
{
  g_autofree char *next = NULL;
  const char *end;

  confab_math_parser_skip_space (self);
  next = confab_math_parser_peek_command (self, &end);
  if (g_strcmp0 (next, name) != 0)
    return FALSE;

  self->p = end;

  return TRUE;
}

/**
 * confab_math_parser_get_stop:
 *
 * Returns: what is next, if a row ends there
 */
ConfabMathStop
confab_math_parser_get_stop (ConfabMathParser *self)
{
  static const struct { const char *name; ConfabMathStop stop; } commands[] = {
    { "\\", CONFAB_MATH_STOP_LINE },     { "cr", CONFAB_MATH_STOP_LINE },
    { "newline", CONFAB_MATH_STOP_LINE }, { "right", CONFAB_MATH_STOP_RIGHT },
    { "middle", CONFAB_MATH_STOP_MIDDLE }, { "end", CONFAB_MATH_STOP_TABLE },
  };
  g_autofree char *name = NULL;

  confab_math_parser_skip_space (self);
  switch (*self->p)
    {
    case '\0':
      return CONFAB_MATH_STOP_END;
    case '}':
      return CONFAB_MATH_STOP_BRACE;
    case '&':
      return CONFAB_MATH_STOP_CELL;
    case ']':
      return self->in_optional ? CONFAB_MATH_STOP_BRACKET : CONFAB_MATH_STOP_NONE;
    case '\\':
      break;
    default:
      return CONFAB_MATH_STOP_NONE;
    }

  name = confab_math_parser_peek_command (self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (name, commands[i].name) == 0)
      return commands[i].stop;

  return CONFAB_MATH_STOP_NONE;
}

/**
 * confab_math_parser_enter:
 *
 * Goes one level deeper.
 *
 * Returns: whether that is still allowed
 */
gboolean
confab_math_parser_enter (ConfabMathParser *self)
{
  if (self->depth >= CONFAB_MATH_MAX_DEPTH)
    {
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_TOO_LARGE, "Nested deeper than %d levels",
                               CONFAB_MATH_MAX_DEPTH);
      return FALSE;
    }
  self->depth++;

  return TRUE;
}

/**
 * confab_math_parser_leave:
 *
 * Goes back one level.
 */
void
confab_math_parser_leave (ConfabMathParser *self)
{
  self->depth--;
}

static Node *
read_group (Parser *self)
{
  const ConfabMathAlphabet alphabet = self->alphabet;
  const gboolean in_optional = self->in_optional;
  Node *row;

  self->p++;
  self->in_optional = FALSE;
  row = confab_math_parser_read_row (self);
  self->in_optional = in_optional;
  self->alphabet = alphabet;
  if (row == NULL)
    return NULL;
  if (*self->p != '}')
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A brace is not closed");
  self->p++;

  return row;
}

/**
 * confab_math_parser_read_nucleus:
 *
 * Returns: (transfer none) (nullable): the next atom, without scripts
 */
ConfabMathNode *
confab_math_parser_read_nucleus (ConfabMathParser *self)
{
  const char *start;
  ConfabMathSymbol symbol;
  gunichar character;
  Node *node;

  confab_math_parser_skip_space (self);
  start = self->p;

  switch (*start)
    {
    case '{':
      return read_group (self);

    case '\\':
      {
        const char *end = NULL;
        g_autofree char *name = confab_math_parser_peek_command (self, &end);

        if (name == NULL)
          return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A command has no name");
        if (!confab_math_parser_enter (self))
          return NULL;
        self->p = end;
        node = confab_math_command_read (self, name, start);
        confab_math_parser_leave (self);
        return node;
      }

    case '~':
      self->p++;
      return confab_math_parser_add_space (self, 1.0 / 3);

    default:
      break;
    }

  character = g_utf8_get_char (start);
  if (!confab_math_symbols_classify (character, &symbol))
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "Character U+%04X", character);

  node = confab_math_parser_add_symbol (self, symbol.character, symbol.klass);
  if (node != NULL)
    {
      node->large = !!symbol.large;
      node->limits = symbol.limits;
    }
  self->p = g_utf8_next_char (start);

  return node;
}

/**
 * confab_math_parser_read_argument:
 *
 * Returns: (transfer none) (nullable): what is in braces, or the next atom
 */
ConfabMathNode *
confab_math_parser_read_argument (ConfabMathParser *self)
{
  if (confab_math_parser_get_stop (self) != CONFAB_MATH_STOP_NONE ||
      strchr ("^_'", *self->p) != NULL)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "An argument is missing");

  return confab_math_parser_read_nucleus (self);
}

/**
 * confab_math_formula_parse:
 * @tex: a formula in the language of TeX, without the dollars around it, valid UTF-8
 * @error: where to say what is wrong with it
 *
 * Reads what people and models commonly write: see #ConfabMathKind for what there is. Whatever is
 * not known is an error, so that nothing is shown that means something else.
 *
 * Returns: (transfer full) (nullable): the formula, or %NULL with a #ConfabMathError
 */
ConfabMathFormula *
confab_math_formula_parse (const char  *tex,
                           GError     **error)
{
  g_autoptr(ConfabMathFormula) self = NULL;
  g_autoptr(GError) local_error = NULL;
  Parser parser = { 0 };

  g_return_val_if_fail (tex != NULL, NULL);

  self = g_new0 (ConfabMathFormula, 1);
  self->nodes = g_ptr_array_new_with_free_func (free_node);
  parser.formula = self;
  parser.source = parser.p = tex;
  parser.tag = &self->tag;
  parser.error = &local_error;

  if (strlen (tex) > CONFAB_MATH_MAX_LENGTH)
    confab_math_parser_fail (&parser, CONFAB_MATH_ERROR_TOO_LARGE, "Longer than %d bytes",
                             CONFAB_MATH_MAX_LENGTH);
  else if (!g_utf8_validate (tex, -1, NULL))
    confab_math_parser_fail (&parser, CONFAB_MATH_ERROR_SYNTAX, "Not UTF-8");
  else
    self->root = confab_math_table_read_lines (&parser, CONFAB_MATH_TABLE_GATHERED,
                                               CONFAB_MATH_STOP_END);

  if (self->root == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * confab_math_formula_free:
 * @self: (transfer full) (nullable): a formula
 */
void
confab_math_formula_free (ConfabMathFormula *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->nodes);
  g_free (self);
}
