/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-folds"

#include "config.h"

#include "confab-transcript-folds.h"

/**
 * ConfabTranscriptFolds:
 *
 * What a person unfolded, so that it is so again when they come back to the conversation.
 *
 * Everything begins folded, so a few short names of what is not are all there is to keep; with the
 * program it is forgotten.
 */
struct _ConfabTranscriptFolds
{
  GHashTable *unfolded;  /* owned, a set of owned names */
};

static gboolean
can_be_folded (ConfabTranscriptEntry *entry,
               guint                  item)
{
  switch (confab_transcript_entry_get_item (entry, item)->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_THINKING:
    case CONFAB_TRANSCRIPT_ITEM_TOOL:
    case CONFAB_TRANSCRIPT_ITEM_ATTEMPTS:
      return TRUE;

    default:
      return FALSE;
    }
}

static char *
dup_name (ConfabTranscriptEntry *entry,
          guint                  item)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);

  return g_strdup_printf ("%s %u %u", confab_message_get_id (confab_transcript_entry_get_message (entry)),
                          (guint) row->kind, row->part);
}

/**
 * confab_transcript_folds_new:
 *
 * Returns: (transfer full): a memory of nothing
 */
ConfabTranscriptFolds *
confab_transcript_folds_new (void)
{
  ConfabTranscriptFolds *self = g_new0 (ConfabTranscriptFolds, 1);

  self->unfolded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * confab_transcript_folds_free:
 * @self: (transfer full) (nullable): a memory
 */
void
confab_transcript_folds_free (ConfabTranscriptFolds *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->unfolded);
  g_free (self);
}

/**
 * confab_transcript_folds_note:
 * @entry: an expanded entry
 * @item: a row of it that can be folded
 * @unfolded: whether its details are shown from now on
 */
void
confab_transcript_folds_note (ConfabTranscriptFolds *self,
                              ConfabTranscriptEntry *entry,
                              guint                  item,
                              gboolean               unfolded)
{
  g_autofree char *name = dup_name (entry, item);

  if (unfolded)
    g_hash_table_add (self->unfolded, g_steal_pointer (&name));
  else
    g_hash_table_remove (self->unfolded, name);
}

/**
 * confab_transcript_folds_apply:
 * @entry: an entry that was just expanded
 * @metrics: what heights are guessed from
 *
 * Unfolds what was unfolded before.
 */
void
confab_transcript_folds_apply (ConfabTranscriptFolds         *self,
                               ConfabTranscriptEntry         *entry,
                               const ConfabTranscriptMetrics *metrics)
{
  if (g_hash_table_size (self->unfolded) == 0)
    return;

  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    {
      g_autofree char *name = can_be_folded (entry, i) ? dup_name (entry, i) : NULL;

      if (name != NULL && g_hash_table_contains (self->unfolded, name))
        confab_transcript_entry_set_unfolded (entry, i, TRUE, metrics);
    }
}
