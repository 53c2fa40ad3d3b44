/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-find"

#include "config.h"

#include "confab-transcript-view-private.h"

#include "confab-block-marks.h"
#include "confab-transcript-find.h"

/* How long to look at a time, well below a frame, and how long to wait while a reply is arriving,
 * for its count changes with every frame. */
#define SCAN_US        4000
#define ARRIVING_MS    250

/* How long what was looked for in all conversations stays marked in the message that was gone to. */
#define FLASH_MS       4000

/* A hit that is gone to comes to stand this far down, in parts of the window. */
#define CONTEXT_PARTS  4
#define NEAR_EDGE      48
#define PROBE          8

struct _ConfabTranscriptViewFind
{
  ConfabTranscriptFind *find;          /* owned */
  GArray               *ranges;        /* owned, of ConfabTextRange, for use while marking */
  guint                 scan_id;
  guint                 wanted : 1;    /* go to the nearest hit once all are found */

  ConfabSearchPattern  *flash_pattern; /* owned, nullable */
  ConfabMessage        *flash_message; /* owned, nullable */
  guint                 flash_id;
};

static guint changed_signal;

static void schedule_scan (ConfabTranscriptView *self,
                           guint                 delay_ms);

static void
tell (ConfabTranscriptView *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* Marks anew what is on the screen. */
static void
mark_placed (ConfabTranscriptView *self)
{
  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      _confab_transcript_view_mark_block (self, placed->block, placed->entry, placed->item);
    }
}

/* Where in a row a byte of its text is, but for a line. */
static int
find_y (ConfabBlockView *block,
        int              height,
        gsize            index)
{
  int found = 0;

  for (int y = PROBE / 2; y < height; y += PROBE)
    {
      gsize at;

      confab_block_view_locate (block, 0, y, &at);
      if (at > index)
        break;
      found = y;
    }

  return found;
}

static const ConfabTranscriptPlaced *
find_row (ConfabTranscriptView  *self,
          ConfabTranscriptEntry *entry,
          guint                  item)
{
  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (placed->entry == entry && placed->item == item)
        return placed;
    }

  return NULL;
}

/* Scrolls so that some bytes of a row are in sight, unless they are already. */
static void
go_to (ConfabTranscriptView  *self,
       ConfabTranscriptEntry *entry,
       guint                  item,
       ConfabTextRange        range)
{
  const int page = gtk_widget_get_height (GTK_WIDGET (self));
  const ConfabTranscriptPlaced *placed;
  int y;

  if (confab_transcript_entry_get_item (entry, item)->hidden)
    _confab_transcript_view_set_unfolded (self, entry, item, TRUE);

  placed = find_row (self, entry, item);
  if (placed == NULL)
    {
      /* It is no widget yet; where in it the bytes are can be told afterwards. */
      _confab_transcript_view_set_anchor (self, entry, item, -page / CONTEXT_PARTS);
      placed = find_row (self, entry, item);
    }
  if (placed != NULL)
    {
      y = placed->gap + find_y (placed->block, placed->height - placed->gap, range.start);
      if (placed->y + y < NEAR_EDGE || placed->y + y > page - NEAR_EDGE)
        _confab_transcript_view_set_anchor (self, entry, item, y - page / CONTEXT_PARTS);
    }

  placed = find_row (self, entry, item);
  if (placed != NULL && range.end > range.start)
    confab_block_view_reveal (placed->block, range.start, range.end);
  mark_placed (self);
}

static void
go_to_current (ConfabTranscriptView *self)
{
  ConfabTranscriptEntry *entry;
  ConfabTranscriptHit hit;

  if (confab_transcript_find_get_current (self->find->find, &entry, &hit))
    go_to (self, entry, hit.item, hit.range);
}

/* Makes a hit near what is in sight the current one. */
static void
select_near (ConfabTranscriptView *self)
{
  const ConfabTranscriptPlaced *first = NULL;
  guint index = 0;
  guint item = 0;

  for (guint i = 0; i < self->placed->len && first == NULL; i++)
    if (_confab_transcript_view_get_placed (self, i)->y + _confab_transcript_view_get_placed (self, i)->height > 0)
      first = _confab_transcript_view_get_placed (self, i);
  if (first != NULL)
    {
      index = confab_transcript_entry_get_index (first->entry);
      item = first->item;
    }

  confab_transcript_find_select_near (self->find->find, index, item);
}

static gboolean
scan_cb (gpointer user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (user_data);
  const gboolean has_more = confab_transcript_find_scan (self->find->find, SCAN_US);

  self->find->scan_id = 0;
  /* What arrives later does not take the reader away from where they are. */
  if (self->find->wanted && !has_more)
    {
      self->find->wanted = FALSE;
      select_near (self);
      go_to_current (self);
    }
  mark_placed (self);
  tell (self);
  if (has_more)
    schedule_scan (self, 0);

  return G_SOURCE_REMOVE;
}

static void
schedule_scan (ConfabTranscriptView *self,
               guint                 delay_ms)
{
  if (self->find->scan_id != 0)
    return;

  if (delay_ms > 0)
    self->find->scan_id = g_timeout_add (delay_ms, scan_cb, self);
  else
    self->find->scan_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, scan_cb, self, NULL);
}

static void
clear_flash (ConfabTranscriptView *self)
{
  g_clear_handle_id (&self->find->flash_id, g_source_remove);
  g_clear_pointer (&self->find->flash_pattern, confab_search_pattern_unref);
  g_clear_object (&self->find->flash_message);
}

static gboolean
flash_cb (gpointer user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (user_data);

  self->find->flash_id = 0;
  clear_flash (self);
  mark_placed (self);

  return G_SOURCE_REMOVE;
}

/* Tints in a row what is looked for, or what was in all conversations. */
void
_confab_transcript_view_mark_block (ConfabTranscriptView  *self,
                                    ConfabBlockView       *block,
                                    ConfabTranscriptEntry *entry,
                                    guint                  item)
{
  const ConfabTranscriptHit *hits;
  ConfabTranscriptEntry *current_entry;
  ConfabTranscriptHit current;
  gboolean has_current;
  guint n_hits;
  int at = -1;

  g_array_set_size (self->find->ranges, 0);
  if (confab_transcript_find_is_active (self->find->find))
    {
      has_current = confab_transcript_find_get_current (self->find->find, &current_entry, &current) &&
                    current_entry == entry && current.item == item;
      hits = confab_transcript_find_get_hits (self->find->find, entry, &n_hits);
      for (guint i = 0; i < n_hits; i++)
        {
          if (hits[i].item != item)
            continue;
          if (has_current && hits[i].range.start == current.range.start)
            at = (int) self->find->ranges->len;
          g_array_append_val (self->find->ranges, hits[i].range);
        }
    }
  else if (self->find->flash_message == confab_transcript_entry_get_message (entry) &&
           confab_block_view_get_text (block) != NULL)
    {
      confab_search_pattern_find (self->find->flash_pattern, confab_block_view_get_text (block),
                                  self->find->ranges);
    }

  confab_block_marks_set (block, self->find->ranges, at);
}

void
_confab_transcript_view_find_items_changed (ConfabTranscriptView  *self,
                                            ConfabTranscriptEntry *entry,
                                            guint                  position,
                                            guint                  n_removed,
                                            guint                  n_added)
{
  if (!confab_transcript_find_is_active (self->find->find))
    return;

  confab_transcript_find_items_changed (self->find->find, entry, position, n_removed, n_added);
  schedule_scan (self, ARRIVING_MS);
}

void
_confab_transcript_view_find_entries_changed (ConfabTranscriptView *self,
                                              guint                 position,
                                              guint                 n_removed,
                                              guint                 n_added)
{
  if (!confab_transcript_find_is_active (self->find->find))
    return;

  confab_transcript_find_entries_changed (self->find->find, position, n_removed, n_added);
  schedule_scan (self, 0);
}

/* Messages were read, and the last one, if any, was the one that grew. */
void
_confab_transcript_view_find_caught_up (ConfabTranscriptView *self)
{
  if (confab_transcript_find_touch_last (self->find->find))
    schedule_scan (self, ARRIVING_MS);
}

void
_confab_transcript_view_class_init_find (GtkWidgetClass *widget_class)
{
  changed_signal = g_signal_new ("find-changed", G_TYPE_FROM_CLASS (widget_class), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
_confab_transcript_view_init_find (ConfabTranscriptView *self)
{
  self->find = g_new0 (ConfabTranscriptViewFind, 1);
  self->find->find = confab_transcript_find_new (self->model);
  self->find->ranges = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
}

void
_confab_transcript_view_dispose_find (ConfabTranscriptView *self)
{
  g_clear_handle_id (&self->find->scan_id, g_source_remove);
  clear_flash (self);
  confab_transcript_find_set_pattern (self->find->find, NULL);
}

void
_confab_transcript_view_finalize_find (ConfabTranscriptView *self)
{
  g_clear_pointer (&self->find->find, confab_transcript_find_free);
  g_clear_pointer (&self->find->ranges, g_array_unref);
  g_clear_pointer (&self->find, g_free);
}

/**
 * confab_transcript_view_set_find:
 * @pattern: (nullable): what to look for
 *
 * Marks wherever something is, and goes to the nearest place.
 */
void
confab_transcript_view_set_find (ConfabTranscriptView *self,
                                 ConfabSearchPattern  *pattern)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));

  g_clear_handle_id (&self->find->scan_id, g_source_remove);
  clear_flash (self);
  confab_transcript_find_set_pattern (self->find->find, pattern);
  self->find->wanted = confab_transcript_find_is_active (self->find->find);
  if (self->find->wanted)
    {
      schedule_scan (self, 0);
      return;
    }

  mark_placed (self);
  tell (self);
}

/**
 * confab_transcript_view_find_step:
 * @forward: to the next place, not the previous one
 *
 * Goes to another place, from the last one on to the first.
 */
void
confab_transcript_view_find_step (ConfabTranscriptView *self,
                                  gboolean              forward)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));

  self->find->wanted = FALSE;
  if (confab_transcript_find_get_position (self->find->find) == 0)
    select_near (self);
  else
    confab_transcript_find_step (self->find->find, forward);
  go_to_current (self);
  tell (self);
}

/**
 * confab_transcript_view_get_find_state:
 * @position: (out): which place was gone to, counted from 1; 0 for none
 * @n_hits: (out): how many places there are, as far as was looked
 *
 * Returns: whether everything was looked at
 */
gboolean
confab_transcript_view_get_find_state (ConfabTranscriptView *self,
                                       guint                *position,
                                       guint                *n_hits)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), TRUE);

  *position = confab_transcript_find_get_position (self->find->find);
  *n_hits = confab_transcript_find_get_n_hits (self->find->find);

  return self->find->scan_id == 0;
}

/* The first of a message's rows in which something is, and where; else its first row with text. */
static gboolean
find_in_message (ConfabTranscriptEntry *entry,
                 ConfabSearchPattern   *pattern,
                 GArray                *ranges,
                 guint                 *item,
                 ConfabTextRange       *range)
{
  gboolean has_text = FALSE;

  *range = (ConfabTextRange) { 0, 0 };
  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    {
      g_autofree char *text = confab_transcript_selection_dup_item_text (entry, i);
      ConfabPart *part = confab_transcript_entry_get_part (entry, i);

      /* Thoughts are not what was found. */
      if (part != NULL && confab_part_get_kind (part) == CONFAB_PART_THINKING)
        continue;
      if (text == NULL && confab_transcript_entry_get_item (entry, i)->kind != CONFAB_TRANSCRIPT_ITEM_ATTACHMENT)
        continue;
      if (!has_text)
        *item = i;
      has_text = TRUE;
      if (text == NULL || confab_search_pattern_find (pattern, text, ranges) == 0)
        continue;
      *item = i;
      *range = g_array_index (ranges, ConfabTextRange, 0);
      return TRUE;
    }

  return has_text;
}

/**
 * confab_transcript_view_show_message:
 * @message_id: a message that is shown
 * @pattern: what was looked for
 *
 * Scrolls to where it is in the message, and marks it for a moment.
 */
void
confab_transcript_view_show_message (ConfabTranscriptView *self,
                                     const char           *message_id,
                                     ConfabSearchPattern  *pattern)
{
  const guint n_entries = confab_transcript_model_get_n_entries (self->model);

  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (pattern != NULL);

  for (guint i = 0; i < n_entries; i++)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (self->model, i);
      ConfabMessage *message = confab_transcript_entry_get_message (entry);
      ConfabTextRange range;
      guint item;

      if (!g_str_equal (confab_message_get_id (message), message_id))
        continue;

      clear_flash (self);
      self->find->flash_pattern = confab_search_pattern_ref (pattern);
      self->find->flash_message = g_object_ref (message);
      self->find->flash_id = g_timeout_add (FLASH_MS, flash_cb, self);
      confab_transcript_model_expand (self->model, entry);
      if (find_in_message (entry, pattern, self->find->ranges, &item, &range))
        go_to (self, entry, item, range);
      return;
    }
}
