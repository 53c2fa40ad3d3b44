/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-links"

#include "config.h"

#include "confab-text-links.h"

/* What in a text leads somewhere. */

static gboolean
is_link (const ConfabMarkdownSpan *span)
{
  return (span->style == CONFAB_MARKDOWN_STYLE_LINK || span->style == CONFAB_MARKDOWN_STYLE_IMAGE ||
          span->style == CONFAB_MARKDOWN_STYLE_FOOTNOTE) &&
         span->target != NULL && span->start < span->end && g_ascii_strncasecmp (span->target, "data:", 5) != 0;
}

/**
 * confab_text_links_get:
 * @text: (nullable): a text with spans
 * @position: which link
 *
 * Returns: (transfer none) (nullable): the link, or %NULL when there are not that many
 */
const ConfabMarkdownSpan *
confab_text_links_get (const ConfabMarkdownText *text,
                       guint                     position)
{
  for (guint i = 0; text != NULL && i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

      if (is_link (span) && position-- == 0)
        return span;
    }

  return NULL;
}

/**
 * confab_text_links_get_at:
 * @text: (nullable): a text with spans
 * @index: a byte of it
 *
 * Returns: (transfer none) (nullable): the link at a place
 */
const ConfabMarkdownSpan *
confab_text_links_get_at (const ConfabMarkdownText *text,
                          gsize                     index)
{
  for (guint i = 0; text != NULL && i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

      if (is_link (span) && span->start <= index && index < span->end)
        return span;
    }

  return NULL;
}
