/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-code-run"

#include "config.h"

#include "confab-code-run.h"

#include <string.h>

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "confab-code-language.h"

/* How much of a long block is read at a time, so that jumping to its end does not hold up a frame. */
#define MAX_BYTES_AT_ONCE 8192

/* What asks for the tags of a place looks at all of its line. Longer ones are not written by people,
 * nor read by them; they have no colours. */
#define MAX_LINE 512

/* A buffer walks over all that it knows of its text with each change, so that a longer one costs more. */
#define PIECE_BYTES (16 * 1024)

/* A fresh buffer that has begun within a comment needs its end before it sees what the old one sees. */
#define MAX_TRIAL_SEGMENTS 3

/* A text buffer and what was read into it. */
typedef struct
{
  GtkSourceBuffer *buffer;     /* owned */
  GArray          *offsets;    /* owned, of int: where each segment begins, in characters */
  char            *last_text;  /* owned, nullable: of the last segment read */
  gsize            n_bytes;    /* of segments before the last one */
  guint            first;      /* the first segment read */
  guint            start;      /* the first segment that has its colours from here */
} Piece;

/**
 * ConfabCodeRun:
 *
 * The colours of one block of code, as far as it was read.
 *
 * What a line means depends on the lines before it, and a text buffer that nobody looks at remembers
 * that. In a long block one buffer after the other does so: a fresh one begins where the old one is
 * full, and takes over as soon as it has coloured all of a segment as the old one did. Where it never
 * does, as in the middle of a page within a page, the old one goes on.
 */
struct _ConfabCodeRun
{
  ConfabMarkdownScanner *scanner;   /* borrowed */
  GtkSourceLanguage     *language;  /* borrowed, nullable */
  GPtrArray             *pieces;    /* owned, of Piece; the last one is read into */
  Piece                 *trial;     /* owned, nullable: may become the next one */
  guint                  block_id;
  guint                  first;     /* its first segment */
};

static GtkSourceStyleScheme *
find_scheme (void)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  const gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  return gtk_source_style_scheme_manager_get_scheme (manager, is_dark ? "Adwaita-dark" : "Adwaita");
}

static Piece *
piece_new (ConfabCodeRun *self,
           guint          first)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->first = piece->start = first;
  piece->buffer = gtk_source_buffer_new (NULL);
  piece->offsets = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (piece->buffer), FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (piece->buffer, FALSE);
  gtk_source_buffer_set_style_scheme (piece->buffer, find_scheme ());
  gtk_source_buffer_set_language (piece->buffer, self->language);

  return piece;
}

static void
piece_free (Piece *piece)
{
  g_clear_object (&piece->buffer);
  g_clear_pointer (&piece->offsets, g_array_unref);
  g_clear_pointer (&piece->last_text, g_free);
  g_free (piece);
}

static void
piece_get_segment (Piece       *piece,
                   guint        segment,
                   GtkTextIter *start,
                   GtkTextIter *end)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (piece->buffer);
  const guint position = segment - piece->first;

  gtk_text_buffer_get_iter_at_offset (buffer, start, g_array_index (piece->offsets, int, position));
  if (position + 1 < piece->offsets->len)
    gtk_text_buffer_get_iter_at_offset (buffer, end, g_array_index (piece->offsets, int, position + 1));
  else
    gtk_text_buffer_get_end_iter (buffer, end);
  gtk_text_iter_backward_char (end);
}

/* Reads the next segment, or what has been added to the last one. */
static void
piece_read (Piece      *piece,
            guint       segment,
            const char *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (piece->buffer);
  gsize old_length = piece->last_text != NULL ? strlen (piece->last_text) : 0;
  GtkTextIter start;
  GtkTextIter end;

  if (segment == piece->first + piece->offsets->len)
    {
      const int offset = gtk_text_buffer_get_char_count (buffer);

      /* A word is only seen as what it is once its line has an end. */
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert (buffer, &end, "\n", 1);
      g_array_append_val (piece->offsets, offset);
      g_clear_pointer (&piece->last_text, g_free);
      piece->n_bytes += old_length;
      old_length = 0;
    }
  if (g_strcmp0 (text, piece->last_text) == 0)
    return;

  piece_get_segment (piece, segment, &start, &end);
  if (old_length > 0 && strncmp (text, piece->last_text, old_length) != 0)
    {
      gtk_text_buffer_delete (buffer, &start, &end);
      old_length = 0;
    }
  gtk_text_buffer_insert (buffer, &end, text + old_length, -1);
  g_free (piece->last_text);
  piece->last_text = g_strdup (text);
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

/* Returns: (transfer full): the colours of a segment that was read */
static PangoAttrList *
piece_dup_colors (Piece *piece,
                  guint  segment)
{
  PangoAttrList *list = pango_attr_list_new ();
  GtkTextIter start;
  GtkTextIter end;
  guint at = 0;

  piece_get_segment (piece, segment, &start, &end);
  gtk_source_buffer_ensure_highlight (piece->buffer, &start, &end);

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

static Piece *
get_last (ConfabCodeRun *self)
{
  return g_ptr_array_index (self->pieces, self->pieces->len - 1);
}

/* pango_attr_list_equal() of Pango 1.50 gets lists of more than 32 attributes wrong. */
static gboolean
colors_are_equal (GSList *first,
                  GSList *second)
{
  while (first != NULL && second != NULL)
    {
      const PangoAttribute *one = first->data;
      const PangoAttribute *two = second->data;

      if (one->start_index != two->start_index || one->end_index != two->end_index ||
          !pango_attribute_equal (one, two))
        return FALSE;
      first = first->next;
      second = second->next;
    }

  return first == NULL && second == NULL;
}

/* A segment without any colours proves nothing. */
static gboolean
trial_agrees (ConfabCodeRun *self,
              guint          segment)
{
  g_autoptr(PangoAttrList) expected = piece_dup_colors (get_last (self), segment);
  g_autoptr(PangoAttrList) actual = piece_dup_colors (self->trial, segment);
  GSList *first = pango_attr_list_get_attributes (expected);
  GSList *second = pango_attr_list_get_attributes (actual);
  const gboolean agrees = first != NULL && colors_are_equal (first, second);

  g_slist_free_full (first, (GDestroyNotify)pango_attribute_destroy);
  g_slist_free_full (second, (GDestroyNotify)pango_attribute_destroy);

  return agrees;
}

/* Decides which buffers read the next segment. All of those before it are as they stay. */
static void
turn_over (ConfabCodeRun *self,
           guint          segment)
{
  if (self->trial != NULL && trial_agrees (self, segment - 1))
    {
      self->trial->start = segment;
      g_ptr_array_add (self->pieces, g_steal_pointer (&self->trial));
    }
  else if (self->trial != NULL && self->trial->offsets->len == MAX_TRIAL_SEGMENTS)
    {
      g_clear_pointer (&self->trial, piece_free);
    }

  if (self->trial == NULL && get_last (self)->n_bytes >= PIECE_BYTES)
    self->trial = piece_new (self, segment);
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
read_up_to (ConfabCodeRun *self,
            guint          segment)
{
  const Piece *last = get_last (self);
  gsize budget = MAX_BYTES_AT_ONCE;

  /* The last segment read may have been open, and grown since. */
  for (guint i = last->first + MAX (last->offsets->len, 1) - 1; i <= segment; i++)
    {
      g_autofree char *text = confab_markdown_scanner_dup_content (self->scanner, i);
      const gsize length = strlen (text);

      if (has_long_line (text))
        *text = '\0';

      if (i > self->first && i == get_last (self)->first + get_last (self)->offsets->len)
        turn_over (self, i);
      piece_read (get_last (self), i, text);
      if (self->trial != NULL)
        piece_read (self->trial, i, text);

      if (length > budget && i < segment)
        return FALSE;
      budget -= MIN (length, budget);
    }

  return TRUE;
}

/**
 * confab_code_run_new:
 * @scanner: what cut the document
 * @segment: any segment of the block
 *
 * Returns: (transfer full): a run that has not read anything yet; to be freed before @scanner is
 */
ConfabCodeRun *
confab_code_run_new (ConfabMarkdownScanner *scanner,
                     guint                  segment)
{
  ConfabCodeRun *self = g_new0 (ConfabCodeRun, 1);
  g_autofree char *name = NULL;

  self->scanner = scanner;
  self->block_id = confab_markdown_scanner_get_segment (scanner, segment)->block_id;
  self->first = segment;
  while (self->first > 0 &&
         confab_markdown_scanner_get_segment (scanner, self->first - 1)->block_id == self->block_id)
    self->first--;

  name = confab_markdown_scanner_dup_language (scanner, self->first);
  self->language = confab_code_language_find (name);
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify)piece_free);
  g_ptr_array_add (self->pieces, piece_new (self, self->first));

  return self;
}

/**
 * confab_code_run_free:
 * @self: (transfer full) (nullable): a run
 */
void
confab_code_run_free (ConfabCodeRun *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->trial, piece_free);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_free (self);
}

/**
 * confab_code_run_is_of:
 * @scanner: what cut a document
 * @block_id: a block of it
 *
 * Returns: whether it reads that block
 */
gboolean
confab_code_run_is_of (ConfabCodeRun         *self,
                       ConfabMarkdownScanner *scanner,
                       guint                  block_id)
{
  return self->scanner == scanner && self->block_id == block_id;
}

/**
 * confab_code_run_highlight:
 * @segment: a segment of the block
 * @is_complete: (out): whether the colours are right; else ask again in idle time
 *
 * Reads up to a segment, but not too much at once.
 *
 * Returns: (transfer full) (nullable): the colours of the segment, or %NULL when there are none
 */
PangoAttrList *
confab_code_run_highlight (ConfabCodeRun *self,
                           guint          segment,
                           gboolean      *is_complete)
{
  *is_complete = TRUE;
  if (self->language == NULL)
    return NULL;

  if (segment >= get_last (self)->start)
    *is_complete = read_up_to (self, segment);
  if (!*is_complete)
    return NULL;

  for (guint i = self->pieces->len; i > 0; i--)
    {
      Piece *piece = g_ptr_array_index (self->pieces, i - 1);

      if (piece->start <= segment)
        return piece_dup_colors (piece, segment);
    }

  return NULL;
}

/**
 * confab_code_run_get_n_pieces:
 *
 * Returns: how many buffers remember what was read
 */
guint
confab_code_run_get_n_pieces (ConfabCodeRun *self)
{
  return self->pieces->len;
}
