/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-math"

#include "config.h"

#include "confab-markdown-math-private.h"

#include <string.h>

#include "confab-markdown-delimiters-private.h"
#include "confab-markdown-text.h"

/* So many letters in a row are a word; a number and words are an amount of money. */
#define WORD_LENGTH 3

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* "5 million in 2020 and " between two dollars is about money. */
static gboolean
is_money (const char *tex,
          gsize       length)
{
  gsize n_letters = 0;

  if (!g_ascii_isdigit (tex[0]) || memchr (tex, '\\', length) != NULL)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      n_letters = g_ascii_isalpha (tex[i]) ? n_letters + 1 : 0;
      if (n_letters >= WORD_LENGTH && memchr (tex, ' ', length) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Brackets with a backslash are more often just that: something in them has to be of a formula. */
static gboolean
is_formula (const char *tex,
            gsize       length)
{
  gboolean has_sign = is_space (tex[0]);
  gboolean has_letter = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      has_sign |= strchr ("\\^_=+<>{}", tex[i]) != NULL;
      has_letter |= g_ascii_isalnum (tex[i]);
    }

  return has_sign && has_letter;
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!is_space (text[i]))
      return FALSE;

  return TRUE;
}

/* Finds `$$`, `\)` or `\]`; the second byte says which. */
static gboolean
find_closer (const char *text,
             gsize       length,
             gsize       position,
             char        closer,
             gsize      *found)
{
  for (gsize i = position; i + 1 < length; i++)
    {
      if (closer == '$' && text[i] == '$')
        {
          if (text[i + 1] != '$')
            continue;  /* a formula in the text of a formula */
          *found = i;
          return TRUE;
        }
      if (text[i] != '\\')
        continue;

      if (text[i + 1] == closer && closer != '$')
        {
          *found = i;
          return TRUE;
        }
      /* It opens again before it was closed. */
      if ((closer == ')' && text[i + 1] == '(') || (closer == ']' && text[i + 1] == '['))
        return FALSE;
      i++;
    }

  return FALSE;
}

static gboolean
match_dollar (const char         *text,
              gsize               length,
              gsize               position,
              ConfabMarkdownMath *math)
{
  gsize i = position + 1;

  if (i >= length || is_space (text[i]) || (position > 0 && g_ascii_isalnum (text[position - 1])))
    return FALSE;

  for (; i < length && strchr ("\n\r`", text[i]) == NULL; i++)
    {
      if (text[i] == '\\')
        {
          i++;
          continue;
        }
      if (text[i] != '$')
        continue;

      /* The next dollar decides: it closes, or neither of them is of a formula. */
      if (is_space (text[i - 1]) || (i + 1 < length && (g_ascii_isdigit (text[i + 1]) || text[i + 1] == '$')) ||
          is_money (text + position + 1, i - position - 1))
        return FALSE;

      *math = (ConfabMarkdownMath) { position, i + 1, position + 1, i, FALSE };
      return TRUE;
    }

  return FALSE;
}

/* The byte behind an opening delimiter of two bytes, as it is in the closing one; 0 for none. */
static char
get_closer (const char *text,
            gsize       length)
{
  if (length < 2)
    return 0;
  if (text[0] == '$' && text[1] == '$')
    return length > 2 && text[2] == '$' ? 0 : '$';
  if (text[0] == '\\')
    return text[1] == '(' ? ')' : text[1] == '[' ? ']' : 0;

  return 0;
}

/**
 * confab_markdown_math_match:
 * @text: (array length=length): a text
 * @length: how many bytes it has
 * @position: a dollar or backslash that is not escaped
 * @math: (out): the formula
 *
 * Returns: whether a formula begins there, and ends
 */
gboolean
confab_markdown_math_match (const char         *text,
                            gsize               length,
                            gsize               position,
                            ConfabMarkdownMath *math)
{
  const char closer = get_closer (text + position, length - position);
  const gsize begin = position + 2;
  gsize end;

  /* More dollars than two are none. */
  if (text[position] == '$' && position > 0 && text[position - 1] == '$')
    return FALSE;
  if (closer == 0)
    return text[position] == '$' && (position + 1 == length || text[position + 1] != '$') &&
           match_dollar (text, length, position, math);

  if (!find_closer (text, length, begin, closer, &end) || is_blank (text + begin, end - begin) ||
      (closer == ']' && !is_formula (text + begin, end - begin)))
    return FALSE;

  *math = (ConfabMarkdownMath) { position, end + 2, begin, end, closer != ')' };

  return TRUE;
}

/**
 * confab_markdown_math_may_follow:
 * @text: (array length=length): a text that still grows
 * @length: how many bytes it has
 * @position: a dollar or backslash where no formula begins that has ended
 *
 * Returns: whether a formula begins there whose end is still to come
 */
gboolean
confab_markdown_math_may_follow (const char *text,
                                 gsize       length,
                                 gsize       position)
{
  const char closer = get_closer (text + position, length - position);
  const gsize begin = position + 2;
  gsize end;

  if (text[position] == '$' && position > 0 && text[position - 1] == '$')
    return FALSE;
  if (closer != 0)
    return !find_closer (text, length, begin, closer, &end) &&
           (closer != ']' || begin == length || is_space (text[begin]) || text[begin] == '\\');

  if (text[position] != '$' || position + 1 >= length || is_space (text[position + 1]) ||
      g_ascii_isdigit (text[position + 1]) || text[position + 1] == '$' ||
      (position > 0 && g_ascii_isalnum (text[position - 1])))
    return FALSE;

  for (gsize i = position + 1; i < length; i++)
    {
      if (strchr ("\n\r`$", text[i]) != NULL)
        return FALSE;
      if (text[i] == '\\')
        i++;
    }

  return TRUE;
}

/**
 * confab_markdown_math_find_open:
 * @text: a text that still grows, valid UTF-8
 *
 * Returns: where a formula begins whose end has not arrived; the length of the text if there is none
 */
gsize
confab_markdown_math_find_open (const char *text)
{
  ConfabMarkdownDelimiters delimiters = { .is_open = TRUE };
  const gsize length = strlen (text);
  ConfabMarkdownMath math;

  for (gsize i = 0; i < length; )
    i = confab_markdown_delimiters_step (&delimiters, text, length, i);

  if (delimiters.math_end == 0 || delimiters.math_end < length ||
      confab_markdown_math_match (text, length, delimiters.math_start, &math))
    return length;

  return delimiters.math_start;
}

/* What may stand behind a formula that has the line for itself. */
static gboolean
is_end (const char *text,
        gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!is_space (text[i]) && strchr (".,;:!?", text[i]) == NULL)
      return FALSE;

  return TRUE;
}

static const char *
get_rest (const ConfabMarkdownReader *r,
          gsize                      *length)
{
  const gsize position = confab_markdown_line_find_text (&r->line);

  *length = r->line.length - position;

  return r->line.text + position;
}

/**
 * confab_markdown_math_is_undecided:
 * @r: the beginning of a line that is read
 * @may_go_on: whether it would go on in a paragraph or a table otherwise
 *
 * Returns: whether the next bytes decide if the line begins a formula
 */
gboolean
confab_markdown_math_is_undecided (const ConfabMarkdownReader *r,
                                   gboolean                    may_go_on)
{
  gsize length, end;
  const char *text = get_rest (r, &length);
  char closer;

  if (!may_go_on)
    return FALSE;
  if (length == 1)
    return text[0] == '$' || text[0] == '\\';

  closer = get_closer (text, length);
  if (closer == 0 || closer == ')')
    return FALSE;

  return !find_closer (text, length, 2, closer, &end) || is_end (text + end + 2, length - end - 2);
}

/**
 * confab_markdown_math_open:
 * @r: a line that is read
 * @in_paragraph: whether it would go on in a paragraph otherwise
 *
 * Returns: whether the rest opened a formula that stands for itself, or was one
 */
gboolean
confab_markdown_math_open (ConfabMarkdownReader *r,
                           gboolean              in_paragraph)
{
  gsize length, end;
  const char *text = get_rest (r, &length);
  const char closer = get_closer (text, length);
  gboolean is_closed;

  if (closer == 0 || closer == ')' || r->mode == CONFAB_MARKDOWN_LINE_FORCED)
    return FALSE;

  is_closed = find_closer (text, length, 2, closer, &end);
  if (is_closed)
    {
      if (is_blank (text + 2, end - 2) || !is_end (text + end + 2, length - end - 2) ||
          (closer == ']' && !is_formula (text + 2, end - 2)))
        return FALSE;
    }
  else if (!is_blank (text + 2, length - 2) && !g_str_has_prefix (text + 2, "\\begin{"))
    {
      if (in_paragraph || (closer == ']' && !is_space (text[2]) && text[2] != '\\'))
        return FALSE;
    }

  confab_markdown_leaf_close_unmatched (r);
  confab_markdown_leaf_open (r, CONFAB_MARKDOWN_MATH);
  confab_markdown_leaf_mark_child (r);
  confab_markdown_leaf_add_line (r, (gsize) (text - r->line.text), r->text_end - r->begin, 0, FALSE);
  if (!is_closed)
    {
      r->state->leaf = CONFAB_MARKDOWN_LEAF_MATH;
      r->state->math_closer = closer;
    }

  return TRUE;
}

/**
 * confab_markdown_math_continue:
 * @r: a line that is read
 *
 * Goes on in the formula that is open, or closes it.
 *
 * Returns: FALSE when the line is not a part of it, or when it turns out to be none: then what was
 *   read of it is a paragraph
 */
gboolean
confab_markdown_math_continue (ConfabMarkdownReader *r)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (r->blocks);
  gsize length, end;
  const char *text = get_rest (r, &length);
  gboolean is_closed;

  if (is_blank (text, length))
    return r->mode != CONFAB_MARKDOWN_LINE_WHOLE;

  is_closed = r->mode != CONFAB_MARKDOWN_LINE_FORCED &&
              find_closer (text, length, 0, r->state->math_closer, &end);
  if (is_closed && !is_end (text + end + 2, length - end - 2) && last->segment.kind == CONFAB_MARKDOWN_MATH)
    {
      last->segment.kind = CONFAB_MARKDOWN_PARAGRAPH;
      r->state->leaf = CONFAB_MARKDOWN_LEAF_PARAGRAPH;
      return FALSE;
    }

  /* Too long to be laid out with each frame, and to be a formula: its source is shown, in pieces. */
  if (last->segment.kind == CONFAB_MARKDOWN_MATH &&
      (r->mode == CONFAB_MARKDOWN_LINE_FORCED || r->text_end - last->segment.start > CONFAB_MARKDOWN_MAX_OPEN))
    last->segment.kind = CONFAB_MARKDOWN_CODE;
  if (last->segment.kind == CONFAB_MARKDOWN_CODE &&
      (r->mode == CONFAB_MARKDOWN_LINE_FORCED || r->text_end - last->segment.start > CONFAB_MARKDOWN_MAX_OPEN))
    confab_markdown_blocks_cut (r->blocks, r->begin);

  confab_markdown_leaf_add_line (r, (gsize) (text - r->line.text), r->text_end - r->begin, 0, FALSE);
  if (is_closed)
    r->state->leaf = CONFAB_MARKDOWN_LEAF_NONE;

  return TRUE;
}

/**
 * confab_markdown_math_close_fence:
 * @r: a line that closes the fence that is open
 *
 * Makes a formula of a block whose language is mathematics, unless it was too long for one piece.
 */
void
confab_markdown_math_close_fence (ConfabMarkdownReader *r)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (r->blocks);
  const char *info = r->blocks->source->str + last->info_start;

  if (last->segment.first_of_block && last->n_lines > 0 && last->info_length == strlen ("math") &&
      strncmp (info, "math", strlen ("math")) == 0)
    last->segment.kind = CONFAB_MARKDOWN_MATH;
}

/**
 * confab_markdown_text_dup_formula:
 * @content: of a segment of mathematics, valid UTF-8
 *
 * Takes the delimiters off. What stands behind the closing one becomes a part of the formula.
 *
 * Returns: (transfer full) (nullable): the formula, or %NULL while it is not closed
 */
char *
confab_markdown_text_dup_formula (const char *content)
{
  g_autoptr(GString) tex = NULL;
  g_autofree char *text = NULL;
  gsize length, end;
  char closer;

  g_return_val_if_fail (content != NULL, NULL);

  text = g_strstrip (g_strdup (content));
  length = strlen (text);
  closer = get_closer (text, length);
  if (closer == 0)
    return g_steal_pointer (&text);
  if (!find_closer (text, length, 2, closer, &end))
    return NULL;

  tex = g_string_new_len (text + 2, (gssize) end - 2);
  g_strstrip (tex->str);
  g_string_set_size (tex, strlen (tex->str));
  if (end + 2 < length)
    g_string_append_printf (tex, "\\text{%s}", text + end + 2);

  return g_string_free (g_steal_pointer (&tex), FALSE);
}
