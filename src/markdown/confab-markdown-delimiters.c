/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-delimiters"

#include "config.h"

#include "confab-markdown-delimiters-private.h"

#include <string.h>

#include "confab-markdown-math-private.h"

/* A repair can lay bare another unfinished marker, but only so often. */
#define MAX_REPAIRS 4

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
classify (gunichar  c,
          gboolean *space,
          gboolean *punctuation)
{
  if (c == 0 || c == (gunichar) -1 || c == (gunichar) -2)
    {
      *space = c == 0;
      *punctuation = FALSE;
    }
  else
    {
      *space = g_unichar_isspace (c);
      *punctuation = c < 0x80 ? g_ascii_ispunct ((char) c) : g_unichar_ispunct (c);
    }
}

static gunichar
char_before (const char *text,
             gsize       position)
{
  gsize start = position;

  if (position == 0)
    return 0;

  do
    start--;
  while (start > 0 && position - start < 4 && ((guchar) text[start] & 0xC0) == 0x80);

  return g_utf8_get_char_validated (text + start, position - start);
}

static gunichar
char_after (const char *text,
            gsize       length,
            gsize       position)
{
  if (position >= length || text[position] == '\0')
    return 0;

  return g_utf8_get_char_validated (text + position, MIN (length - position, 6));
}

static gsize
run_length (const char *text,
            gsize       length,
            gsize       position)
{
  gsize end = position;

  while (end < length && text[end] == text[position])
    end++;

  return end - position;
}

static gboolean
may_pair (const ConfabMarkdownOpener *opener,
          char                        character,
          guint                       count,
          gboolean                    can_open)
{
  if (opener->character != character)
    return FALSE;

  if (character == '~')
    return opener->count == count;

  /* CommonMark's rule of three keeps `*a**b*` from pairing wrongly. */
  if ((opener->can_close || can_open) && (opener->count + count) % 3 == 0)
    return opener->count % 3 == 0 && count % 3 == 0;

  return TRUE;
}

static void
accept_run (ConfabMarkdownDelimiters *self,
            const char               *text,
            gsize                     length,
            gsize                     position,
            guint                     count)
{
  const char character = text[position];
  gboolean space_before, punctuation_before, space_after, punctuation_after;
  gboolean left, right, can_open, can_close;

  classify (char_before (text, position), &space_before, &punctuation_before);
  classify (char_after (text, length, position + count), &space_after, &punctuation_after);

  left = !space_after && (!punctuation_after || space_before || punctuation_before);
  right = !space_before && (!punctuation_before || space_after || punctuation_after);
  can_open = left;
  can_close = right;
  if (character == '_')
    {
      can_open = left && (!right || punctuation_before);
      can_close = right && (!left || punctuation_after);
    }
  if (character == '~' && count > 2)
    return;

  self->run_start = position;
  self->run_end = position + count;
  self->run_can_close = can_close;

  if (can_close)
    for (guint i = self->n_openers; i > 0 && count > 0; i--)
      {
        ConfabMarkdownOpener *opener = &self->openers[i - 1];

        if (!may_pair (opener, character, count, can_open))
          continue;

        self->n_openers = i;
        while (count > 0 && opener->count > 0)
          {
            const guint used = count >= 2 && opener->count >= 2 ? 2 : 1;

            count -= used;
            opener->count -= used;
          }
        if (opener->count == 0)
          self->n_openers--;
      }

  if (can_open && count > 0 && self->n_openers < CONFAB_MARKDOWN_MAX_OPENERS)
    self->openers[self->n_openers++] = (ConfabMarkdownOpener) {
      .position = position,
      .count = count,
      .character = character,
      .can_close = can_close,
    };
}

static gsize
step_in_destination (ConfabMarkdownDelimiters *self,
                     const char               *text,
                     gsize                     length,
                     gsize                     position)
{
  const char c = text[position];

  if (c == '\\' && position + 1 < length && g_ascii_ispunct (text[position + 1]))
    return position + 2;

  if (self->destination_quote != '\0')
    {
      if (c == self->destination_quote)
        self->destination_quote = '\0';
    }
  else if (c == '<' && text[position - 1] == '(')
    self->destination_quote = '>';
  else if (is_space (c))
    self->destination_space = TRUE;
  else if (self->destination_space && (c == '"' || c == '\''))
    self->destination_quote = c;
  else if (c == '(')
    self->n_parentheses++;
  else if (c == ')')
    self->in_destination = --self->n_parentheses > 0;
  else if (self->destination_space)
    {
      /* Words in parentheses, not an address: they are read like others. */
      self->in_destination = FALSE;
      return position;
    }

  return position + 1;
}

/* A formula is passed over, whatever is in it; so is one whose end has not arrived. */
static gboolean
step_over_math (ConfabMarkdownDelimiters *self,
                const char               *text,
                gsize                     length,
                gsize                     position)
{
  ConfabMarkdownMath math;

  if (confab_markdown_math_match (text, length, position, &math))
    self->math_end = math.end;
  else if (self->is_open && confab_markdown_math_may_follow (text, length, position))
    self->math_end = length;
  else
    return FALSE;

  self->math_start = position;

  return TRUE;
}

/**
 * confab_markdown_delimiters_step:
 * @self: what is open, all zero in the beginning
 * @text: (array length=length): a text
 * @length: how many bytes it has
 * @position: where to read on
 *
 * Reads the next character or run of delimiters.
 *
 * Returns: where to read on after it
 */
gsize
confab_markdown_delimiters_step (ConfabMarkdownDelimiters *self,
                                 const char               *text,
                                 gsize                     length,
                                 gsize                     position)
{
  gsize n;

  g_assert (position < length);

  if (self->code_length > 0)
    {
      if (text[position] != '`')
        return position + 1;

      n = run_length (text, length, position);
      if (n == self->code_length)
        self->code_length = 0;
      return position + n;
    }

  if (self->in_destination)
    return step_in_destination (self, text, length, position);

  if ((text[position] == '$' || text[position] == '\\') && step_over_math (self, text, length, position))
    return self->math_end;

  switch (text[position])
    {
    case '\\':
      if (position + 1 < length && g_ascii_ispunct (text[position + 1]))
        return position + 2;
      return position + 1;

    case '`':
      n = run_length (text, length, position);
      self->code_length = n;
      self->code_start = position;
      return position + n;

    case '*':
    case '_':
    case '~':
      n = run_length (text, length, position);
      accept_run (self, text, length, position, n);
      return position + n;

    case '[':
      if (self->n_brackets < CONFAB_MARKDOWN_MAX_OPENERS)
        self->brackets[self->n_brackets++] = position;
      return position + 1;

    case ']':
      if (self->n_brackets == 0)
        return position + 1;

      self->n_brackets--;
      if (position + 1 < length && text[position + 1] == '(')
        {
          self->in_destination = TRUE;
          self->link_start = self->brackets[self->n_brackets];
          self->link_end = position;
          self->n_parentheses = 1;
          self->destination_quote = '\0';
          self->destination_space = FALSE;
          return position + 2;
        }
      return position + 1;

    default:
      return position + 1;
    }
}

/**
 * confab_markdown_delimiters_is_clean:
 * @self: what is open
 *
 * Returns: whether nothing is
 */
gboolean
confab_markdown_delimiters_is_clean (const ConfabMarkdownDelimiters *self)
{
  return self->n_openers == 0 && self->code_length == 0 &&
         self->n_brackets == 0 && !self->in_destination;
}

static gboolean
ends_sentence (const char *text,
               gsize       position)
{
  static const char * const wide[] = { "。", "！", "？" };

  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    if (position >= 3 && memcmp (text + position - 3, wide[i], 3) == 0)
      return TRUE;

  return position >= 2 && is_space (text[position - 1]) &&
         strchr (".!?:;", text[position - 2]) != NULL && text[position - 2] != '\0';
}

/**
 * confab_markdown_delimiters_find_cut:
 * @text: (array length=length): the beginning of a paragraph
 * @length: how many bytes it has, at least one
 *
 * Finds the best place to end a piece of a paragraph: behind the last sentence, else behind the
 * last word, outside of any emphasis, code or link and in the second half; else behind the last
 * word whatever is open there; else between two characters.
 *
 * Returns: the length of the piece, more than 0
 */
gsize
confab_markdown_delimiters_find_cut (const char *text,
                                     gsize       length)
{
  ConfabMarkdownDelimiters delimiters = { 0 };
  gsize sentence = 0, word = 0, space = 0, hard = length;

  for (gsize i = 0; i < length; )
    {
      i = confab_markdown_delimiters_step (&delimiters, text, length, i);

      /* The step may have passed over the end of a run, never over white space. */
      if (i * 2 < length || !(is_space (text[i - 1]) || ends_sentence (text, i)))
        continue;

      space = i;
      if (!confab_markdown_delimiters_is_clean (&delimiters))
        continue;

      word = i;
      if (ends_sentence (text, i))
        sentence = i;
    }

  if (sentence > 0)
    return sentence;
  if (word > 0)
    return word;
  if (space > 0)
    return space;

  /* Not within a character: back to its first byte, where one is near. */
  while (hard > 0 && length - hard < 4 && ((guchar) text[hard - 1] & 0xC0) == 0x80)
    hard--;
  if (hard > 1 && (guchar) text[hard - 1] >= 0xC0)
    {
      const gunichar c = g_utf8_get_char_validated (text + hard - 1, length - hard + 1);

      return c == (gunichar) -2 ? hard - 1 : length;
    }

  return length;
}

static gsize
trim_end (const GString *text)
{
  gsize end = text->len;

  while (end > 0 && is_space (text->str[end - 1]))
    end--;

  return end;
}

/* One tilde where two are open: the first half of what closes them. */
static gboolean
is_half_strike (const GString                  *text,
                const ConfabMarkdownDelimiters *delimiters)
{
  if (delimiters->run_end != delimiters->run_start + 1 ||
      text->str[delimiters->run_start] != '~')
    return FALSE;

  for (guint i = 0; i < delimiters->n_openers; i++)
    if (delimiters->openers[i].character == '~' && delimiters->openers[i].count == 2)
      return TRUE;

  return FALSE;
}

/* Takes one unfinished marker off the end; FALSE when there is none. */
static gboolean
hide_unfinished (GString                  *text,
                 ConfabMarkdownDelimiters *delimiters)
{
  memset (delimiters, 0, sizeof *delimiters);
  for (gsize i = 0; i < text->len; )
    {
      if (text->str[i] == '\\' && i + 1 == text->len && delimiters->code_length == 0)
        {
          g_string_truncate (text, i);
          return TRUE;
        }
      i = confab_markdown_delimiters_step (delimiters, text->str, text->len, i);
    }

  if (delimiters->in_destination)
    {
      g_string_truncate (text, delimiters->link_end);
      g_string_erase (text, delimiters->link_start, 1);
      if (delimiters->link_start > 0 && text->str[delimiters->link_start - 1] == '!')
        g_string_erase (text, delimiters->link_start - 1, 1);
      return TRUE;
    }

  if (delimiters->code_length > 0)
    {
      if (delimiters->code_start + delimiters->code_length == text->len)
        {
          g_string_truncate (text, delimiters->code_start);
          return TRUE;
        }
      return FALSE;
    }

  if (delimiters->run_end == text->len && delimiters->run_end > delimiters->run_start &&
      (!delimiters->run_can_close || is_half_strike (text, delimiters) ||
       (delimiters->run_start > 0 &&
        strchr ("([{\"'", text->str[delimiters->run_start - 1]) != NULL)))
    {
      g_string_truncate (text, delimiters->run_start);
      return TRUE;
    }

  return FALSE;
}

/**
 * confab_markdown_delimiters_repair:
 * @text: a text that still grows, valid UTF-8
 *
 * Closes what is open at the end, and takes off markers that are not complete: `**` with nothing
 * behind it, the address of a link whose parenthesis is still missing. A formula whose end is to
 * come is left as it is, behind what was closed.
 *
 * Returns: (transfer full): the text as it would read if it were complete
 */
char *
confab_markdown_delimiters_repair (const char *text)
{
  const gsize head = confab_markdown_math_find_open (text);
  g_autoptr(GString) repaired = g_string_new_len (text, (gssize) head);
  g_autoptr(GString) closers = g_string_new (NULL);
  ConfabMarkdownDelimiters delimiters;

  for (guint i = 0; i < MAX_REPAIRS && hide_unfinished (repaired, &delimiters); i++)
    ;

  if (delimiters.code_length > 0)
    {
      /* Backticks at the end would add to those that close it. */
      while (repaired->len > delimiters.code_start + delimiters.code_length &&
             repaired->str[repaired->len - 1] == '`')
        g_string_truncate (repaired, repaired->len - 1);
      if (repaired->len == delimiters.code_start + delimiters.code_length)
        g_string_truncate (repaired, delimiters.code_start);
      else
        for (guint i = 0; i < delimiters.code_length; i++)
          g_string_append_c (repaired, '`');
    }

  for (guint i = delimiters.n_openers; i > 0; i--)
    for (guint j = 0; j < delimiters.openers[i - 1].count; j++)
      g_string_append_c (closers, delimiters.openers[i - 1].character);

  /* Behind a space a run closes nothing. */
  g_string_insert_len (repaired, (gssize) trim_end (repaired), closers->str, (gssize) closers->len);
  g_string_append (repaired, text + head);

  return g_string_free (g_steal_pointer (&repaired), FALSE);
}
