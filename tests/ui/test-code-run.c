/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours of long blocks of code, which are read into one buffer after the other, against those
 * that one buffer gives when it has all of the code. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "confab-code-block.h"
#include "confab-code-highlighter.h"
#include "confab-code-run.h"
#include "confab-transcript.h"

#define LENGTH (100 * 1024)

typedef struct
{
  const char *language;
  const char *opening;  /* before the units */
  const char *unit;
  gboolean    is_cut;   /* fresh buffers are expected to take over */
} Case;

static const Case cases[] = {
  { "c", "",
    "static int\ncompare (const void *a, const void *b)\n{\n  /* the lesser\n     first */\n"
    "  return *(const int *) a - *(const int *) b;\n}\n\nint\nmain (void)\n{\n"
    "  printf (\"%d\\n\", 'x');\n\n  return 0;\n}\n\n", TRUE },
  /* Longer than a few segments: a buffer that begins within knows nothing of the comment. */
  { "c", "/* All of this is a comment.\n", "static int not_code (void) { return \"nor this\"; }\n", FALSE },
  { "c", "int before = 1;\n#if 0\n", "static int code = 1;\nint other = 2;\n", FALSE },
  { "python", "",
    "class Sorter:\n    \"\"\"Sorts numbers.\n\n    As for what is in here: it is no def or class.\n    \"\"\"\n\n"
    "    def compare(self, a, b):\n        # The lesser first\n        return f'{a}' < f\"{b}\" and None\n\n", TRUE },
  { "html", "<html>\n<script>\n",
    "function compare (a, b) {\n  // the lesser first\n  return a < b ? \"less\" : null;\n}\n\n", FALSE },
  { "json", "[\n",
    "  {\n    \"name\": \"quick\",\n    \"cost\": [1, 2.5, 3e8],\n    \"stable\": false\n  },\n", TRUE },
  { "text", "", "if nothing is coloured, nothing proves anything\n", FALSE },
};

static ConfabMarkdownScanner *
read_case (const Case *data,
           gsize       step)
{
  ConfabMarkdownScanner *scanner = confab_markdown_scanner_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "```%s\n%s", data->language, data->opening);
  while (text->len < LENGTH)
    g_string_append (text, data->unit);
  g_string_append (text, "```\n");
  for (gsize i = 0; i < text->len; i += step)
    confab_markdown_scanner_feed (scanner, text->str + i, (gssize)MIN (step, text->len - i));

  return scanner;
}

static GtkSourceBuffer *
new_reference (ConfabMarkdownScanner *scanner,
               const char            *language)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const char *id = g_str_equal (language, "python") ? "python3" : language;
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);
  g_autofree char *code = confab_markdown_scanner_dup_block_code (
      scanner, confab_markdown_scanner_get_segment (scanner, 0)->block_id);
  GtkTextIter start;
  GtkTextIter end;

  gtk_source_buffer_set_style_scheme (buffer, gtk_source_style_scheme_manager_get_scheme (schemes, "Adwaita"));
  gtk_source_buffer_set_language (buffer, gtk_source_language_manager_get_language (languages, id));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), code, -1);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  gtk_source_buffer_ensure_highlight (buffer, &start, &end);

  return buffer;
}

/* Of the tags at a place, the last one that says anything counts. */
static void
get_expected (GtkTextIter *iter,
              char        *color,
              gsize        size)
{
  g_autoptr(GSList) tags = gtk_text_iter_get_tags (iter);

  *color = '\0';
  for (GSList *l = tags; l != NULL; l = l->next)
    {
      g_autoptr(GdkRGBA) rgba = NULL;
      gboolean is_set;

      g_object_get (l->data, "foreground-set", &is_set, "foreground-rgba", &rgba, NULL);
      if (is_set)
        g_snprintf (color, size, "%04x%04x%04x", (guint)(guint16)(rgba->red * 65535),
                    (guint)(guint16)(rgba->green * 65535), (guint)(guint16)(rgba->blue * 65535));
    }
}

static void
get_actual (PangoAttrList *list,
            int            index,
            char          *color,
            gsize          size)
{
  PangoAttrIterator *iterator = list != NULL ? pango_attr_list_get_iterator (list) : NULL;

  *color = '\0';
  if (iterator == NULL)
    return;

  do
    {
      const PangoAttribute *attribute = pango_attr_iterator_get (iterator, PANGO_ATTR_FOREGROUND);
      int start;
      int end;

      pango_attr_iterator_range (iterator, &start, &end);
      if (index < start || index >= end)
        continue;
      if (attribute != NULL)
        {
          const PangoColor *pango = &((const PangoAttrColor *)attribute)->color;

          g_snprintf (color, size, "%04x%04x%04x", pango->red, pango->green, pango->blue);
        }
      break;
    }
  while (pango_attr_iterator_next (iterator));

  pango_attr_iterator_destroy (iterator);
}

/* Looks at the first letter of each word; the code of the cases is ASCII. */
static void
assert_colors (GtkSourceBuffer       *reference,
               ConfabMarkdownScanner *scanner,
               guint                  segment,
               int                    offset,
               PangoAttrList         *colors)
{
  g_autofree char *content = confab_markdown_scanner_dup_content (scanner, segment);

  for (int i = 0; content[i] != '\0'; i++)
    {
      GtkTextIter iter;
      char expected[16];
      char actual[16];

      if (g_ascii_isspace (content[i]) || (i > 0 && g_ascii_isalnum (content[i - 1]) && g_ascii_isalnum (content[i])))
        continue;
      gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (reference), &iter, offset + i);
      get_expected (&iter, expected, sizeof expected);
      get_actual (colors, i, actual, sizeof actual);
      if (g_strcmp0 (expected, actual) != 0)
        g_error ("At byte %d of segment %u “%.20s” is %s, not %s", i, segment, content + i, actual, expected);
    }
}

/* In the whole of the code, where each segment ends with a line. */
static int
get_length (ConfabMarkdownScanner *scanner,
            guint                  segment)
{
  g_autofree char *content = confab_markdown_scanner_dup_content (scanner, segment);

  return (int)strlen (content) + 1;
}

/* Reads all segments in order, as they come while a reply streams. */
static ConfabCodeRun *
run_over (ConfabMarkdownScanner *scanner,
          GtkSourceBuffer       *reference)
{
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  ConfabCodeRun *run = confab_code_run_new (scanner, 0);
  int offset = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PangoAttrList) colors = NULL;
      gboolean is_complete;

      colors = confab_code_run_highlight (run, i, &is_complete);
      g_assert_true (is_complete);
      assert_colors (reference, scanner, i, offset, colors);
      offset += get_length (scanner, i);
    }

  return run;
}

static void
test_colors (gconstpointer data)
{
  const Case *test = data;
  g_autoptr(ConfabMarkdownScanner) scanner = read_case (test, LENGTH * 2);
  g_autoptr(GtkSourceBuffer) reference = new_reference (scanner, test->language);
  ConfabCodeRun *run = run_over (scanner, reference);

  g_test_message ("%u pieces", confab_code_run_get_n_pieces (run));
  if (test->is_cut)
    g_assert_cmpuint (confab_code_run_get_n_pieces (run), >=, 4);
  else
    g_assert_cmpuint (confab_code_run_get_n_pieces (run), ==, 1);
  confab_code_run_free (run);
}

/* From the end, as when a conversation is opened; and then all over the place. */
static void
test_any_order (void)
{
  g_autoptr(ConfabMarkdownScanner) scanner = read_case (&cases[0], LENGTH * 2);
  g_autoptr(GtkSourceBuffer) reference = new_reference (scanner, cases[0].language);
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  ConfabCodeRun *run = confab_code_run_new (scanner, n - 1);
  g_autofree int *offsets = g_new0 (int, n + 1);
  guint n_asked = 1;
  gboolean is_complete = FALSE;

  for (guint i = 0; i < n; i++)
    offsets[i + 1] = offsets[i] + get_length (scanner, i);

  /* Not all of it at once. */
  while (!is_complete)
    {
      g_autoptr(PangoAttrList) colors = confab_code_run_highlight (run, n - 1, &is_complete);

      n_asked++;
      if (!is_complete)
        g_assert_null (colors);
    }
  g_assert_cmpuint (n_asked, >, 5);
  g_assert_cmpuint (confab_code_run_get_n_pieces (run), >=, 4);

  for (guint i = 0; i < 2 * n; i++)
    {
      const guint segment = (n - 1 + i * 37) % n;
      g_autoptr(PangoAttrList) colors = confab_code_run_highlight (run, segment, &is_complete);

      g_assert_true (is_complete);
      assert_colors (reference, scanner, segment, offsets[segment], colors);
    }
  confab_code_run_free (run);
}

/* A reply that grows by some bytes at a time: each piece is looked at while it is open. */
static void
test_growing (void)
{
  g_autoptr(ConfabMarkdownScanner) whole = read_case (&cases[0], LENGTH * 2);
  g_autoptr(GtkSourceBuffer) reference = new_reference (whole, cases[0].language);
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autoptr(ConfabCodeHighlighter) highlighter = confab_code_highlighter_new ();
  g_autofree char *code = confab_markdown_scanner_dup_block_code (whole, 0);
  guint n = 0;
  int offset = 0;

  confab_markdown_scanner_feed (scanner, "```c\n", -1);
  for (const char *p = code; *p != '\0'; p += MIN (strlen (p), 64))
    {
      gboolean is_complete;

      confab_markdown_scanner_feed (scanner, p, (gssize)MIN (strlen (p), 64));
      for (; n < confab_markdown_scanner_get_n_segments (scanner); n++)
        {
          g_autoptr(PangoAttrList) colors =
            confab_code_highlighter_highlight (highlighter, scanner, n, &is_complete);

          g_assert_true (is_complete);
          if (!confab_markdown_scanner_get_segment (scanner, n)->sealed)
            break;
          assert_colors (reference, scanner, n, offset, colors);
          offset += get_length (scanner, n);
        }
    }
  g_assert_cmpuint (n, >, 100);
  confab_code_highlighter_clear (highlighter);
}

static void
append_rows (GtkWidget *widget,
             GString   *text)
{
  if (CONFAB_IS_CODE_BLOCK (widget))
    g_string_append_printf (text, "%s\n", confab_block_view_get_text (CONFAB_BLOCK_VIEW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    append_rows (child, text);
}

/* Wherever the block is cut, no line is lost. */
static void
test_blank_lines (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *transcript = confab_transcript_new ();
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(GString) code = g_string_new (NULL);
  g_autoptr(GString) rows = g_string_new (NULL);
  g_autoptr(ConfabMessage) message = NULL;
  g_autofree char *reply = NULL;

  for (guint i = 0; i < 30; i++)
    g_string_append (code, i % 6 == 0 ? "one\n" : "\n");
  g_string_append (code, "end\n");
  reply = g_strdup_printf ("```\n%s```\n", code->str);
  message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, reply);
  g_list_store_append (store, message);

  adw_window_set_content (ADW_WINDOW (window), transcript);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 600);
  gtk_window_present (GTK_WINDOW (window));
  confab_transcript_set_messages (CONFAB_TRANSCRIPT (transcript), G_LIST_MODEL (store));
  gtk_test_widget_wait_for_draw (window);
  append_rows (transcript, rows);
  g_assert_cmpstr (rows->str, ==, code->str);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/code-run/colors/%s-%zu", cases[i].language, i);

      g_test_add_data_func (path, &cases[i], test_colors);
    }
  g_test_add_func ("/ui/code-run/blank-lines", test_blank_lines);
  g_test_add_func ("/ui/code-run/any-order", test_any_order);
  g_test_add_func ("/ui/code-run/growing", test_growing);

  return g_test_run ();
}
