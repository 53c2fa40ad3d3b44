/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-folds"

#include "config.h"

#include "confab-transcript-folds.h"

/* More than anybody comes back to; those that were unfolded longest ago are forgotten. */
#define MAX_NAMES 200

/**
 * ConfabTranscriptFolds:
 *
 * What a person unfolded, so that it is so again when they come back to the conversation.
 *
 * Everything begins folded, so a few short names of what is not are all there is to keep.
 */
struct _ConfabTranscriptFolds
{
  GPtrArray *names;  /* owned, of owned strings, of what was unfolded last at the end */
};

/* Returns: (nullable): what stands for a row that can be folded, in its name */
static const char *
get_word (ConfabTranscriptItemKind kind)
{
  switch (kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_THINKING:
      return "thinking";

    case CONFAB_TRANSCRIPT_ITEM_TOOL:
      return "tool";

    case CONFAB_TRANSCRIPT_ITEM_ATTEMPTS:
      return "attempts";

    default:
      return NULL;
    }
}

/* Returns: (nullable): the name of a row that can be folded */
static char *
dup_name (ConfabTranscriptEntry *entry,
          guint                  item)
{
  const ConfabTranscriptItem *row = confab_transcript_entry_get_item (entry, item);
  const char *word = get_word (row->kind);

  if (word == NULL)
    return NULL;

  return g_strdup_printf ("%s/%s/%u", confab_message_get_id (confab_transcript_entry_get_message (entry)), word,
                          row->part);
}

static gboolean
find (ConfabTranscriptFolds *self,
      const char            *name,
      guint                 *position)
{
  return g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, position);
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

  self->names = g_ptr_array_new_with_free_func (g_free);

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

  g_ptr_array_unref (self->names);
  g_free (self);
}

/**
 * confab_transcript_folds_dup_names:
 *
 * Returns: (transfer full): what to remember, for confab_transcript_folds_set_names()
 */
GStrv
confab_transcript_folds_dup_names (ConfabTranscriptFolds *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->names->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->names, i));

  return g_strv_builder_end (builder);
}

/**
 * confab_transcript_folds_set_names:
 * @names: what was unfolded
 *
 * Counts for entries that are expanded after that.
 */
void
confab_transcript_folds_set_names (ConfabTranscriptFolds *self,
                                   const char * const    *names)
{
  g_ptr_array_set_size (self->names, 0);
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (self->names, g_strdup (names[i]));
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
  guint position;

  if (name == NULL)
    return;

  if (find (self, name, &position))
    g_ptr_array_remove_index (self->names, position);
  if (unfolded)
    g_ptr_array_add (self->names, g_steal_pointer (&name));
  if (self->names->len > MAX_NAMES)
    g_ptr_array_remove_index (self->names, 0);
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
  if (self->names->len == 0)
    return;

  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    {
      g_autofree char *name = dup_name (entry, i);

      if (name != NULL && find (self, name, NULL))
        confab_transcript_entry_set_unfolded (entry, i, TRUE, metrics);
    }
}
