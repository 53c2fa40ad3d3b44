/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scanner of Markdown and what the window makes of its segments. The first byte says how long the
 * chunks are. */

#include "config.h"

#include "confab-markdown-copy.h"
#include "confab-markdown-text.h"
#include "fuzz.h"

#include <string.h>

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

/* Reads a segment, and checks what holds for each. */
static void
read_segment (ConfabMarkdownScanner *scanner,
              guint                  position,
              GString               *outline)
{
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, position);
  g_autofree char *content = confab_markdown_scanner_dup_content (scanner, position);
  g_autofree char *language = confab_markdown_scanner_dup_language (scanner, position);

  if (!g_utf8_validate (content, -1, NULL))
    g_error ("Content is not UTF-8");
  if (segment->end <= segment->start)
    g_error ("Segment is empty");

  if (segment->shared_depth > segment->list_depth + segment->quote_depth)
    g_error ("More is shared than there is");

  g_string_append_printf (outline, "%u %u %u %u %u %u %x %u %u %s %s\n", segment->kind, segment->marker,
                          segment->number, segment->heading_level, segment->list_depth,
                          segment->quote_depth, segment->quote_levels, segment->shared_depth, segment->same_list,
                          language != NULL ? language : "", content);

  if (segment->kind == CONFAB_MARKDOWN_MATH)
    g_free (confab_markdown_text_dup_formula (content));
  else if (segment->kind == CONFAB_MARKDOWN_CODE)
    g_free (confab_markdown_scanner_dup_block_code (scanner, segment->block_id));
  else if (segment->kind == CONFAB_MARKDOWN_TABLE)
    {
      g_autofree char *delimiter =
        confab_markdown_scanner_dup_table_delimiter (scanner, segment->block_id);

      confab_markdown_table_free (confab_markdown_table_parse (content, segment->first_of_block,
                                                               delimiter));
    }
  else
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (content, !segment->sealed);

      for (guint i = 0; i < text->spans->len; i++)
        {
          const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

          if (span->start >= span->end || span->end > strlen (text->text))
            g_error ("Span is outside of the text");
        }
    }
}

/* From a segment to the end, as a document of its own. */
static void
copy_segments (ConfabMarkdownScanner *scanner,
               guint                  first)
{
  g_autoptr(GString) markdown = g_string_new (NULL);
  ConfabMarkdownCopy *copy = confab_markdown_copy_new (scanner, markdown, FALSE);

  for (guint i = first; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    confab_markdown_copy_add (copy, i, NULL);
  confab_markdown_copy_finish (copy);
  if (!g_utf8_validate (markdown->str, -1, NULL))
    g_error ("What was copied is not UTF-8");
}

/* The first byte says how long the chunks are; the segments must not depend on it. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const gsize chunk = size > 0 ? data[0] % 64 + 1 : 1;
  const char *text = (const char *) data + (size > 0 ? 1 : 0);
  const gsize length = size > 0 ? size - 1 : 0;
  g_autoptr(ConfabMarkdownScanner) whole = confab_markdown_scanner_new ();
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autoptr(GString) outline = g_string_new (NULL);
  gsize end = 0;

  confab_markdown_scanner_feed (whole, text, (gssize) length);
  confab_markdown_scanner_finish (whole);
  for (guint i = 0; i < confab_markdown_scanner_get_n_segments (whole); i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (whole, i);

      if (segment->start != end)
        g_error ("Segments do not follow one another");
      end = segment->end;
      read_segment (whole, i, expected);
    }

  copy_segments (whole, 0);
  copy_segments (whole, confab_markdown_scanner_get_n_segments (whole) / 2);

  for (gsize i = 0; i < length; i += chunk)
    {
      guint n;

      confab_markdown_scanner_feed (scanner, text + i, (gssize) MIN (chunk, length - i));
      n = confab_markdown_scanner_get_n_segments (scanner);
      for (guint j = confab_markdown_scanner_take_changed (scanner); j < n; j++)
        {
          g_string_truncate (outline, 0);
          read_segment (scanner, j, outline);
        }
    }
  confab_markdown_scanner_finish (scanner);

  g_string_truncate (outline, 0);
  for (guint i = 0; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    read_segment (scanner, i, outline);
  if (!g_string_equal (outline, expected))
    g_error ("Chunks make a difference");

  return 0;
}
