/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-code-highlighter"

#include "config.h"

#include "confab-code-highlighter.h"

#include <string.h>

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "confab-code-language.h"

/* Blocks of code whose analysis is kept at hand. */
#define MAX_RUNS 4

/* How much of a long block is read at a time, so that jumping to its end does not hold up a frame. */
#define MAX_BYTES_AT_ONCE 8192

/* What asks for the tags of a place looks at all of its line. Longer ones are not written by people,
 * nor read by them; they have no colours. */
#define MAX_LINE 512

/* The analysis of one block of code as far as it was read. */
typedef struct
{
  ConfabMarkdownScanner *scanner;   /* borrowed: only compared */
  GtkSourceBuffer       *buffer;    /* owned */
  GArray                *offsets;   /* of int: where each segment begins, in characters */
  char                  *last_text; /* owned, nullable: of the last segment read */
  guint                  block_id;
  guint                  first;     /* its first segment */
} Run;

/**
 * ConfabCodeHighlighter:
 *
 * Colours code by running it through text buffers that nobody looks at.
 *
 * What a line means depends on the lines before it, and a buffer remembers that: an open block only
 * costs what was added to it. A few buffers are kept, so that scrolling about in a long block does
 * not read it again and again.
 */
struct _ConfabCodeHighlighter
{
  GObject    parent_instance;

  GPtrArray *runs;  /* owned, of Run; the most recent last */
};

G_DEFINE_FINAL_TYPE (ConfabCodeHighlighter, confab_code_highlighter, G_TYPE_OBJECT)

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->buffer);
  g_clear_pointer (&run->offsets, g_array_unref);
  g_clear_pointer (&run->last_text, g_free);
  g_free (run);
}

static GtkSourceStyleScheme *
find_scheme (void)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  const gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  return gtk_source_style_scheme_manager_get_scheme (manager, is_dark ? "Adwaita-dark" : "Adwaita");
}

static Run *
run_new (ConfabMarkdownScanner *scanner,
         guint                  segment)
{
  Run *run = g_new0 (Run, 1);
  g_autofree char *language = NULL;

  run->scanner = scanner;
  run->block_id = confab_markdown_scanner_get_segment (scanner, segment)->block_id;
  run->first = segment;
  while (run->first > 0 &&
         confab_markdown_scanner_get_segment (scanner, run->first - 1)->block_id == run->block_id)
    run->first--;

  language = confab_markdown_scanner_dup_language (scanner, run->first);
  run->buffer = gtk_source_buffer_new (NULL);
  run->offsets = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (run->buffer), FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (run->buffer, FALSE);
  gtk_source_buffer_set_style_scheme (run->buffer, find_scheme ());
  gtk_source_buffer_set_language (run->buffer, confab_code_language_find (language));

  return run;
}

static Run *
get_run (ConfabCodeHighlighter *self,
         ConfabMarkdownScanner *scanner,
         guint                  segment)
{
  const guint block_id = confab_markdown_scanner_get_segment (scanner, segment)->block_id;
  Run *run;

  for (guint i = self->runs->len; i > 0; i--)
    {
      run = g_ptr_array_index (self->runs, i - 1);
      if (run->scanner == scanner && run->block_id == block_id)
        {
          if (i < self->runs->len)
            {
              run = g_ptr_array_steal_index (self->runs, i - 1);
              g_ptr_array_add (self->runs, run);
            }
          return run;
        }
    }

  if (self->runs->len == MAX_RUNS)
    g_ptr_array_remove_index (self->runs, 0);
  run = run_new (scanner, segment);
  g_ptr_array_add (self->runs, run);

  return run;
}

static void
set_tail (Run        *run,
          const char *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (run->buffer);
  const gsize old_length = run->last_text != NULL ? strlen (run->last_text) : 0;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (old_length > 0 && strncmp (text, run->last_text, old_length) == 0)
    {
      gtk_text_buffer_insert (buffer, &end, text + old_length, -1);
    }
  else
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                          g_array_index (run->offsets, int, run->offsets->len - 1));
      gtk_text_buffer_delete (buffer, &start, &end);
      gtk_text_buffer_insert (buffer, &end, text, -1);
    }

  g_free (run->last_text);
  run->last_text = g_strdup (text);
}

static gboolean
has_long_line (const char *text)
{
  while (*text != '\0')
    {
      const gsize length = strcspn (text, "\n");

      if (length > MAX_LINE)
        return TRUE;
      text += length + (text[length] == '\n' ? 1 : 0);
    }

  return FALSE;
}

/* Reads on up to a segment. Returns whether it got there. */
static gboolean
read_up_to (Run   *run,
            guint  segment)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (run->buffer);
  gsize budget = MAX_BYTES_AT_ONCE;

  /* The last segment read may have been open, and grown since. */
  for (guint i = run->first + MAX (run->offsets->len, 1) - 1; i <= segment; i++)
    {
      g_autofree char *text = confab_markdown_scanner_dup_content (run->scanner, i);
      const gsize length = strlen (text);

      if (length > 0 && text[length - 1] == '\n')
        text[length - 1] = '\0';
      if (has_long_line (text))
        *text = '\0';

      if (i - run->first == run->offsets->len)
        {
          GtkTextIter end;
          int offset;

          gtk_text_buffer_get_end_iter (buffer, &end);
          if (run->offsets->len > 0)
            gtk_text_buffer_insert (buffer, &end, "\n", 1);
          offset = gtk_text_iter_get_offset (&end);
          g_array_append_val (run->offsets, offset);
          g_clear_pointer (&run->last_text, g_free);
        }
      if (i - run->first == run->offsets->len - 1 && g_strcmp0 (text, run->last_text) != 0)
        set_tail (run, text);

      if (length > budget && i < segment)
        return FALSE;
      budget -= MIN (length, budget);
    }

  return TRUE;
}

static void
add_attribute (PangoAttrList  *list,
               PangoAttribute *attribute,
               guint           start,
               guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static void
add_tag (PangoAttrList *list,
         GtkTextTag    *tag,
         guint          start,
         guint          end)
{
  g_autoptr(GdkRGBA) color = NULL;
  gboolean has_color;
  gboolean has_weight;
  gboolean has_style;
  PangoStyle style;
  int weight;

  g_object_get (tag,
                "foreground-set", &has_color,
                "foreground-rgba", &color,
                "weight-set", &has_weight,
                "weight", &weight,
                "style-set", &has_style,
                "style", &style,
                NULL);
  if (has_color && color != NULL)
    add_attribute (list, pango_attr_foreground_new (color->red * 65535, color->green * 65535, color->blue * 65535),
                   start, end);
  if (has_weight)
    add_attribute (list, pango_attr_weight_new (weight), start, end);
  if (has_style)
    add_attribute (list, pango_attr_style_new (style), start, end);
}

static void
on_style_manager_notify_dark_cb (ConfabCodeHighlighter *self)
{
  confab_code_highlighter_clear (self);
}

static void
confab_code_highlighter_finalize (GObject *object)
{
  ConfabCodeHighlighter *self = CONFAB_CODE_HIGHLIGHTER (object);

  g_clear_pointer (&self->runs, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_code_highlighter_parent_class)->finalize (object);
}

static void
confab_code_highlighter_class_init (ConfabCodeHighlighterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_code_highlighter_finalize;

  gtk_source_init ();
}

static void
confab_code_highlighter_init (ConfabCodeHighlighter *self)
{
  self->runs = g_ptr_array_new_with_free_func (run_free);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (on_style_manager_notify_dark_cb), self, G_CONNECT_SWAPPED);
}

/**
 * confab_code_highlighter_new:
 *
 * Returns: (transfer full): a highlighter
 */
ConfabCodeHighlighter *
confab_code_highlighter_new (void)
{
  return g_object_new (CONFAB_TYPE_CODE_HIGHLIGHTER, NULL);
}

/**
 * confab_code_highlighter_highlight:
 * @scanner: what cut the document
 * @segment: a segment of code
 * @is_complete: (out): whether the colours are right; else ask again in idle time
 *
 * Colours a segment by what it and the segments of its block before it say.
 *
 * Returns: (transfer full) (nullable): its colours, or %NULL when there are none
 */
PangoAttrList *
confab_code_highlighter_highlight (ConfabCodeHighlighter *self,
                                   ConfabMarkdownScanner *scanner,
                                   guint                  segment,
                                   gboolean              *is_complete)
{
  Run *run = get_run (self, scanner, segment);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (run->buffer);
  PangoAttrList *list;
  GtkTextIter start;
  GtkTextIter end;
  guint position;
  guint at = 0;

  *is_complete = TRUE;
  if (gtk_source_buffer_get_language (run->buffer) == NULL)
    return NULL;

  *is_complete = read_up_to (run, segment);
  if (!*is_complete)
    return NULL;

  position = segment - run->first;
  gtk_text_buffer_get_iter_at_offset (buffer, &start, g_array_index (run->offsets, int, position));
  if (position + 1 < run->offsets->len)
    gtk_text_buffer_get_iter_at_offset (buffer, &end, g_array_index (run->offsets, int, position + 1) - 1);
  else
    gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_source_buffer_ensure_highlight (run->buffer, &start, &end);

  list = pango_attr_list_new ();
  while (gtk_text_iter_compare (&start, &end) < 0)
    {
      GtkTextIter next = start;
      g_autofree char *slice = NULL;
      g_autoptr(GSList) tags = gtk_text_iter_get_tags (&start);
      guint length;

      if (!gtk_text_iter_forward_to_tag_toggle (&next, NULL) || gtk_text_iter_compare (&next, &end) > 0)
        next = end;
      slice = gtk_text_iter_get_slice (&start, &next);
      length = strlen (slice);
      for (GSList *l = tags; l != NULL; l = l->next)
        add_tag (list, l->data, at, at + length);
      at += length;
      start = next;
    }

  return list;
}

/**
 * confab_code_highlighter_clear:
 *
 * Forgets every document. To be called before a scanner is freed.
 */
void
confab_code_highlighter_clear (ConfabCodeHighlighter *self)
{
  g_return_if_fail (CONFAB_IS_CODE_HIGHLIGHTER (self));

  g_ptr_array_set_size (self->runs, 0);
}
