/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-entry"

#include "config.h"

#include "confab-transcript-entry-private.h"

#include "confab-transcript-geometry.h"

/**
 * ConfabTranscriptEntry:
 *
 * A message of the transcript and the rows it is shown in.
 *
 * A message far from the window is one guessed height and nothing else; it is looked into when it
 * comes near. From then on the entry follows the message: it grows at the end, and what was sealed
 * is never touched again.
 */
void
_confab_transcript_entry_mark_stale (ConfabTranscriptEntry *self)
{
  if (self->is_stale)
    return;

  self->is_stale = TRUE;
  self->funcs->stale (self, self->user_data);
}

void
_confab_transcript_entry_release_view (ConfabTranscriptEntry *self,
                                       ConfabTranscriptItem  *item)
{
  gpointer view = g_steal_pointer (&item->view);

  if (view != NULL)
    self->funcs->release_view (self, view, self->user_data);
}

void
_confab_transcript_entry_guess_height (ConfabTranscriptEntry         *self,
                                       guint                          position,
                                       const ConfabTranscriptMetrics *metrics)
{
  const ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, position);

  confab_height_index_set (self->heights, position,
                           item->hidden ? 0
                                        : confab_transcript_geometry_guess (self, position, metrics));
}

/**
 * confab_transcript_entry_new:
 * @message: a message
 * @funcs: whom to tell; must outlive the entry
 * @user_data: for @funcs
 *
 * Returns: (transfer full): an entry that has not looked into @message
 */
ConfabTranscriptEntry *
confab_transcript_entry_new (ConfabMessage                    *message,
                             const ConfabTranscriptEntryFuncs *funcs,
                             gpointer                          user_data)
{
  ConfabTranscriptEntry *self = g_new0 (ConfabTranscriptEntry, 1);

  self->message = g_object_ref (message);
  self->funcs = funcs;
  self->user_data = user_data;
  confab_transcript_geometry_count (message, &self->n_bytes, &self->n_lines);

  return self;
}

/**
 * confab_transcript_entry_free:
 * @self: (transfer full) (nullable): an entry
 *
 * Frees it. Its views are released, as when items go away.
 */
void
confab_transcript_entry_free (ConfabTranscriptEntry *self)
{
  if (self == NULL)
    return;

  if (self->items != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->message, self);
      for (guint i = 0; i < self->items->len; i++)
        _confab_transcript_entry_release_view (self, &g_array_index (self->items, ConfabTranscriptItem, i));
    }

  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->heights, confab_height_index_free);
  g_clear_pointer (&self->sections, g_array_unref);
  g_clear_object (&self->message);
  g_free (self);
}

/**
 * confab_transcript_entry_get_message:
 *
 * Returns: (transfer none): its message
 */
ConfabMessage *
confab_transcript_entry_get_message (ConfabTranscriptEntry *self)
{
  return self->message;
}

/**
 * confab_transcript_entry_get_index:
 *
 * Returns: where it is in the transcript
 */
guint
confab_transcript_entry_get_index (ConfabTranscriptEntry *self)
{
  return self->index;
}

/**
 * confab_transcript_entry_set_index:
 * @index: where it is in the transcript
 */
void
confab_transcript_entry_set_index (ConfabTranscriptEntry *self,
                                   guint                  index)
{
  self->index = index;
}

/**
 * confab_transcript_entry_get_stale:
 *
 * Returns: whether its message changed since it was read
 */
gboolean
confab_transcript_entry_get_stale (ConfabTranscriptEntry *self)
{
  return self->is_stale;
}

/**
 * confab_transcript_entry_set_stale:
 *
 * Has its message read again at the next chance.
 */
void
confab_transcript_entry_set_stale (ConfabTranscriptEntry *self)
{
  _confab_transcript_entry_mark_stale (self);
}

/**
 * confab_transcript_entry_set_last:
 * @last: it is the last reply
 *
 * Shows or hides what can be done with the last reply.
 */
void
confab_transcript_entry_set_last (ConfabTranscriptEntry *self,
                                  gboolean               last)
{
  if (self->is_last == !!last)
    return;

  self->is_last = !!last;
  if (self->items != NULL)
    confab_transcript_entry_set_stale (self);
}

/**
 * confab_transcript_entry_get_last:
 *
 * Returns: whether it is the last reply
 */
gboolean
confab_transcript_entry_get_last (ConfabTranscriptEntry *self)
{
  return self->is_last;
}

/**
 * confab_transcript_entry_set_versions:
 * @version: which version of the message it is, counted from 0
 * @n_versions: how many there are
 *
 * Where there are several they can be gone through.
 */
void
confab_transcript_entry_set_versions (ConfabTranscriptEntry *self,
                                      guint                  version,
                                      guint                  n_versions)
{
  if (self->version == version && self->n_versions == n_versions)
    return;

  self->version = version;
  self->n_versions = n_versions;
  if (self->items != NULL)
    confab_transcript_entry_set_stale (self);
}

/**
 * confab_transcript_entry_get_versions:
 * @n_versions: (out): how many versions of the message there are
 *
 * Returns: which of them it is, counted from 0
 */
guint
confab_transcript_entry_get_versions (ConfabTranscriptEntry *self,
                                      guint                 *n_versions)
{
  *n_versions = self->n_versions;

  return self->version;
}

/**
 * confab_transcript_entry_has_footer:
 *
 * Returns: whether a row of its own shows what can be done with it
 */
gboolean
confab_transcript_entry_has_footer (ConfabTranscriptEntry *self)
{
  return self->items != NULL && self->items->len > 0 &&
         confab_transcript_entry_get_item (self, self->items->len - 1)->kind == CONFAB_TRANSCRIPT_ITEM_FOOTER;
}

/**
 * confab_transcript_entry_is_expanded:
 *
 * Returns: whether its message was looked into, so that there are items
 */
gboolean
confab_transcript_entry_is_expanded (ConfabTranscriptEntry *self)
{
  return self->items != NULL;
}

/**
 * confab_transcript_entry_get_n_items:
 *
 * Returns: how many rows there are; 0 while not expanded
 */
guint
confab_transcript_entry_get_n_items (ConfabTranscriptEntry *self)
{
  return self->items != NULL ? self->items->len : 0;
}

/**
 * confab_transcript_entry_get_item:
 * @position: less than the number of items
 *
 * Returns: (transfer none): a row; valid until rows are put in or taken out
 */
ConfabTranscriptItem *
confab_transcript_entry_get_item (ConfabTranscriptEntry *self,
                                  guint                  position)
{
  g_return_val_if_fail (self->items != NULL && position < self->items->len, NULL);

  return &g_array_index (self->items, ConfabTranscriptItem, position);
}

static ConfabTranscriptSection *
section_of (ConfabTranscriptEntry *self,
            guint                  position)
{
  const ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, position);

  switch (item->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_NAME:
    case CONFAB_TRANSCRIPT_ITEM_ERROR:
    case CONFAB_TRANSCRIPT_ITEM_NOTE:
    case CONFAB_TRANSCRIPT_ITEM_FOOTER:
    case CONFAB_TRANSCRIPT_ITEM_ATTEMPTS:
      return NULL;

    default:
      return _confab_transcript_entry_get_section (self, item->part);
    }
}

/**
 * confab_transcript_entry_get_source:
 * @position: an item
 *
 * Returns: (transfer none) (nullable): what the item is a piece of
 */
ConfabTranscriptSource *
confab_transcript_entry_get_source (ConfabTranscriptEntry *self,
                                    guint                  position)
{
  const ConfabTranscriptSection *section = section_of (self, position);

  return section != NULL ? section->source : NULL;
}

/**
 * confab_transcript_entry_get_part:
 * @position: an item
 *
 * Returns: (transfer none) (nullable): the part of the message it shows
 */
ConfabPart *
confab_transcript_entry_get_part (ConfabTranscriptEntry *self,
                                  guint                  position)
{
  const ConfabTranscriptSection *section = section_of (self, position);

  return section != NULL ? confab_transcript_source_get_part (section->source) : NULL;
}

/**
 * confab_transcript_entry_get_segment:
 * @position: an item
 *
 * Returns: (transfer none) (nullable): the segment it shows; valid until the next sync
 */
const ConfabMarkdownSegment *
confab_transcript_entry_get_segment (ConfabTranscriptEntry *self,
                                     guint                  position)
{
  const ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, position);
  const ConfabTranscriptSection *section = section_of (self, position);
  ConfabMarkdownScanner *scanner;

  if (section == NULL || ((item->kind < CONFAB_TRANSCRIPT_ITEM_TEXT || item->kind > CONFAB_TRANSCRIPT_ITEM_RULE) &&
                          item->kind != CONFAB_TRANSCRIPT_ITEM_IMAGE))
    return NULL;

  scanner = confab_transcript_source_get_scanner (section->source);

  return confab_markdown_scanner_get_segment (scanner, item->segment);
}

/**
 * confab_transcript_entry_get_section_start:
 * @position: an item
 *
 * Returns: the first item of the part that @position belongs to
 */
guint
confab_transcript_entry_get_section_start (ConfabTranscriptEntry *self,
                                           guint                  position)
{
  const ConfabTranscriptSection *section = section_of (self, position);

  return section != NULL ? section->first : position;
}

/**
 * confab_transcript_entry_get_section_n_items:
 * @position: an item
 *
 * Returns: how many items the part has that @position belongs to
 */
guint
confab_transcript_entry_get_section_n_items (ConfabTranscriptEntry *self,
                                             guint                  position)
{
  const ConfabTranscriptSection *section = section_of (self, position);

  return section != NULL ? section->n_items : 1;
}

/**
 * confab_transcript_entry_get_unfolded:
 * @position: an item of something that can be folded
 *
 * Returns: whether its details are shown
 */
gboolean
confab_transcript_entry_get_unfolded (ConfabTranscriptEntry *self,
                                      guint                  position)
{
  const ConfabTranscriptSection *section = section_of (self, position);

  if (confab_transcript_entry_get_item (self, position)->kind == CONFAB_TRANSCRIPT_ITEM_ATTEMPTS)
    return self->attempts_unfolded;

  return section != NULL && section->unfolded;
}

/**
 * confab_transcript_entry_set_unfolded:
 * @position: an item of something that can be folded
 * @unfolded: show its details
 * @metrics: what heights are guessed from
 *
 * Folds or unfolds it.
 */
void
confab_transcript_entry_set_unfolded (ConfabTranscriptEntry         *self,
                                      guint                          position,
                                      gboolean                       unfolded,
                                      const ConfabTranscriptMetrics *metrics)
{
  ConfabTranscriptSection *section = section_of (self, position);
  ConfabTranscriptItem *header = confab_transcript_entry_get_item (self, position);

  if (header->kind == CONFAB_TRANSCRIPT_ITEM_ATTEMPTS)
    {
      self->attempts_unfolded = !!unfolded;
      header->stale = TRUE;
      header->measured = FALSE;
      return;
    }
  if (section == NULL || section->unfolded == !!unfolded)
    return;

  section->unfolded = !!unfolded;
  confab_transcript_entry_get_item (self, section->first)->stale = TRUE;
  for (guint i = section->first + 1; i < section->first + section->n_items; i++)
    {
      ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, i);

      if (!unfolded)
        _confab_transcript_entry_release_view (self, item);
      item->hidden = !unfolded;
      item->stale = TRUE;
      item->measured = FALSE;
      _confab_transcript_entry_guess_height (self, i, metrics);
    }
}

/**
 * confab_transcript_entry_get_height:
 *
 * Returns: how high it is, as far as known
 */
gint64
confab_transcript_entry_get_height (ConfabTranscriptEntry *self)
{
  return self->heights != NULL ? confab_height_index_get_total (self->heights) : self->whole_height;
}

/**
 * confab_transcript_entry_get_heights:
 *
 * Returns: (transfer none) (nullable): the heights of its items; %NULL while not expanded
 */
ConfabHeightIndex *
confab_transcript_entry_get_heights (ConfabTranscriptEntry *self)
{
  return self->heights;
}

/**
 * confab_transcript_entry_estimate:
 * @metrics: what heights are guessed from
 *
 * Forgets all heights, as the width changed, and guesses them anew.
 */
void
confab_transcript_entry_estimate (ConfabTranscriptEntry         *self,
                                  const ConfabTranscriptMetrics *metrics)
{
  g_autofree int *heights = NULL;

  if (self->items == NULL)
    {
      self->whole_height = confab_transcript_geometry_guess_whole (self->message, self->n_bytes,
                                                                   self->n_lines, metrics);
      return;
    }

  heights = g_new (int, MAX (self->items->len, 1));
  for (guint i = 0; i < self->items->len; i++)
    {
      ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, i);

      item->measured = FALSE;
      heights[i] = item->hidden ? 0 : confab_transcript_geometry_guess (self, i, metrics);
    }
  confab_height_index_set_all (self->heights, heights, self->items->len);
}
