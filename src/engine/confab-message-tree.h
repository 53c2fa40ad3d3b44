/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

typedef struct _ConfabMessageTree ConfabMessageTree;

ConfabMessageTree *confab_message_tree_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void               confab_message_tree_free       (ConfabMessageTree *self);
GPtrArray         *confab_message_tree_get_all    (ConfabMessageTree *self);
void               confab_message_tree_add        (ConfabMessageTree *self,
                                                   ConfabMessage     *message);
ConfabMessage     *confab_message_tree_lookup     (ConfabMessageTree *self,
                                                   const char        *id);
GPtrArray         *confab_message_tree_get_branch (ConfabMessageTree *self,
                                                   const char        *head_id) G_GNUC_WARN_UNUSED_RESULT;
guint              confab_message_tree_get_siblings (ConfabMessageTree *self,
                                                   ConfabMessage     *message,
                                                   guint             *position);
ConfabMessage     *confab_message_tree_get_sibling (ConfabMessageTree *self,
                                                   ConfabMessage     *message,
                                                   guint              position);
ConfabMessage     *confab_message_tree_get_tip    (ConfabMessageTree *self,
                                                   ConfabMessage     *message);
void               confab_message_tree_note_shown (ConfabMessageTree *self,
                                                   const char        *head_id);
GPtrArray         *confab_message_tree_hide       (ConfabMessageTree *self,
                                                   ConfabMessage     *message) G_GNUC_WARN_UNUSED_RESULT;
void               confab_message_tree_unhide     (ConfabMessageTree *self,
                                                   GPtrArray         *messages);
void               confab_message_tree_remove     (ConfabMessageTree *self,
                                                   GPtrArray         *messages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMessageTree, confab_message_tree_free)

G_END_DECLS
