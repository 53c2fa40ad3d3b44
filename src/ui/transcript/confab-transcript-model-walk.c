/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-model-walk"

#include "config.h"

#include "confab-transcript-model.h"

/**
 * confab_transcript_model_step:
 * @entry: (inout): an entry
 * @item: (inout): an item of it
 * @forward: go down
 *
 * Goes to the next or previous row that is shown, which may be in another message. Messages on the
 * way are looked into.
 *
 * Returns: whether there is one
 */
gboolean
confab_transcript_model_step (ConfabTranscriptModel  *self,
                              ConfabTranscriptEntry **entry,
                              guint                  *item,
                              gboolean                forward)
{
  const guint n_entries = confab_transcript_model_get_n_entries (self);
  guint index = confab_transcript_entry_get_index (*entry);
  gint64 at = (gint64)*item + (forward ? 1 : -1);

  for (;;)
    {
      ConfabTranscriptEntry *here = confab_transcript_model_get_entry (self, index);
      guint n_items;

      confab_transcript_model_expand (self, here);
      n_items = confab_transcript_entry_get_n_items (here);
      if (at == G_MAXINT64)
        at = (gint64)n_items - 1;

      while (at >= 0 && at < n_items)
        {
          if (!confab_transcript_entry_get_item (here, at)->hidden)
            {
              *entry = here;
              *item = at;
              return TRUE;
            }
          /* Leap over all that is folded away at once. */
          at = confab_transcript_entry_get_section_start (here, at) +
               (forward ? confab_transcript_entry_get_section_n_items (here, at) : 0);
        }

      if (forward ? index + 1 >= n_entries : index == 0)
        return FALSE;
      index += forward ? 1 : -1;
      at = forward ? 0 : G_MAXINT64;
    }
}

/**
 * confab_transcript_model_get_edge:
 * @end: the last row, not the first
 * @entry: (out): its entry
 * @item: (out): its item
 *
 * Goes to the first or last row that is shown.
 *
 * Returns: whether there is one
 */
gboolean
confab_transcript_model_get_edge (ConfabTranscriptModel  *self,
                                  gboolean                end,
                                  ConfabTranscriptEntry **entry,
                                  guint                  *item)
{
  const guint n_entries = confab_transcript_model_get_n_entries (self);

  if (n_entries == 0)
    return FALSE;

  *entry = confab_transcript_model_get_entry (self, end ? n_entries - 1 : 0);
  confab_transcript_model_expand (self, *entry);
  *item = end ? confab_transcript_entry_get_n_items (*entry) : 0;
  if (!end && confab_transcript_entry_get_n_items (*entry) > 0 &&
      !confab_transcript_entry_get_item (*entry, 0)->hidden)
    return TRUE;
  if (!end && confab_transcript_entry_get_n_items (*entry) == 0)
    *item = G_MAXUINT;

  return confab_transcript_model_step (self, entry, item, !end);
}
