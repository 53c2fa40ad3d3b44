/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-think-splitter"

#include "config.h"

#include "confab-think-splitter.h"

#include "confab-json.h"

#include <string.h>

/* White space before a tag is held back up to this length; more of it is text. */
#define MAX_HELD_BYTES 1024

/* The longest thinking that a closing tag alone makes of what came as answer. */
#define MAX_RETRACTED_BYTES (1024 * 1024)

typedef enum
{
  STATE_START,     /* nothing but white space yet: an opening tag counts */
  STATE_ANSWER,    /* visible text: tags are text, the model may talk about them */
  STATE_THINKING,  /* inside a tag */
} State;

static const struct { const char *open, *close; } tags[] = {
  { "<think>", "</think>" },
  { "<thinking>", "</thinking>" },
  { "<reasoning>", "</reasoning>" },
};

/**
 * ConfabThinkSplitter:
 *
 * Tells thinking from answer where a server leaves the model's tags in the text.
 *
 * A tail that may become a tag is held back until it is decided, so the pieces' borders do not
 * matter. White space around a tag belongs to nobody and is dropped.
 *
 * Some templates write the opening tag themselves, as the end of the question. Of a model that is
 * known to think a closing tag without an opening one is therefore believed: what came before it was
 * thinking, although it was told as answer.
 */
struct _ConfabThinkSplitter
{
  GString    *held;       /* undecided */
  GString    *answer;     /* owned, nullable: told as answer, while a closing tag is expected */
  GString    *before;     /* what was dropped before the thinking, its tag included */
  GString    *after;      /* and after it */
  const char *close;      /* the tag that ends the thinking */
  guint       n_tags;     /* how many times thinking began */
  State       state;
  guint       trim : 1;   /* white space that comes next is dropped */
};

/**
 * confab_think_splitter_new:
 *
 * Returns: (transfer full): a splitter at the start of a reply
 */
ConfabThinkSplitter *
confab_think_splitter_new (void)
{
  ConfabThinkSplitter *self = g_new0 (ConfabThinkSplitter, 1);

  self->held = g_string_new (NULL);
  self->before = g_string_new (NULL);
  self->after = g_string_new (NULL);

  return self;
}

static void
expect_nothing (ConfabThinkSplitter *self)
{
  if (self->answer != NULL)
    g_string_free (self->answer, TRUE);
  self->answer = NULL;
}

/**
 * confab_think_splitter_free:
 * @self: (nullable): the splitter
 */
void
confab_think_splitter_free (ConfabThinkSplitter *self)
{
  if (self == NULL)
    return;

  g_string_free (self->held, TRUE);
  expect_nothing (self);
  g_string_free (self->before, TRUE);
  g_string_free (self->after, TRUE);
  g_free (self);
}

static gsize
count_space (const char *text,
             gsize       length)
{
  gsize n = 0;

  while (n < length && g_ascii_isspace (text[n]))
    n++;

  return n;
}

/* Takes away what belongs to nobody, and remembers it. */
static void
drop (ConfabThinkSplitter *self,
      GString             *where,
      gsize                length)
{
  g_string_append_len (where, self->held->str, length);
  g_string_erase (self->held, 0, length);
}

static gboolean
is_prefix (const char *text,
           gsize       length,
           const char *tag)
{
  return memcmp (text, tag, MIN (length, strlen (tag))) == 0;
}

/* Returns: whether there is more to do with what is held. */
static gboolean
step_start (ConfabThinkSplitter *self)
{
  const gsize n_space = count_space (self->held->str, self->held->len);
  const char *text = self->held->str + n_space;
  const gsize length = self->held->len - n_space;

  if (length == 0 && n_space <= MAX_HELD_BYTES)
    return FALSE;

  for (gsize i = 0; length > 0 && i < G_N_ELEMENTS (tags); i++)
    {
      if (!is_prefix (text, length, tags[i].open))
        continue;
      if (length < strlen (tags[i].open))
        return FALSE;

      expect_nothing (self);
      self->state = STATE_THINKING;
      self->close = tags[i].close;
      self->trim = TRUE;
      self->n_tags++;
      drop (self, self->before, n_space + strlen (tags[i].open));
      return TRUE;
    }

  if (self->trim)
    drop (self, self->after, n_space);
  self->state = STATE_ANSWER;

  return TRUE;
}

static gboolean
step_thinking (ConfabThinkSplitter *self,
               ConfabThinkFunc      func,
               gpointer             user_data)
{
  const gsize close_length = strlen (self->close);
  const char *found;
  gsize keep = 0;
  gsize take;

  if (self->trim)
    {
      drop (self, self->before, count_space (self->held->str, self->held->len));
      if (self->held->len == 0)
        return FALSE;
      self->trim = FALSE;
    }

  found = g_strstr_len (self->held->str, self->held->len, self->close);
  if (found == NULL)
    for (keep = MIN (close_length - 1, self->held->len); keep > 0; keep--)
      if (memcmp (self->held->str + self->held->len - keep, self->close, keep) == 0)
        break;

  take = found != NULL ? (gsize) (found - self->held->str) : self->held->len - keep;
  if (take > 0)
    func (CONFAB_THINK_THINKING, self->held->str, take, user_data);

  if (found == NULL)
    {
      g_string_erase (self->held, 0, take);
      return FALSE;
    }

  g_string_erase (self->held, 0, take);
  drop (self, self->after, close_length);
  self->state = STATE_START;
  self->trim = TRUE;

  return TRUE;
}

/* Adds to what was told as answer. Returns whether a closing tag may still count: not when the answer
 * has an opening one, for then both are spoken of. */
static gboolean
grow_answer (ConfabThinkSplitter *self,
             const char          *text,
             gsize                length)
{
  const gsize seen = self->answer->len;

  g_string_append_len (self->answer, text, length);
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (strstr (self->answer->str + (seen - MIN (seen, strlen (tags[i].open))), tags[i].open) != NULL)
      return FALSE;

  return self->answer->len <= MAX_RETRACTED_BYTES;
}

/* The first closing tag that stands at the start or the end of a line, and its length; elsewhere it
 * is spoken of. Up to *@n_decided bytes there is none, whatever comes. */
static const char *
find_close (const ConfabThinkSplitter *self,
            gsize                     *length,
            gsize                     *n_decided)
{
  const char *text = self->held->str;
  const char *end = text + self->held->len;

  for (const char *p = text; (p = memchr (p, '<', end - p)) != NULL; p++)
    for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
      {
        const gsize available = end - p;
        const char before = p > text ? p[-1] : self->answer->len > 0 ? self->answer->str[self->answer->len - 1] : '\n';

        *length = strlen (tags[i].close);
        if (!is_prefix (p, available, tags[i].close))
          continue;
        if (available >= *length && (before == '\n' || (available > *length && p[*length] == '\n')))
          return p;
        if (available <= *length)
          {
            *n_decided = p - text;
            return NULL;
          }
      }

  *n_decided = self->held->len;
  return NULL;
}

/* Returns: whether there is more to do with what is held. */
static gboolean
step_answer (ConfabThinkSplitter *self,
             ConfabThinkFunc      func,
             gpointer             user_data)
{
  g_autoptr(GString) answer = NULL;
  const char *found = NULL;
  gsize length = 0;
  gsize take = self->held->len;
  gsize n_kept;

  if (self->answer != NULL)
    {
      found = find_close (self, &length, &take);
      if (found != NULL)
        take = found - self->held->str;
      else if (self->answer->len == 0 && take <= MAX_HELD_BYTES && count_space (self->held->str, take) == take)
        return FALSE;
      if (!grow_answer (self, self->held->str, take))
        {
          expect_nothing (self);
          take = self->held->len;
          found = NULL;
        }
    }

  if (found == NULL)
    {
      if (take > 0)
        func (CONFAB_THINK_ANSWER, self->held->str, take, user_data);
      g_string_erase (self->held, 0, take);
      return FALSE;
    }

  answer = g_steal_pointer (&self->answer);
  n_kept = answer->len;
  while (n_kept > 0 && g_ascii_isspace (answer->str[n_kept - 1]))
    n_kept--;
  g_string_append (self->after, answer->str + n_kept);
  answer->str[n_kept] = '\0';
  g_string_erase (self->held, 0, take);
  drop (self, self->after, length);
  self->n_tags++;
  if (n_kept > 0)
    func (CONFAB_THINK_RETRACTED, answer->str, strlen (answer->str), user_data);
  self->state = STATE_START;
  self->trim = TRUE;

  return TRUE;
}

/**
 * confab_think_splitter_set_expects_close:
 * @self: the splitter
 * @expects_close: whether the model is known to think, and its thinking did not come otherwise
 *
 * Lets a closing tag without an opening one count, at the start of a reply; or no longer.
 */
void
confab_think_splitter_set_expects_close (ConfabThinkSplitter *self,
                                         gboolean             expects_close)
{
  g_return_if_fail (self != NULL);

  if (!expects_close)
    expect_nothing (self);
  else if (self->answer == NULL && self->state == STATE_START && self->held->len == 0)
    self->answer = g_string_new (NULL);
}

/**
 * confab_think_splitter_feed:
 * @self: the splitter
 * @text: the next piece of the reply's text
 * @length: its length in bytes
 * @func: called for what is decided
 * @user_data: closure for @func
 */
void
confab_think_splitter_feed (ConfabThinkSplitter *self,
                            const char          *text,
                            gsize                length,
                            ConfabThinkFunc      func,
                            gpointer             user_data)
{
  gboolean more = length > 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  if (length == 0)
    return;

  if (self->state == STATE_ANSWER && self->answer == NULL && self->held->len == 0)
    {
      func (CONFAB_THINK_ANSWER, text, length, user_data);
      return;
    }

  g_string_append_len (self->held, text, length);
  while (more)
    switch (self->state)
      {
      case STATE_START:
        more = step_start (self);
        break;

      case STATE_THINKING:
        more = step_thinking (self, func, user_data);
        break;

      case STATE_ANSWER:
      default:
        more = step_answer (self, func, user_data);
        break;
      }
}

/**
 * confab_think_splitter_dup_seal:
 * @self: the splitter
 *
 * Some models want their thinking back within the text just as they wrote it, so what was dropped
 * around it is told once all of it is known: when text comes, or nothing more.
 *
 * Returns: (transfer full): what has to be kept with the thinking, as a JSON object
 */
char *
confab_think_splitter_dup_seal (ConfabThinkSplitter *self)
{
  GString *json = g_string_new ("{\"field\":\"content\"");

  g_return_val_if_fail (self != NULL, NULL);

  /* Thinking that began more than once is one text here, which has lost where. */
  if (self->n_tags == 1)
    {
      g_string_append (json, ",\"before\":");
      confab_json_append_string (json, self->before->str);
      g_string_append (json, ",\"after\":");
      confab_json_append_string (json, self->after->str);
    }
  g_string_append_c (json, '}');

  return g_string_free (json, FALSE);
}

/**
 * confab_think_splitter_flush:
 * @self: the splitter
 * @func: called for what was undecided
 * @user_data: closure for @func
 *
 * Gives out what is held back, because no more text comes or something else comes first.
 */
void
confab_think_splitter_flush (ConfabThinkSplitter *self,
                             ConfabThinkFunc      func,
                             gpointer             user_data)
{
  ConfabThinkKind kind;
  gsize n_space;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  kind = self->state == STATE_THINKING ? CONFAB_THINK_THINKING : CONFAB_THINK_ANSWER;
  n_space = count_space (self->held->str, self->held->len);
  if (self->trim)
    {
      drop (self, kind == CONFAB_THINK_THINKING ? self->before : self->after, n_space);
      n_space = 0;
    }

  expect_nothing (self);
  if (self->held->len == 0)
    return;

  /* Once more than white space is out, tags are text. */
  if (self->state == STATE_START && n_space < self->held->len)
    self->state = STATE_ANSWER;

  func (kind, self->held->str, self->held->len, user_data);
  g_string_truncate (self->held, 0);
}
