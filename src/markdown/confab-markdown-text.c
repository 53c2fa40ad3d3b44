/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-text"

#include "config.h"

#include "confab-markdown-text.h"

#include <md4c.h>
#include <string.h>

#include "confab-markdown-delimiters-private.h"
#include "confab-markdown-entity-private.h"
#include "confab-markdown-footnote-private.h"
#include "confab-markdown-line-private.h"
#include "confab-markdown-link.h"
#include "confab-markdown-math-private.h"

/* The content is read as later lines of a paragraph, too far in to be anything else: whatever it
 * begins with, it is text. What is in front of it is not passed on. */
#define FRONT "x"
#define NEW_LINE "\n    "

/* md4c 0.4.8 can look behind the end of its input. */
#define PADDING 16

#define MAX_NESTING 64
#define REPLACEMENT "\357\277\275"

typedef struct
{
  gsize                start;
  ConfabMarkdownStyle  style;
  gboolean             styled;
  char                *target;  /* owned, nullable */
} OpenSpan;

typedef struct
{
  const char *input;     /* borrowed */
  gsize       length;
  gsize       front;     /* how much of the input is not content */
  const char *content;   /* borrowed, what the input was made of */
  GArray     *formulas;  /* borrowed, those in it */
  guint       formula;   /* the next one */
  GString    *text;      /* owned */
  GArray     *spans;     /* owned */
  OpenSpan    open[MAX_NESTING];
  guint       n_open;
  guint       n_ignored; /* spans nested too deep */
  gboolean    started;   /* the line in front is over */
} Collector;

static void
clear_span (gpointer data)
{
  ConfabMarkdownSpan *span = data;

  g_clear_pointer (&span->target, g_free);
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const ConfabMarkdownSpan *first = a;
  const ConfabMarkdownSpan *second = b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  if (first->end != second->end)
    return first->end > second->end ? -1 : 1;

  return (int) first->style - (int) second->style;
}

/* Text of md4c is a part of the input, or a constant of one byte. */
static gboolean
is_input (const Collector *self,
          const char      *text,
          gsize            size)
{
  const guintptr start = (guintptr) self->input;
  const guintptr end = start + self->length;
  const guintptr first = (guintptr) text;

  return first >= start && first <= end && size <= end - first;
}

static char *
dup_attribute (const MD_ATTRIBUTE *attribute)
{
  g_autoptr(GString) value = g_string_new (NULL);

  if (attribute->text == NULL || attribute->size == 0)
    return NULL;

  for (guint i = 0; attribute->substr_offsets[i] < attribute->size; i++)
    {
      const gsize start = attribute->substr_offsets[i];
      const gsize end = attribute->substr_offsets[i + 1];

      if (end < start || end > attribute->size)
        return NULL;

      if (attribute->substr_types[i] != MD_TEXT_ENTITY ||
          !confab_markdown_entity_append (value, attribute->text + start, end - start))
        g_string_append_len (value, attribute->text + start, (gssize) (end - start));
    }

  return g_string_free (g_steal_pointer (&value), FALSE);
}

/* Only addresses that a person expects behind a link; no scheme that could run something. */
static gboolean
is_allowed (const char *target)
{
  static const char * const prefixes[] = { "http://", "https://", "mailto:" };

  if (target == NULL || !g_utf8_validate (target, -1, NULL))
    return FALSE;

  for (const char *p = target; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (target, prefixes[i], strlen (prefixes[i])) == 0)
      return target[strlen (prefixes[i])] != '\0';

  return FALSE;
}

/* A picture that the text has in itself leads nowhere. */
static gboolean
is_inline_image (const char *target)
{
  return target != NULL && g_ascii_strncasecmp (target, "data:image/", strlen ("data:image/")) == 0 &&
         strstr (target, ";base64,") != NULL && g_str_is_ascii (target);
}

static int
on_block (MD_BLOCKTYPE  type,
          void         *detail,
          void         *user_data)
{
  /* The input is made to be one paragraph. */
  return type == MD_BLOCK_DOC || type == MD_BLOCK_P ? 0 : 1;
}

static int
on_enter_span (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Collector *self = user_data;
  OpenSpan span = { .start = self->text->len, .styled = TRUE };

  if (self->n_open == MAX_NESTING)
    {
      self->n_ignored++;
      return 0;
    }

  switch (type)
    {
    case MD_SPAN_EM:
      span.style = CONFAB_MARKDOWN_STYLE_EMPHASIS;
      break;
    case MD_SPAN_STRONG:
      span.style = CONFAB_MARKDOWN_STYLE_STRONG;
      break;
    case MD_SPAN_CODE:
      span.style = CONFAB_MARKDOWN_STYLE_CODE;
      break;
    case MD_SPAN_DEL:
      span.style = CONFAB_MARKDOWN_STYLE_STRIKE;
      break;
    case MD_SPAN_A:
      span.style = CONFAB_MARKDOWN_STYLE_LINK;
      span.target = dup_attribute (&((MD_SPAN_A_DETAIL *) detail)->href);
      if (confab_markdown_footnote_get_number (span.target) > 0)
        span.style = CONFAB_MARKDOWN_STYLE_FOOTNOTE;
      else if (!is_allowed (span.target))
        {
          g_clear_pointer (&span.target, g_free);
          span.styled = FALSE;
        }
      break;
    case MD_SPAN_IMG:
      span.style = CONFAB_MARKDOWN_STYLE_IMAGE;
      span.target = dup_attribute (&((MD_SPAN_IMG_DETAIL *) detail)->src);
      if (!is_allowed (span.target) && !is_inline_image (span.target))
        g_clear_pointer (&span.target, g_free);
      break;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U:
    default:
      span.styled = FALSE;
      break;
    }

  self->open[self->n_open++] = span;

  return 0;
}

/* A mark says the number of its footnote, whatever the label is. */
static void
put_number (Collector      *self,
            const OpenSpan *mark)
{
  g_string_truncate (self->text, mark->start);
  g_string_append_printf (self->text, "[%u]", confab_markdown_footnote_get_number (mark->target));

  while (self->spans->len > 0 &&
         g_array_index (self->spans, ConfabMarkdownSpan, self->spans->len - 1).start >= mark->start)
    g_array_set_size (self->spans, self->spans->len - 1);
}

static int
on_leave_span (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Collector *self = user_data;
  OpenSpan *open;

  if (self->n_ignored > 0)
    {
      self->n_ignored--;
      return 0;
    }
  if (self->n_open == 0)
    return 0;

  open = &self->open[--self->n_open];
  if (open->style == CONFAB_MARKDOWN_STYLE_FOOTNOTE)
    {
      /* Who writes such an address himself has only the text of the link. */
      open->styled = self->text->str[open->start] == '^';
      if (open->styled)
        put_number (self, open);
    }
  /* A picture without a description is one all the same. */
  if (open->styled && (self->text->len > open->start ||
                       (open->style == CONFAB_MARKDOWN_STYLE_IMAGE && open->target != NULL)))
    {
      const char *text = self->text->str + open->start;
      ConfabMarkdownSpan span = {
        .says_target = open->target != NULL &&
                       confab_markdown_link_is_plain (text, self->text->len - open->start, open->target),
        .start = open->start,
        .end = self->text->len,
        .style = open->style,
        .target = g_steal_pointer (&open->target),
      };

      g_array_append_val (self->spans, span);
    }
  g_clear_pointer (&open->target, g_free);

  return 0;
}

/* The source of a formula, in one line, and that it is one. */
static void
append_formula (Collector                *self,
                const ConfabMarkdownMath *math)
{
  ConfabMarkdownSpan span = {
    .start = self->text->len,
    .style = math->display ? CONFAB_MARKDOWN_STYLE_DISPLAY_MATH : CONFAB_MARKDOWN_STYLE_MATH,
  };

  g_string_append_len (self->text, self->content + math->start, (gssize) (math->end - math->start));
  g_strdelimit (self->text->str + span.start, "\n\r\t", ' ');
  if (math->open)
    return;

  span.end = self->text->len;
  span.target = g_strndup (self->text->str + span.start + (math->tex_start - math->start),
                           math->tex_end - math->tex_start);
  g_array_append_val (self->spans, span);
}

/* Appends a part of the input, with formulas in the place of what they were masked with. */
static void
append_input (Collector  *self,
              const char *text,
              gsize       size)
{
  while (size > 0)
    {
      const gsize place = (gsize) (text - self->input);
      const ConfabMarkdownMath *math = NULL;
      gsize length = size;

      while (self->formula < self->formulas->len)
        {
          math = &g_array_index (self->formulas, ConfabMarkdownMath, self->formula);
          if (place < math->place + (math->end - math->start))
            break;
          self->formula++;
          math = NULL;
        }

      if (math != NULL && place >= math->place)
        {
          /* Its first byte brings all of it. */
          if (place == math->place)
            append_formula (self, math);
          length = MIN (size, math->place + (math->end - math->start) - place);
        }
      else
        {
          if (math != NULL)
            length = MIN (size, math->place - place);
          g_string_append_len (self->text, text, (gssize) length);
        }
      text += length;
      size -= length;
    }
}

static int
on_text (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        size,
         void          *user_data)
{
  Collector *self = user_data;

  if (!self->started)
    {
      self->started = type == MD_TEXT_SOFTBR || type == MD_TEXT_BR;
      return 0;
    }

  if (is_input (self, text, size) && text < self->input + self->front)
    {
      const gsize skip = MIN (size, (gsize) (self->input + self->front - text));

      text += skip;
      size -= skip;
    }

  switch (type)
    {
    case MD_TEXT_BR:
      g_string_append_c (self->text, '\n');
      return 0;

    case MD_TEXT_SOFTBR:
      g_string_append_c (self->text, ' ');
      return 0;

    case MD_TEXT_NULLCHAR:
      g_string_append (self->text, REPLACEMENT);
      return 0;

    case MD_TEXT_ENTITY:
      if (is_input (self, text, size) && !confab_markdown_entity_append (self->text, text, size))
        g_string_append_len (self->text, text, size);
      return 0;

    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
    default:
      if (is_input (self, text, size))
        append_input (self, text, size);
      else if (type == MD_TEXT_CODE && size == 1)
        g_string_append_c (self->text, ' ');  /* the end of a line within code */
      return 0;
    }
}

/* md4c 0.4.8 takes a fence for one however far in it is. */
static gboolean
is_fence (const char *line,
          gsize       length)
{
  ConfabMarkdownLine reader;
  ConfabMarkdownFence fence;

  confab_markdown_line_init (&reader, line, length);

  return confab_markdown_line_read_fence (&reader, &fence);
}

/* The lines of @content as later lines of a paragraph. One that would be a fence goes on in the
 * line before it, which reads the same unless a hard break is between them. */
static GString *
make_input (const char *content,
            GArray     *formulas,
            gsize      *front)
{
  GString *input = g_string_sized_new (strlen (content) + 64);
  const char *begin = content;
  guint n_placed = 0;

  *front = 0;
  g_string_append (input, FRONT);
  while (*content != '\0')
    {
      const gsize length = strcspn (content, "\r\n");
      const gsize blank = strspn (content, " \t");

      if (blank < length)
        {
          g_string_append (input, is_fence (content + blank, length - blank) ? " " : NEW_LINE);
          if (*front == 0)
            *front = input->len;
          for (; n_placed < formulas->len; n_placed++)
            {
              ConfabMarkdownMath *math = &g_array_index (formulas, ConfabMarkdownMath, n_placed);

              if (begin + math->start >= content + length)
                break;
              math->place = input->len + (gsize) (begin + math->start - content - blank);
            }
          g_string_append_len (input, content + blank, (gssize) (length - blank));
        }

      content += length;
      content += strspn (content, "\r\n");
    }

  /* md4c 0.4.8 leaves tabs there. */
  while (input->len > 1 && strchr (" \t", input->str[input->len - 1]) != NULL)
    g_string_truncate (input, input->len - 1);
  g_string_append_c (input, '\n');

  return input;
}

/**
 * confab_markdown_text_parse:
 * @content: what is in a paragraph, heading or table cell, valid UTF-8
 * @open: whether it still grows
 *
 * Reads emphasis, code, links and the like. The content is taken for text even where it would
 * begin a block of another kind, such as a list. The end of a line becomes a space, a hard break a
 * newline. HTML is text; entities are the characters they stand for. Links lead to http, https and
 * mailto only: with any other address there is the text of the link alone. Marks of footnotes lead
 * to a footnote, see confab_markdown_text_get_footnote().
 *
 * Of an open content, what is not complete is read as if it were: `**` is closed, a half address
 * is not shown. So markers do not come and go while a reply arrives.
 *
 * Formulas are `$a$` within a line, `\(a\)`, and those meant for a line of their own, `$$a$$` and
 * `\[a\]`; what looks like money is not one. They stand in the text as their source. One whose end
 * has not arrived is text.
 *
 * Returns: (transfer full): the plain text and its styles
 */
ConfabMarkdownText *
confab_markdown_text_parse (const char *content,
                            gboolean    open)
{
  const MD_PARSER parser = {
    .flags = MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML,
    .enter_block = on_block,
    .leave_block = on_block,
    .enter_span = on_enter_span,
    .leave_span = on_leave_span,
    .text = on_text,
  };
  g_autoptr(GString) input = NULL;
  g_autoptr(GArray) formulas = NULL;
  g_autofree char *repaired = NULL;
  g_autofree char *masked = NULL;
  ConfabMarkdownText *self;
  Collector collector = { 0 };
  gsize length;

  g_return_val_if_fail (content != NULL, NULL);

  if (open)
    content = repaired = confab_markdown_delimiters_repair (content);
  formulas = confab_markdown_formulas_find (content, open);
  masked = confab_markdown_formulas_mask (content, formulas);
  input = make_input (masked, formulas, &collector.front);

  length = input->len;
  for (guint i = 0; i < PADDING; i++)
    g_string_append_c (input, '\0');

  collector.input = input->str;
  collector.length = length;
  collector.content = content;
  collector.formulas = formulas;
  collector.started = input->str[strlen (FRONT)] != '\n';
  collector.text = g_string_sized_new (length);
  collector.spans = g_array_new (FALSE, FALSE, sizeof (ConfabMarkdownSpan));
  g_array_set_clear_func (collector.spans, clear_span);

  if (md_parse (input->str, (MD_SIZE) length, &parser, &collector) != 0)
    {
      /* Out of memory, or not understood: the text as it is. */
      g_array_set_size (collector.spans, 0);
      g_string_assign (collector.text, content);
    }

  while (collector.n_open > 0)
    g_free (collector.open[--collector.n_open].target);

  g_array_sort (collector.spans, compare_spans);

  self = g_new0 (ConfabMarkdownText, 1);
  self->spans = collector.spans;
  self->text = g_string_free (collector.text, FALSE);
  if (!g_utf8_validate (self->text, -1, NULL))
    {
      g_autofree char *broken = g_steal_pointer (&self->text);

      self->text = g_utf8_make_valid (broken, -1);
      g_array_set_size (self->spans, 0);
    }

  return self;
}

/**
 * confab_markdown_text_get_footnote:
 * @target: (nullable): where a span leads
 *
 * Returns: the number of the footnote it leads to, or 0
 */
guint
confab_markdown_text_get_footnote (const char *target)
{
  return confab_markdown_footnote_get_number (target);
}

/**
 * confab_markdown_text_free:
 * @self: (transfer full) (nullable): a text
 */
void
confab_markdown_text_free (ConfabMarkdownText *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->spans);
  g_free (self->text);
  g_free (self);
}
