/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-message.h"
#include "confab-store-error.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_HISTORY (confab_history_get_type ())
G_DECLARE_FINAL_TYPE (ConfabHistory, confab_history, CONFAB, HISTORY, GObject)

const char    *confab_history_peek_path                  (ConfabHistory        *self);
gboolean       confab_history_get_indexing               (ConfabHistory        *self);
ConfabHistory *confab_history_new                        (GFile                *file) G_GNUC_WARN_UNUSED_RESULT;
void           confab_history_open_async                 (ConfabHistory        *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_open_finish                (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_list_conversations_async   (ConfabHistory        *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
void           confab_history_list_blank_async           (ConfabHistory        *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
GPtrArray     *confab_history_list_conversations_finish  (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           confab_history_save_conversation_async    (ConfabHistory        *self,
                                                          ConfabConversation   *conversation,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
void           confab_history_update_conversation_async  (ConfabHistory        *self,
                                                          ConfabConversation   *conversation,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
void           confab_history_save_blank_async           (ConfabHistory        *self,
                                                          ConfabConversation   *conversation,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_save_conversation_finish   (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_delete_conversation_async  (ConfabHistory        *self,
                                                          const char           *conversation_id,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_delete_conversation_finish (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_delete_messages_async      (ConfabHistory        *self,
                                                          const char           *conversation_id,
                                                          GPtrArray            *messages,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_delete_messages_finish     (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_load_messages_async        (ConfabHistory        *self,
                                                          const char           *conversation_id,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
GPtrArray     *confab_history_load_messages_finish       (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           confab_history_save_message_async         (ConfabHistory        *self,
                                                          const char           *conversation_id,
                                                          ConfabMessage        *message,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_save_message_finish        (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_load_draft_async           (ConfabHistory        *self,
                                                          const char           *conversation_id,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
GPtrArray     *confab_history_load_draft_finish          (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           confab_history_save_draft_async           (ConfabHistory        *self,
                                                          const char           *conversation_id,
                                                          GPtrArray            *parts,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_save_draft_finish          (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_release_async              (ConfabHistory        *self,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_release_finish             (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void           confab_history_close_async                (ConfabHistory        *self,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean       confab_history_close_finish               (ConfabHistory        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

G_END_DECLS
