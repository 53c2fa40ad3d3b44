/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-model"

#include "config.h"

#include "confab-transcript-model.h"

#include "confab-transcript-folds.h"

/**
 * ConfabTranscriptModel:
 *
 * The rows of a conversation and their heights, known or guessed.
 *
 * It follows a list of messages and knows nothing of widgets. Two height indexes, one over messages
 * and one over the rows of each message, lead from a row to its place and back in O(log n), and let
 * a reply grow and a message be looked into without touching the others.
 */
struct _ConfabTranscriptModel
{
  GObject                           parent_instance;

  const ConfabTranscriptModelFuncs *funcs;
  gpointer                          user_data;
  GListModel                       *messages;  /* owned, nullable */
  GPtrArray                        *entries;   /* owned, of ConfabTranscriptEntry */
  ConfabHeightIndex                *heights;   /* of entries */
  GPtrArray                        *stale;     /* of ConfabTranscriptEntry, unowned */
  ConfabTranscriptEntry            *last;      /* unowned, nullable: the one marked as last reply */
  ConfabTranscriptFolds            *folds;     /* owned: what was unfolded, in other conversations too */
  ConfabTranscriptMetrics           metrics;
};

G_DEFINE_FINAL_TYPE (ConfabTranscriptModel, confab_transcript_model, G_TYPE_OBJECT)

static void
entry_release_view (ConfabTranscriptEntry *entry,
                    gpointer               view,
                    gpointer               user_data)
{
  ConfabTranscriptModel *self = user_data;

  self->funcs->release_view (view, self->user_data);
}

static void
entry_items_changed (ConfabTranscriptEntry *entry,
                     guint                  position,
                     guint                  n_removed,
                     guint                  n_added,
                     gpointer               user_data)
{
  ConfabTranscriptModel *self = user_data;

  self->funcs->items_changed (entry, position, n_removed, n_added, self->user_data);
}

static void
entry_stale (ConfabTranscriptEntry *entry,
             gpointer               user_data)
{
  ConfabTranscriptModel *self = user_data;

  g_ptr_array_add (self->stale, entry);
  if (self->stale->len == 1)
    self->funcs->stale (self->user_data);
}

static const ConfabTranscriptEntryFuncs entry_funcs = {
  .release_view = entry_release_view,
  .items_changed = entry_items_changed,
  .stale = entry_stale,
};

static void
update_height (ConfabTranscriptModel *self,
               ConfabTranscriptEntry *entry)
{
  confab_height_index_set (self->heights, confab_transcript_entry_get_index (entry),
                           (int)MIN (confab_transcript_entry_get_height (entry), G_MAXINT));
}

static void
update_last (ConfabTranscriptModel *self)
{
  ConfabTranscriptEntry *last = NULL;

  if (self->entries->len > 0)
    last = g_ptr_array_index (self->entries, self->entries->len - 1);

  if (last != NULL)
    {
      /* The newest message is followed from the start, whether or not anybody looks. */
      confab_transcript_model_expand (self, last);
      if (confab_message_get_role (confab_transcript_entry_get_message (last)) != CONFAB_ROLE_ASSISTANT)
        last = NULL;
    }

  if (self->last == last)
    return;

  if (self->last != NULL)
    confab_transcript_entry_set_last (self->last, FALSE);
  self->last = last;
  if (self->last != NULL)
    confab_transcript_entry_set_last (self->last, TRUE);
}

static void
on_messages_items_changed_cb (ConfabTranscriptModel *self,
                              guint                  position,
                              guint                  n_removed,
                              guint                  n_added)
{
  g_autoptr(GPtrArray) removed = g_ptr_array_new_with_free_func ((GDestroyNotify)confab_transcript_entry_free);
  const guint n_after = self->entries->len - position - n_removed;

  for (guint i = position; i < position + n_removed; i++)
    {
      ConfabTranscriptEntry *entry = g_ptr_array_index (self->entries, i);

      g_ptr_array_add (removed, entry);
      g_ptr_array_remove_fast (self->stale, entry);
      if (self->last == entry)
        self->last = NULL;
    }

  if (n_added > n_removed)
    g_ptr_array_set_size (self->entries, self->entries->len + n_added - n_removed);
  if (n_after > 0 && n_added != n_removed)
    memmove (&self->entries->pdata[position + n_added], &self->entries->pdata[position + n_removed],
             n_after * sizeof (gpointer));
  if (n_added < n_removed)
    g_ptr_array_set_size (self->entries, self->entries->len + n_added - n_removed);

  confab_height_index_splice (self->heights, position, n_removed, n_added);

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(ConfabMessage) message = g_list_model_get_item (self->messages, position + i);
      ConfabTranscriptEntry *entry = confab_transcript_entry_new (message, &entry_funcs, self);

      self->entries->pdata[position + i] = entry;
      confab_transcript_entry_set_index (entry, position + i);
      if (self->funcs->get_versions != NULL)
        {
          guint version = 0;
          const guint n_versions = self->funcs->get_versions (message, &version, self->user_data);

          confab_transcript_entry_set_versions (entry, version, n_versions);
        }
      confab_transcript_entry_estimate (entry, &self->metrics);
    }
  if (n_added != n_removed)
    for (guint i = position + n_added; i < self->entries->len; i++)
      confab_transcript_entry_set_index (g_ptr_array_index (self->entries, i), i);
  for (guint i = position; i < position + n_added; i++)
    {
      ConfabTranscriptEntry *entry = g_ptr_array_index (self->entries, i);

      update_height (self, entry);
      if (confab_message_is_open (confab_transcript_entry_get_message (entry)))
        confab_transcript_model_expand (self, entry);
    }

  update_last (self);
  self->funcs->entries_changed (position, n_removed, n_added, self->user_data);
}

static void
confab_transcript_model_dispose (GObject *object)
{
  ConfabTranscriptModel *self = CONFAB_TRANSCRIPT_MODEL (object);

  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_data (self->messages, self);
  g_clear_object (&self->messages);
  g_ptr_array_set_size (self->stale, 0);
  self->last = NULL;
  for (guint i = 0; i < self->entries->len; i++)
    confab_transcript_entry_free (g_ptr_array_index (self->entries, i));
  g_ptr_array_set_size (self->entries, 0);
  confab_height_index_set_all (self->heights, NULL, 0);

  G_OBJECT_CLASS (confab_transcript_model_parent_class)->dispose (object);
}

static void
confab_transcript_model_finalize (GObject *object)
{
  ConfabTranscriptModel *self = CONFAB_TRANSCRIPT_MODEL (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->stale, g_ptr_array_unref);
  g_clear_pointer (&self->heights, confab_height_index_free);
  g_clear_pointer (&self->folds, confab_transcript_folds_free);

  G_OBJECT_CLASS (confab_transcript_model_parent_class)->finalize (object);
}

static void
confab_transcript_model_class_init (ConfabTranscriptModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_transcript_model_dispose;
  object_class->finalize = confab_transcript_model_finalize;
}

static void
confab_transcript_model_init (ConfabTranscriptModel *self)
{
  self->entries = g_ptr_array_new ();
  self->stale = g_ptr_array_new ();
  self->heights = confab_height_index_new ();
  self->folds = confab_transcript_folds_new ();
  self->metrics = (ConfabTranscriptMetrics) { .width = 720, .char_width = 8, .line_height = 24 };
}

/**
 * confab_transcript_model_new:
 * @funcs: whom to tell; must outlive the model
 * @user_data: for @funcs
 *
 * Returns: (transfer full): a model of nothing
 */
ConfabTranscriptModel *
confab_transcript_model_new (const ConfabTranscriptModelFuncs *funcs,
                             gpointer                          user_data)
{
  ConfabTranscriptModel *self = g_object_new (CONFAB_TYPE_TRANSCRIPT_MODEL, NULL);

  self->funcs = funcs;
  self->user_data = user_data;

  return self;
}

/**
 * confab_transcript_model_get_messages:
 *
 * Returns: (transfer none) (nullable): the messages it follows
 */
GListModel *
confab_transcript_model_get_messages (ConfabTranscriptModel *self)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_MODEL (self), NULL);

  return self->messages;
}

/**
 * confab_transcript_model_set_messages:
 * @messages: (nullable): a list of `ConfabMessage`, oldest first
 *
 * Follows other messages.
 */
void
confab_transcript_model_set_messages (ConfabTranscriptModel *self,
                                      GListModel            *messages)
{
  const guint n_removed = self->entries->len;

  g_return_if_fail (CONFAB_IS_TRANSCRIPT_MODEL (self));
  g_return_if_fail (messages == NULL || G_IS_LIST_MODEL (messages));

  if (self->messages == messages)
    return;

  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_data (self->messages, self);
  g_set_object (&self->messages, messages);
  if (messages != NULL)
    g_signal_connect_swapped (messages, "items-changed", G_CALLBACK (on_messages_items_changed_cb), self);
  on_messages_items_changed_cb (self, 0, n_removed, messages != NULL ? g_list_model_get_n_items (messages) : 0);
}

/**
 * confab_transcript_model_get_metrics:
 *
 * Returns: (transfer none): what heights are guessed from
 */
const ConfabTranscriptMetrics *
confab_transcript_model_get_metrics (ConfabTranscriptModel *self)
{
  return &self->metrics;
}

/**
 * confab_transcript_model_set_metrics:
 * @metrics: what heights are guessed from
 *
 * Forgets all heights and guesses them anew, without looking at any text.
 */
void
confab_transcript_model_set_metrics (ConfabTranscriptModel         *self,
                                     const ConfabTranscriptMetrics *metrics)
{
  g_autofree int *heights = g_new (int, MAX (self->entries->len, 1));

  self->metrics = *metrics;
  for (guint i = 0; i < self->entries->len; i++)
    {
      ConfabTranscriptEntry *entry = g_ptr_array_index (self->entries, i);

      confab_transcript_entry_estimate (entry, metrics);
      heights[i] = (int)MIN (confab_transcript_entry_get_height (entry), G_MAXINT);
    }
  confab_height_index_set_all (self->heights, heights, self->entries->len);
}

/**
 * confab_transcript_model_get_stale:
 *
 * Returns: whether a message changed since it was read
 */
gboolean
confab_transcript_model_get_stale (ConfabTranscriptModel *self)
{
  return self->stale->len > 0;
}

/**
 * confab_transcript_model_catch_up:
 * @max_bytes: read about that much at most
 * @max_us: take about that many microseconds at most
 * @n_read: (out) (optional): how many bytes were read
 *
 * Reads what was added to messages. The rest, if any, is left for the next time.
 *
 * Returns: whether everything was read
 */
gboolean
confab_transcript_model_catch_up (ConfabTranscriptModel *self,
                                  gsize                  max_bytes,
                                  gint64                 max_us,
                                  gsize                 *n_read)
{
  const gint64 end_us = g_get_monotonic_time () + max_us;
  gsize budget = max_bytes;

  while (self->stale->len > 0)
    {
      ConfabTranscriptEntry *entry = g_ptr_array_index (self->stale, self->stale->len - 1);
      const gboolean is_done = confab_transcript_entry_catch_up (entry, &self->metrics, &budget);

      update_height (self, entry);
      if (is_done)
        g_ptr_array_set_size (self->stale, self->stale->len - 1);
      if (!is_done || budget == 0 || g_get_monotonic_time () >= end_us)
        break;
    }

  if (n_read != NULL)
    *n_read = max_bytes - budget;

  return self->stale->len == 0;
}

/**
 * confab_transcript_model_get_n_entries:
 *
 * Returns: how many messages there are
 */
guint
confab_transcript_model_get_n_entries (ConfabTranscriptModel *self)
{
  return self->entries->len;
}

/**
 * confab_transcript_model_get_entry:
 * @position: less than the number of entries
 *
 * Returns: (transfer none): an entry
 */
ConfabTranscriptEntry *
confab_transcript_model_get_entry (ConfabTranscriptModel *self,
                                   guint                  position)
{
  g_return_val_if_fail (position < self->entries->len, NULL);

  return g_ptr_array_index (self->entries, position);
}

/**
 * confab_transcript_model_expand:
 * @entry: one of its entries
 *
 * Looks into a message, if that was not done before.
 */
void
confab_transcript_model_expand (ConfabTranscriptModel *self,
                                ConfabTranscriptEntry *entry)
{
  if (confab_transcript_entry_is_expanded (entry))
    return;

  confab_transcript_entry_expand (entry, &self->metrics);
  confab_transcript_folds_apply (self->folds, entry, &self->metrics);
  update_height (self, entry);
}

/**
 * confab_transcript_model_set_unfolded:
 * @entry: one of its entries
 * @item: an item of a part that can be folded
 * @unfolded: show its details
 *
 * Folds or unfolds a part of a message.
 */
void
confab_transcript_model_set_unfolded (ConfabTranscriptModel *self,
                                      ConfabTranscriptEntry *entry,
                                      guint                  item,
                                      gboolean               unfolded)
{
  confab_transcript_entry_set_unfolded (entry, item, unfolded, &self->metrics);
  confab_transcript_folds_note (self->folds, entry, item, unfolded);
  update_height (self, entry);
}

/**
 * confab_transcript_model_dup_unfolded:
 *
 * Returns: (transfer full): names of what was unfolded, for confab_transcript_model_restore_unfolded()
 */
GStrv
confab_transcript_model_dup_unfolded (ConfabTranscriptModel *self)
{
  return confab_transcript_folds_dup_names (self->folds);
}

/**
 * confab_transcript_model_restore_unfolded:
 * @names: names of what was unfolded
 *
 * Unfolds it again wherever it comes up. Messages that were looked into before stay as they are.
 */
void
confab_transcript_model_restore_unfolded (ConfabTranscriptModel *self,
                                          const char * const    *names)
{
  confab_transcript_folds_set_names (self->folds, names);
}

/**
 * confab_transcript_model_get_height:
 *
 * Returns: how high everything is, as far as known
 */
gint64
confab_transcript_model_get_height (ConfabTranscriptModel *self)
{
  return confab_height_index_get_total (self->heights);
}

/**
 * confab_transcript_model_get_y:
 * @entry: one of its entries
 * @item: an item of it
 *
 * Returns: where a row begins, counted from the top
 */
gint64
confab_transcript_model_get_y (ConfabTranscriptModel *self,
                               ConfabTranscriptEntry *entry,
                               guint                  item)
{
  gint64 y = confab_height_index_get_offset (self->heights, confab_transcript_entry_get_index (entry));
  ConfabHeightIndex *heights = confab_transcript_entry_get_heights (entry);

  return heights != NULL ? y + confab_height_index_get_offset (heights, item) : y;
}

/**
 * confab_transcript_model_set_item_height:
 * @entry: one of its entries
 * @item: an item of it
 * @height: how high it turned out to be, its gap included
 *
 * Puts a measured height in the place of a guess.
 */
void
confab_transcript_model_set_item_height (ConfabTranscriptModel *self,
                                         ConfabTranscriptEntry *entry,
                                         guint                  item,
                                         int                    height)
{
  ConfabHeightIndex *heights = confab_transcript_entry_get_heights (entry);

  confab_transcript_entry_get_item (entry, item)->measured = TRUE;
  if (confab_height_index_get (heights, item) == height)
    return;

  confab_height_index_set (heights, item, height);
  update_height (self, entry);
}

/**
 * confab_transcript_model_find:
 * @y: a place, counted from the top
 * @entry: (out): the entry there
 * @item: (out): the item there
 * @offset: (out): how far @y is below the top of that item
 *
 * Finds the row at a place and looks into its message.
 *
 * Returns: whether there is any row
 */
gboolean
confab_transcript_model_find (ConfabTranscriptModel  *self,
                              gint64                  y,
                              ConfabTranscriptEntry **entry,
                              guint                  *item,
                              int                    *offset)
{
  gint64 start;
  guint index;

  if (self->entries->len == 0)
    return FALSE;

  index = confab_height_index_find (self->heights, y);
  *entry = g_ptr_array_index (self->entries, index);
  confab_transcript_model_expand (self, *entry);
  if (confab_transcript_entry_get_n_items (*entry) == 0)
    {
      *item = 0;
      if (!confab_transcript_model_get_edge (self, FALSE, entry, item))
        return FALSE;
    }
  else
    {
      start = confab_height_index_get_offset (self->heights, confab_transcript_entry_get_index (*entry));
      *item = confab_height_index_find (confab_transcript_entry_get_heights (*entry), y - start);
      if (confab_transcript_entry_get_item (*entry, *item)->hidden)
        *item = confab_transcript_entry_get_section_start (*entry, *item);
    }

  *offset = (int)CLAMP (y - confab_transcript_model_get_y (self, *entry, *item), 0, G_MAXINT / 2);

  return TRUE;
}
