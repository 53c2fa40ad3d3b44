/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search.h"

#include "confab-history-search.h"

G_BEGIN_DECLS

/* Shared by the files of the search: the one that looks, and the one that follows what becomes of the history. */
struct _ConfabSearch
{
  GObject              parent_instance;

  ConfabContext       *context;      /* owned */
  char                *query;        /* owned */
  ConfabSearchPattern *pattern;      /* owned */
  GPtrArray           *hits;         /* owned, of ConfabSearchHit */
  GCancellable        *cancellable;  /* owned while searching */
  GError              *error;        /* owned, nullable */
  char                *removed;      /* owned, nullable: the conversation that was left out */
  GStrv                hidden;       /* owned: the messages that were left out */
  guint                n_messages;   /* how many of the hits are no titles */
  guint                offset;       /* how many of these come before those that are looked for */
  guint                limit;        /* how many are looked for */
  guint                has_more : 1;
  guint                refreshing : 1; /* what is looked for was found before */
  guint                is_stale : 1;   /* another history is on its way */
};

void confab_search_start           (ConfabSearch *self);
void confab_search_refresh         (ConfabSearch *self);
void confab_search_forget_hits     (ConfabSearch *self);
void confab_search_note_incomplete (ConfabSearch *self);
void confab_search_follow          (ConfabSearch *self);

G_END_DECLS
