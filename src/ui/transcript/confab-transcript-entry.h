/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-height-index.h"
#include "confab-message.h"
#include "confab-transcript-source.h"

G_BEGIN_DECLS

/**
 * ConfabTranscriptItemKind:
 *
 * What a row of the transcript is.
 */
typedef enum
{
  CONFAB_TRANSCRIPT_ITEM_WHOLE,       /* a message nobody has looked into yet */
  CONFAB_TRANSCRIPT_ITEM_NAME,        /* who answers */
  CONFAB_TRANSCRIPT_ITEM_BUBBLE,      /* what the person said, or a piece of it */
  CONFAB_TRANSCRIPT_ITEM_ATTACHMENT,  /* a picture or document */
  CONFAB_TRANSCRIPT_ITEM_TEXT,        /* a paragraph, heading, list item */
  CONFAB_TRANSCRIPT_ITEM_CODE,
  CONFAB_TRANSCRIPT_ITEM_TABLE,
  CONFAB_TRANSCRIPT_ITEM_MATH,
  CONFAB_TRANSCRIPT_ITEM_RULE,
  CONFAB_TRANSCRIPT_ITEM_THINKING,    /* the line that folds thinking */
  CONFAB_TRANSCRIPT_ITEM_TOOL,        /* a call of a tool, or its result */
  CONFAB_TRANSCRIPT_ITEM_ERROR,
  CONFAB_TRANSCRIPT_ITEM_NOTE,        /* stopped, interrupted, cut short */
  CONFAB_TRANSCRIPT_ITEM_FOOTER,      /* what can be done with the message */
  CONFAB_TRANSCRIPT_ITEM_ATTEMPTS,    /* who answers in whose place */
  CONFAB_TRANSCRIPT_ITEM_PICTURE,     /* a picture that can be shown */
  CONFAB_TRANSCRIPT_ITEM_IMAGE,       /* a paragraph that is nothing but a picture somewhere */
} ConfabTranscriptItemKind;

/**
 * ConfabTranscriptItem:
 * @view: (nullable): what shows it; belongs to the view
 * @part: which part of the message it is from
 * @segment: which segment of that part
 * @kind: a %ConfabTranscriptItemKind
 * @measured: its height is known and not an estimate
 * @stale: it changed since @view last looked
 * @hidden: it is folded away and has no height
 *
 * A row of the transcript.
 */
typedef struct
{
  gpointer view;
  guint    part;
  guint    segment;
  guint8   kind;
  guint8   measured : 1;
  guint8   stale : 1;
  guint8   hidden : 1;
} ConfabTranscriptItem;

/**
 * ConfabTranscriptMetrics:
 * @width: width of the column in pixels
 * @char_width: average width of a character
 * @line_height: height of a line of prose
 *
 * What heights are guessed from before anything is laid out.
 */
typedef struct
{
  int width;
  int char_width;
  int line_height;
} ConfabTranscriptMetrics;

typedef struct _ConfabTranscriptEntry ConfabTranscriptEntry;

/**
 * ConfabTranscriptEntryFuncs:
 * @release_view: an item goes away and its view with it
 * @items_changed: items were taken out or put in
 * @stale: the message changed
 *
 * Whom an entry tells what.
 */
typedef struct
{
  void (*release_view)  (ConfabTranscriptEntry *entry,
                         gpointer               view,
                         gpointer               user_data);
  void (*items_changed) (ConfabTranscriptEntry *entry,
                         guint                  position,
                         guint                  n_removed,
                         guint                  n_added,
                         gpointer               user_data);
  void (*stale)         (ConfabTranscriptEntry *entry,
                         gpointer               user_data);
} ConfabTranscriptEntryFuncs;

ConfabTranscriptEntry       *confab_transcript_entry_new                 (ConfabMessage                    *message,
                                                                          const ConfabTranscriptEntryFuncs *funcs,
                                                                          gpointer                          user_data) G_GNUC_WARN_UNUSED_RESULT;
void                         confab_transcript_entry_free                (ConfabTranscriptEntry            *self);
ConfabMessage               *confab_transcript_entry_get_message         (ConfabTranscriptEntry            *self);
guint                        confab_transcript_entry_get_index           (ConfabTranscriptEntry            *self);
void                         confab_transcript_entry_set_index           (ConfabTranscriptEntry            *self,
                                                                          guint                             index);
gboolean                     confab_transcript_entry_get_stale           (ConfabTranscriptEntry            *self);
void                         confab_transcript_entry_set_stale           (ConfabTranscriptEntry            *self);
void                         confab_transcript_entry_set_last            (ConfabTranscriptEntry            *self,
                                                                          gboolean                          last);
gboolean                     confab_transcript_entry_get_last            (ConfabTranscriptEntry            *self);
void                         confab_transcript_entry_set_versions        (ConfabTranscriptEntry            *self,
                                                                          guint                             version,
                                                                          guint                             n_versions);
guint                        confab_transcript_entry_get_versions        (ConfabTranscriptEntry            *self,
                                                                          guint                            *n_versions);
gboolean                     confab_transcript_entry_has_footer          (ConfabTranscriptEntry            *self);
gboolean                     confab_transcript_entry_is_expanded         (ConfabTranscriptEntry            *self);
void                         confab_transcript_entry_expand              (ConfabTranscriptEntry            *self,
                                                                          const ConfabTranscriptMetrics    *metrics);
gboolean                     confab_transcript_entry_catch_up                (ConfabTranscriptEntry            *self,
                                                                          const ConfabTranscriptMetrics    *metrics,
                                                                          gsize                            *budget);
guint                        confab_transcript_entry_get_n_items         (ConfabTranscriptEntry            *self);
ConfabTranscriptItem        *confab_transcript_entry_get_item            (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
ConfabTranscriptSource      *confab_transcript_entry_get_source          (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
ConfabPart                  *confab_transcript_entry_get_part            (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
const ConfabMarkdownSegment *confab_transcript_entry_get_segment         (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
guint                        confab_transcript_entry_get_section_start   (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
guint                        confab_transcript_entry_get_section_n_items (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
gboolean                     confab_transcript_entry_get_unfolded        (ConfabTranscriptEntry            *self,
                                                                          guint                             position);
void                         confab_transcript_entry_set_unfolded        (ConfabTranscriptEntry            *self,
                                                                          guint                             position,
                                                                          gboolean                          unfolded,
                                                                          const ConfabTranscriptMetrics    *metrics);
gint64                       confab_transcript_entry_get_height          (ConfabTranscriptEntry            *self);
ConfabHeightIndex           *confab_transcript_entry_get_heights         (ConfabTranscriptEntry            *self);
void                         confab_transcript_entry_estimate            (ConfabTranscriptEntry            *self,
                                                                          const ConfabTranscriptMetrics    *metrics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTranscriptEntry, confab_transcript_entry_free)

G_END_DECLS
