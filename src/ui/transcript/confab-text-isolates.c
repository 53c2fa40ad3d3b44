/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-isolates"

#include "config.h"

#include "confab-text-isolates.h"

#include "confab-markdown-direction.h"

#include <string.h>

/* What sets a piece apart from the directions around it, and ends that. */
#define BEGIN "\342\201\246"  /* U+2066, from left to right */
#define END   "\342\201\251"  /* U+2069 */
#define SIZE  (strlen (BEGIN))

/**
 * ConfabTextIsolates:
 *
 * A text as it is laid out where code or formulas stand between words that run from right to left.
 *
 * Code runs from left to right whatever is around it; its brackets would else stand on the wrong side.
 * So does a formula, and the pieces of a long one would else change places.
 * What sets it apart is in the text that is laid out and nowhere else: people copy, find and select in
 * the text itself, and places in the one are made those in the other here.
 */
struct _ConfabTextIsolates
{
  char   *text;    /* owned */
  GArray *places;  /* owned, of gsize: where in the text itself the marks stand, in order */
};

static gboolean
has_rtl (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (confab_markdown_direction_is_rtl (g_utf8_get_char (p)))
      return TRUE;

  return FALSE;
}

static gboolean
is_isolated (const ConfabMarkdownSpan *span)
{
  return span->style == CONFAB_MARKDOWN_STYLE_CODE || span->style == CONFAB_MARKDOWN_STYLE_MATH ||
         span->style == CONFAB_MARKDOWN_STYLE_DISPLAY_MATH;
}

static gboolean
has_isolated (const ConfabMarkdownText *text)
{
  for (guint i = 0; i < text->spans->len; i++)
    if (is_isolated (&g_array_index (text->spans, ConfabMarkdownSpan, i)))
      return TRUE;

  return FALSE;
}

/**
 * confab_text_isolates_new:
 * @text: a text with spans
 *
 * Returns: (transfer full) (nullable): how it is laid out, or %NULL if it is laid out as it is
 */
ConfabTextIsolates *
confab_text_isolates_new (const ConfabMarkdownText *text)
{
  ConfabTextIsolates *self;
  GString *isolated;
  gsize done = 0;

  if (!has_isolated (text) || !has_rtl (text->text))
    return NULL;

  self = g_new0 (ConfabTextIsolates, 1);
  self->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  isolated = g_string_sized_new (strlen (text->text) + 4 * SIZE);
  for (guint i = 0; i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

      if (!is_isolated (span) || span->start < done || span->start >= span->end)
        continue;
      g_string_append_len (isolated, text->text + done, (gssize) (span->start - done));
      g_string_append (isolated, BEGIN);
      g_string_append_len (isolated, text->text + span->start, (gssize) (span->end - span->start));
      g_string_append (isolated, END);
      g_array_append_val (self->places, span->start);
      g_array_append_val (self->places, span->end);
      done = span->end;
    }
  g_string_append (isolated, text->text + done);
  self->text = g_string_free (isolated, FALSE);

  return self;
}

/**
 * confab_text_isolates_free:
 * @self: (transfer full) (nullable): how a text is laid out
 */
void
confab_text_isolates_free (ConfabTextIsolates *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->places);
  g_free (self->text);
  g_free (self);
}

/**
 * confab_text_isolates_get_text:
 * @self: (nullable): how a text is laid out
 * @text: the text
 *
 * Returns: (transfer none): what is laid out
 */
const char *
confab_text_isolates_get_text (const ConfabTextIsolates *self,
                               const ConfabMarkdownText *text)
{
  return self != NULL ? self->text : text->text;
}

static gsize
to_layout (const ConfabTextIsolates *self,
           gsize                     index,
           gboolean                  is_end)
{
  guint n = 0;

  if (self == NULL)
    return index;

  for (; n < self->places->len; n++)
    {
      const gsize place = g_array_index (self->places, gsize, n);

      if (place > index || (is_end && place == index))
        break;
    }

  return index + n * SIZE;
}

/**
 * confab_text_isolates_to_start:
 * @self: (nullable): how a text is laid out
 * @index: a byte of the text itself
 *
 * Returns: the same byte of what is laid out
 */
gsize
confab_text_isolates_to_start (const ConfabTextIsolates *self,
                               gsize                     index)
{
  return to_layout (self, index, FALSE);
}

/**
 * confab_text_isolates_to_end:
 * @self: (nullable): how a text is laid out
 * @index: the byte after a piece of the text itself
 *
 * Returns: where the piece ends in what is laid out
 */
gsize
confab_text_isolates_to_end (const ConfabTextIsolates *self,
                             gsize                     index)
{
  return to_layout (self, index, TRUE);
}

/**
 * confab_text_isolates_from:
 * @self: (nullable): how a text is laid out
 * @index: a byte of what is laid out
 *
 * Returns: the same byte of the text itself; before and behind a mark is the same place
 */
gsize
confab_text_isolates_from (const ConfabTextIsolates *self,
                           gsize                     index)
{
  gsize before = 0;

  for (guint i = 0; self != NULL && i < self->places->len; i++)
    {
      const gsize place = g_array_index (self->places, gsize, i);

      if (index <= place + before)
        break;
      if (index < place + before + SIZE)
        return place;
      before += SIZE;
    }

  return index - before;
}

/**
 * confab_text_isolates_move:
 * @self: (nullable): how a text is laid out
 * @attributes: (transfer full): attributes of the text itself
 *
 * Returns: (transfer full): the same ones of what is laid out
 */
PangoAttrList *
confab_text_isolates_move (const ConfabTextIsolates *self,
                           PangoAttrList            *attributes)
{
  PangoAttrList *moved;
  GSList *all;

  if (self == NULL)
    return attributes;

  moved = pango_attr_list_new ();
  all = pango_attr_list_get_attributes (attributes);
  for (GSList *l = all; l != NULL; l = l->next)
    {
      PangoAttribute *attribute = l->data;

      if (attribute->start_index != PANGO_ATTR_INDEX_FROM_TEXT_BEGINNING)
        attribute->start_index = (guint) confab_text_isolates_to_start (self, attribute->start_index);
      if (attribute->end_index != PANGO_ATTR_INDEX_TO_TEXT_END)
        attribute->end_index = (guint) confab_text_isolates_to_end (self, attribute->end_index);
      pango_attr_list_insert (moved, attribute);
    }
  g_slist_free (all);
  pango_attr_list_unref (attributes);

  return moved;
}
