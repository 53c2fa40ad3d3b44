/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-write"

#include "config.h"

#include "confab-markdown-text.h"

#include <string.h>

/* What opens and closes a style. Code and links are written by themselves. */
static const char *
get_delimiter (ConfabMarkdownStyle style)
{
  switch (style)
    {
    case CONFAB_MARKDOWN_STYLE_EMPHASIS:
      return "*";
    case CONFAB_MARKDOWN_STYLE_STRONG:
      return "**";
    case CONFAB_MARKDOWN_STYLE_STRIKE:
      return "~~";
    case CONFAB_MARKDOWN_STYLE_CODE:
    case CONFAB_MARKDOWN_STYLE_LINK:
    case CONFAB_MARKDOWN_STYLE_IMAGE:
    case CONFAB_MARKDOWN_STYLE_FOOTNOTE:
    default:
      return "";
    }
}

/* What would be markup, or an address that becomes a link by itself. */
static gboolean
has_meaning (const char *text,
             gsize       length,
             gsize       position)
{
  switch (text[position])
    {
    case ':':
      return position + 1 < length && text[position + 1] == '/';

    case '.':
      return position >= 3 && g_ascii_strncasecmp (text + position - 3, "www", 3) == 0;

    case '\0':
      return FALSE;

    default:
      return strchr ("\\`*_[]<>&~|#@\n", text[position]) != NULL;
    }
}

/* What would begin an item of a list or underline a heading at the beginning of a line. */
static gboolean
begins_block (const GString *markdown,
              char           c)
{
  gsize at = markdown->len;

  if (strchr ("-+=:", c) != NULL)
    return at == 0 || markdown->str[at - 1] == '\n';
  if (c != '.' && c != ')')
    return FALSE;

  while (at > 0 && g_ascii_isdigit (markdown->str[at - 1]))
    at--;

  return at < markdown->len && (at == 0 || markdown->str[at - 1] == '\n');
}

static void
append_escaped (GString    *markdown,
                const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] != '\0' && (has_meaning (text, length, i) || begins_block (markdown, text[i])))
        g_string_append_c (markdown, '\\');
      g_string_append_c (markdown, text[i]);
    }
}

static void
append_code (GString    *markdown,
             const char *code,
             gsize       length)
{
  gsize longest = 0;
  gsize run = 0;
  const gboolean pad = length > 0 && (code[0] == '`' || code[length - 1] == '`' ||
                                      (code[0] == ' ' && code[length - 1] == ' '));

  for (gsize i = 0; i < length; i++)
    {
      run = code[i] == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }

  for (gsize i = 0; i <= longest; i++)
    g_string_append_c (markdown, '`');
  if (pad)
    g_string_append_c (markdown, ' ');
  g_string_append_len (markdown, code, (gssize) length);
  if (pad)
    g_string_append_c (markdown, ' ');
  for (gsize i = 0; i <= longest; i++)
    g_string_append_c (markdown, '`');
}

static void
append_target (GString    *markdown,
               const char *target)
{
  g_string_append (markdown, "](<");
  for (const char *p = target; *p != '\0'; p++)
    {
      if (strchr ("\\<>&", *p) != NULL)
        g_string_append_c (markdown, '\\');
      g_string_append_c (markdown, *p);
    }
  g_string_append (markdown, ">)");
}

static void
append_range (GString                  *markdown,
              const ConfabMarkdownText *self,
              guint                    *next,
              gsize                     start,
              gsize                     end);

static void
append_span (GString                  *markdown,
             const ConfabMarkdownText *self,
             guint                    *next,
             gsize                     start,
             gsize                     end)
{
  const ConfabMarkdownSpan *span = &g_array_index (self->spans, ConfabMarkdownSpan, (*next)++);
  const char *delimiter = get_delimiter (span->style);
  gsize first = start;
  gsize last = end;

  switch (span->style)
    {
    case CONFAB_MARKDOWN_STYLE_CODE:
      append_code (markdown, self->text + start, end - start);
      return;

    case CONFAB_MARKDOWN_STYLE_MATH:
    case CONFAB_MARKDOWN_STYLE_DISPLAY_MATH:
      g_string_append_len (markdown, self->text + start, (gssize) (end - start));
      return;

    case CONFAB_MARKDOWN_STYLE_LINK:
    case CONFAB_MARKDOWN_STYLE_IMAGE:
      if (span->target == NULL)
        break;
      if (end - start == strlen (span->target) && strncmp (self->text + start, span->target, end - start) == 0)
        {
          g_string_append_printf (markdown, "<%s>", span->target);
          return;
        }
      g_string_append (markdown, span->style == CONFAB_MARKDOWN_STYLE_IMAGE ? "![" : "[");
      append_range (markdown, self, next, start, end);
      append_target (markdown, span->target);
      return;

    case CONFAB_MARKDOWN_STYLE_FOOTNOTE:
      g_string_append_printf (markdown, "[^%u]", confab_markdown_text_get_footnote (span->target));
      return;

    default:
      break;
    }

  /* Delimiters stand at words, not at spaces. */
  while (*delimiter != '\0' && first < last && g_ascii_isspace (self->text[first]))
    first++;
  while (*delimiter != '\0' && last > first && g_ascii_isspace (self->text[last - 1]))
    last--;
  if (first == last)
    delimiter = "";

  append_escaped (markdown, self->text + start, first - start);
  g_string_append (markdown, delimiter);
  append_range (markdown, self, next, first, last);
  g_string_append (markdown, delimiter);
  append_escaped (markdown, self->text + last, end - last);
}

static void
append_range (GString                  *markdown,
              const ConfabMarkdownText *self,
              guint                    *next,
              gsize                     start,
              gsize                     end)
{
  gsize at = start;

  while (*next < self->spans->len)
    {
      const ConfabMarkdownSpan *span = &g_array_index (self->spans, ConfabMarkdownSpan, *next);
      const gsize first = MAX (span->start, at);
      const gsize last = MIN (span->end, end);

      if (span->start >= end)
        break;
      if (first >= last)
        {
          (*next)++;
          continue;
        }

      append_escaped (markdown, self->text + at, first - at);
      append_span (markdown, self, next, first, last);
      at = last;
    }

  append_escaped (markdown, self->text + at, end - at);
}

/**
 * confab_markdown_text_dup_markdown:
 * @self: a text
 * @start: the first byte
 * @end: the byte after the last
 *
 * Writes a part of a text as Markdown that reads the same. What of a style is in the part has it.
 *
 * Returns: (transfer full): Markdown
 */
char *
confab_markdown_text_dup_markdown (const ConfabMarkdownText *self,
                                   gsize                     start,
                                   gsize                     end)
{
  GString *markdown;
  guint next = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (start <= end && end <= strlen (self->text), NULL);

  markdown = g_string_sized_new (end - start);
  append_range (markdown, self, &next, start, end);

  return g_string_free (markdown, FALSE);
}

/**
 * confab_markdown_table_append_csv:
 * @self: a table, or a part of one
 * @csv: where to append to
 *
 * Appends the rows as RFC 4180 has them: fields parted by commas, in quotes where they need them,
 * quotes doubled, lines ended by CR LF. Styles are left out.
 */
void
confab_markdown_table_append_csv (const ConfabMarkdownTable *self,
                                  GString                   *csv)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (csv != NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const ConfabMarkdownText *cell = g_ptr_array_index (self->cells, i);
      const gboolean is_quoted = strpbrk (cell->text, ",\"\r\n") != NULL;

      if (is_quoted)
        g_string_append_c (csv, '"');
      for (const char *p = cell->text; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (csv, '"');
          g_string_append_c (csv, *p);
        }
      if (is_quoted)
        g_string_append_c (csv, '"');
      g_string_append (csv, (i + 1) % self->n_columns == 0 ? "\r\n" : ",");
    }
}
