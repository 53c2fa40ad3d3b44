/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-secret-json"

#include "config.h"

#include "confab-secret-json.h"

#include <string.h>

/* Takes single members out of a JSON object that holds secrets. A parser that builds a tree leaves
 * copies of them behind in memory that nobody wipes; this one looks at the text where it is. */

#define MAX_BYTES (64 * 1024)
#define MAX_DEPTH 32

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

/* A value of the outermost object, as it stands in the text. */
typedef struct
{
  const char *start;
  const char *end;
} Span;

static gboolean skip_value (Cursor *cursor,
                            guint   depth);

static void
skip_space (Cursor *cursor)
{
  while (cursor->at < cursor->end && memchr (" \t\r\n", *cursor->at, 4) != NULL)
    cursor->at++;
}

static gboolean
skip_char (Cursor *cursor,
           char    c)
{
  skip_space (cursor);
  if (cursor->at == cursor->end || *cursor->at != c)
    return FALSE;

  cursor->at++;
  return TRUE;
}

static gboolean
is_escape (const char *at,
           const char *end)
{
  if (end - at < 2)
    return FALSE;
  if (at[1] != 'u')
    return memchr ("\"\\/bfnrt", at[1], 8) != NULL;
  if (end - at < 6)
    return FALSE;

  for (guint i = 2; i < 6; i++)
    if (!g_ascii_isxdigit (at[i]))
      return FALSE;

  return TRUE;
}

static gboolean
skip_string (Cursor *cursor)
{
  if (!skip_char (cursor, '"'))
    return FALSE;

  while (cursor->at < cursor->end && *cursor->at != '"')
    {
      if ((guchar) *cursor->at < 0x20)
        return FALSE;
      if (*cursor->at == '\\')
        {
          if (!is_escape (cursor->at, cursor->end))
            return FALSE;
          cursor->at++;
        }
      cursor->at++;
    }

  return skip_char (cursor, '"');
}

/* A number, or one of the three words. What exactly it is, who wants it finds out. */
static gboolean
skip_plain (Cursor *cursor)
{
  const char *start = cursor->at;

  while (cursor->at < cursor->end &&
         (g_ascii_isalnum (*cursor->at) || memchr ("+-.", *cursor->at, 3) != NULL))
    cursor->at++;

  return cursor->at > start;
}

static gboolean
skip_list (Cursor   *cursor,
           char      close,
           gboolean  has_names,
           guint     depth)
{
  cursor->at++;
  if (skip_char (cursor, close))
    return TRUE;

  do
    {
      if (has_names && (!skip_string (cursor) || !skip_char (cursor, ':')))
        return FALSE;
      if (!skip_value (cursor, depth + 1))
        return FALSE;
    }
  while (skip_char (cursor, ','));

  return skip_char (cursor, close);
}

static gboolean
skip_value (Cursor *cursor,
            guint   depth)
{
  skip_space (cursor);
  if (cursor->at == cursor->end || depth > MAX_DEPTH)
    return FALSE;

  switch (*cursor->at)
    {
    case '"':
      return skip_string (cursor);
    case '{':
      return skip_list (cursor, '}', TRUE, depth);
    case '[':
      return skip_list (cursor, ']', FALSE, depth);
    default:
      return skip_plain (cursor);
    }
}

/* Goes through the whole text, so that what is broken further down is noticed, too. The last of
 * several members of a name counts, as it does elsewhere. */
static gboolean
walk (const ConfabSecret *json,
      const char         *name,
      Span               *found)
{
  const char *text = confab_secret_peek (json);
  Cursor cursor = { text, text + confab_secret_get_length (json) };

  if (confab_secret_get_length (json) > MAX_BYTES ||
      !g_utf8_validate_len (text, confab_secret_get_length (json), NULL) ||
      !skip_char (&cursor, '{'))
    return FALSE;

  if (!skip_char (&cursor, '}'))
    {
      do
        {
          const char *name_start, *value_start;
          gboolean wanted;

          skip_space (&cursor);
          name_start = cursor.at + 1;
          if (!skip_string (&cursor))
            return FALSE;
          wanted = name != NULL && (gsize) (cursor.at - 1 - name_start) == strlen (name) &&
                   memcmp (name_start, name, strlen (name)) == 0;

          if (!skip_char (&cursor, ':'))
            return FALSE;
          skip_space (&cursor);
          value_start = cursor.at;
          if (!skip_value (&cursor, 1))
            return FALSE;
          if (wanted)
            *found = (Span) { value_start, cursor.at };
        }
      while (skip_char (&cursor, ','));

      if (!skip_char (&cursor, '}'))
        return FALSE;
    }

  skip_space (&cursor);
  return cursor.at == cursor.end;
}

static gunichar
read_hex (const char *digits)
{
  gunichar c = 0;

  for (guint i = 0; i < 4; i++)
    c = c << 4 | (gunichar) g_ascii_xdigit_value (digits[i]);

  return c;
}

/* Returns how many bytes of @at the character takes, or 0 for one that is none. */
static guint
read_escape (const char *at,
             const char *end,
             gunichar   *c)
{
  static const char codes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";

  if (at[1] != 'u')
    {
      *c = (gunichar) meanings[strchr (codes, at[1]) - codes];
      return 2;
    }

  *c = read_hex (at + 2);
  if (*c >= 0xD800 && *c < 0xDC00 && is_escape (at + 6, end) && at[6] == '\\' && at[7] == 'u')
    {
      const gunichar low = read_hex (at + 8);

      if (low < 0xDC00 || low > 0xDFFF)
        return 0;
      *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
      return 12;
    }

  return *c != 0 && (*c < 0xD800 || *c > 0xDFFF) ? 6 : 0;
}

static ConfabSecret *
decode_string (Span span)
{
  /* No escape is shorter than what it stands for. */
  const gsize room = span.end - span.start;
  g_autofree char *decoded = g_malloc0 (room);
  ConfabSecret *secret = NULL;
  gsize n = 0;
  gboolean good = TRUE;

  for (const char *p = span.start + 1; good && p < span.end - 1;)
    {
      gunichar c;
      guint length;

      if (*p != '\\')
        {
          decoded[n++] = *p++;
          continue;
        }

      length = read_escape (p, span.end - 1, &c);
      good = length > 0;
      if (good)
        n += g_unichar_to_utf8 (c, decoded + n);
      p += length;
    }

  if (good)
    secret = confab_secret_new (decoded, n);
  explicit_bzero (decoded, room);

  return secret;
}

/**
 * confab_secret_json_check:
 * @json: a text
 *
 * Returns: whether it is a JSON object, of at most 64 KiB
 */
gboolean
confab_secret_json_check (const ConfabSecret *json)
{
  g_return_val_if_fail (json != NULL, FALSE);

  return walk (json, NULL, NULL);
}

/**
 * confab_secret_json_dup_string:
 * @json: a text
 * @name: the name of a member of the outermost object, nothing in it that JSON escapes
 *
 * Returns: (transfer full) (nullable): the member's value, if @json is a JSON object in which it is
 *   a string
 */
ConfabSecret *
confab_secret_json_dup_string (const ConfabSecret *json,
                               const char         *name)
{
  Span span = { NULL, NULL };

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!walk (json, name, &span) || span.start == NULL || *span.start != '"')
    return NULL;

  return decode_string (span);
}

/**
 * confab_secret_json_get_int:
 * @json: a text
 * @name: the name of a member of the outermost object
 * @value: (out): its value
 *
 * Returns: whether @json is a JSON object in which the member is a whole number
 */
gboolean
confab_secret_json_get_int (const ConfabSecret *json,
                            const char         *name,
                            gint64             *value)
{
  Span span = { NULL, NULL };
  char digits[24];
  gsize length;

  g_return_val_if_fail (json != NULL, FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!walk (json, name, &span) || span.start == NULL)
    return FALSE;

  length = span.end - span.start;
  if (length >= sizeof digits)
    return FALSE;
  memcpy (digits, span.start, length);
  digits[length] = '\0';

  return g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, value, NULL);
}
