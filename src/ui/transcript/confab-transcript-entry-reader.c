/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-entry-reader"

#include "config.h"

#include "confab-transcript-entry-private.h"

#include "confab-picture-size.h"
#include "confab-remote-images.h"

static void
clear_section (gpointer data)
{
  ConfabTranscriptSection *section = data;

  g_clear_pointer (&section->source, confab_transcript_source_free);
}

/* Takes items out and puts unmeasured ones of no kind in. Section starts are the caller's matter. */
static void
splice_items (ConfabTranscriptEntry *self,
              guint                  position,
              guint                  n_removed,
              guint                  n_added)
{
  for (guint i = position; i < position + n_removed; i++)
    _confab_transcript_entry_release_view (self, &g_array_index (self->items, ConfabTranscriptItem, i));

  if (n_removed > 0)
    g_array_remove_range (self->items, position, n_removed);
  if (n_added > 0)
    {
      const ConfabTranscriptItem empty = { .stale = TRUE };

      for (guint i = 0; i < n_added; i++)
        g_array_insert_val (self->items, position, empty);
    }

  confab_height_index_splice (self->heights, position, n_removed, n_added);
  self->funcs->items_changed (self, position, n_removed, n_added, self->user_data);
}

static gboolean
has_header (ConfabPartKind kind)
{
  return kind != CONFAB_PART_TEXT && kind != CONFAB_PART_REFUSAL && kind != CONFAB_PART_OPAQUE;
}

static ConfabTranscriptItemKind
header_kind (ConfabPart *part)
{
  switch (confab_part_get_kind (part))
    {
    case CONFAB_PART_THINKING:
      return CONFAB_TRANSCRIPT_ITEM_THINKING;

    case CONFAB_PART_TOOL_CALL:
    case CONFAB_PART_TOOL_RESULT:
      return CONFAB_TRANSCRIPT_ITEM_TOOL;

    case CONFAB_PART_IMAGE:
      return confab_picture_size_can_show (part) ? CONFAB_TRANSCRIPT_ITEM_PICTURE : CONFAB_TRANSCRIPT_ITEM_ATTACHMENT;

    case CONFAB_PART_DOCUMENT:
    default:
      return CONFAB_TRANSCRIPT_ITEM_ATTACHMENT;
    }
}

/* Only what has come to its end, for half an address is another one. */
static gboolean
is_image (const ConfabTranscriptSection *section,
          guint                          piece)
{
  ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (section->source);
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, piece);
  const char *source = confab_markdown_scanner_get_source (scanner, NULL);
  g_autofree char *content = NULL;

  if (!segment->sealed || !segment->first_of_block || !segment->last_of_block ||
      segment->marker != CONFAB_MARKDOWN_MARKER_NONE || segment->quote_depth > 0 ||
      segment->end - segment->start < 4 ||
      g_strstr_len (source + segment->start, (gssize) MIN (segment->end - segment->start, 16), "![") == NULL)
    return FALSE;

  content = confab_transcript_source_dup_piece (section->source, piece);

  return confab_remote_image_parse (content, NULL, NULL);
}

static ConfabTranscriptItemKind
piece_kind (const ConfabTranscriptSection *section,
            guint          piece)
{
  ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (section->source);

  if (scanner == NULL)
    return CONFAB_TRANSCRIPT_ITEM_BUBBLE;

  switch (confab_markdown_scanner_get_segment (scanner, piece)->kind)
    {
    case CONFAB_MARKDOWN_CODE:
      return CONFAB_TRANSCRIPT_ITEM_CODE;

    case CONFAB_MARKDOWN_TABLE:
      return CONFAB_TRANSCRIPT_ITEM_TABLE;

    case CONFAB_MARKDOWN_MATH:
      return CONFAB_TRANSCRIPT_ITEM_MATH;

    case CONFAB_MARKDOWN_RULE:
      return CONFAB_TRANSCRIPT_ITEM_RULE;

    case CONFAB_MARKDOWN_PARAGRAPH:
      return is_image (section, piece) ? CONFAB_TRANSCRIPT_ITEM_IMAGE : CONFAB_TRANSCRIPT_ITEM_TEXT;

    case CONFAB_MARKDOWN_HEADING:
    default:
      return CONFAB_TRANSCRIPT_ITEM_TEXT;
    }
}

/* Brings the items of a section in line with its pieces from `changed_from` on. */
static void
follow_section (ConfabTranscriptEntry         *self,
                guint                          position,
                guint                          changed_from,
                const ConfabTranscriptMetrics *metrics)
{
  ConfabTranscriptSection *section = _confab_transcript_entry_get_section (self, position);
  const ConfabPartKind kind = confab_part_get_kind (confab_transcript_source_get_part (section->source));
  const guint n_header = has_header (kind) ? 1 : 0;
  const guint n_wanted = n_header + confab_transcript_source_get_n_pieces (section->source);
  const gboolean is_folded = kind == CONFAB_PART_THINKING && !section->unfolded;
  const int delta = (int)n_wanted - (int)section->n_items;

  if (delta != 0)
    {
      const guint n_kept = MIN (n_wanted, section->n_items);

      splice_items (self, section->first + n_kept, section->n_items - n_kept, n_wanted - n_kept);
      for (guint i = position + 1; i < self->sections->len; i++)
        _confab_transcript_entry_get_section (self, i)->first += delta;
      if (delta > 0)
        changed_from = MIN (changed_from, n_kept >= n_header ? n_kept - n_header : 0);
      section->n_items = n_wanted;
    }

  if (n_header > 0)
    {
      ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, section->first);

      item->kind = header_kind (confab_transcript_source_get_part (section->source));
      item->part = position;
      item->stale = TRUE;
      if (!item->measured)
        _confab_transcript_entry_guess_height (self, section->first, metrics);
    }

  for (guint i = changed_from; changed_from != G_MAXUINT && i < n_wanted - n_header; i++)
    {
      const guint at = section->first + n_header + i;
      ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, at);
      const ConfabTranscriptItemKind wanted = piece_kind (section, i);

      if (item->kind != wanted)
        _confab_transcript_entry_release_view (self, item);
      item->kind = wanted;
      item->part = position;
      item->segment = i;
      item->stale = TRUE;
      item->hidden = is_folded;
      /* What is on the screen keeps its height until it is laid out again in this same frame. */
      if (item->view == NULL)
        {
          item->measured = FALSE;
          _confab_transcript_entry_guess_height (self, at, metrics);
        }
    }
}

static void
append_section (ConfabTranscriptEntry *self,
                ConfabPart            *part)
{
  const gboolean is_markdown = confab_message_get_role (self->message) != CONFAB_ROLE_USER;
  const ConfabTranscriptSection section = {
    .source = confab_transcript_source_new (part, is_markdown),
    .first = self->items->len - self->n_tail,
  };

  g_array_append_val (self->sections, section);
}

static guint
list_tail (ConfabTranscriptEntry    *self,
           ConfabTranscriptItemKind *kinds)
{
  const ConfabMessageStatus status = confab_message_get_status (self->message);
  const ConfabStopReason reason = confab_message_get_stop_reason (self->message);
  const gboolean has_versions = self->n_versions > 1;
  guint n = 0;

  if (confab_message_is_open (self->message))
    return 0;

  if (confab_message_get_role (self->message) != CONFAB_ROLE_ASSISTANT)
    {
      if (has_versions)
        kinds[n++] = CONFAB_TRANSCRIPT_ITEM_FOOTER;
      return n;
    }

  /* A reply that broke off says why where that is known; after a crash nobody knows. */
  if (status == CONFAB_MESSAGE_FAILED ||
      (status == CONFAB_MESSAGE_INTERRUPTED && confab_message_get_error (self->message) != NULL))
    {
      kinds[n++] = CONFAB_TRANSCRIPT_ITEM_ERROR;
      if (has_versions || (self->is_last && self->sections->len > 0))
        kinds[n++] = CONFAB_TRANSCRIPT_ITEM_FOOTER;
      return n;
    }

  if (status == CONFAB_MESSAGE_STOPPED || status == CONFAB_MESSAGE_INTERRUPTED ||
      reason == CONFAB_STOP_REASON_LENGTH || reason == CONFAB_STOP_REASON_CONTENT_FILTER)
    kinds[n++] = CONFAB_TRANSCRIPT_ITEM_NOTE;
  if (self->is_last || has_versions)
    kinds[n++] = CONFAB_TRANSCRIPT_ITEM_FOOTER;

  return n;
}

static void
follow_tail (ConfabTranscriptEntry         *self,
             const ConfabTranscriptMetrics *metrics)
{
  ConfabTranscriptItemKind kinds[2];
  const guint n_kinds = list_tail (self, kinds);
  const guint first = self->items->len - self->n_tail;
  gboolean is_same = n_kinds == self->n_tail;

  for (guint i = 0; is_same && i < n_kinds; i++)
    is_same = confab_transcript_entry_get_item (self, first + i)->kind == kinds[i];

  if (!is_same)
    {
      const guint n_old = self->n_tail;

      self->n_tail = n_kinds;
      splice_items (self, first, n_old, n_kinds);
    }

  for (guint i = 0; i < n_kinds; i++)
    {
      ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, first + i);

      item->kind = kinds[i];
      item->stale = TRUE;
      if (!item->measured)
        _confab_transcript_entry_guess_height (self, first + i, metrics);
    }
}

/* Who answers, and once others were asked before, that. */
static void
follow_head (ConfabTranscriptEntry         *self,
             const ConfabTranscriptMetrics *metrics)
{
  static const ConfabTranscriptItemKind kinds[] = { CONFAB_TRANSCRIPT_ITEM_NAME, CONFAB_TRANSCRIPT_ITEM_ATTEMPTS };
  GPtrArray *attempts = confab_message_get_attempts (self->message);
  const guint n_wanted = attempts != NULL && attempts->len > 1 ? 2 : 1;

  if (confab_message_get_role (self->message) != CONFAB_ROLE_ASSISTANT)
    return;

  if (n_wanted > self->n_head)
    {
      const guint n_added = n_wanted - self->n_head;

      splice_items (self, self->n_head, 0, n_added);
      self->n_head = n_wanted;
      for (guint i = 0; i < self->sections->len; i++)
        _confab_transcript_entry_get_section (self, i)->first += n_added;
    }

  for (guint i = 0; i < self->n_head; i++)
    {
      ConfabTranscriptItem *item = confab_transcript_entry_get_item (self, i);

      item->kind = kinds[i];
      item->stale = TRUE;
      if (!item->measured)
        _confab_transcript_entry_guess_height (self, i, metrics);
    }
}

/**
 * confab_transcript_entry_expand:
 * @metrics: what heights are guessed from
 *
 * Looks into the message, whole, and follows it from now on.
 */
void
confab_transcript_entry_expand (ConfabTranscriptEntry         *self,
                                const ConfabTranscriptMetrics *metrics)
{
  gsize budget = G_MAXSIZE;

  if (self->items != NULL)
    return;

  self->items = g_array_new (FALSE, TRUE, sizeof (ConfabTranscriptItem));
  self->heights = confab_height_index_new ();
  self->sections = g_array_new (FALSE, TRUE, sizeof (ConfabTranscriptSection));
  g_array_set_clear_func (self->sections, clear_section);
  g_signal_connect_swapped (self->message, "changed", G_CALLBACK (_confab_transcript_entry_mark_stale), self);
  g_signal_connect_swapped (self->message, "notify::status", G_CALLBACK (_confab_transcript_entry_mark_stale), self);

  confab_transcript_entry_catch_up (self, metrics, &budget);
}

/**
 * confab_transcript_entry_catch_up:
 * @metrics: what heights are guessed from
 * @budget: (inout): how many bytes may be read; what was read is taken off
 *
 * Reads what was added to the message. The work depends on what is new, not on what is there.
 *
 * Returns: whether everything was read
 */
gboolean
confab_transcript_entry_catch_up (ConfabTranscriptEntry         *self,
                              const ConfabTranscriptMetrics *metrics,
                              gsize                         *budget)
{
  const gboolean is_open = confab_message_is_open (self->message);
  gboolean is_done = TRUE;

  if (self->items == NULL || confab_message_get_role (self->message) == CONFAB_ROLE_SYSTEM)
    {
      self->is_stale = FALSE;
      return TRUE;
    }

  follow_head (self, metrics);
  for (guint i = self->sections->len; i < confab_message_get_n_parts (self->message); i++)
    append_section (self, confab_message_get_part (self->message, i));

  for (guint i = 0; i < self->sections->len && is_done; i++)
    {
      ConfabTranscriptSection *section = _confab_transcript_entry_get_section (self, i);
      guint changed_from;

      if (confab_transcript_source_get_finished (section->source))
        continue;
      is_done = confab_transcript_source_catch_up (section->source, is_open, budget, &changed_from);
      follow_section (self, i, changed_from, metrics);
    }

  if (is_done)
    follow_tail (self, metrics);
  self->is_stale = !is_done;

  return is_done;
}
