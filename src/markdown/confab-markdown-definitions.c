/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-definitions"

#include "config.h"

#include "confab-markdown-definitions-private.h"

#include <string.h>

#include "confab-markdown-footnote-private.h"
#include "confab-markdown-skip-private.h"

#define MAX_LABEL 999

/* Many uses of one long address could make a small text large. */
#define MAX_RESOLVED 65536

/* Links within the text of links. */
#define MAX_NESTING 4

typedef struct
{
  char  *address;   /* owned */
  gsize  position;  /* of the paragraph that defines it */
} Definition;

/**
 * ConfabMarkdownDefinitions:
 *
 * The links and footnotes that a document defines by lines like `[label]: address`.
 */
struct _ConfabMarkdownDefinitions
{
  GHashTable *by_label;  /* owned, of owned char to owned Definition */
};

/* Where the parts of one definition are in a text. */
typedef struct
{
  gsize label_start;
  gsize label_end;
  gsize address_start;
  gsize address_end;
  gsize end;
} Parts;

static void
definition_free (gpointer data)
{
  Definition *definition = data;

  g_free (definition->address);
  g_free (definition);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Over white space with at most one end of a line in it. */
static gsize
skip_space (const char *text,
            gsize       length,
            gsize       position)
{
  gboolean newline = FALSE;

  while (position < length && is_space (text[position]))
    {
      if (text[position] == '\n')
        {
          if (newline)
            break;
          newline = TRUE;
        }
      position++;
    }

  return position;
}

/* The end of the line, when nothing but white space is before it; else G_MAXSIZE. */
static gsize
find_line_end (const char *text,
               gsize       length,
               gsize       position)
{
  while (position < length && is_space (text[position]) && text[position] != '\n')
    position++;

  if (position == length)
    return length;

  return text[position] == '\n' ? position + 1 : G_MAXSIZE;
}

/* @position is behind the `[`; returns where the `]` is, or G_MAXSIZE. */
static gsize
find_label_end (const char *text,
                gsize       length,
                gsize       position)
{
  const gsize start = position;
  gboolean blank = TRUE;

  for (; position < length && position - start <= MAX_LABEL; position++)
    {
      if (text[position] == ']')
        return blank ? G_MAXSIZE : position;
      if (text[position] == '[')
        return G_MAXSIZE;
      if (!is_space (text[position]))
        blank = FALSE;
      if (text[position] == '\\' && position + 1 < length && g_ascii_ispunct (text[position + 1]))
        position++;
    }

  return G_MAXSIZE;
}

/* Returns where the address ends, with its bracket if it has one, or G_MAXSIZE. */
static gsize
find_address_end (const char *text,
                  gsize       length,
                  gsize       position,
                  Parts      *parts)
{
  guint depth = 0;

  if (position == length)
    return G_MAXSIZE;

  if (text[position] == '<')
    {
      parts->address_start = ++position;
      for (; position < length && text[position] != '\n' && text[position] != '<'; position++)
        {
          if (text[position] == '>')
            {
              parts->address_end = position;
              return position + 1;
            }
          if (text[position] == '\\' && position + 1 < length &&
              g_ascii_ispunct (text[position + 1]))
            position++;
        }
      return G_MAXSIZE;
    }

  parts->address_start = position;
  for (; position < length && !is_space (text[position]); position++)
    {
      if ((guchar) text[position] < 0x20 || text[position] == 0x7f)
        return G_MAXSIZE;
      if (text[position] == '(')
        depth++;
      else if (text[position] == ')')
        {
          if (depth-- == 0)
            return G_MAXSIZE;
        }
      else if (text[position] == '\\' && position + 1 < length &&
               g_ascii_ispunct (text[position + 1]))
        position++;
    }
  parts->address_end = position;

  return depth == 0 && position > parts->address_start ? position : G_MAXSIZE;
}

/* Returns the end of the line that the title ends, or G_MAXSIZE. */
static gsize
find_title_end (const char *text,
                gsize       length,
                gsize       position)
{
  const char open = position < length ? text[position] : '\0';
  const char close = open == '(' ? ')' : open;

  if (open != '"' && open != '\'' && open != '(')
    return G_MAXSIZE;

  for (position++; position < length; position++)
    {
      if (text[position] == close)
        return find_line_end (text, length, position + 1);
      if (text[position] == '\\' && position + 1 < length)
        position++;
    }

  return G_MAXSIZE;
}

static gboolean
read_definition (const char *text,
                 gsize       length,
                 gsize       position,
                 Parts      *parts)
{
  gsize line_end, next, title_end;

  while (position < length && (text[position] == ' ' || text[position] == '\t'))
    position++;
  if (position == length || text[position] != '[')
    return FALSE;

  parts->label_start = position + 1;
  parts->label_end = find_label_end (text, length, position + 1);
  if (parts->label_end == G_MAXSIZE || parts->label_end + 1 >= length ||
      text[parts->label_end + 1] != ':')
    return FALSE;

  position = skip_space (text, length, parts->label_end + 2);
  position = find_address_end (text, length, position, parts);
  if (position == G_MAXSIZE)
    return FALSE;

  line_end = find_line_end (text, length, position);
  next = skip_space (text, length, position);
  title_end = next > position ? find_title_end (text, length, next) : G_MAXSIZE;
  parts->end = title_end != G_MAXSIZE ? title_end : line_end;

  return parts->end != G_MAXSIZE;
}

static char *
normalize_label (const char *text,
                 gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  g_autofree char *folded = g_utf8_casefold (valid, -1);
  GString *label = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    {
      if (!is_space (*p))
        g_string_append_c (label, *p);
      else if (label->len > 0 && label->str[label->len - 1] != ' ')
        g_string_append_c (label, ' ');
    }
  if (label->len > 0 && label->str[label->len - 1] == ' ')
    g_string_truncate (label, label->len - 1);

  return g_string_free (label, FALSE);
}

/**
 * confab_markdown_definitions_new:
 *
 * Returns: (transfer full): an empty set of definitions
 */
ConfabMarkdownDefinitions *
confab_markdown_definitions_new (void)
{
  ConfabMarkdownDefinitions *self = g_new0 (ConfabMarkdownDefinitions, 1);

  self->by_label = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, definition_free);

  return self;
}

/**
 * confab_markdown_definitions_free:
 * @self: (transfer full) (nullable): definitions
 */
void
confab_markdown_definitions_free (ConfabMarkdownDefinitions *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_label);
  g_free (self);
}

/**
 * confab_markdown_definitions_is_empty:
 * @self: definitions
 *
 * Returns: whether there are none
 */
gboolean
confab_markdown_definitions_is_empty (const ConfabMarkdownDefinitions *self)
{
  return g_hash_table_size (self->by_label) == 0;
}

/**
 * confab_markdown_definitions_skip:
 * @text: (array length=length): the text of a paragraph
 * @length: how many bytes it has
 *
 * Returns: how many of its first bytes are definitions
 */
gsize
confab_markdown_definitions_skip (const char *text,
                                  gsize       length)
{
  Parts parts;
  gsize position = 0;

  while (read_definition (text, length, position, &parts))
    position = parts.end;

  return position;
}

/**
 * confab_markdown_definitions_add:
 * @self: definitions
 * @text: (array length=length): the text of a paragraph
 * @length: how many bytes it has
 * @position: where the paragraph is in its document
 *
 * Adds what the paragraph begins with. The first definition of a label is the one that counts.
 */
void
confab_markdown_definitions_add (ConfabMarkdownDefinitions *self,
                                 const char                *text,
                                 gsize                      length,
                                 gsize                      position)
{
  Parts parts;

  for (gsize i = 0; read_definition (text, length, i, &parts); i = parts.end)
    {
      g_autofree char *label = normalize_label (text + parts.label_start,
                                                parts.label_end - parts.label_start);
      Definition *definition;

      if (g_hash_table_contains (self->by_label, label))
        continue;

      definition = g_new0 (Definition, 1);
      definition->address = g_utf8_make_valid (text + parts.address_start,
                                               (gssize) (parts.address_end - parts.address_start));
      definition->position = position;
      g_hash_table_insert (self->by_label, g_steal_pointer (&label), definition);
    }
}

/**
 * confab_markdown_definitions_add_footnote:
 * @self: definitions
 * @text: (array length=length): where a footnote begins, with the markers of quotes in front of it
 * @length: how many bytes it has
 * @number: what the footnote is shown by
 * @position: where it is in its document
 *
 * Adds a footnote. The first one of a label is the one that counts.
 */
void
confab_markdown_definitions_add_footnote (ConfabMarkdownDefinitions *self,
                                          const char                *text,
                                          gsize                      length,
                                          guint                      number,
                                          gsize                      position)
{
  const char *begin = memchr (text, '[', length);
  g_autofree char *label = NULL;
  ConfabMarkdownFootnote footnote;
  Definition *definition;

  if (begin == NULL || !confab_markdown_footnote_read (begin, (gsize) (text + length - begin), &footnote))
    return;

  label = normalize_label (begin + footnote.label_start, footnote.label_length);
  if (g_hash_table_contains (self->by_label, label))
    return;

  definition = g_new0 (Definition, 1);
  definition->address = g_strdup_printf (CONFAB_MARKDOWN_FOOTNOTE_PREFIX "%u", number);
  definition->position = position;
  g_hash_table_insert (self->by_label, g_steal_pointer (&label), definition);
}

static const char *
find_address (const ConfabMarkdownDefinitions *self,
              const char                      *text,
              gsize                            length,
              gsize                            before)
{
  g_autofree char *label = NULL;
  const Definition *definition;

  if (length == 0 || length > MAX_LABEL)
    return NULL;

  label = normalize_label (text, length);
  definition = g_hash_table_lookup (self->by_label, label);

  return definition != NULL && definition->position < before ? definition->address : NULL;
}

static void
append_link (GString    *resolved,
             const char *address)
{
  g_string_append (resolved, "](<");
  for (const char *p = address; *p != '\0'; p++)
    {
      /* Escaped ones are as they have to be within the brackets. */
      if (*p == '\\' && g_ascii_ispunct (p[1]))
        g_string_append_c (resolved, *p++);
      else if (*p == '<' || *p == '>')
        {
          g_string_append (resolved, *p == '<' ? "%3C" : "%3E");
          continue;
        }
      g_string_append_c (resolved, *p);
    }
  g_string_append (resolved, ">)");
}

static void
resolve_range (const ConfabMarkdownDefinitions *self,
               const char                      *text,
               gsize                            length,
               gsize                            before,
               guint                            nesting,
               GString                         *resolved)
{
  gsize i = 0;

  while (i < length)
    {
      g_autoptr(GString) inner = NULL;
      const char *address = NULL;
      gsize end, next;

      if (text[i] == '\\' && i + 1 < length)
        {
          g_string_append_len (resolved, text + i, 2);
          i += 2;
          continue;
        }
      if (text[i] == '`' || text[i] == '<')
        {
          next = text[i] == '`' ? confab_markdown_skip_code (text, length, i)
                                : confab_markdown_skip_autolink (text, length, i);
          g_string_append_len (resolved, text + i, (gssize) (next - i));
          i = next;
          continue;
        }

      end = text[i] == '[' && nesting < MAX_NESTING && resolved->len < MAX_RESOLVED
              ? confab_markdown_skip_brackets (text, length, i + 1) : G_MAXSIZE;
      if (end == G_MAXSIZE || (end + 1 < length && text[end + 1] == '('))
        {
          g_string_append_c (resolved, text[i++]);
          continue;
        }

      next = end + 1;
      /* Behind a text in brackets a footnote mark is one of its own. */
      if (text[i + 1] != '^' && next < length && text[next] == '[' &&
          !(next + 1 < length && text[next + 1] == '^'))
        {
          const gsize label_end = next + 1 < length && text[next + 1] == ']'
                                    ? next + 1 : find_label_end (text, length, next + 1);

          if (label_end == next + 1)
            address = find_address (self, text + i + 1, end - i - 1, before);
          else if (label_end != G_MAXSIZE)
            address = find_address (self, text + next + 1, label_end - next - 1, before);
          if (address != NULL)
            next = label_end + 1;
        }
      else if (find_label_end (text, length, i + 1) == end)
        address = find_address (self, text + i + 1, end - i - 1, before);

      if (address != NULL)
        {
          inner = g_string_new (NULL);
          resolve_range (self, text + i + 1, end - i - 1, before, nesting + 1, inner);

          /* A link holds no link; the one within counts. Pictures may be in it. */
          if (strstr (inner->str, "](") != NULL && strstr (inner->str, "![") == NULL)
            address = NULL;
        }
      if (address == NULL)
        {
          g_string_append_c (resolved, text[i++]);
          continue;
        }

      g_string_append_c (resolved, '[');
      g_string_append_len (resolved, inner->str, (gssize) inner->len);
      append_link (resolved, address);
      i = next;
    }
}

/**
 * confab_markdown_definitions_resolve:
 * @self: definitions
 * @text: (array length=length): the text of a paragraph, heading or table
 * @length: how many bytes it has
 * @before: only definitions before this place in the document count
 *
 * Writes links that refer to a definition as links with their address.
 *
 * Returns: (transfer full): the text with all links in place
 */
char *
confab_markdown_definitions_resolve (const ConfabMarkdownDefinitions *self,
                                     const char                      *text,
                                     gsize                            length,
                                     gsize                            before)
{
  GString *resolved = g_string_sized_new (length);

  resolve_range (self, text, length, before, 0, resolved);

  return g_string_free (resolved, FALSE);
}
