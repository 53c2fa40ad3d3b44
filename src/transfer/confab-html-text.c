/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-html-text"

#include "config.h"

#include "confab-html-text.h"

#include "confab-markdown-direction.h"
#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <string.h>

/* Markdown as HTML. Every tag and attribute is from here: what a model wrote is only ever text. */

/* Deeper than anybody reads; beyond, what is within stands at this depth. */
#define MAX_DEPTH 32

#define QUOTE 'q'

/* So many blocks without a letter are looked at to find out how a list or a quote runs. */
#define MAX_NEUTRAL 8

typedef struct
{
  GString *out;             /* borrowed */
  guint    n_open;
  char     open[MAX_DEPTH]; /* the quotes and lists around, the outermost first: QUOTE, 'u' or 'o' */
} Writer;

/**
 * confab_html_append_text:
 * @out: where to add
 * @text: valid UTF-8
 * @length: how many bytes, or -1
 *
 * Adds text so that it is nothing but text, in content and in attributes.
 */
void
confab_html_append_text (GString    *out,
                         const char *text,
                         gssize      length)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);

  for (; text < end; text++)
    {
      switch (*text)
        {
        case '&':
          g_string_append (out, "&amp;");
          break;

        case '<':
          g_string_append (out, "&lt;");
          break;

        case '>':
          g_string_append (out, "&gt;");
          break;

        case '"':
          g_string_append (out, "&quot;");
          break;

        case '\'':
          g_string_append (out, "&#39;");
          break;

        default:
          /* No document may hold control characters. */
          if ((guchar) *text >= 0x20 || *text == '\n' || *text == '\t')
            g_string_append_c (out, *text);
        }
    }
}

/**
 * confab_html_is_safe_target:
 * @target: (nullable): where a link leads
 *
 * Returns: whether it leads to a page or an address for mail, and does nothing else
 */
gboolean
confab_html_is_safe_target (const char *target)
{
  g_autofree char *scheme = NULL;

  if (target == NULL)
    return FALSE;

  /* A browser leaves out what it does not expect in an address, and would read another scheme. */
  for (const char *p = target; *p != '\0'; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7f)
      return FALSE;

  scheme = g_uri_parse_scheme (target);
  return scheme != NULL && (g_ascii_strcasecmp (scheme, "https") == 0 || g_ascii_strcasecmp (scheme, "http") == 0 ||
                            g_ascii_strcasecmp (scheme, "mailto") == 0);
}

/* A stretch of text in which the styles do not change. */
static void
append_run (GString            *out,
            ConfabMarkdownText *text,
            gsize               start,
            gsize               end)
{
  static const char *const tags[] = { "em", "strong", "code", "del" };
  const char *target = NULL;
  guint styles = 0;

  for (guint i = 0; i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

      if (span->start > start || span->end < end)
        continue;
      styles |= 1u << span->style;
      if (span->target != NULL && confab_html_is_safe_target (span->target))
        target = span->target;
    }

  if (target != NULL)
    {
      g_string_append (out, "<a rel=\"noreferrer noopener\" href=\"");
      confab_html_append_text (out, target, -1);
      g_string_append (out, "\">");
    }
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (styles & (1u << i))
      g_string_append_printf (out, "<%s>", tags[i]);

  for (const char *p = text->text + start; p < text->text + end;)
    {
      const char *line = memchr (p, '\n', (gsize) (text->text + end - p));
      const char *stop = line != NULL ? line : text->text + end;

      confab_html_append_text (out, p, stop - p);
      if (line != NULL)
        g_string_append (out, "<br>\n");
      p = line != NULL ? line + 1 : stop;
    }

  for (guint i = G_N_ELEMENTS (tags); i > 0; i--)
    if (styles & (1u << (i - 1)))
      g_string_append_printf (out, "</%s>", tags[i - 1]);
  if (target != NULL)
    g_string_append (out, "</a>");
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const gsize x = *(const gsize *) a;
  const gsize y = *(const gsize *) b;

  return x < y ? -1 : x > y;
}

static void
append_inline (GString            *out,
               ConfabMarkdownText *text)
{
  const gsize length = strlen (text->text);
  g_autoptr(GArray) cuts = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize start = 0;

  for (guint i = 0; i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

      g_array_append_val (cuts, span->start);
      g_array_append_val (cuts, span->end);
    }
  g_array_append_val (cuts, length);
  g_array_sort (cuts, compare_sizes);

  for (guint i = 0; i < cuts->len; i++)
    {
      const gsize cut = MIN (g_array_index (cuts, gsize, i), length);

      if (cut > start)
        append_run (out, text, start, cut);
      start = MAX (start, cut);
    }
}

static void
append_content (GString    *out,
                const char *content)
{
  g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (content, FALSE);

  append_inline (out, text);
}

static void
close_levels (Writer *self,
              guint   depth)
{
  while (self->n_open > depth)
    {
      const char level = self->open[--self->n_open];

      if (level == QUOTE)
        g_string_append (self->out, "</blockquote>\n");
      else
        g_string_append_printf (self->out, "</li></%cl>\n", level);
    }
}

static const char *
get_box (const ConfabMarkdownSegment *segment)
{
  if (segment->marker == CONFAB_MARKDOWN_MARKER_TASK_OPEN)
    return "☐ ";

  return segment->marker == CONFAB_MARKDOWN_MARKER_TASK_DONE ? "☑ " : "";
}

static void
open_item (Writer                      *self,
           const ConfabMarkdownSegment *segment,
           gboolean                     same_list,
           const char                  *direction)
{
  const char list = segment->number > 0 || segment->marker == CONFAB_MARKDOWN_MARKER_NUMBER ? 'o' : 'u';

  if (same_list && self->open[self->n_open - 1] == list)
    g_string_append (self->out, "</li>\n");
  else
    {
      if (same_list)
        close_levels (self, self->n_open - 1);
      self->open[self->n_open++] = list;
      g_string_append_printf (self->out, "<%cl%s>", list, direction);
    }

  if (list == 'o')
    g_string_append_printf (self->out, "<li value=\"%u\">", segment->number);
  else
    g_string_append (self->out, *get_box (segment) != '\0' ? "<li class=\"task\">" : "<li>");
}

/* Lists and quotes have their marks on the side where their first text begins; so have tables their first column.
 * What is in them tells for itself. */
static const char *
find_direction (ConfabMarkdownScanner *scanner,
                guint                  position)
{
  const guint end = MIN (position + MAX_NEUTRAL, confab_markdown_scanner_get_n_segments (scanner));
  ConfabMarkdownDirection direction = CONFAB_MARKDOWN_DIRECTION_NEUTRAL;

  for (guint i = position; i < end && direction == CONFAB_MARKDOWN_DIRECTION_NEUTRAL; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = NULL;
      g_autoptr(ConfabMarkdownText) text = NULL;

      if (i > position && segment->shared_depth == 0 && !segment->same_list)
        break;
      if (segment->kind == CONFAB_MARKDOWN_CODE || segment->kind == CONFAB_MARKDOWN_MATH)
        continue;
      content = confab_markdown_scanner_dup_content (scanner, i);
      text = confab_markdown_text_parse (content, FALSE);
      direction = confab_markdown_direction_find (text->text);
    }

  return direction == CONFAB_MARKDOWN_DIRECTION_RTL ? " dir=\"rtl\"" : "";
}

/* Opens and closes what is around a block until it is what the block has around itself. */
static void
place (Writer                      *self,
       ConfabMarkdownScanner       *scanner,
       guint                        position,
       const ConfabMarkdownSegment *segment)
{
  const char *direction = "";
  const guint depth = MIN (segment->quote_depth + segment->list_depth, MAX_DEPTH);
  const guint shared = MIN (segment->shared_depth, MIN (depth, self->n_open));
  gboolean same_list = segment->same_list && shared < MIN (depth, self->n_open) && self->open[shared] != QUOTE;

  close_levels (self, same_list ? shared + 1 : shared);
  if (shared == 0 && depth > 0)
    direction = find_direction (scanner, position);
  for (guint i = shared; i < depth; i++)
    {
      if ((segment->quote_levels >> i & 1) == 0)
        {
          open_item (self, segment, same_list, i == 0 ? direction : "");
          same_list = FALSE;
          continue;
        }
      self->open[self->n_open++] = QUOTE;
      g_string_append_printf (self->out, "<blockquote%s>\n", i == 0 ? direction : "");
    }
}

static void
append_rows (GString             *out,
             ConfabMarkdownTable *table)
{
  static const char *const aligns[] = { "", " style=\"text-align:left\"", " style=\"text-align:center\"",
                                        " style=\"text-align:right\"" };

  for (guint row = 0; row < table->n_rows; row++)
    {
      const char *tag = table->has_heading && row == 0 ? "th" : "td";

      g_string_append (out, "<tr>");
      for (guint column = 0; column < table->n_columns; column++)
        {
          g_string_append_printf (out, "<%s dir=\"auto\"%s>", tag, aligns[table->alignments[column]]);
          append_inline (out, g_ptr_array_index (table->cells, row * table->n_columns + column));
          g_string_append_printf (out, "</%s>", tag);
        }
      g_string_append (out, "</tr>\n");
    }
}

/* As in the window: the first cell with a letter says it, and a list around it does not matter. */
static const char *
get_table_direction (const ConfabMarkdownTable *table)
{
  for (guint i = 0; i < table->cells->len; i++)
    {
      const ConfabMarkdownText *cell = g_ptr_array_index (table->cells, i);

      switch (confab_markdown_direction_find (cell->text))
        {
        case CONFAB_MARKDOWN_DIRECTION_LTR:
          return " dir=\"ltr\"";

        case CONFAB_MARKDOWN_DIRECTION_RTL:
          return " dir=\"rtl\"";

        case CONFAB_MARKDOWN_DIRECTION_NEUTRAL:
        default:
          break;
        }
    }

  return "";
}

static void
append_table (Writer                      *self,
              ConfabMarkdownScanner       *scanner,
              guint                        position,
              const ConfabMarkdownSegment *segment)
{
  g_autofree char *content = confab_markdown_scanner_dup_content (scanner, position);
  g_autofree char *delimiter = confab_markdown_scanner_dup_table_delimiter (scanner, segment->block_id);
  g_autoptr(ConfabMarkdownTable) table = confab_markdown_table_parse (content, segment->first_of_block, delimiter);

  if (segment->first_of_block)
    g_string_append_printf (self->out, "<div class=\"wide\"%1$s><table%1$s>\n", get_table_direction (table));
  append_rows (self->out, table);
  if (segment->last_of_block)
    g_string_append (self->out, "</table></div>\n");
}

static void
append_code (Writer                *self,
             ConfabMarkdownScanner *scanner,
             guint                  position,
             guint                  block_id)
{
  g_autofree char *code = confab_markdown_scanner_dup_block_code (scanner, block_id);
  g_autofree char *language = confab_markdown_scanner_dup_language (scanner, position);

  g_string_append (self->out, "<figure>");
  if (language != NULL && *language != '\0')
    {
      g_string_append (self->out, "<figcaption>");
      confab_html_append_text (self->out, language, -1);
      g_string_append (self->out, "</figcaption>");
    }
  g_string_append (self->out, "<pre dir=\"ltr\"><code>");
  confab_html_append_text (self->out, code, -1);
  g_string_append (self->out, "</code></pre></figure>\n");
}

static void
append_segment (Writer                *self,
                ConfabMarkdownScanner *scanner,
                guint                  position)
{
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, position);
  g_autofree char *content = NULL;
  /* Below the title of the document and the names of who speaks. */
  const guint level = MIN (segment->heading_level + 2u, 6u);

  if (segment->first_of_block)
    place (self, scanner, position, segment);
  if (segment->kind != CONFAB_MARKDOWN_PARAGRAPH && segment->kind != CONFAB_MARKDOWN_HEADING)
    g_string_append (self->out, get_box (segment));

  switch (segment->kind)
    {
    case CONFAB_MARKDOWN_CODE:
      if (segment->first_of_block)
        append_code (self, scanner, position, segment->block_id);
      break;

    case CONFAB_MARKDOWN_TABLE:
      append_table (self, scanner, position, segment);
      break;

    case CONFAB_MARKDOWN_RULE:
      g_string_append (self->out, "<hr>\n");
      break;

    case CONFAB_MARKDOWN_HEADING:
      content = confab_markdown_scanner_dup_content (scanner, position);
      g_string_append_printf (self->out, "<h%u dir=\"auto\">%s", level, get_box (segment));
      append_content (self->out, content);
      g_string_append_printf (self->out, "</h%u>\n", level);
      break;

    case CONFAB_MARKDOWN_PARAGRAPH:
    default:
      content = confab_markdown_scanner_dup_content (scanner, position);
      /* An item with nothing but another list in it, or definitions of links. */
      if (*content == '\0' && segment->first_of_block && segment->last_of_block && *get_box (segment) == '\0')
        break;
      if (segment->first_of_block)
        g_string_append_printf (self->out, "<p dir=\"auto\">%s", get_box (segment));
      append_content (self->out, content);
      if (segment->last_of_block)
        g_string_append (self->out, "</p>\n");
    }
}

/**
 * confab_html_append_markdown:
 * @out: where to add
 * @markdown: Markdown, valid UTF-8
 *
 * Adds Markdown as HTML. Nothing in it runs, and nothing is fetched for it: pictures are named, and
 * tags that stand in the text stay text.
 */
void
confab_html_append_markdown (GString    *out,
                             const char *markdown)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  Writer self = { .out = out };

  confab_markdown_scanner_feed (scanner, markdown, -1);
  confab_markdown_scanner_finish (scanner);

  for (guint i = 0; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    append_segment (&self, scanner, i);

  close_levels (&self, 0);
}
