/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-sqlite-private.h"

G_BEGIN_DECLS

/* A conversation as plain data, which may cross threads where the object may not. */
typedef struct
{
  char     *id;             /* owned */
  char     *title;          /* owned */
  char     *provider_id;    /* owned, nullable */
  char     *model;          /* owned, nullable */
  char     *system_prompt;  /* owned, nullable */
  char     *draft;          /* owned, nullable */
  char     *head_id;        /* owned, nullable */
  gint64    created_at_us;
  gint64    updated_at_us;
  gboolean  pinned;
  gboolean  archived;
  gboolean  known;          /* it was there; not to come back if somebody deleted it meanwhile */
  gboolean  blank;          /* nothing was said in it yet; written, and read by asking for it */

  ConfabThinkingLevel thinking;
} ConfabConversationRow;

ConfabConversationRow *confab_conversation_row_new    (ConfabConversation           *conversation) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_conversation_row_free   (ConfabConversationRow        *self);
ConfabConversation    *confab_conversation_row_build  (const ConfabConversationRow  *self) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray             *confab_history_db_list_conversations  (ConfabSqlite                 *db,
                                                              gboolean                      blank,
                                                              GCancellable                 *cancellable,
                                                              GError                      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean               confab_history_db_save_conversation   (ConfabSqlite                 *db,
                                                              const ConfabConversationRow  *row,
                                                              GError                      **error);
gboolean               confab_history_db_delete_conversation (ConfabSqlite                 *db,
                                                              const char                   *id,
                                                              GError                      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabConversationRow, confab_conversation_row_free)

G_END_DECLS
