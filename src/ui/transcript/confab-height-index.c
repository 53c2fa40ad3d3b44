/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-height-index"

#include "config.h"

#include "confab-height-index.h"

/**
 * ConfabHeightIndex:
 *
 * The heights of things stacked on one another, with quick ways between a position and a height.
 *
 * A binary indexed tree: node i (counted from 1) holds the sum of the heights in
 * (i - lowbit (i), i]. Changing a height, summing up to a position and finding the position at a
 * height take O(log n). Putting things in rebuilds what follows, which is nothing when it happens
 * at the end.
 */
struct _ConfabHeightIndex
{
  GArray *heights;  /* of int */
  GArray *nodes;    /* of gint64; node i is at i - 1 */
};

static inline guint
lowbit (guint i)
{
  return i & -i;
}

static inline gint64 *
node_at (ConfabHeightIndex *self,
         guint              i)
{
  return &g_array_index (self->nodes, gint64, i - 1);
}

/* Builds the nodes after `from` out of the heights and the nodes up to it. */
static void
rebuild (ConfabHeightIndex *self,
         guint              from)
{
  const guint n = self->heights->len;

  g_array_set_size (self->nodes, n);
  for (guint i = from + 1; i <= n; i++)
    {
      gint64 sum = g_array_index (self->heights, int, i - 1);

      for (guint j = i - 1; j > i - lowbit (i); j -= lowbit (j))
        sum += *node_at (self, j);
      *node_at (self, i) = sum;
    }
}

/**
 * confab_height_index_new:
 *
 * Returns: (transfer full): an index of nothing
 */
ConfabHeightIndex *
confab_height_index_new (void)
{
  ConfabHeightIndex *self = g_new0 (ConfabHeightIndex, 1);

  self->heights = g_array_new (FALSE, TRUE, sizeof (int));
  self->nodes = g_array_new (FALSE, TRUE, sizeof (gint64));
  return self;
}

/**
 * confab_height_index_free:
 * @self: (transfer full) (nullable): an index
 */
void
confab_height_index_free (ConfabHeightIndex *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->heights);
  g_array_unref (self->nodes);
  g_free (self);
}

/**
 * confab_height_index_get_n:
 *
 * Returns: how many heights there are
 */
guint
confab_height_index_get_n (ConfabHeightIndex *self)
{
  return self->heights->len;
}

/**
 * confab_height_index_get:
 * @position: less than the number of heights
 *
 * Returns: the height there
 */
int
confab_height_index_get (ConfabHeightIndex *self,
                         guint              position)
{
  g_return_val_if_fail (position < self->heights->len, 0);

  return g_array_index (self->heights, int, position);
}

/**
 * confab_height_index_set:
 * @position: less than the number of heights
 * @height: not negative
 *
 * Changes one height.
 */
void
confab_height_index_set (ConfabHeightIndex *self,
                         guint              position,
                         int                height)
{
  int *old;
  gint64 delta;

  g_return_if_fail (position < self->heights->len);
  g_return_if_fail (height >= 0);

  old = &g_array_index (self->heights, int, position);
  delta = (gint64)height - *old;
  *old = height;
  if (delta == 0)
    return;

  for (guint i = position + 1; i <= self->heights->len; i += lowbit (i))
    *node_at (self, i) += delta;
}

/**
 * confab_height_index_splice:
 * @position: where
 * @n_removed: how many heights go
 * @n_added: how many heights of 0 come
 *
 * Takes heights out and puts new ones in their place.
 */
void
confab_height_index_splice (ConfabHeightIndex *self,
                            guint              position,
                            guint              n_removed,
                            guint              n_added)
{
  g_return_if_fail (position + n_removed <= self->heights->len);

  if (n_removed > n_added)
    {
      g_array_remove_range (self->heights, position, n_removed - n_added);
    }
  else if (n_added > n_removed)
    {
      const guint n_more = n_added - n_removed;
      const guint n_after = self->heights->len - position;

      g_array_set_size (self->heights, self->heights->len + n_more);
      if (n_after > 0)
        memmove (&g_array_index (self->heights, int, position + n_more),
                 &g_array_index (self->heights, int, position),
                 n_after * sizeof (int));
    }
  if (n_added > 0)
    memset (&g_array_index (self->heights, int, position), 0, n_added * sizeof (int));

  rebuild (self, position);
}

/**
 * confab_height_index_set_all:
 * @heights: (array length=n_heights): heights
 * @n_heights: how many
 *
 * Replaces everything in O(n).
 */
void
confab_height_index_set_all (ConfabHeightIndex *self,
                             const int         *heights,
                             guint              n_heights)
{
  g_array_set_size (self->heights, 0);
  if (n_heights > 0)
    g_array_append_vals (self->heights, heights, n_heights);
  rebuild (self, 0);
}

/**
 * confab_height_index_get_total:
 *
 * Returns: the sum of all heights
 */
gint64
confab_height_index_get_total (ConfabHeightIndex *self)
{
  return confab_height_index_get_offset (self, self->heights->len);
}

/**
 * confab_height_index_get_offset:
 * @position: at most the number of heights
 *
 * Returns: the sum of the heights before @position
 */
gint64
confab_height_index_get_offset (ConfabHeightIndex *self,
                                guint              position)
{
  gint64 sum = 0;

  g_return_val_if_fail (position <= self->heights->len, 0);

  for (guint i = position; i > 0; i -= lowbit (i))
    sum += *node_at (self, i);

  return sum;
}

/**
 * confab_height_index_find:
 * @y: a height from the top
 *
 * Things without a height are never found, unless nothing else is there.
 *
 * Returns: the position of what is at @y; the first or last one when @y is outside
 */
guint
confab_height_index_find (ConfabHeightIndex *self,
                          gint64             y)
{
  const guint n = self->heights->len;
  guint position = 0;
  guint step = 1;

  g_return_val_if_fail (n > 0, 0);

  if (y < 0)
    y = 0;

  while (step * 2 <= n)
    step *= 2;
  for (; step > 0; step /= 2)
    if (position + step <= n && *node_at (self, position + step) <= y)
      {
        position += step;
        y -= *node_at (self, position);
      }

  return MIN (position, n - 1);
}
