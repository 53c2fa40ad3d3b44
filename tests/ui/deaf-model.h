/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript-model.h"

/* A model of a transcript that nobody looks at. */

static void
deaf_release_view (gpointer view,
                   gpointer user_data)
{
}

static void
deaf_items_changed (ConfabTranscriptEntry *entry,
                    guint                  position,
                    guint                  n_removed,
                    guint                  n_added,
                    gpointer               user_data)
{
}

static void
deaf_entries_changed (guint    position,
                      guint    n_removed,
                      guint    n_added,
                      gpointer user_data)
{
}

static void
deaf_stale (gpointer user_data)
{
}

static inline ConfabTranscriptModel *
deaf_model_new (void)
{
  static const ConfabTranscriptModelFuncs funcs = {
    .release_view = deaf_release_view,
    .items_changed = deaf_items_changed,
    .entries_changed = deaf_entries_changed,
    .stale = deaf_stale,
  };

  return confab_transcript_model_new (&funcs, NULL);
}
