/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-responses-texts"

#include "config.h"

#include "confab-responses-texts.h"

#include "confab-json.h"

#include <string.h>

/* A part of a message's content, or a paragraph of reasoning. */
typedef struct
{
  ConfabResponsesField  field;
  gint64                index;
  guint                 slot;
  GString              *told;
  guint                 n_sources;  /* how many were told */
} Text;

/**
 * ConfabResponsesTexts:
 *
 * The texts of one output item of a Responses API reply.
 *
 * Each is said in pieces and then whole, twice or three times, and any of that may be left out. So
 * what was told is remembered, and only what is new is told.
 */
struct _ConfabResponsesTexts
{
  GPtrArray *texts;       /* (element-type Text), in the order in which they came */
  guint      slot;        /* the item's */
  gboolean   of_message;  /* each text has a slot of its own; all of the reasoning has one */
};

static void
text_free (gpointer data)
{
  Text *text = data;

  g_string_free (text->told, TRUE);
  g_free (text);
}

/* A service that counts differently in its pieces than in its lists gives pieces an index that is
 * in no list. */
static Text *
find_text (ConfabResponsesTexts *self,
           ConfabResponsesField  field,
           gint64                index,
           guint                 n_listed)
{
  for (guint i = self->texts->len; i > 0; i--)
    {
      Text *text = g_ptr_array_index (self->texts, i - 1);

      if (text->field == field && text->index == index)
        return text;
    }

  for (guint i = 0; n_listed > 0 && i < self->texts->len; i++)
    {
      Text *text = g_ptr_array_index (self->texts, i);

      if (text->field == field && text->index >= (gint64) n_listed)
        return text;
    }

  return NULL;
}

static Text *
add_text (ConfabResponsesTexts *self,
          ConfabReplyWriter    *writer,
          ConfabResponsesField  field,
          gint64                index)
{
  Text *text = g_new0 (Text, 1);

  text->field = field;
  text->index = index;
  text->told = g_string_new (NULL);
  text->slot = self->of_message && self->texts->len > 0 ? confab_reply_writer_new_slot (writer) : self->slot;
  g_ptr_array_add (self->texts, text);

  return text;
}

/* The first one anything was told of. */
static const Text *
find_told (ConfabResponsesTexts *self)
{
  for (guint i = 0; i < self->texts->len; i++)
    {
      const Text *text = g_ptr_array_index (self->texts, i);

      if (text->told->len > 0)
        return text;
    }

  return NULL;
}

static void
tell (ConfabResponsesTexts *self,
      ConfabReplyWriter    *writer,
      Text                 *text,
      const char           *piece)
{
  const Text *first = find_told (self);
  ConfabEventKind kind = CONFAB_EVENT_THINKING;

  if (*piece == '\0')
    return;

  if (self->of_message)
    kind = text->field == CONFAB_RESPONSES_REFUSAL ? CONFAB_EVENT_REFUSAL : CONFAB_EVENT_TEXT;

  /* Reasoning may be there in full and in short. What came first is shown, the other only kept. */
  else if (first != NULL && first->field != text->field)
    return;
  else if (first != NULL && text->told->len == 0)
    confab_reply_writer_text (writer, kind, text->slot, "\n\n", 2);

  confab_reply_writer_text (writer, kind, text->slot, piece, strlen (piece));
  g_string_append (text->told, piece);
}

/**
 * confab_responses_texts_new:
 * @slot: where the first text goes
 * @of_message: whether they are seen by the person, each a part of its own
 *
 * Returns: (transfer full): no texts
 */
ConfabResponsesTexts *
confab_responses_texts_new (guint    slot,
                            gboolean of_message)
{
  ConfabResponsesTexts *self = g_new0 (ConfabResponsesTexts, 1);

  self->texts = g_ptr_array_new_with_free_func (text_free);
  self->slot = slot;
  self->of_message = of_message;

  return self;
}

/**
 * confab_responses_texts_free:
 * @self: (nullable) (transfer full): the texts
 */
void
confab_responses_texts_free (ConfabResponsesTexts *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->texts);
  g_free (self);
}

/**
 * confab_responses_texts_is_empty:
 * @self: the texts
 *
 * Returns: whether none has begun
 */
gboolean
confab_responses_texts_is_empty (ConfabResponsesTexts *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->texts->len == 0;
}

/**
 * confab_responses_texts_add:
 * @self: the texts
 * @writer: where to tell it
 * @field: what is added to
 * @index: which one of them
 * @piece: what is added
 */
void
confab_responses_texts_add (ConfabResponsesTexts *self,
                            ConfabReplyWriter    *writer,
                            ConfabResponsesField  field,
                            gint64                index,
                            const char           *piece)
{
  Text *text;

  g_return_if_fail (self != NULL);
  g_return_if_fail (piece != NULL);

  text = find_text (self, field, index, 0);
  if (text == NULL)
    text = add_text (self, writer, field, index);
  tell (self, writer, text, piece);
}

/**
 * confab_responses_texts_settle:
 * @self: the texts
 * @writer: where to tell it
 * @field: what is meant
 * @index: which one of them
 * @n_listed: how many there are of all fields, if that is known, or 0
 * @whole: (nullable): all of it
 *
 * Tells what no piece has told. Nothing can be taken back, so a text that began differently stays
 * as it was.
 */
void
confab_responses_texts_settle (ConfabResponsesTexts *self,
                               ConfabReplyWriter    *writer,
                               ConfabResponsesField  field,
                               gint64                index,
                               guint                 n_listed,
                               const char           *whole)
{
  Text *text;

  g_return_if_fail (self != NULL);

  if (whole == NULL || *whole == '\0')
    return;

  text = find_text (self, field, index, n_listed);
  if (text == NULL)
    text = add_text (self, writer, field, index);
  if (strncmp (whole, text->told->str, text->told->len) != 0)
    return;

  /* Where texts share a slot, only the last can go on. */
  if (self->of_message || text->told->len == 0 || text == g_ptr_array_index (self->texts, self->texts->len - 1))
    tell (self, writer, text, whole + text->told->len);
}

static void
tell_source (ConfabReplyWriter *writer,
             Text              *text,
             JsonObject        *annotation)
{
  JsonObject *source = confab_json_get_object (annotation, "url_citation");
  const char *title;

  /* Some nest it, as Chat Completions does. */
  if (source == NULL)
    source = annotation;

  title = confab_json_get_text (source, "title");
  if (title == NULL)
    title = confab_json_get_text (source, "filename");

  text->n_sources++;
  confab_reply_writer_citation (writer, text->slot, source, confab_json_get_text (source, "url"), title);
}

/**
 * confab_responses_texts_cite:
 * @self: the texts of a message
 * @writer: where to tell it
 * @index: which text has the source
 * @annotation: (nullable): what is said of the source; members may be added
 */
void
confab_responses_texts_cite (ConfabResponsesTexts *self,
                             ConfabReplyWriter    *writer,
                             gint64                index,
                             JsonObject           *annotation)
{
  Text *text;

  g_return_if_fail (self != NULL);

  if (annotation == NULL)
    return;

  text = find_text (self, CONFAB_RESPONSES_TEXT, index, 0);
  if (text == NULL)
    text = add_text (self, writer, CONFAB_RESPONSES_TEXT, index);
  tell_source (writer, text, annotation);
}

/**
 * confab_responses_texts_settle_sources:
 * @self: the texts of a message
 * @writer: where to tell it
 * @index: which text has the sources
 * @n_listed: how many texts there are
 * @annotations: (nullable): all its sources; members may be added to them
 *
 * Tells the sources that were not told yet.
 */
void
confab_responses_texts_settle_sources (ConfabResponsesTexts *self,
                                       ConfabReplyWriter    *writer,
                                       gint64                index,
                                       guint                 n_listed,
                                       JsonArray            *annotations)
{
  Text *text;

  g_return_if_fail (self != NULL);

  text = find_text (self, CONFAB_RESPONSES_TEXT, index, n_listed);
  for (guint i = text != NULL ? text->n_sources : 0; text != NULL && i < confab_json_array_length (annotations); i++)
    if (confab_json_array_object (annotations, i) != NULL)
      tell_source (writer, text, confab_json_array_object (annotations, i));
}

/**
 * confab_responses_texts_seal:
 * @self: the texts of a message
 * @writer: where to tell it
 * @json: (nullable): what must be sent back, which stands for all of them
 *
 * Tells that the texts are complete.
 */
void
confab_responses_texts_seal (ConfabResponsesTexts *self,
                             ConfabReplyWriter    *writer,
                             const char           *json)
{
  const Text *first;

  g_return_if_fail (self != NULL);

  first = find_told (self);
  for (guint i = 0; i < self->texts->len; i++)
    {
      const Text *text = g_ptr_array_index (self->texts, i);

      if (text->told->len > 0)
        confab_reply_writer_sealed (writer, text->slot, text == first ? json : NULL);
    }
}
