/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-json-writer"

#include "config.h"

#include "confab-json-writer.h"

#include "confab-json.h"

#include <math.h>

/**
 * ConfabJsonWriter:
 *
 * Writes JSON text from the front to the end.
 *
 * A tree of nodes that is serialised afterwards cannot carry JSON which somebody else wrote without
 * writing it anew, with other escapes and other numbers; signed thinking must go back as it came.
 * Here such text is put in as it is, between values written by us. The order of members is the
 * order of the calls, which keeps prompt caches warm.
 */
struct _ConfabJsonWriter
{
  GString  *text;
  guint     depth;
  gboolean  need_comma;  /* a value stands before the next one on this level */
};

static void
begin_value (ConfabJsonWriter *self)
{
  if (self->need_comma)
    g_string_append_c (self->text, ',');
  self->need_comma = TRUE;
}

/**
 * confab_json_writer_new:
 *
 * Returns: (transfer full): a writer that has written nothing
 */
ConfabJsonWriter *
confab_json_writer_new (void)
{
  ConfabJsonWriter *self = g_new0 (ConfabJsonWriter, 1);

  self->text = g_string_new (NULL);

  return self;
}

/**
 * confab_json_writer_free:
 * @self: (nullable) (transfer full): a writer
 *
 * Drops what was written.
 */
void
confab_json_writer_free (ConfabJsonWriter *self)
{
  if (self == NULL)
    return;

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * confab_json_writer_finish:
 * @self: (transfer full): a writer whose objects and arrays are all closed
 *
 * Returns: (transfer full): the text that was written, valid UTF-8
 */
char *
confab_json_writer_finish (ConfabJsonWriter *self)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->depth == 0, NULL);

  text = g_string_free (g_steal_pointer (&self->text), FALSE);
  confab_json_writer_free (self);

  return text;
}

/**
 * confab_json_writer_begin_object:
 *
 * Opens an object as the next value.
 */
void
confab_json_writer_begin_object (ConfabJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_value (self);
  g_string_append_c (self->text, '{');
  self->depth++;
  self->need_comma = FALSE;
}

/**
 * confab_json_writer_end_object:
 *
 * Closes the object that was opened last.
 */
void
confab_json_writer_end_object (ConfabJsonWriter *self)
{
  g_return_if_fail (self != NULL && self->depth > 0);

  g_string_append_c (self->text, '}');
  self->depth--;
  self->need_comma = TRUE;
}

/**
 * confab_json_writer_begin_array:
 *
 * Opens an array as the next value.
 */
void
confab_json_writer_begin_array (ConfabJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_value (self);
  g_string_append_c (self->text, '[');
  self->depth++;
  self->need_comma = FALSE;
}

/**
 * confab_json_writer_end_array:
 *
 * Closes the array that was opened last.
 */
void
confab_json_writer_end_array (ConfabJsonWriter *self)
{
  g_return_if_fail (self != NULL && self->depth > 0);

  g_string_append_c (self->text, ']');
  self->depth--;
  self->need_comma = TRUE;
}

/**
 * confab_json_writer_add_name:
 * @name: a member's name
 *
 * Names the next value, inside an object.
 */
void
confab_json_writer_add_name (ConfabJsonWriter *self,
                             const char       *name)
{
  g_return_if_fail (self != NULL && self->depth > 0);
  g_return_if_fail (name != NULL);

  confab_json_writer_add_string (self, name);
  g_string_append_c (self->text, ':');
  self->need_comma = FALSE;
}

/**
 * confab_json_writer_add_string:
 * @value: a text; what is not valid UTF-8 in it is replaced
 *
 * Adds a string. No provider is ever sent broken text: one such byte, kept in the history, would
 * make every later request of the conversation fail.
 */
void
confab_json_writer_add_string (ConfabJsonWriter *self,
                               const char       *value)
{
  g_autofree char *repaired = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (value != NULL);

  if (!g_utf8_validate (value, -1, NULL))
    value = repaired = g_utf8_make_valid (value, -1);

  begin_value (self);
  confab_json_append_string (self->text, value);
}

/**
 * confab_json_writer_add_data:
 * @prefix: what stands before the data in the string, such as the head of a `data:` URL; nothing that needs an escape
 * @data: any bytes
 *
 * Adds a string with @data in Base64, without line breaks.
 */
void
confab_json_writer_add_data (ConfabJsonWriter *self,
                             const char       *prefix,
                             GBytes           *data)
{
  gconstpointer bytes;
  gsize length, written, start;
  int state = 0, save = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (prefix != NULL);
  g_return_if_fail (data != NULL);

  bytes = g_bytes_get_data (data, &length);

  begin_value (self);
  g_string_append_c (self->text, '"');
  g_string_append (self->text, prefix);

  /* Encoded in place: pictures are megabytes. */
  start = self->text->len;
  g_string_set_size (self->text, start + (length / 3 + 1) * 4 + 4);
  written = g_base64_encode_step (bytes, length, FALSE, self->text->str + start, &state, &save);
  written += g_base64_encode_close (FALSE, self->text->str + start + written, &state, &save);
  g_string_truncate (self->text, start + written);

  g_string_append_c (self->text, '"');
}

/**
 * confab_json_writer_add_int:
 * @value: a number
 *
 * Adds a whole number.
 */
void
confab_json_writer_add_int (ConfabJsonWriter *self,
                            gint64            value)
{
  g_return_if_fail (self != NULL);

  begin_value (self);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/**
 * confab_json_writer_add_double:
 * @value: a number
 *
 * Adds a number as a person would write it, so that 0.7 does not become 0.69999999999999996.
 */
void
confab_json_writer_add_double (ConfabJsonWriter *self,
                               double            value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (self != NULL);

  begin_value (self);
  if (isfinite (value))
    g_string_append (self->text, g_ascii_formatd (buffer, sizeof buffer, "%.15g", value));
  else
    g_string_append (self->text, "null");
}

/**
 * confab_json_writer_add_boolean:
 * @value: a truth
 *
 * Adds `true` or `false`.
 */
void
confab_json_writer_add_boolean (ConfabJsonWriter *self,
                                gboolean          value)
{
  g_return_if_fail (self != NULL);

  begin_value (self);
  g_string_append (self->text, value ? "true" : "false");
}

/**
 * confab_json_writer_add_null:
 *
 * Adds `null`.
 */
void
confab_json_writer_add_null (ConfabJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_value (self);
  g_string_append (self->text, "null");
}

/**
 * confab_json_writer_add_raw:
 * @json: one valid JSON value in valid UTF-8
 *
 * Adds a value that is written already, byte for byte.
 */
void
confab_json_writer_add_raw (ConfabJsonWriter *self,
                            const char       *json)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);

  begin_value (self);
  g_string_append (self->text, json);
}

/**
 * confab_json_writer_set_string:
 * @name: a member's name
 * @value: a text
 *
 * Adds a member that is a string.
 */
void
confab_json_writer_set_string (ConfabJsonWriter *self,
                               const char       *name,
                               const char       *value)
{
  confab_json_writer_add_name (self, name);
  confab_json_writer_add_string (self, value);
}
