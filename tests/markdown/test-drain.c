/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of a growing document has to be read for what is within its lines each time that more of it is
 * taken in: what is new, and no more of what was there than can be open. */

#include "config.h"

#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <string.h>

#define MAX_OPEN 2048

/* Of a document, in bytes. */
#define LENGTH (8 * 1024)

#define FENCE "```"
#define ADDRESS "https://example.org/a/rather/long/address"
#define TEN(text) text text text text text text text text text text

/* Each is repeated until there is enough of it; @close ends the whole. */
static const struct { const char *name, *open, *repeated, *close; } documents[] = {
  { "prose", "",
    "The **first** thing to know is that `malloc ()` may fail, and that [nobody](https://example.org/a/b) looks. "
    "It goes on for a *while*, so that there is something to lay out.\n\n## A heading\n\nAnd a short one.\n\n", "" },
  { "hard-lines", "",
    "A line of some words, with *emphasis*\nand another one, that goes on with the same paragraph,\nand one more; ", "" },
  { "list", "", "- An item with **strong** words and `code`\n- Another one\n  - and below it one\n1. a number\n", "" },
  { "loose-list", "", "- An item\n\n  with two paragraphs, and *more*\n\n", "" },
  { "long-item", "- ", "word *after* word, all in one item of a list, which has no end and `no` line break ", "" },
  { "table", "| Name | Price | What it is |\n|:-----|------:|---|\n",
    "| a **strong** name | 12.50 | something that `fits` into a cell, more or less |\n", "" },
  { "wide-table", "| a | b |\n|---|---|\n",
    "| a cell that has a *lot* to say, and says it again and again until nobody listens any more, as people do who "
    "have nothing to say, and who are paid by the word, and by the [link](https://example.org/and/more) | b |\n", "" },
  { "endless-row", "| a | b |\n|---|---|\n| ", "a cell that never ends, with *emphasis* in it ", " | b |\n" },
  { "long-head", "|" TEN (TEN ("a *name* |")) "\n|" TEN (TEN ("---|")) "\n", "|" TEN (TEN (" a *cell* says |")) "\n", "" },
  { "short-head", "| a | b |\n|---|---|\n", "|" TEN (TEN (" some *words* ")) "|" TEN (TEN (" more")) " |\n", "" },
  { "quote", "", "> Somebody said *this*, and then that;\n> and went on.\n>\n", "" },
  { "quote-lazy", "> ", "Somebody said *this*, and went on without a mark\n", "" },
  { "long-paragraph", "", "A paragraph of one line goes on and on, with **strong** words and `code`. ", "" },
  { "no-space", "", "abcdefghijklmnopqrstuvwxyz0123456789", "" },
  { "emphasis-open", "A paragraph with **strong words ", "that have no end and `are no code`, ", "" },
  { "brackets", "", "[[[[", "" },
  { "wide-letters", "", "\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xB8\x96\xE7\x95\x8C\xF0\x9F\x98\x80", "" },
  { "code", FENCE "c\n", "  for (guint i = 0; i < n; i++)\n    g_print (\"%u\\n\", i);\n\n", FENCE "\n" },
  { "code-one-line", FENCE "\n", "x = 1; ", "\n" FENCE "\n" },
  { "math", "$$\n", "\\frac{a}{b} + \\sqrt{c}\n", "$$\n" },
  { "links", "[a]: " ADDRESS "\n\n", "See [the first][a] and [a]. And [b]. ", "" },
  { "setext", "", "A heading\nof two lines\n===\n\ntext\n", "" },
  { "mixed", "",
    "# One\n\nText with *emphasis*.\n\n- one\n- two\n\n" FENCE "py\nprint (1)\n" FENCE "\n\n| a | b |\n|---|---|\n"
    "| c | d |\n\n> quoted **words**\n\n1. first\n2. second\n\nA [link](https://example.org/) and $x^2$.\n\n---\n\n", "" },
};

static const gsize deltas[] = { 3, 16, 64, 500, 3000 };

/* What a link says that is defined elsewhere is added to what arrives. */
static gsize
count_addresses (const char *content)
{
  gsize n = 0;

  for (const char *at = content; (at = strstr (at, "(<" ADDRESS ">)")) != NULL; at++)
    n += strlen ("(<" ADDRESS ">)");

  return n;
}

/* Reads what has changed, as a view does in which all of it is in sight, and returns how many bytes that was. */
static gsize
drain (ConfabMarkdownScanner *scanner)
{
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  gsize n_bytes = 0;

  for (guint i = confab_markdown_scanner_take_changed (scanner); i < n; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = NULL;

      if (segment->kind == CONFAB_MARKDOWN_CODE || segment->kind == CONFAB_MARKDOWN_MATH ||
          segment->kind == CONFAB_MARKDOWN_RULE)
        continue;

      content = confab_markdown_scanner_dup_content (scanner, i);
      n_bytes += strlen (content) - count_addresses (content);
      if (segment->kind == CONFAB_MARKDOWN_TABLE)
        {
          g_autofree char *delimiter = confab_markdown_scanner_dup_table_delimiter (scanner, segment->block_id);
          g_autoptr(ConfabMarkdownTable) table = NULL;

          table = confab_markdown_table_parse (content, segment->first_of_block,
                                               segment->first_of_block ? NULL : delimiter);
          g_assert_nonnull (table);
        }
      else
        {
          g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (content, !segment->sealed);

          g_assert_nonnull (text);
        }
    }

  return n_bytes;
}

/* Takes in a document and returns by how much what was read in one go exceeded what was new, at most. */
static gsize
take_in (const GString *document,
         gsize          delta)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  gsize most = 0;
  gsize n_read;

  for (gsize at = 0; at < document->len; at += delta)
    {
      const gsize n_new = MIN (delta, document->len - at);

      confab_markdown_scanner_feed (scanner, document->str + at, (gssize) n_new);
      n_read = drain (scanner);
      most = MAX (most, n_read - MIN (n_read, n_new));
    }

  confab_markdown_scanner_finish (scanner);
  n_read = drain (scanner);

  return MAX (most, n_read);
}

static void
test_bytes (gconstpointer data)
{
  const guint position = GPOINTER_TO_UINT (data);
  g_autoptr(GString) document = g_string_new (documents[position].open);

  while (document->len < LENGTH)
    g_string_append (document, documents[position].repeated);
  g_string_append (document, documents[position].close);

  for (guint i = 0; i < G_N_ELEMENTS (deltas); i++)
    {
      const gsize most = take_in (document, deltas[i]);

      g_test_message ("%zu bytes at a time: %zu bytes of what was there", deltas[i], most);
      g_assert_cmpuint (most, <=, MAX_OPEN);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *path = g_strconcat ("/markdown/drain/", documents[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bytes);
    }

  return g_test_run ();
}
