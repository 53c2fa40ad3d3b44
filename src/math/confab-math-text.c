/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-text"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

typedef ConfabMathParser Parser;
typedef ConfabMathNode Node;

static gboolean
flush (Parser             *self,
       Node               *row,
       GString            *text,
       ConfabMathAlphabet  alphabet)
{
  Node *node;

  if (text->len == 0)
    return TRUE;

  node = confab_math_parser_add_text (self, text->str, text->len, alphabet);
  if (node == NULL)
    return FALSE;
  g_ptr_array_add (row->children, node);
  g_string_truncate (text, 0);

  return TRUE;
}

/* A formula within the text within a formula. */
static Node *
read_inner_formula (Parser *self)
{
  const ConfabMathAlphabet alphabet = self->alphabet;
  const char *end = strchr (self->p + 1, '$');
  g_autofree char *tex = NULL;
  const char *outer = self->source;
  const char *rest;
  Node *row;

  if (end == NULL)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A dollar is not closed");

  tex = g_strndup (self->p + 1, (gsize) (end - self->p - 1));
  rest = end + 1;
  self->source = self->p = tex;
  self->alphabet = CONFAB_MATH_ALPHABET_DEFAULT;
  row = confab_math_parser_read_row (self);
  if (row != NULL && *self->p != '\0')
    row = confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A row ends too early");
  self->source = outer;
  self->p = rest;
  self->alphabet = alphabet;

  return row;
}

static gboolean
append_command (Parser     *self,
                GString    *text,
                const char *name)
{
  static const struct { const char *name, *text; } words[] = {
    { "textbackslash", "\\" }, { "ldots", "…" }, { "dots", "…" },  { "textellipsis", "…" },
    { "quad", "\342\200\203" }, { "qquad", "\342\200\203\342\200\203" }, { "textdollar", "$" },
    { "degree", "°" }, { "S", "§" }, { "ss", "ß" }, { "o", "ø" }, { "ae", "æ" }, { "textdegree", "°" },
  };

  if (strlen (name) == 1 && strchr ("%$_&{}#", *name) != NULL)
    g_string_append (text, name);
  else if (strcmp (name, " ") == 0)
    g_string_append_c (text, ' ');
  else if (strcmp (name, ",") == 0)
    g_string_append (text, "\342\200\211");
  else if (strcmp (name, ";") == 0 || strcmp (name, ":") == 0)
    g_string_append (text, "\342\200\205");
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (strcmp (name, words[i].name) == 0)
          {
            g_string_append (text, words[i].text);
            return TRUE;
          }
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "\\%s in a text", name);
      return FALSE;
    }

  return TRUE;
}

static const struct { const char *name; ConfabMathAlphabet alphabet; } shapes[] = {
  { "text", CONFAB_MATH_ALPHABET_ROMAN },         { "textrm", CONFAB_MATH_ALPHABET_ROMAN },
  { "textnormal", CONFAB_MATH_ALPHABET_ROMAN },   { "mbox", CONFAB_MATH_ALPHABET_ROMAN },
  { "textup", CONFAB_MATH_ALPHABET_ROMAN },       { "textbf", CONFAB_MATH_ALPHABET_BOLD },
  { "textit", CONFAB_MATH_ALPHABET_ITALIC },      { "emph", CONFAB_MATH_ALPHABET_ITALIC },
  { "textsf", CONFAB_MATH_ALPHABET_SANS },        { "texttt", CONFAB_MATH_ALPHABET_MONO },
};

/* These change the shape of what follows. */
static const struct { const char *name; ConfabMathAlphabet alphabet; } switches[] = {
  { "rm", CONFAB_MATH_ALPHABET_ROMAN }, { "bf", CONFAB_MATH_ALPHABET_BOLD },
  { "it", CONFAB_MATH_ALPHABET_ITALIC }, { "sf", CONFAB_MATH_ALPHABET_SANS },
  { "tt", CONFAB_MATH_ALPHABET_MONO },
};

static gboolean
read_text_command (Parser             *self,
                   Node               *row,
                   GString            *text,
                   ConfabMathAlphabet *alphabet)
{
  const char *end = NULL;
  g_autofree char *name = confab_math_parser_peek_command (self, &end);

  if (name == NULL)
    {
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A command has no name");
      return FALSE;
    }

  self->p = end;
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (strcmp (name, shapes[i].name) == 0)
      {
        Node *node;

        if (!flush (self, row, text, *alphabet) ||
            (node = confab_math_text_read (self, shapes[i].alphabet)) == NULL)
          return FALSE;
        g_ptr_array_add (row->children, node);
        return TRUE;
      }

  /* White space behind the name of a command only ends it. */
  if (g_ascii_isalpha (*name))
    confab_math_parser_skip_space (self);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (strcmp (name, switches[i].name) == 0)
      {
        if (!flush (self, row, text, *alphabet))
          return FALSE;
        *alphabet = switches[i].alphabet;
        return TRUE;
      }

  return append_command (self, text, name);
}

static gboolean
read_text_piece (Parser             *self,
                 Node               *row,
                 GString            *text,
                 ConfabMathAlphabet *alphabet)
{
  const char *next = g_utf8_next_char (self->p);
  Node *node;

  switch (*self->p)
    {
    case '{':
    case '$':
      if (!flush (self, row, text, *alphabet))
        return FALSE;
      node = *self->p == '{' ? confab_math_text_read (self, *alphabet) : read_inner_formula (self);
      if (node == NULL)
        return FALSE;
      g_ptr_array_add (row->children, node);
      return TRUE;

    case '\\':
      return read_text_command (self, row, text, alphabet);

    case ' ':
    case '\t':
    case '\n':
    case '\r':
      if (text->len == 0 || text->str[text->len - 1] != ' ')
        g_string_append_c (text, ' ');
      break;

    case '~':
      g_string_append (text, "\302\240");
      break;

    case '`':
    case '\'':
      if (self->p[1] == self->p[0])
        {
          g_string_append (text, *self->p == '`' ? "“" : "”");
          next++;
        }
      else
        {
          g_string_append (text, *self->p == '`' ? "‘" : "’");
        }
      break;

    case '-':
      if (g_str_has_prefix (self->p, "---"))
        {
          g_string_append (text, "—");
          next += 2;
        }
      else if (self->p[1] == '-')
        {
          g_string_append (text, "–");
          next++;
        }
      else
        {
          g_string_append_c (text, '-');
        }
      break;

    default:
      g_string_append_len (text, self->p, next - self->p);
      break;
    }
  self->p = next;

  return TRUE;
}

static Node *
read_text (Parser             *self,
           ConfabMathAlphabet  alphabet)
{
  Node *row = confab_math_parser_add (self, CONFAB_MATH_ROW, self->p);
  g_autoptr(GString) text = g_string_new (NULL);

  if (row == NULL)
    return NULL;

  self->p++;
  while (*self->p != '}')
    {
      if (*self->p == '\0')
        return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A brace is not closed");
      if (!read_text_piece (self, row, text, &alphabet))
        return NULL;
    }
  self->p++;
  if (!flush (self, row, text, alphabet))
    return NULL;

  return row;
}

/**
 * confab_math_text_read:
 * @alphabet: the shape of its letters
 *
 * Reads words in braces, with what can be written between words.
 *
 * Returns: (transfer none) (nullable): a row of texts
 */
ConfabMathNode *
confab_math_text_read (ConfabMathParser   *self,
                       ConfabMathAlphabet  alphabet)
{
  Node *row;

  confab_math_parser_skip_space (self);
  if (*self->p != '{')
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "An argument is missing");
  if (!confab_math_parser_enter (self))
    return NULL;
  row = read_text (self, alphabet);
  confab_math_parser_leave (self);

  return row;
}
