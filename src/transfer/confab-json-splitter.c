/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-json-splitter"

#include "config.h"

#include "confab-json-splitter.h"

#include <string.h>

/* The names of members that anybody looks for are short; of a longer one this much is kept. */
#define MAX_NAME 256

/* What is kept ready for the next value; more is given back. */
#define KEPT_BUFFER (1024 * 1024)

typedef enum
{
  STATE_START,   /* nothing but space so far */
  STATE_NAME,    /* in the outermost object, before the name of a member or its end */
  STATE_IN_NAME,
  STATE_COLON,   /* behind the name */
  STATE_VALUE,   /* before the value of a member */
  STATE_ARRAY,   /* in an array, before an element or its end */
  STATE_ITEM,    /* in a value that is being collected */
  STATE_END,
} State;

/**
 * ConfabJsonSplitter:
 *
 * Cuts a JSON text of any length into values that are short enough to be parsed alone.
 *
 * The outermost value is an array, whose elements are handed out one by one, or an object: then it is
 * its members, and of those that are arrays the elements. Nothing but the value that is being
 * collected is kept. What is inside a value is for a parser to judge.
 */
struct _ConfabJsonSplitter
{
  ConfabJsonSplitterFunc  func;
  gpointer                user_data;
  gsize                   max_length;  /* in bytes, of a value */

  GString                *name;        /* owned */
  GString                *item;        /* owned */
  State                   state;
  State                   after_item;  /* where a value leads back to */
  guint                   depth;       /* of brackets in the value */
  guint                   n_mark;      /* bytes of a byte order mark that were seen */
  guint                   has_name : 1;  /* the outermost value is an object */
  guint                   in_string : 1;
  guint                   escaped : 1;   /* the byte before was a backslash */
  guint                   bare : 1;      /* the value has neither brackets nor quotes */
  guint                   too_long : 1;
};

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/**
 * confab_json_splitter_new:
 * @max_length: the longest value that is collected, in bytes
 * @func: takes the values
 * @user_data: closure
 *
 * Returns: (transfer full): a splitter that has seen nothing
 */
ConfabJsonSplitter *
confab_json_splitter_new (gsize                   max_length,
                          ConfabJsonSplitterFunc  func,
                          gpointer                user_data)
{
  ConfabJsonSplitter *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (ConfabJsonSplitter, 1);
  self->max_length = max_length;
  self->func = func;
  self->user_data = user_data;
  self->name = g_string_new (NULL);
  self->item = g_string_new (NULL);

  return self;
}

/**
 * confab_json_splitter_free:
 * @self: (nullable) (transfer full): the splitter
 */
void
confab_json_splitter_free (ConfabJsonSplitter *self)
{
  if (self == NULL)
    return;

  g_string_free (self->name, TRUE);
  g_string_free (self->item, TRUE);
  g_free (self);
}

static gboolean
fail (GError **error)
{
  g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_DAMAGED, "This is not JSON as it should be");
  return FALSE;
}

static void
begin_item (ConfabJsonSplitter *self,
            State               after,
            char                c)
{
  self->state = STATE_ITEM;
  self->after_item = after;
  self->depth = 0;
  self->in_string = FALSE;
  self->escaped = FALSE;
  self->too_long = FALSE;
  self->bare = strchr ("[{\"", c) == NULL;
}

static gboolean
end_item (ConfabJsonSplitter  *self,
          GError             **error)
{
  const gboolean ok = self->func (self->has_name ? self->name->str : NULL,
                                  self->too_long ? NULL : self->item->str, self->item->len,
                                  self->user_data, error);

  self->state = self->after_item;
  g_string_truncate (self->item, 0);
  if (self->item->allocated_len > KEPT_BUFFER)
    {
      g_string_free (self->item, TRUE);
      self->item = g_string_new (NULL);
    }

  return ok;
}

/* Looks for the end of the value, which is behind the byte that this returns, or at it for a bare one. */
static const char *
find_item_end (ConfabJsonSplitter *self,
               const char         *p,
               const char         *end)
{
  for (; p < end; p++)
    {
      const char c = *p;

      if (self->in_string)
        {
          if (self->escaped)
            self->escaped = FALSE;
          else if (c == '\\')
            self->escaped = TRUE;
          else if (c == '"')
            {
              self->in_string = FALSE;
              if (self->depth == 0)
                return p;
            }
        }
      else if (self->bare)
        {
          if (is_space (c) || c == ',' || c == ']' || c == '}')
            return p;
        }
      else if (c == '"')
        self->in_string = TRUE;
      else if (c == '[' || c == '{')
        self->depth++;
      else if ((c == ']' || c == '}') && --self->depth == 0)
        return p;
    }

  return NULL;
}

/* Returns how many bytes were used, or 0 with an error. */
static gsize
feed_item (ConfabJsonSplitter  *self,
           const char          *data,
           gsize                length,
           GError             **error)
{
  const char *last = find_item_end (self, data, data + length);
  const gsize n = last == NULL ? length : (gsize) (last - data) + (self->bare ? 0 : 1);

  if (!self->too_long && n > self->max_length - MIN (self->item->len, self->max_length))
    {
      self->too_long = TRUE;
      g_string_truncate (self->item, 0);
    }
  if (!self->too_long)
    g_string_append_len (self->item, data, n);

  if (last != NULL && !end_item (self, error))
    return 0;

  /* A bare value takes its first byte in any case, so that each call uses up something. */
  return n;
}

static gboolean
feed_start (ConfabJsonSplitter  *self,
            char                 c,
            GError             **error)
{
  static const char mark[] = "\xef\xbb\xbf";

  if (self->n_mark < 3 && c == mark[self->n_mark])
    {
      self->n_mark++;
      return TRUE;
    }
  if (is_space (c))
    return TRUE;

  self->n_mark = 3;
  if (c != '[' && c != '{')
    {
      g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FORMAT, "This is not JSON");
      return FALSE;
    }

  self->has_name = c == '{';
  self->state = c == '{' ? STATE_NAME : STATE_ARRAY;
  return TRUE;
}

static void
feed_name (ConfabJsonSplitter *self,
           char                c)
{
  if (self->escaped)
    self->escaped = FALSE;
  else if (c == '\\')
    self->escaped = TRUE;
  else if (c == '"')
    {
      self->state = STATE_COLON;
      return;
    }

  if (self->name->len < MAX_NAME)
    g_string_append_c (self->name, c);
}

/* A byte between values. */
static gboolean
feed_between (ConfabJsonSplitter  *self,
              char                 c,
              GError             **error)
{
  if (is_space (c))
    return TRUE;

  switch (self->state)
    {
    case STATE_NAME:
      if (c == '"')
        {
          g_string_truncate (self->name, 0);
          self->escaped = FALSE;
          self->state = STATE_IN_NAME;
        }
      else if (c == '}')
        self->state = STATE_END;
      else if (c != ',')
        return fail (error);
      return TRUE;

    case STATE_COLON:
      if (c != ':')
        return fail (error);
      self->state = STATE_VALUE;
      return TRUE;

    case STATE_VALUE:
    case STATE_ARRAY:
      if (c == '[' && self->state == STATE_VALUE)
        self->state = STATE_ARRAY;
      else if (c == ']' && self->state == STATE_ARRAY)
        self->state = self->has_name ? STATE_NAME : STATE_END;
      else if (c == '}' || c == ']' || (c == ',' && self->state == STATE_VALUE))
        return fail (error);
      else if (c != ',')
        begin_item (self, self->state == STATE_VALUE ? STATE_NAME : STATE_ARRAY, c);
      return TRUE;

    case STATE_START:
    case STATE_IN_NAME:
    case STATE_ITEM:
    case STATE_END:
    default:
      return fail (error);
    }
}

/**
 * confab_json_splitter_feed:
 * @self: the splitter
 * @data: the next bytes
 * @length: how many there are
 * @error: return location
 *
 * Fails with %CONFAB_TRANSFER_ERROR_FORMAT when the text is no JSON from its beginning on, with
 * %CONFAB_TRANSFER_ERROR_DAMAGED when it ceases to be, and with what the function that takes the values
 * fails with. Not to be fed any further then.
 *
 * Returns: whether all went well
 */
gboolean
confab_json_splitter_feed (ConfabJsonSplitter  *self,
                           const char          *data,
                           gsize                length,
                           GError             **error)
{
  gsize i = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  while (i < length)
    {
      if (self->state == STATE_ITEM)
        {
          const State before = self->state;
          g_autoptr(GError) own_error = NULL;

          i += feed_item (self, data + i, length - i, &own_error);
          if (own_error != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&own_error));
              return FALSE;
            }
          if (self->state == before)
            return TRUE;
        }
      else if (self->state == STATE_START)
        {
          if (!feed_start (self, data[i++], error))
            return FALSE;
        }
      else if (self->state == STATE_IN_NAME)
        feed_name (self, data[i++]);
      else
        {
          if (!feed_between (self, data[i], error))
            return FALSE;
          /* The first byte of a value belongs to it. */
          if (self->state != STATE_ITEM)
            i++;
        }
    }

  return TRUE;
}

/**
 * confab_json_splitter_is_object:
 * @self: the splitter
 *
 * Returns: whether the outermost value is an object, as far as that is known
 */
gboolean
confab_json_splitter_is_object (ConfabJsonSplitter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_name;
}

/**
 * confab_json_splitter_finish:
 * @self: the splitter
 * @error: return location
 *
 * Returns: whether the text has come to its end; otherwise %CONFAB_TRANSFER_ERROR_DAMAGED says that it
 *   is cut off
 */
gboolean
confab_json_splitter_finish (ConfabJsonSplitter  *self,
                             GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->state == STATE_END)
    return TRUE;

  if (self->state == STATE_START)
    g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FORMAT, "There is nothing in it");
  else
    g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_DAMAGED, "It ends in the middle");
  return FALSE;
}
