/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabThinkSplitter ConfabThinkSplitter;

/**
 * ConfabThinkFunc:
 * @is_thinking: whether @text is thinking or answer
 * @text: a piece of text, not NUL-terminated
 * @length: its length in bytes, at least 1
 * @user_data: closure
 */
typedef void (*ConfabThinkFunc) (gboolean    is_thinking,
                                 const char *text,
                                 gsize       length,
                                 gpointer    user_data);

ConfabThinkSplitter *confab_think_splitter_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_think_splitter_free   (ConfabThinkSplitter *self);
void                 confab_think_splitter_feed   (ConfabThinkSplitter *self,
                                                   const char          *text,
                                                   gsize                length,
                                                   ConfabThinkFunc      func,
                                                   gpointer             user_data);
void                 confab_think_splitter_flush  (ConfabThinkSplitter *self,
                                                   ConfabThinkFunc      func,
                                                   gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabThinkSplitter, confab_think_splitter_free)

G_END_DECLS
