/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-json-parse"

#include "config.h"

#include "confab-json-parse.h"

#include <string.h>

/* From this many digits on a whole number may not fit into 64 bits. */
#define MANY_DIGITS 19

typedef struct
{
  gsize    length;        /* bytes up to the end of the first value, with leading white space */
  guint    depth;         /* how deep it is nested at most */
  gsize    n_values;      /* about how many it is made of */
  gboolean bare;          /* it is neither in brackets nor in quotes */
  gboolean whole;         /* whether its end was seen */
  gboolean needs_repair;  /* it has what the JSON library reads wrongly */
} Scan;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Reads the four digits of a \u escape. */
static gboolean
read_hex4 (const char *p,
           const char *end,
           guint      *value)
{
  *value = 0;
  if (end - p < 4)
    return FALSE;

  for (int i = 0; i < 4; i++)
    {
      const int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return FALSE;
      *value = *value * 16 + digit;
    }

  return TRUE;
}

/* @p is at the backslash of an escape. The library cuts strings at \u0000, makes invalid UTF-8 of
 * half a surrogate pair, and reads escapes of C that JSON does not have, octal bytes among them. */
static gboolean
escape_is_unsafe (const char *p,
                  const char *end)
{
  guint value;

  if (end - p < 2)
    return TRUE;

  if (p[1] == 'u')
    return !read_hex4 (p + 2, end, &value) || value == 0 || (value >= 0xd800 && value <= 0xdfff);

  return p[1] == '\0' || strchr ("\"\\/bfnrt", p[1]) == NULL;
}

/* A value that is neither in brackets nor in quotes. The library reads several of them one after the
 * other, and loses all but the last. */
static gboolean
is_bare_value (const char *text,
               gsize       length)
{
  static const char *const words[] = { "true", "false", "null" };
  const char *end = text + length;
  gboolean has_digit = FALSE;

  while (text < end && is_space (*text))
    text++;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((gsize) (end - text) == strlen (words[i]) && strncmp (text, words[i], end - text) == 0)
      return TRUE;

  if (text < end && *text == '-')
    text++;
  for (; text < end && g_ascii_isdigit (*text); text++)
    has_digit = TRUE;
  if (text < end && *text == '.')
    for (text++; text < end && g_ascii_isdigit (*text); text++)
      ;
  if (has_digit && text < end && (*text == 'e' || *text == 'E'))
    {
      has_digit = FALSE;
      text++;
      if (text < end && (*text == '+' || *text == '-'))
        text++;
      for (; text < end && g_ascii_isdigit (*text); text++)
        has_digit = TRUE;
    }

  return has_digit && text == end;
}

/* Finds the end of the first value without understanding more of it than brackets and strings. */
static void
scan_value (const char *data,
            gsize       length,
            Scan       *scan)
{
  const char *p = length > 0 ? data : "";
  const char *end = p + length;
  const char *first;
  guint depth = 0;

  data = p;
  memset (scan, 0, sizeof *scan);

  while (p < end && is_space (*p))
    p++;

  first = p;
  scan->bare = p == end || *p == '\0' || strchr ("\"{[", *p) == NULL;

  for (; p < end; p++)
    {
      /* Whatever begins here is another value. */
      if (depth == 0 && p > first && *p != '\0' && strchr ("\"{[,:", *p) != NULL)
        {
          scan->whole = TRUE;
          goto out;
        }

      switch (*p)
        {
        case '"':
          for (p++; p < end && *p != '"'; p++)
            if (*p == '\\')
              {
                if (!scan->needs_repair)
                  scan->needs_repair = escape_is_unsafe (p, end);
                p++;
              }

          if (p >= end)
            goto out;
          if (depth == 0)
            {
              scan->whole = TRUE;
              p++;
              goto out;
            }
          break;

        case ',':
          scan->n_values++;
          break;

        case '{':
        case '[':
          scan->n_values++;
          depth++;
          scan->depth = MAX (scan->depth, depth);
          break;

        case '}':
        case ']':
          if (depth <= 1)
            {
              scan->whole = depth == 1;
              p++;
              goto out;
            }
          depth--;
          break;

        case '0': case '1': case '2': case '3': case '4':
        case '5': case '6': case '7': case '8': case '9':
          {
            const char *digits = p;

            while (p + 1 < end && g_ascii_isdigit (p[1]))
              p++;
            if (p - digits + 1 >= MANY_DIGITS)
              scan->needs_repair = TRUE;
          }
          break;

        default:
          if (depth == 0 && is_space (*p))
            {
              scan->whole = TRUE;
              goto out;
            }
          break;
        }
    }

  /* A bare word or number ends with the data. */
  scan->whole = depth == 0;

out:
  scan->length = MIN (p, end) - data;
}

static const char *
append_repaired_escape (GString    *repaired,
                        const char *p,
                        const char *end)
{
  guint high = 0;
  guint low = 0;

  if (end - p < 2)
    {
      g_string_append_c (repaired, *p);
      return p + 1;
    }

  if (p[1] == 'u')
    {
      if (!read_hex4 (p + 2, end, &high))
        {
          g_string_append (repaired, "\xef\xbf\xbd");
          return p + 2;
        }

      if (high >= 0xd800 && high <= 0xdbff &&
          end - p >= 12 && p[6] == '\\' && p[7] == 'u' && read_hex4 (p + 8, end, &low) &&
          low >= 0xdc00 && low <= 0xdfff)
        {
          g_string_append_len (repaired, p, 12);
          return p + 12;
        }

      if (high == 0 || (high >= 0xd800 && high <= 0xdfff))
        {
          g_string_append (repaired, "\xef\xbf\xbd");
          return p + 6;
        }
    }
  else if (escape_is_unsafe (p, end))
    {
      /* The character stands for itself. */
      return p + 1;
    }

  g_string_append_len (repaired, p, 2);

  return p + 2;
}

static const char *
append_repaired_number (GString    *repaired,
                        const char *p,
                        const char *end)
{
  const char *first = p;

  while (p < end && g_ascii_isdigit (*p))
    p++;
  g_string_append_len (repaired, first, p - first);

  /* As a real number it is off by little; as a whole one it would wrap around. */
  if (p - first >= MANY_DIGITS && (p == end || strchr (".eE", *p) == NULL))
    {
      g_autofree char *digits = g_strndup (first, p - first);

      if (p - first > MANY_DIGITS || !g_ascii_string_to_signed (digits, 10, 0, G_MAXINT64, NULL, NULL))
        g_string_append (repaired, ".0");
    }

  /* What follows the point is no number of its own. */
  while (p < end && (g_ascii_isdigit (*p) || strchr (".eE+-", *p) != NULL) && *p != '\0')
    g_string_append_c (repaired, *p++);

  return p;
}

static char *
repair (const char *data,
        gsize       length)
{
  g_autoptr(GString) repaired = g_string_sized_new (length + 16);
  const char *p = data;
  const char *end = data + length;
  gboolean in_string = FALSE;

  while (p < end)
    {
      if (in_string && *p == '\\')
        p = append_repaired_escape (repaired, p, end);
      else if (!in_string && g_ascii_isdigit (*p))
        p = append_repaired_number (repaired, p, end);
      else
        {
          if (*p == '"')
            in_string = !in_string;
          g_string_append_c (repaired, *p++);
        }
    }

  return g_string_free (g_steal_pointer (&repaired), FALSE);
}

/**
 * confab_json_parse_next:
 * @data: JSON text, valid UTF-8 without NUL; need not be NUL-terminated
 * @length: the length of @data in bytes
 * @used: (out): how many bytes the first value takes
 * @error: return location for an error
 *
 * Parses the first value of @data. Half surrogate pairs and `\u0000` in strings become replacement
 * characters, so that every string of the result is whole and valid UTF-8.
 *
 * Returns: (transfer full): the value, or %NULL with %CONFAB_WIRE_ERROR_TOO_DEEP,
 *   %CONFAB_WIRE_ERROR_TOO_LARGE or %CONFAB_WIRE_ERROR_MALFORMED
 */
JsonNode *
confab_json_parse_next (const char  *data,
                        gsize        length,
                        gsize       *used,
                        GError     **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *repaired = NULL;
  JsonNode *root;
  Scan scan;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (used != NULL, NULL);

  scan_value (data, length, &scan);
  *used = scan.length;

  if (scan.depth > CONFAB_JSON_MAX_DEPTH)
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_DEEP,
                   "JSON is nested more than %d levels deep", CONFAB_JSON_MAX_DEPTH);
      return NULL;
    }

  if (scan.n_values > CONFAB_JSON_MAX_VALUES)
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                   "JSON has more than %d values", CONFAB_JSON_MAX_VALUES);
      return NULL;
    }

  if (scan.bare && !is_bare_value (length > 0 ? data : "", scan.length))
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED, "Not valid JSON");
      return NULL;
    }

  if (scan.needs_repair)
    repaired = repair (data, scan.length);

  parser = json_parser_new ();
  if (scan.length > G_MAXSSIZE ||
      !json_parser_load_from_data (parser,
                                   repaired != NULL ? repaired : data,
                                   repaired != NULL ? (gssize) strlen (repaired) : (gssize) scan.length,
                                   &local_error))
    {
      /* The library's message quotes the text; it may hold what nobody wants in a log. */
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED, "Not valid JSON");
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED, "No JSON value");

  return root;
}

/**
 * confab_json_parse:
 * @data: JSON text, valid UTF-8 without NUL; need not be NUL-terminated
 * @length: the length of @data in bytes
 * @error: return location for an error
 *
 * Parses @data, which has to be one JSON value and nothing else but white space.
 *
 * Returns: (transfer full): the value, or %NULL with %CONFAB_WIRE_ERROR_TOO_DEEP,
 *   %CONFAB_WIRE_ERROR_TOO_LARGE or %CONFAB_WIRE_ERROR_MALFORMED
 */
JsonNode *
confab_json_parse (const char  *data,
                   gsize        length,
                   GError     **error)
{
  g_autoptr(JsonNode) node = NULL;
  gsize used = 0;

  node = confab_json_parse_next (data, length, &used, error);
  if (node == NULL)
    return NULL;

  for (; used < length; used++)
    if (!is_space (data[used]))
      {
        g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                             "More than one JSON value");
        return NULL;
      }

  return g_steal_pointer (&node);
}

/**
 * confab_json_is_whole:
 * @data: a text
 * @length: its length in bytes
 *
 * Returns: whether @data is one JSON object that parses
 */
gboolean
confab_json_is_whole (const char *data,
                      gsize       length)
{
  g_autoptr(JsonNode) node = NULL;
  Scan scan;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  /* Cheap first: this is asked of unfinished text. */
  scan_value (data, length, &scan);
  if (!scan.whole || scan.depth == 0)
    return FALSE;

  node = confab_json_parse (data, length, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}
