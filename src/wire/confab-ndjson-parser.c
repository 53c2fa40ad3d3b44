/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ndjson-parser"

#include "config.h"

#include "confab-ndjson-parser.h"

#include <string.h>

typedef enum
{
  STATE_BETWEEN,  /* white space and separators only */
  STATE_VALUE,    /* inside an object or array */
  STATE_LINE,     /* inside a line that is not JSON */
} State;

/**
 * ConfabNdjsonParser:
 *
 * Cuts a stream of JSON values apart. Pure: bytes in, values out; no thread of its own.
 *
 * Values are found by their brackets, not by line ends, so one that is printed over several lines
 * and several on one line are read alike. The elements of an array at the top come one by one.
 * Anything else is handed out as the line it is, for the caller to judge.
 */
struct _ConfabNdjsonParser
{
  GString *buffer;           /* bytes of the unfinished value or line */
  gsize    max_value_bytes;
  guint    depth;
  guint    n_bom;            /* how much of a byte order mark was seen */
  State    state;
  guint    in_array : 1;     /* within an array at the top */
  guint    in_string : 1;
  guint    escaped : 1;      /* the last byte was a backslash within a string */
};

/**
 * confab_ndjson_parser_new:
 * @max_value_bytes: the longest value to accept
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
ConfabNdjsonParser *
confab_ndjson_parser_new (gsize max_value_bytes)
{
  ConfabNdjsonParser *self = g_new0 (ConfabNdjsonParser, 1);

  self->buffer = g_string_new (NULL);
  self->max_value_bytes = max_value_bytes;

  return self;
}

/**
 * confab_ndjson_parser_free:
 * @self: (nullable): the parser
 *
 * Frees the parser and what it holds of an unfinished value.
 */
void
confab_ndjson_parser_free (ConfabNdjsonParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->buffer, TRUE);
  g_free (self);
}

static void
reset (ConfabNdjsonParser *self)
{
  g_string_truncate (self->buffer, 0);
  self->state = STATE_BETWEEN;
  self->depth = 0;
  self->in_string = FALSE;
  self->escaped = FALSE;
}

/* Finds where the open value ends: behind its last bracket, or at a line end inside a string, which
 * no JSON text has. Returns NULL if that is not in sight. */
static const char *
find_value_end (ConfabNdjsonParser *self,
                const char         *p,
                const char         *end)
{
  for (; p < end; p++)
    {
      if (self->escaped)
        {
          self->escaped = FALSE;
          if (*p != '\n')
            continue;
        }

      if (self->in_string)
        {
          while (p < end && *p != '"' && *p != '\\' && *p != '\n')
            p++;
          if (p == end)
            return NULL;

          if (*p == '"')
            self->in_string = FALSE;
          else if (*p == '\\')
            self->escaped = TRUE;
          else
            return p;
          continue;
        }

      switch (*p)
        {
        case '"':
          self->in_string = TRUE;
          break;
        case '{':
        case '[':
          self->depth++;
          break;
        case '}':
        case ']':
          if (--self->depth == 0)
            return p + 1;
          break;
        default:
          break;
        }
    }

  return NULL;
}

static gboolean
emit (ConfabNdjsonParser  *self,
      const char          *rest,
      gsize                length,
      ConfabNdjsonFunc     func,
      gpointer             user_data,
      GError             **error)
{
  gboolean ok;

  if (self->buffer->len == 0)
    {
      ok = func (rest, length, user_data, error);
    }
  else
    {
      g_string_append_len (self->buffer, rest, length);
      ok = func (self->buffer->str, self->buffer->len, user_data, error);
    }

  reset (self);

  return ok;
}

/* Deals with one byte between values; a value or line starts at it or behind it. */
static void
start_at (ConfabNdjsonParser  *self,
          const char         **p)
{
  static const char bom[] = "\xef\xbb\xbf";

  if (self->n_bom < 3)
    {
      if (**p == bom[self->n_bom])
        {
          self->n_bom++;
          (*p)++;
          return;
        }
      self->n_bom = 3;
    }

  switch (**p)
    {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      (*p)++;
      break;

    case '{':
      self->state = STATE_VALUE;
      break;

    case '[':
      if (self->in_array)
        {
          self->state = STATE_VALUE;
        }
      else
        {
          self->in_array = TRUE;
          (*p)++;
        }
      break;

    case ',':
      if (self->in_array)
        (*p)++;
      else
        self->state = STATE_LINE;
      break;

    case ']':
      if (self->in_array)
        {
          self->in_array = FALSE;
          (*p)++;
        }
      else
        {
          self->state = STATE_LINE;
        }
      break;

    default:
      self->state = STATE_LINE;
      break;
    }
}

/**
 * confab_ndjson_parser_feed:
 * @self: the parser
 * @bytes: the next bytes of the stream; may end anywhere
 * @length: the length of @bytes
 * @func: called for each value whose end is in sight
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Reads on. The values @func sees do not depend on how the stream is cut.
 *
 * Returns: %FALSE with %CONFAB_WIRE_ERROR_TOO_LARGE, or with the error of @func
 */
gboolean
confab_ndjson_parser_feed (ConfabNdjsonParser  *self,
                           const char          *bytes,
                           gsize                length,
                           ConfabNdjsonFunc     func,
                           gpointer             user_data,
                           GError             **error)
{
  const char *p = bytes;
  const char *end = bytes + length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  while (p < end)
    {
      const char *stop;

      if (self->state == STATE_BETWEEN)
        {
          start_at (self, &p);
          continue;
        }

      stop = self->state == STATE_VALUE ? find_value_end (self, p, end) : memchr (p, '\n', end - p);

      if (self->buffer->len + ((stop != NULL ? stop : end) - p) > self->max_value_bytes)
        {
          reset (self);
          g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                       "A value of the stream is longer than %" G_GSIZE_FORMAT " bytes",
                       self->max_value_bytes);
          return FALSE;
        }

      if (stop == NULL)
        {
          g_string_append_len (self->buffer, p, end - p);
          break;
        }

      if (!emit (self, p, stop - p, func, user_data, error))
        return FALSE;
      p = stop;
    }

  return TRUE;
}

/**
 * confab_ndjson_parser_finish:
 * @self: the parser
 * @func: called for what is left
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Ends the stream. What is unfinished is handed out as it is.
 *
 * Returns: %FALSE with the error of @func
 */
gboolean
confab_ndjson_parser_finish (ConfabNdjsonParser  *self,
                             ConfabNdjsonFunc     func,
                             gpointer             user_data,
                             GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  self->in_array = FALSE;
  if (self->buffer->len == 0)
    {
      reset (self);
      return TRUE;
    }

  return emit (self, "", 0, func, user_data, error);
}

/**
 * confab_ndjson_parser_is_open:
 * @self: the parser
 *
 * Returns: whether the stream so far ends within a value
 */
gboolean
confab_ndjson_parser_is_open (ConfabNdjsonParser *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state != STATE_BETWEEN || self->in_array;
}

/**
 * confab_ndjson_parser_get_pending_bytes:
 * @self: the parser
 *
 * Returns: how much of an unfinished value there is, in bytes
 */
gsize
confab_ndjson_parser_get_pending_bytes (ConfabNdjsonParser *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->buffer->len;
}
