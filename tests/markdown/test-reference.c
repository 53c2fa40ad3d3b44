/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* Both parsers' documents are written as a list of blocks, one in a line: in which quotes and lists,
 * which of them the block before is in, too, the marker, the kind, the text and its styles. */

/* Known differences. The numbers are those of the specification of GFM 0.29. */
#define AS_TEXT "HTML is text: what is in a tag is read like the text around it"

static const struct { guint number; const char *reason; } differences[] = {
  { 354, AS_TEXT },
  { 484, AS_TEXT },
  { 485, AS_TEXT },
  { 486, AS_TEXT },
  { 532, AS_TEXT },
  { 544, AS_TEXT },
  { 576, "what looks like a link with an address is none by reference" },
  { 610, "the specification has no link here, the reference parser's autolinks do" },
  { 614, "the specification has no link here, the reference parser's autolinks do" },
  { 650, AS_TEXT },
  { 651, AS_TEXT },
  { 663, AS_TEXT },
  { 664, AS_TEXT },
};

static void
add_escaped (GString    *outline,
             const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        g_string_append (outline, "\\n");
      else
        g_string_append_c (outline, *text);
    }
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

static void
add_text (GString    *outline,
          const char *text,
          GArray     *spans)
{
  add_escaped (outline, text);
  for (guint i = 0; i < spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (spans, ConfabMarkdownSpan, i);

      g_string_append_printf (outline, " [%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " %c%s%s]",
                              span->start, span->end, "ibcsam--f"[span->style],
                              span->target != NULL ? " " : "",
                              span->target != NULL ? span->target : "");
    }
}

static void
add_marker (GString              *outline,
            ConfabMarkdownMarker  marker,
            guint                 number)
{
  static const char * const markers[] = { "", "* ", "", "[ ] ", "[x] ", "^ " };

  if (marker == CONFAB_MARKDOWN_MARKER_NUMBER)
    g_string_append_printf (outline, "%u. ", number);
  else
    g_string_append (outline, markers[marker]);
}

/* Ours. */

static void
add_parsed (GString    *outline,
            const char *content)
{
  g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (content, FALSE);

  add_text (outline, text->text, text->spans);
}

static void
add_table (GString    *outline,
           const char *content)
{
  g_autoptr(ConfabMarkdownTable) table = confab_markdown_table_parse (content, TRUE, NULL);

  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_c (outline, "-lcr"[table->alignments[i]]);
  for (guint i = 0; i < table->cells->len; i++)
    {
      const ConfabMarkdownText *cell = table->cells->pdata[i];

      g_string_append (outline, i % table->n_columns == 0 ? " / " : " | ");
      add_text (outline, cell->text, cell->spans);
    }
}

static void
add_front (GString                     *outline,
           const ConfabMarkdownSegment *segment,
           guint                        shared,
           gboolean                     same_list)
{
  const guint n_levels = segment->quote_depth + segment->list_depth;

  for (guint i = 0; i < n_levels; i++)
    g_string_append_c (outline, (segment->quote_levels >> i & 1) != 0 ? '>' : '_');
  if (n_levels > 0)
    g_string_append_printf (outline, "%u%s", shared, same_list ? "+" : "");
}

/* What the segments since the last one that shows something have in common. */
static void
count_shared (const ConfabMarkdownSegment *segment,
              guint                       *shared,
              gboolean                    *same_list)
{
  if (segment->shared_depth <= *shared)
    {
      *shared = segment->shared_depth;
      *same_list = segment->same_list;
    }
}

static void
add_segment (GString               *outline,
             ConfabMarkdownScanner *scanner,
             guint                  position,
             guint                 *shared,
             gboolean              *same_list)
{
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, position);
  g_autofree char *content = confab_markdown_scanner_dup_content (scanner, position);
  g_autofree char *language = NULL;
  g_autofree char *code = NULL;

  g_assert_true (segment->first_of_block);
  g_assert_cmpuint (segment->shared_depth, <=, segment->quote_depth + segment->list_depth);
  count_shared (segment, shared, same_list);

  /* Definitions of links show nothing. */
  if (segment->kind == CONFAB_MARKDOWN_PARAGRAPH && *content == '\0' &&
      segment->marker == CONFAB_MARKDOWN_MARKER_NONE)
    return;

  add_front (outline, segment, *shared, *same_list);
  *shared = G_MAXUINT;
  add_marker (outline, segment->marker, segment->number);

  switch (segment->kind)
    {
    case CONFAB_MARKDOWN_PARAGRAPH:
      g_string_append (outline, "P ");
      add_parsed (outline, content);
      break;
    case CONFAB_MARKDOWN_HEADING:
      g_string_append_printf (outline, "H%u ", segment->heading_level);
      add_parsed (outline, content);
      break;
    case CONFAB_MARKDOWN_CODE:
      language = confab_markdown_scanner_dup_language (scanner, position);
      code = confab_markdown_scanner_dup_block_code (scanner, segment->block_id);
      g_string_append_printf (outline, "C(%s) ", language != NULL ? language : "");
      add_escaped (outline, code);
      break;
    case CONFAB_MARKDOWN_TABLE:
      g_string_append (outline, "T ");
      add_table (outline, content);
      break;
    case CONFAB_MARKDOWN_RULE:
      g_string_append (outline, "R");
      break;
    default:
      g_assert_not_reached ();
    }

  g_string_append_c (outline, '\n');
}

static char *
dup_ours (ConfabMarkdownScanner *scanner)
{
  GString *outline = g_string_new (NULL);
  guint shared = G_MAXUINT;
  gboolean same_list = FALSE;

  for (guint i = 0; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    add_segment (outline, scanner, i, &shared, &same_list);

  return g_string_free (outline, FALSE);
}

/* Fed in chunks. */
static char *
scan_once (const char *markdown,
           gsize       length,
           gsize       chunk)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();

  for (gsize i = 0; i < length; i += MIN (chunk, length - i))
    confab_markdown_scanner_feed (scanner, markdown + i, (gssize) MIN (chunk, length - i));
  confab_markdown_scanner_finish (scanner);

  return dup_ours (scanner);
}

/* In one piece, cut at every byte, and byte by byte: always the same. */
static char *
scan_every_way (const char *markdown)
{
  const gsize length = strlen (markdown);
  g_autofree char *expected = scan_once (markdown, length, G_MAXSIZE);
  g_autofree char *outline = scan_once (markdown, length, 1);

  g_assert_cmpstr (outline, ==, expected);

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      g_autofree char *cut_outline = NULL;

      confab_markdown_scanner_feed (scanner, markdown, (gssize) cut);
      confab_markdown_scanner_feed (scanner, markdown + cut, (gssize) (length - cut));
      confab_markdown_scanner_finish (scanner);
      cut_outline = dup_ours (scanner);
      g_assert_cmpstr (cut_outline, ==, expected);
    }

  return g_steal_pointer (&expected);
}

/* The reference parser's. */

typedef struct
{
  GString              *outline;
  GPtrArray            *path;    /* the quotes and items around the block */
  GPtrArray            *before;  /* those around the block before */
  gboolean              has_marker;
  ConfabMarkdownMarker  marker;
  guint                 number;
  gboolean              has_html;
} Walk;

static void
clear_span (gpointer data)
{
  g_free (((ConfabMarkdownSpan *) data)->target);
}

static gboolean
is_allowed (const char *target)
{
  static const char * const prefixes[] = { "http://", "https://", "mailto:" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (target, prefixes[i], strlen (prefixes[i])) == 0)
      return target[strlen (prefixes[i])] != '\0';

  return FALSE;
}

/* It is shown as it is, and a line end in it is one like any other. */
static void
append_html (GString    *text,
             const char *html)
{
  for (; *html != '\0'; html++)
    {
      g_string_append_c (text, *html == '\n' ? ' ' : *html);
      if (*html == '\n')
        while (html[1] == ' ' || html[1] == '\t')
          html++;
    }
}

static void
collect_inlines (Walk       *walk,
                 cmark_node *parent,
                 GString    *text,
                 GArray     *spans)
{
  for (cmark_node *node = cmark_node_first_child (parent); node != NULL; node = cmark_node_next (node))
    {
      const cmark_node_type type = cmark_node_get_type (node);
      ConfabMarkdownSpan span = { .start = text->len };
      gboolean styled = TRUE;

      if (type == CMARK_NODE_TEXT)
        g_string_append (text, cmark_node_get_literal (node));
      else if (type == CMARK_NODE_SOFTBREAK)
        g_string_append_c (text, ' ');
      else if (type == CMARK_NODE_LINEBREAK)
        g_string_append_c (text, '\n');
      else if (type == CMARK_NODE_CODE)
        g_string_append (text, cmark_node_get_literal (node));
      else if (type == CMARK_NODE_HTML_INLINE)
        append_html (text, cmark_node_get_literal (node));

      if (type == CMARK_NODE_CODE)
        span.style = CONFAB_MARKDOWN_STYLE_CODE;
      else if (type == CMARK_NODE_EMPH)
        span.style = CONFAB_MARKDOWN_STYLE_EMPHASIS;
      else if (type == CMARK_NODE_STRONG)
        span.style = CONFAB_MARKDOWN_STYLE_STRONG;
      else if (g_str_equal (cmark_node_get_type_string (node), "strikethrough"))
        span.style = CONFAB_MARKDOWN_STYLE_STRIKE;
      else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
        {
          const char *url = cmark_node_get_url (node);

          span.style = type == CMARK_NODE_LINK ? CONFAB_MARKDOWN_STYLE_LINK
                                               : CONFAB_MARKDOWN_STYLE_IMAGE;
          span.target = is_allowed (url) ? g_strdup (url) : NULL;
          styled = type == CMARK_NODE_IMAGE || span.target != NULL;
        }
      else
        styled = FALSE;

      collect_inlines (walk, node, text, spans);

      span.end = text->len;
      if (styled && span.end > span.start)
        g_array_append_val (spans, span);
      else
        g_free (span.target);
    }
}

static void
add_inlines (Walk       *walk,
             cmark_node *node)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GArray) spans = g_array_new (FALSE, FALSE, sizeof (ConfabMarkdownSpan));

  g_array_set_clear_func (spans, clear_span);
  collect_inlines (walk, node, text, spans);
  g_array_sort (spans, compare_spans);
  add_text (walk->outline, text->str, spans);
}

static void
add_place (Walk *walk)
{
  gpointer *path = walk->path->pdata;
  gpointer *before = walk->before->pdata;
  const guint n = MIN (walk->path->len, walk->before->len);
  guint shared = 0;

  for (guint i = 0; i < walk->path->len; i++)
    g_string_append_c (walk->outline, cmark_node_get_type (path[i]) == CMARK_NODE_BLOCK_QUOTE ? '>' : '_');
  while (shared < n && path[shared] == before[shared])
    shared++;
  if (walk->path->len > 0)
    g_string_append_printf (walk->outline, "%u%s", shared,
                            shared < n && cmark_node_get_type (path[shared]) == CMARK_NODE_ITEM &&
                            cmark_node_parent (path[shared]) == cmark_node_parent (before[shared]) ? "+" : "");
  g_ptr_array_set_size (walk->before, 0);
  for (guint i = 0; i < walk->path->len; i++)
    g_ptr_array_add (walk->before, path[i]);

  if (walk->has_marker)
    add_marker (walk->outline, walk->marker, walk->number);
  walk->has_marker = FALSE;
}

static void
add_reference_table (Walk       *walk,
                     cmark_node *table)
{
  const guint8 *alignments = cmark_gfm_extensions_get_table_alignments (table);

  g_string_append (walk->outline, "T ");
  for (guint16 i = 0; i < cmark_gfm_extensions_get_table_columns (table); i++)
    g_string_append_c (walk->outline, alignments[i] == 0 ? '-' : (char) alignments[i]);

  for (cmark_node *row = cmark_node_first_child (table); row != NULL; row = cmark_node_next (row))
    for (cmark_node *cell = cmark_node_first_child (row); cell != NULL; cell = cmark_node_next (cell))
      {
        g_string_append (walk->outline, cmark_node_previous (cell) == NULL ? " / " : " | ");
        add_inlines (walk, cell);
      }
}

static void
walk_blocks (Walk       *walk,
             cmark_node *parent)
{
  guint number = cmark_node_get_type (parent) == CMARK_NODE_LIST
                   ? (guint) cmark_node_get_list_start (parent) : 0;

  for (cmark_node *node = cmark_node_first_child (parent); node != NULL; node = cmark_node_next (node))
    {
      const cmark_node_type type = cmark_node_get_type (node);
      const char *info;

      if (type == CMARK_NODE_BLOCK_QUOTE)
        {
          g_ptr_array_add (walk->path, node);
          walk_blocks (walk, node);
          g_ptr_array_set_size (walk->path, walk->path->len - 1);
          continue;
        }
      if (type == CMARK_NODE_LIST)
        {
          walk_blocks (walk, node);
          continue;
        }
      if (type == CMARK_NODE_ITEM)
        {
          if (walk->has_marker)
            {
              add_place (walk);
              g_string_append (walk->outline, "P \n");
            }

          g_ptr_array_add (walk->path, node);
          walk->has_marker = TRUE;
          walk->number = number++;
          if (g_str_equal (cmark_node_get_type_string (node), "tasklist"))
            walk->marker = cmark_gfm_extensions_get_tasklist_item_checked (node)
                             ? CONFAB_MARKDOWN_MARKER_TASK_DONE : CONFAB_MARKDOWN_MARKER_TASK_OPEN;
          else if (cmark_node_get_list_type (parent) == CMARK_ORDERED_LIST)
            walk->marker = CONFAB_MARKDOWN_MARKER_NUMBER;
          else
            walk->marker = CONFAB_MARKDOWN_MARKER_BULLET;

          walk_blocks (walk, node);
          if (walk->has_marker)
            {
              add_place (walk);
              g_string_append (walk->outline, "P \n");
            }
          g_ptr_array_set_size (walk->path, walk->path->len - 1);
          continue;
        }

      add_place (walk);
      if (type == CMARK_NODE_PARAGRAPH)
        {
          g_string_append (walk->outline, "P ");
          add_inlines (walk, node);
        }
      else if (type == CMARK_NODE_HEADING)
        {
          g_string_append_printf (walk->outline, "H%d ", cmark_node_get_heading_level (node));
          add_inlines (walk, node);
        }
      else if (type == CMARK_NODE_CODE_BLOCK)
        {
          info = cmark_node_get_fence_info (node);
          g_string_append_printf (walk->outline, "C(%.*s) ", (int) strcspn (info, " \t"), info);
          add_escaped (walk->outline, cmark_node_get_literal (node));
        }
      else if (type == CMARK_NODE_THEMATIC_BREAK)
        g_string_append (walk->outline, "R");
      else if (g_str_equal (cmark_node_get_type_string (node), "table"))
        add_reference_table (walk, node);
      else
        walk->has_html = TRUE;
      g_string_append_c (walk->outline, '\n');
    }
}

/* NULL if it has blocks of HTML: to the reference parser they are no text, here they are paragraphs. */
static char *
dup_reference (const char *markdown)
{
  static const char * const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
  cmark_parser *parser = cmark_parser_new (CMARK_OPT_DEFAULT);
  g_autoptr(GString) outline = g_string_new (NULL);
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  g_autoptr(GPtrArray) before = g_ptr_array_new ();
  Walk walk = { .outline = outline, .path = path, .before = before };
  cmark_node *document;

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));
  cmark_parser_feed (parser, markdown, strlen (markdown));
  document = cmark_parser_finish (parser);
  walk_blocks (&walk, document);
  cmark_node_free (document);
  cmark_parser_free (parser);

  return walk.has_html ? NULL : g_string_free (g_steal_pointer (&outline), FALSE);
}

static const char *
get_known_difference (guint number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differences); i++)
    if (differences[i].number == number)
      return differences[i].reason;

  return NULL;
}

/* Bytes that are no text, and line ends of other systems, in the middle of everything. */
static void
test_no_harm (void)
{
  static const char * const noise[] = { "\r", "\r\n", "\xff", "\xc3", "\xed\xa0\x80", "\xf0\x9f\x92", "\xe2\x80\xae" };
  static const char document[] =
    "# a\n\nb *c* `d` [e](https://f.org) [^1]\n\n- g\n  1. h\n\n```c\ni\n```\n\n| j | k |\n|---|---|\n| l | m |\n\n"
    "> n\n\n[^1]: o\n";

  for (gsize i = 0; i < G_N_ELEMENTS (noise); i++)
    for (gsize at = 0; at < strlen (document); at++)
      {
        g_autofree char *head = g_strndup (document, at);
        g_autofree char *noisy = g_strconcat (head, noise[i], document + at, NULL);
        g_autofree char *outline = scan_once (noisy, strlen (noisy), G_MAXSIZE);
        g_autofree char *again = scan_once (noisy, strlen (noisy), 1);

        g_assert_true (g_utf8_validate (outline, -1, NULL));
        g_assert_cmpstr (again, ==, outline);
      }

  /* NUL does not end anything. */
  for (gsize at = 0; at < strlen (document); at++)
    {
      g_autofree char *noisy = g_strdup (document);
      g_autofree char *outline = NULL;
      g_autofree char *again = NULL;

      noisy[at] = '\0';
      outline = scan_once (noisy, strlen (document), G_MAXSIZE);
      again = scan_once (noisy, strlen (document), 1);
      g_assert_true (g_utf8_validate (outline, -1, NULL));
      g_assert_cmpstr (again, ==, outline);
    }
}

static void
test_replies (void)
{
  static const char * const replies[] = {
    "# Sorting\n\nThere are **two** ways:\n\n1. Use `qsort ()`:\n   ```c\n   qsort (a, n, sizeof *a, cmp);\n"
    "   ```\n2. Write your own, *if you must*:\n   - quick\n   - merge\n\n     stable, too\n3. Do not.\n\n"
    "| Way | Cost |\n|:----|-----:|\n| quick | `O(n log n)` |\n| bubble | **no** |\n\n"
    "> Note: see <https://example.org>\n> and [the manual](https://example.org/m \"t\").\n\n---\n\nDone.\n",

    "Sure! Here is the plan:\n- [x] first\n- [ ] second\n  continued\n- third\n\n  a paragraph\n\n"
    "      code in it\n\n* other list\n\n~~~\nunclosed\n\n\nfence",

    "Steps\n=====\n\n1. one\n\n   ```sh\n   ls\n\n   ls -l\n   ```\n\n2. two\n   > quoted\n   lazy\n\n10) ten\n11) eleven\n\n"
    "Term\n---\ntext with a hard  \nbreak and a\\\nbackslash\n\n> > deep\n> less\n\nEnd &amp; &copy;",

    /* Tabs, and what is precedence of what. */
    "\tcode\n\n- a\n\n\tb\n\n\t\tc\n>\t\td\n\n1.\te\n\n\n\n  \t  f\n\n- `one\n- two`\n\n-\t-\tg\n#\th\n*\t*\t*\t\n",

    /* Headings and rules. */
    "#5 bolt\n\n# a *b* \\#\n#\n### c ###   \n## d ##e\n    # f\n\ng\n    ===\n= =\n\nh\n  --\n\n- i\n---\n"
    "> j\n---\n\n***\n _ _ _\n--\n**\n+++\n\n\\---\n`k\n----\n`\n",

    /* Fences. */
    "``` js  {1,3}\na\n````\n~~~~ ruby startline=3 $%@#$\nb\n~~~\n~~~~~~~\n```\n\n  \n```\n```  aa ```\nc\n"
    "> ```\n> d\n\ne\n   ```\n   f\n  g\n    ```\n",

    /* Lists. */
    "- a\n - b\n  - c\n   - d\n    - e\n\n1. f\n\n  2. g\n\n    3. h\n\n- i\n\n\n- j\n      k\n+ l\n\n   m\n10. n\n"
    "-one\n\n0. o\n003. p\n-1. q\n\n- > r\n  > s\n- t\n  ***\n- # u\n  v\n-   w\n\n    x\n\n      y\n",

    /* What goes on and what begins anew, whatever is in what. */
    "> a\n\n> b\n>\n> c\n\n\n> - d\n> - e\n\n> - f\n\n- > g\n- > h\n\n  > i\n  >\n  > > j\n  >\n  > > k\n+ l\n\n"
    "7. > - m\n   >\n   >   n\n   > - o\n   > + p\n\n   q\n8. r\n   - s\n\n     > t\n\n   - u\n9) v\n\n-\n  > w\n-\n\n- x\n",

    /* Quotes. */
    "> # a\n>b\n   > c\n    > d\n\n> e\nf\n- g\n>     h\n    i\n> ```\nj\n\n>\n> k\n>\n\n> l\n\n>>> m\n> n\n>>o\n> - p\nq\n",

    /* Emphasis. */
    "*a `*`* **b*c** *d**e**f* ***g** h* _i_j _k_. a*\"l\"* 5*6*7 __m, __n__, o__ **p **q *r __s*t__ u_ \\*v* "
    "*(**w**)*x ~~y~~ ~z~ a~~b~~c ~~~d~~~\n",

    /* Code and breaks. */
    "`` a`b `` ` `` ` `c\nd ` `e\\`f` ``h`\n\ni  \n   j\\\nk   \n\nl\\\n\n### m\\\n### n  \n",

    /* Links and pictures. */
    "[a](https://b.org \"c\") [d](<https://e.org/f g>) [h](https://i.org/(j)k) [l]( https://m.org\n'n' ) [o [p] q](https://r.org) "
    "[*s*](https://t.org) [u](https://v.org\\)w) ![x](https://y.org/z.png \"t\") [![a](https://b.org/c)](https://d.org) [e] (f) "
    "[g](https://h.org/?i=&auml;%20) *[j*](https://k.org)\n",

    "[a] [b][] [c][B] [D\n e][]\n\n[a]: https://f.org 'g'\n[b]:\nhttps://h.org\n[d e]: <https://i.org/j k>\n[A]: https://l.org\n\n"
    "![a] [x] \\[a] [a]: m\n",

    "<https://a.org/b?c> <d@e.org> l@m.org. (http://n.org) https://o.org/?p=q&r=s xhttp://t.org\n",
#ifdef MD4C_TAKES_ANY_PATH
    "https://f.org/g(h)). www.i.org/j_k_\n",
#endif

    /* Entities, escapes and HTML in a line. */
    "&nbsp;&lt;&#35;&#xcab;&#0; &copy &MadeUp; &#abc; \\! \\a \\& <b>c</b> <i d='e'\n  f> <!-- g --> <?h?> <j k=l/> </m > <n\n",

    /* Tables. */
    "| a | b |\n| - | :-: |\n| c \\| d | `e \\| f` |\n| g |\n| h | i | j |\nk\n\nl | m\n:- | -:\nn | **o**\n> p\n\n"
    "| q |\n| - | - |\n| r |\n\n> | s | t |\n> |---|---|\n> | u | v |\n\n- | w |\n  |---|\n  | x |\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *ours = scan_every_way (replies[i]);
      g_autofree char *reference = dup_reference (replies[i]);

      g_assert_cmpstr (ours, ==, reference);
    }
}

/* The examples of the specification, if the file is at hand. */
static void
test_examples (void)
{
  const char *path = g_getenv ("CONFAB_MARKDOWN_EXAMPLES");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *examples;
  guint n_passed = 0, n_total = 0, n_html = 0, n_unexpected = 0;

  if (path == NULL)
    {
      g_test_skip ("CONFAB_MARKDOWN_EXAMPLES is not set");
      return;
    }

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  examples = json_node_get_array (json_parser_get_root (parser));

  for (guint i = 0; i < json_array_get_length (examples); i++)
    {
      JsonObject *example = json_array_get_object_element (examples, i);
      const guint number = (guint) json_object_get_int_member (example, "number");
      const char *markdown = json_object_get_string_member (example, "markdown");
      g_autofree char *ours = scan_every_way (markdown);
      g_autofree char *reference = dup_reference (markdown);
      const char *known = get_known_difference (number);

      if (reference == NULL)
        {
          n_html++;
          g_test_message ("example %u (%s) is left out: blocks of HTML are paragraphs here", number,
                          json_object_get_string_member (example, "section"));
          continue;
        }

      n_total++;
      if (g_str_equal (ours, reference))
        {
          n_passed++;
          if (known != NULL)
            g_test_message ("example %u passes, though %s", number, known);
        }
      else
        {
          g_test_message ("example %u (%s)%s%s:\n%s-- ours\n%s-- reference\n%s", number,
                          json_object_get_string_member (example, "section"),
                          known != NULL ? ", " : "", known != NULL ? known : "",
                          markdown, ours, reference);
          if (known == NULL)
            n_unexpected++;
        }
    }

  g_print ("gfm %u/%u\n", n_passed, n_total);
  g_test_message ("%u examples with blocks of HTML are left out", n_html);
  g_assert_cmpuint (n_unexpected, ==, 0);
  g_assert_cmpuint (n_passed * 100, >=, n_total * 90);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cmark_gfm_core_extensions_ensure_registered ();

  g_test_add_func ("/markdown/reference/replies", test_replies);
  g_test_add_func ("/markdown/reference/no-harm", test_no_harm);
  g_test_add_func ("/markdown/reference/examples", test_examples);

  return g_test_run ();
}
