/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-find"

#include "config.h"

#include "confab-transcript-find.h"

#include "confab-transcript-selection.h"

/**
 * ConfabTranscriptFind:
 *
 * Where something is in the text of a transcript, whether or not it is on the screen.
 *
 * It looks message after message, for as long as it is given at a time. Messages in which nothing
 * can be are not looked into. Of one that is arriving only what may have changed is looked at again.
 */
struct _ConfabTranscriptFind
{
  ConfabTranscriptModel *model;    /* borrowed: its owner owns this */
  ConfabSearchPattern   *pattern;  /* owned, nullable */
  GArray                *records;  /* owned, of Record, one for each message */
  GArray                *ranges;   /* owned, of ConfabTextRange, for use while looking */
  guint                  next;     /* the first message that may have to be looked at */
  guint                  n_hits;
  int                    entry;    /* the message with the current hit, or -1 */
  guint                  hit;      /* which of its hits that is */
};

typedef struct
{
  GArray *hits;       /* owned, nullable, of ConfabTranscriptHit */
  guint   n_final;    /* rows that were looked at and will not change */
  guint   is_stale : 1;
} Record;

static void
clear_record (gpointer data)
{
  g_clear_pointer (&((Record *) data)->hits, g_array_unref);
}

static inline Record *
get_record (ConfabTranscriptFind *self,
            guint                 position)
{
  return &g_array_index (self->records, Record, position);
}

static inline guint
count_hits (const Record *record)
{
  return record->hits != NULL ? record->hits->len : 0;
}

/* Keeps what is current among what there is. */
static void
settle (ConfabTranscriptFind *self)
{
  guint n;

  if (self->entry < 0)
    return;

  n = (guint) self->entry < self->records->len ? count_hits (get_record (self, self->entry)) : 0;
  if (n == 0)
    self->entry = -1;
  else
    self->hit = MIN (self->hit, n - 1);
}

static void
truncate_hits (ConfabTranscriptFind *self,
               Record               *record,
               guint                 n_kept)
{
  if (count_hits (record) <= n_kept)
    return;

  self->n_hits -= record->hits->len - n_kept;
  g_array_set_size (record->hits, n_kept);
}

/* Records for all messages, none of them looked at. */
static void
reset (ConfabTranscriptFind *self)
{
  const guint n = self->pattern != NULL ? confab_transcript_model_get_n_entries (self->model) : 0;

  g_array_set_size (self->records, 0);
  g_array_set_size (self->records, n);
  for (guint i = 0; i < n; i++)
    get_record (self, i)->is_stale = TRUE;
  self->next = 0;
  self->n_hits = 0;
  self->entry = -1;
}

/**
 * confab_transcript_find_new:
 * @model: the transcript
 *
 * Returns: (transfer full): one that looks for nothing
 */
ConfabTranscriptFind *
confab_transcript_find_new (ConfabTranscriptModel *model)
{
  ConfabTranscriptFind *self = g_new0 (ConfabTranscriptFind, 1);

  self->model = model;
  self->records = g_array_new (FALSE, TRUE, sizeof (Record));
  g_array_set_clear_func (self->records, clear_record);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
  self->entry = -1;

  return self;
}

/**
 * confab_transcript_find_free:
 * @self: (transfer full) (nullable): one
 */
void
confab_transcript_find_free (ConfabTranscriptFind *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->pattern, confab_search_pattern_unref);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->ranges, g_array_unref);
  g_free (self);
}

/**
 * confab_transcript_find_set_pattern:
 * @pattern: (nullable): what to look for
 *
 * Forgets what was found and looks for something else, from the first message on.
 */
void
confab_transcript_find_set_pattern (ConfabTranscriptFind *self,
                                    ConfabSearchPattern  *pattern)
{
  g_clear_pointer (&self->pattern, confab_search_pattern_unref);
  if (pattern != NULL && confab_search_pattern_get_n_words (pattern) > 0)
    self->pattern = confab_search_pattern_ref (pattern);
  reset (self);
}

/**
 * confab_transcript_find_is_active:
 *
 * Returns: whether anything is looked for
 */
gboolean
confab_transcript_find_is_active (ConfabTranscriptFind *self)
{
  return self->pattern != NULL;
}

/**
 * confab_transcript_find_entries_changed:
 * @position: where messages changed
 * @n_removed: how many were taken out
 * @n_added: how many were put in
 *
 * Follows the model, in which that is done.
 */
void
confab_transcript_find_entries_changed (ConfabTranscriptFind *self,
                                        guint                 position,
                                        guint                 n_removed,
                                        guint                 n_added)
{
  if (self->pattern == NULL)
    return;

  for (guint i = position; i < position + n_removed; i++)
    truncate_hits (self, get_record (self, i), 0);
  if (n_removed > 0)
    g_array_remove_range (self->records, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      const Record empty = { .is_stale = TRUE };

      g_array_insert_val (self->records, position, empty);
    }

  if (self->entry >= (int) (position + n_removed))
    self->entry += (int) n_added - (int) n_removed;
  else if (self->entry >= (int) position)
    self->entry = -1;
  self->next = MIN (self->next, position);
}

/**
 * confab_transcript_find_items_changed:
 * @entry: a message
 * @position: where its rows changed
 * @n_removed: how many were taken out
 * @n_added: how many were put in
 *
 * Follows a message whose rows change. What stands behind the change is looked at again.
 */
void
confab_transcript_find_items_changed (ConfabTranscriptFind  *self,
                                      ConfabTranscriptEntry *entry,
                                      guint                  position,
                                      guint                  n_removed,
                                      guint                  n_added)
{
  const guint index = confab_transcript_entry_get_index (entry);
  Record *record;

  if (self->pattern == NULL || index >= self->records->len)
    return;

  record = get_record (self, index);
  record->n_final = MIN (record->n_final, position);
  record->is_stale = TRUE;
  self->next = MIN (self->next, index);
}

/**
 * confab_transcript_find_touch_last:
 *
 * The last message may have grown.
 *
 * Returns: whether there is something to look at
 */
gboolean
confab_transcript_find_touch_last (ConfabTranscriptFind *self)
{
  Record *record;

  if (self->pattern == NULL || self->records->len == 0)
    return FALSE;

  record = get_record (self, self->records->len - 1);
  record->is_stale = TRUE;
  self->next = MIN (self->next, self->records->len - 1);

  return TRUE;
}

static gboolean
has_text (ConfabPart *part)
{
  const ConfabPartKind kind = confab_part_get_kind (part);

  return kind == CONFAB_PART_TEXT || kind == CONFAB_PART_REFUSAL || kind == CONFAB_PART_THINKING;
}

static gboolean
may_match (ConfabTranscriptFind *self,
           ConfabMessage        *message)
{
  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabPart *part = confab_message_get_part (message, i);

      if (has_text (part) && confab_search_pattern_may_match_markup (self->pattern, confab_part_get_text (part)))
        return TRUE;
    }

  return FALSE;
}

static void
scan_item (ConfabTranscriptFind  *self,
           Record                *record,
           ConfabTranscriptEntry *entry,
           guint                  item)
{
  g_autofree char *text = confab_transcript_selection_dup_item_text (entry, item);

  if (text == NULL || confab_search_pattern_find (self->pattern, text, self->ranges) == 0)
    return;

  if (record->hits == NULL)
    record->hits = g_array_new (FALSE, FALSE, sizeof (ConfabTranscriptHit));
  for (guint i = 0; i < self->ranges->len; i++)
    {
      const ConfabTranscriptHit hit = { item, g_array_index (self->ranges, ConfabTextRange, i) };

      g_array_append_val (record->hits, hit);
    }
  self->n_hits += self->ranges->len;
}

static void
scan_entry (ConfabTranscriptFind *self,
            guint                 index)
{
  ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (self->model, index);
  ConfabMessage *message = confab_transcript_entry_get_message (entry);
  Record *record = get_record (self, index);
  guint n_kept = 0;
  guint first;
  guint n_items;
  gboolean is_final = TRUE;

  record->is_stale = FALSE;
  if (!confab_transcript_entry_is_expanded (entry) && !may_match (self, message))
    return;

  /* May put in rows, which tells of them; the record is there as a whole only then. */
  confab_transcript_model_expand (self->model, entry);
  record->is_stale = FALSE;
  first = record->n_final;
  while (n_kept < count_hits (record) && g_array_index (record->hits, ConfabTranscriptHit, n_kept).item < first)
    n_kept++;
  truncate_hits (self, record, n_kept);

  n_items = confab_transcript_entry_get_n_items (entry);
  for (guint i = first; i < n_items; i++)
    {
      const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, i);

      scan_item (self, record, entry, i);
      is_final &= segment == NULL || segment->sealed;
      if (is_final)
        record->n_final = i + 1;
    }
}

/**
 * confab_transcript_find_scan:
 * @max_us: take about that many microseconds at most
 *
 * Looks on.
 *
 * Returns: whether there is more to look at
 */
gboolean
confab_transcript_find_scan (ConfabTranscriptFind *self,
                             gint64                max_us)
{
  const gint64 end_us = g_get_monotonic_time () + max_us;

  if (self->pattern == NULL)
    return FALSE;

  for (; self->next < self->records->len; self->next++)
    {
      if (!get_record (self, self->next)->is_stale)
        continue;
      scan_entry (self, self->next);
      if (g_get_monotonic_time () >= end_us)
        {
          self->next++;
          break;
        }
    }
  settle (self);

  return self->next < self->records->len;
}

/**
 * confab_transcript_find_get_n_hits:
 *
 * Returns: how many hits there are, as far as was looked
 */
guint
confab_transcript_find_get_n_hits (ConfabTranscriptFind *self)
{
  return self->n_hits;
}

/**
 * confab_transcript_find_get_hits:
 * @entry: a message
 * @n_hits: (out): how many hits there are in it
 *
 * Returns: (transfer none) (nullable) (array length=n_hits): the hits in a message, in order; valid until
 *   it changes
 */
const ConfabTranscriptHit *
confab_transcript_find_get_hits (ConfabTranscriptFind  *self,
                                 ConfabTranscriptEntry *entry,
                                 guint                 *n_hits)
{
  const guint index = confab_transcript_entry_get_index (entry);
  const Record *record;

  *n_hits = 0;
  if (self->pattern == NULL || index >= self->records->len)
    return NULL;

  record = get_record (self, index);
  *n_hits = count_hits (record);

  return *n_hits > 0 ? (const ConfabTranscriptHit *) record->hits->data : NULL;
}

/**
 * confab_transcript_find_select_near:
 * @entry: the position of a message
 * @item: a row of it
 *
 * Makes the first hit from there on the current one; if there is none, the last before.
 *
 * Returns: whether there is any
 */
gboolean
confab_transcript_find_select_near (ConfabTranscriptFind *self,
                                    guint                 entry,
                                    guint                 item)
{
  self->entry = -1;
  for (guint i = entry; i < self->records->len && self->entry < 0; i++)
    {
      const Record *record = get_record (self, i);

      for (guint j = 0; j < count_hits (record); j++)
        if (i > entry || g_array_index (record->hits, ConfabTranscriptHit, j).item >= item)
          {
            self->entry = (int) i;
            self->hit = j;
            return TRUE;
          }
    }

  for (guint i = MIN (entry + 1, self->records->len); i > 0; i--)
    {
      const guint n = count_hits (get_record (self, i - 1));

      if (n > 0)
        {
          self->entry = (int) i - 1;
          self->hit = n - 1;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * confab_transcript_find_step:
 * @forward: to the next hit, not the previous one
 *
 * Goes to another hit, from the last one on to the first.
 *
 * Returns: whether there is any
 */
gboolean
confab_transcript_find_step (ConfabTranscriptFind *self,
                             gboolean              forward)
{
  const guint n = self->records->len;
  guint at;

  if (self->n_hits == 0)
    return FALSE;
  if (self->entry < 0)
    return confab_transcript_find_select_near (self, 0, 0);

  if (forward ? self->hit + 1 < count_hits (get_record (self, self->entry)) : self->hit > 0)
    {
      self->hit += forward ? 1 : -1;
      return TRUE;
    }

  at = (guint) self->entry;
  do
    at = forward ? (at + 1) % n : (at + n - 1) % n;
  while (count_hits (get_record (self, at)) == 0);

  self->entry = (int) at;
  self->hit = forward ? 0 : count_hits (get_record (self, at)) - 1;

  return TRUE;
}

/**
 * confab_transcript_find_get_position:
 *
 * Returns: which hit is the current one, counted from 1; 0 if none is
 */
guint
confab_transcript_find_get_position (ConfabTranscriptFind *self)
{
  guint position = 0;

  if (self->entry < 0)
    return 0;

  for (int i = 0; i < self->entry; i++)
    position += count_hits (get_record (self, i));

  return position + self->hit + 1;
}

/**
 * confab_transcript_find_get_current:
 * @entry: (out): the message with the current hit
 * @hit: (out caller-allocates): the current hit
 *
 * Returns: whether there is one
 */
gboolean
confab_transcript_find_get_current (ConfabTranscriptFind   *self,
                                    ConfabTranscriptEntry **entry,
                                    ConfabTranscriptHit    *hit)
{
  settle (self);
  if (self->entry < 0)
    return FALSE;

  *entry = confab_transcript_model_get_entry (self->model, self->entry);
  *hit = g_array_index (get_record (self, self->entry)->hits, ConfabTranscriptHit, self->hit);

  return TRUE;
}
