/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "markdown-outline.h"

/* One line that says all there is to say about a segment. */
char *
markdown_outline_dup_segment (ConfabMarkdownScanner *scanner,
                              guint                  position)
{
  static const char * const kinds[] = { "P", "H", "C", "T", "R", "M" };
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, position);
  g_autofree char *content = confab_markdown_scanner_dup_content (scanner, position);
  g_autofree char *language = confab_markdown_scanner_dup_language (scanner, position);
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);
  g_autofree char *joined = g_strjoinv ("/", lines);
  GString *outline = g_string_new (kinds[segment->kind]);

  g_assert_true (g_utf8_validate (content, -1, NULL));

  if (segment->heading_level > 0)
    g_string_append_printf (outline, "%u", segment->heading_level);
  if (language != NULL)
    g_string_append_printf (outline, "(%s)", language);
  if (!segment->first_of_block)
    g_string_append_c (outline, '~');
  for (guint i = 0; i < segment->quote_depth; i++)
    g_string_append_c (outline, '>');
  for (guint i = 0; i < segment->list_depth; i++)
    g_string_append_c (outline, '_');
  if (segment->tight && segment->first_of_block)
    g_string_append_c (outline, '^');

  switch (segment->marker)
    {
    case CONFAB_MARKDOWN_MARKER_NONE:
      break;
    case CONFAB_MARKDOWN_MARKER_BULLET:
      g_string_append_c (outline, '*');
      break;
    case CONFAB_MARKDOWN_MARKER_NUMBER:
      g_string_append_printf (outline, "%u.", segment->number);
      break;
    case CONFAB_MARKDOWN_MARKER_TASK_OPEN:
      g_string_append (outline, "[ ]");
      break;
    case CONFAB_MARKDOWN_MARKER_TASK_DONE:
      g_string_append (outline, "[x]");
      break;
    case CONFAB_MARKDOWN_MARKER_FOOTNOTE:
      g_string_append_printf (outline, "^%u", segment->number);
      break;
    default:
      g_assert_not_reached ();
    }

  if (segment->kind != CONFAB_MARKDOWN_RULE)
    g_string_append_printf (outline, " {%s}", joined);

  return g_string_free (outline, FALSE);
}

char *
markdown_outline_dup (ConfabMarkdownScanner *scanner)
{
  GString *outline = g_string_new (NULL);

  for (guint i = 0; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    {
      g_autofree char *segment = markdown_outline_dup_segment (scanner, i);

      if (i > 0)
        g_string_append (outline, " ");
      g_string_append (outline, segment);
    }

  return g_string_free (outline, FALSE);
}

/* What holds for every document at any time. */
void
markdown_outline_check (ConfabMarkdownScanner *scanner)
{
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  gsize length, end = 0;
  guint block_id = G_MAXUINT;

  confab_markdown_scanner_get_source (scanner, &length);

  for (guint i = 0; i < n; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);

      g_assert_cmpuint (segment->start, ==, end);
      g_assert_cmpuint (segment->end, >, segment->start);
      end = segment->end;

      if (i + 1 < n)
        g_assert_true (segment->sealed);
      if (!segment->first_of_block)
        g_assert_cmpuint (segment->block_id, ==, block_id);
      else if (i > 0)
        g_assert_cmpuint (segment->block_id, >, block_id);
      block_id = segment->block_id;
    }

  if (n > 0)
    g_assert_cmpuint (end, ==, length);
}
