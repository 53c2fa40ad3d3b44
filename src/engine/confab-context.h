/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-catalogue.h"
#include "confab-conversation-list.h"
#include "confab-registry.h"
#include "confab-thinking-level.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CONTEXT (confab_context_get_type ())
G_DECLARE_FINAL_TYPE (ConfabContext, confab_context, CONFAB, CONTEXT, GObject)

ConfabContext          *confab_context_new                (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabCatalogue        *confab_context_get_catalogue      (ConfabContext        *self);
ConfabRegistry         *confab_context_get_registry       (ConfabContext        *self);
ConfabConversationList *confab_context_get_conversations  (ConfabContext        *self);
const GError           *confab_context_get_history_error  (ConfabContext        *self);
const GError           *confab_context_get_model_data_error (ConfabContext      *self);
ConfabThinkingLevel     confab_context_get_default_thinking (ConfabContext      *self);
void                    confab_context_set_default_thinking (ConfabContext      *self,
                                                             ConfabThinkingLevel thinking);
const char             *confab_context_get_thinking_model (ConfabContext        *self);
void                    confab_context_set_thinking_model (ConfabContext        *self,
                                                           const char           *reference);
gboolean                confab_context_get_asks_others        (ConfabContext        *self);
void                    confab_context_set_asks_others        (ConfabContext        *self,
                                                               gboolean              asks_others);
gboolean                confab_context_get_names_conversations (ConfabContext       *self);
void                    confab_context_set_names_conversations (ConfabContext       *self,
                                                                gboolean             names_conversations);
const char             *confab_context_get_title_model    (ConfabContext        *self);
void                    confab_context_set_title_model    (ConfabContext        *self,
                                                           const char           *reference);
void                    confab_context_bind_settings      (ConfabContext        *self,
                                                           GSettings            *settings);

void                    confab_context_load_async         (ConfabContext        *self,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean                confab_context_load_finish        (ConfabContext        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);
void                    confab_context_open_history_async (ConfabContext        *self,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean                confab_context_open_history_finish (ConfabContext       *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);
void                    confab_context_close_async        (ConfabContext        *self,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
void                    confab_context_close_finish       (ConfabContext        *self,
                                                           GAsyncResult         *result);

G_END_DECLS
