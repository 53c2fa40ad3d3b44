/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-transcript-entry.h"

G_BEGIN_DECLS

/**
 * ConfabTranscriptModelFuncs:
 * @release_view: an item goes away and its view with it
 * @items_changed: items of an entry were taken out or put in
 * @entries_changed: entries were taken out or put in; those taken out still exist during the call
 * @stale: there is something to read; only called when nothing was stale before
 * @get_versions: (nullable): how many versions a message has, and which of them it is; asked for new
 *   entries
 *
 * Whom a model tells what. Called while it changes: do not ask it for heights.
 */
typedef struct
{
  void (*release_view)    (gpointer               view,
                           gpointer               user_data);
  void (*items_changed)   (ConfabTranscriptEntry *entry,
                           guint                  position,
                           guint                  n_removed,
                           guint                  n_added,
                           gpointer               user_data);
  void (*entries_changed) (guint                  position,
                           guint                  n_removed,
                           guint                  n_added,
                           gpointer               user_data);
  void (*stale)           (gpointer               user_data);
  guint (*get_versions)   (ConfabMessage         *message,
                           guint                 *version,
                           gpointer               user_data);
} ConfabTranscriptModelFuncs;

#define CONFAB_TYPE_TRANSCRIPT_MODEL (confab_transcript_model_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTranscriptModel, confab_transcript_model, CONFAB, TRANSCRIPT_MODEL, GObject)

ConfabTranscriptModel         *confab_transcript_model_new             (const ConfabTranscriptModelFuncs *funcs,
                                                                        gpointer                          user_data) G_GNUC_WARN_UNUSED_RESULT;
GListModel                    *confab_transcript_model_get_messages    (ConfabTranscriptModel            *self);
void                           confab_transcript_model_set_messages    (ConfabTranscriptModel            *self,
                                                                        GListModel                       *messages);
const ConfabTranscriptMetrics *confab_transcript_model_get_metrics     (ConfabTranscriptModel            *self);
void                           confab_transcript_model_set_metrics     (ConfabTranscriptModel            *self,
                                                                        const ConfabTranscriptMetrics    *metrics);
gboolean                       confab_transcript_model_get_stale       (ConfabTranscriptModel            *self);
gboolean                       confab_transcript_model_catch_up        (ConfabTranscriptModel            *self,
                                                                        gsize                             max_bytes,
                                                                        gint64                            max_us,
                                                                        gsize                            *n_read);

guint                          confab_transcript_model_get_n_entries   (ConfabTranscriptModel            *self);
ConfabTranscriptEntry         *confab_transcript_model_get_entry       (ConfabTranscriptModel            *self,
                                                                        guint                             position);
void                           confab_transcript_model_expand          (ConfabTranscriptModel            *self,
                                                                        ConfabTranscriptEntry            *entry);
gboolean                       confab_transcript_model_step            (ConfabTranscriptModel            *self,
                                                                        ConfabTranscriptEntry           **entry,
                                                                        guint                            *item,
                                                                        gboolean                          forward);
gboolean                       confab_transcript_model_get_edge        (ConfabTranscriptModel            *self,
                                                                        gboolean                          end,
                                                                        ConfabTranscriptEntry           **entry,
                                                                        guint                            *item);
void                           confab_transcript_model_set_unfolded    (ConfabTranscriptModel            *self,
                                                                        ConfabTranscriptEntry            *entry,
                                                                        guint                             item,
                                                                        gboolean                          unfolded);
GStrv                          confab_transcript_model_dup_unfolded    (ConfabTranscriptModel            *self) G_GNUC_WARN_UNUSED_RESULT;
void                           confab_transcript_model_restore_unfolded (ConfabTranscriptModel           *self,
                                                                        const char * const               *names);

gint64                         confab_transcript_model_get_height      (ConfabTranscriptModel            *self);
gint64                         confab_transcript_model_get_y           (ConfabTranscriptModel            *self,
                                                                        ConfabTranscriptEntry            *entry,
                                                                        guint                             item);
void                           confab_transcript_model_set_item_height (ConfabTranscriptModel            *self,
                                                                        ConfabTranscriptEntry            *entry,
                                                                        guint                             item,
                                                                        int                               height);
gboolean                       confab_transcript_model_find            (ConfabTranscriptModel            *self,
                                                                        gint64                            y,
                                                                        ConfabTranscriptEntry           **entry,
                                                                        guint                            *item,
                                                                        int                              *offset);

G_END_DECLS
