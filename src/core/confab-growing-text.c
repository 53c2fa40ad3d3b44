/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-growing-text"

#include "config.h"

#include "confab-growing-text.h"

#include <string.h>

#define MIN_BYTES 64

/* Whoever was lent the text looks at the bytes that there were then, and those never change in a block: what is
 * added goes behind them, into this block or a bigger one. */
typedef struct _ConfabGrowingTextBlock
{
  gatomicrefcount n_refs;
  gsize           size;    /* of the text, with the NUL behind it */
  gboolean        ends;    /* whoever shares it relies on the NUL; looked at by who appends alone */
  char            text[];
} Block;

static void
block_unref (gpointer data)
{
  Block *block = data;

  if (g_atomic_ref_count_dec (&block->n_refs))
    g_free (block);
}

/* Makes room for so many bytes in all. Nobody can borrow a block that nobody else has but its owner. */
static void
make_room (ConfabGrowingText *self,
           gsize              size)
{
  const gboolean is_own = self->block != NULL && g_atomic_ref_count_compare (&self->block->n_refs, 1);
  Block *block;
  gsize new_size;

  if (is_own)
    self->block->ends = FALSE;
  if (self->block != NULL && !self->block->ends && self->block->size >= size)
    return;

  /* Twice as much each time, so that all is moved seldom. */
  new_size = MAX (MIN_BYTES, self->block != NULL ? 2 * self->block->size : 0);
  new_size = MAX (new_size, size);

  if (is_own)
    {
      block = g_realloc (self->block, sizeof *block + new_size);
    }
  else
    {
      block = g_malloc (sizeof *block + new_size);
      g_atomic_ref_count_init (&block->n_refs);
      block->ends = FALSE;
      if (self->block != NULL)
        {
          memcpy (block->text, self->block->text, self->length + 1);
          block_unref (self->block);
        }
    }

  block->size = new_size;
  self->block = block;
}

/**
 * confab_growing_text_clear:
 * @self: the text
 *
 * Ends with no text at all. What was lent stays.
 */
void
confab_growing_text_clear (ConfabGrowingText *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->block, block_unref);
  self->length = 0;
}

/**
 * confab_growing_text_get:
 * @self: the text
 *
 * Returns: (transfer none): the text so far, NUL-terminated; valid until it is changed
 */
const char *
confab_growing_text_get (const ConfabGrowingText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->block != NULL ? self->block->text : "";
}

/**
 * confab_growing_text_get_length:
 * @self: the text
 *
 * Returns: its length in bytes
 */
gsize
confab_growing_text_get_length (const ConfabGrowingText *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * confab_growing_text_append:
 * @self: the text
 * @text: what follows, which is not of @self
 * @length: its length in bytes, or -1 for up to the NUL
 */
void
confab_growing_text_append (ConfabGrowingText *self,
                            const char        *text,
                            gssize             length)
{
  gsize n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  n = length < 0 ? strlen (text) : (gsize) length;
  if (n == 0)
    return;

  make_room (self, self->length + n + 1);
  memcpy (self->block->text + self->length, text, n);
  self->length += n;
  self->block->text[self->length] = '\0';
}

/**
 * confab_growing_text_set:
 * @self: the text
 * @text: another one, which may be of @self
 *
 * Takes another text in its place. Does nothing if it is the same, for what came bit by bit is often told once
 * more when it is whole.
 */
void
confab_growing_text_set (ConfabGrowingText *self,
                         const char        *text)
{
  ConfabGrowingText old;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (strcmp (confab_growing_text_get (self), text) == 0)
    return;

  old = *self;
  memset (self, 0, sizeof *self);
  confab_growing_text_append (self, text, -1);
  confab_growing_text_clear (&old);
}

/**
 * confab_growing_text_share:
 * @self: the text
 *
 * Lends the text as it is now: any thread may read it, however it grows meanwhile. There need be no NUL behind it.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
confab_growing_text_share (const ConfabGrowingText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->block == NULL)
    return g_bytes_new_static ("", 0);

  g_atomic_ref_count_inc (&self->block->n_refs);

  return g_bytes_new_with_free_func (self->block->text, self->length, block_unref, self->block);
}

/**
 * confab_growing_text_snapshot:
 * @self: the text
 *
 * Lends the text as it is now, as a text of its own with a NUL behind it: any thread may read it and clear it,
 * however @self grows meanwhile. @self is copied when it grows before that.
 *
 * Returns: (transfer full): the text, to be cleared
 */
ConfabGrowingText
confab_growing_text_snapshot (const ConfabGrowingText *self)
{
  g_return_val_if_fail (self != NULL, (ConfabGrowingText) { NULL });

  if (self->block != NULL)
    {
      self->block->ends = TRUE;
      g_atomic_ref_count_inc (&self->block->n_refs);
    }

  return *self;
}
