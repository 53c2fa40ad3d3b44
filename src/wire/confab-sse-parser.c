/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sse-parser"

#include "config.h"

#include "confab-sse-parser.h"

#include "confab-ndjson-parser.h"

#include <string.h>

/**
 * ConfabSseParser:
 *
 * Cuts a stream of server-sent events apart. Pure: bytes in, events out; no thread of its own.
 *
 * It works on bytes, since a read may end within a character. Beyond the standard it hands out what
 * would be lost otherwise: the last event of a stream that ends without a blank line, fields of
 * other names whose value is a JSON object (some servers write `error: {…}`), and JSON that stands
 * in the stream without any field.
 */
struct _ConfabSseParser
{
  GString            *line;             /* bytes of the unfinished line */
  GString            *data;             /* finished data lines of the open event */
  GString            *event;            /* its name */
  ConfabNdjsonParser *bare;             /* JSON without a field */
  gsize               max_event_bytes;
  guint               has_data : 1;
  guint               has_event : 1;
  guint               skip_lf : 1;      /* the last byte fed was '\r' */
  guint               started : 1;      /* the first line is over */
};

typedef struct
{
  ConfabSseFunc func;
  gpointer      user_data;
} Sink;

/**
 * confab_sse_parser_new:
 * @max_event_bytes: the largest event to accept, its unfinished line included
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
ConfabSseParser *
confab_sse_parser_new (gsize max_event_bytes)
{
  ConfabSseParser *self = g_new0 (ConfabSseParser, 1);

  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->bare = confab_ndjson_parser_new (max_event_bytes);
  self->max_event_bytes = max_event_bytes;

  return self;
}

/**
 * confab_sse_parser_free:
 * @self: (nullable): the parser
 *
 * Frees the parser and what it holds of an unfinished event.
 */
void
confab_sse_parser_free (ConfabSseParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->event, TRUE);
  confab_ndjson_parser_free (self->bare);
  g_free (self);
}

static gboolean
dispatch (ConfabSseParser  *self,
          const Sink       *sink,
          GError          **error)
{
  gboolean ok = TRUE;

  if (self->has_data)
    ok = sink->func (self->has_event ? self->event->str : NULL,
                     self->data->str, self->data->len, sink->user_data, error);

  g_string_truncate (self->data, 0);
  g_string_truncate (self->event, 0);
  self->has_data = FALSE;
  self->has_event = FALSE;

  return ok;
}

static gboolean
accept_bare_json (const char  *json,
                  gsize        length,
                  gpointer     user_data,
                  GError     **error)
{
  const Sink *sink = user_data;
  g_autofree char *copy = g_malloc (length + 1);

  /* An event's data promises a NUL behind it. */
  memcpy (copy, json, length);
  copy[length] = '\0';

  return sink->func (NULL, copy, length, sink->user_data, error);
}

static gboolean
feed_bare (ConfabSseParser  *self,
           const char       *line,
           gsize             length,
           const Sink       *sink,
           GError          **error)
{
  return confab_ndjson_parser_feed (self->bare, line, length, accept_bare_json, (gpointer) sink, error) &&
         confab_ndjson_parser_feed (self->bare, "\n", 1, accept_bare_json, (gpointer) sink, error);
}

static gboolean
name_is (const char *name,
         gsize       length,
         const char *expected)
{
  return length == strlen (expected) && memcmp (name, expected, length) == 0;
}

static gboolean
starts_with (const char *line,
             gsize       length,
             const char *prefix)
{
  return length >= strlen (prefix) && memcmp (line, prefix, strlen (prefix)) == 0;
}

static gboolean
accept_field (ConfabSseParser  *self,
              const char       *name,
              gsize             name_length,
              const char       *value,
              gsize             length,
              const Sink       *sink,
              GError          **error)
{
  if (name_is (name, name_length, "data"))
    {
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      g_string_append_len (self->data, value, length);
      self->has_data = TRUE;
    }
  else if (name_is (name, name_length, "event"))
    {
      g_string_truncate (self->event, 0);
      g_string_append_len (self->event, value, length);
      self->has_event = TRUE;
    }
  else if (length > 0 && value[0] == '{' &&
           !name_is (name, name_length, "id") && !name_is (name, name_length, "retry"))
    {
      if (!dispatch (self, sink, error))
        return FALSE;

      g_string_append_len (self->event, name, name_length);
      g_string_append_len (self->data, value, length);
      self->has_event = self->has_data = TRUE;

      return dispatch (self, sink, error);
    }

  return TRUE;
}

static gboolean
accept_line (ConfabSseParser  *self,
             const char       *line,
             gsize             length,
             const Sink       *sink,
             GError          **error)
{
  const char *colon;
  const char *value;

  if (!self->started)
    {
      self->started = TRUE;
      if (starts_with (line, length, "\xef\xbb\xbf"))
        {
          line += 3;
          length -= 3;
        }
    }

  if (confab_ndjson_parser_is_open (self->bare))
    {
      /* No line of JSON begins like a field: then the bare text before was broken off. */
      if (!starts_with (line, length, "data:") && !starts_with (line, length, "event:"))
        return feed_bare (self, line, length, sink, error);
      if (!confab_ndjson_parser_finish (self->bare, accept_bare_json, (gpointer) sink, error))
        return FALSE;
    }

  if (length == 0)
    return dispatch (self, sink, error);

  if (line[0] == ':')
    return TRUE;

  /* The end marker of chat streams, where a server leaves its field out. */
  if (starts_with (line, length, "[DONE]"))
    return dispatch (self, sink, error) &&
           sink->func (NULL, "[DONE]", strlen ("[DONE]"), sink->user_data, error);

  if (line[0] == '{' || line[0] == '[')
    return dispatch (self, sink, error) && feed_bare (self, line, length, sink, error);

  colon = memchr (line, ':', length);
  if (colon == NULL)
    return accept_field (self, line, length, "", 0, sink, error);

  value = colon + 1;
  if (value < line + length && *value == ' ')
    value++;

  return accept_field (self, line, colon - line, value, line + length - value, sink, error);
}

/**
 * confab_sse_parser_feed:
 * @self: the parser
 * @bytes: the next bytes of the stream; may end anywhere
 * @length: the length of @bytes
 * @func: called for each event that is complete
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Reads on. The events @func sees do not depend on how the stream is cut.
 *
 * Returns: %FALSE with %CONFAB_WIRE_ERROR_TOO_LARGE, or with the error of @func
 */
gboolean
confab_sse_parser_feed (ConfabSseParser  *self,
                        const char       *bytes,
                        gsize             length,
                        ConfabSseFunc     func,
                        gpointer          user_data,
                        GError          **error)
{
  const Sink sink = { func, user_data };
  const char *p = bytes;
  const char *end = bytes + length;
  const char *lf = NULL;  /* the next '\n', looked for once and not again for each '\r' before it */
  gboolean lf_known = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  while (p < end)
    {
      const char *line_end;
      const char *line = p;
      gsize line_length;
      gboolean ok;

      if (self->skip_lf)
        {
          self->skip_lf = FALSE;
          if (*p == '\n')
            {
              p++;
              continue;
            }
        }

      if (!lf_known || (lf != NULL && lf < p))
        {
          lf = memchr (p, '\n', end - p);
          lf_known = TRUE;
        }

      line_end = memchr (p, '\r', (lf != NULL ? lf : end) - p);
      if (line_end == NULL)
        line_end = lf;

      line_length = (line_end != NULL ? line_end : end) - p;
      if (self->line->len + self->data->len + line_length > self->max_event_bytes)
        {
          g_string_truncate (self->line, 0);
          g_string_truncate (self->data, 0);
          self->has_data = FALSE;
          g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                       "An event of the stream is longer than %" G_GSIZE_FORMAT " bytes",
                       self->max_event_bytes);
          return FALSE;
        }

      if (line_end == NULL)
        {
          g_string_append_len (self->line, p, line_length);
          break;
        }

      self->skip_lf = *line_end == '\r';
      p = line_end + 1;

      if (self->line->len > 0)
        {
          g_string_append_len (self->line, line, line_length);
          ok = accept_line (self, self->line->str, self->line->len, &sink, error);
          g_string_truncate (self->line, 0);
        }
      else
        {
          ok = accept_line (self, line, line_length, &sink, error);
        }

      if (!ok)
        return FALSE;
    }

  return TRUE;
}

/**
 * confab_sse_parser_finish:
 * @self: the parser
 * @func: called for what is left
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Ends the stream. A last event counts even if its blank line, or the end of its line, is missing.
 *
 * Returns: %FALSE with the error of @func
 */
gboolean
confab_sse_parser_finish (ConfabSseParser  *self,
                          ConfabSseFunc     func,
                          gpointer          user_data,
                          GError          **error)
{
  const Sink sink = { func, user_data };
  gboolean ok = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (self->line->len > 0)
    ok = accept_line (self, self->line->str, self->line->len, &sink, error);
  g_string_truncate (self->line, 0);

  return ok &&
         confab_ndjson_parser_finish (self->bare, accept_bare_json, (gpointer) &sink, error) &&
         dispatch (self, &sink, error);
}

/**
 * confab_sse_parser_get_pending_bytes:
 * @self: the parser
 *
 * Returns: how much of an unfinished event there is, in bytes
 */
gsize
confab_sse_parser_get_pending_bytes (ConfabSseParser *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line->len + self->data->len + confab_ndjson_parser_get_pending_bytes (self->bare);
}
