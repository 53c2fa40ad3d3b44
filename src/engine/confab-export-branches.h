/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history-session.h"

G_BEGIN_DECLS

/* A stretch of a tree that is read in one go: the branch that is shown, or what another adds to it. */
typedef struct
{
  guint      after;    /* the number of the message that it follows, 0 for none; numbers begin at 1 */
  GPtrArray *nodes;    /* owned, of ConfabHistoryNode, borrowed */
} ConfabExportBranch;

GPtrArray *confab_export_branches_new (GPtrArray  *nodes,
                                       const char *head_id,
                                       gboolean    all) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
