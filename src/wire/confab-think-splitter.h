/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabThinkSplitter ConfabThinkSplitter;

/**
 * ConfabThinkKind:
 * @CONFAB_THINK_ANSWER: more of the answer
 * @CONFAB_THINK_THINKING: more of the thinking
 * @CONFAB_THINK_RETRACTED: all that came as answer until now, and a little more, was thinking: this
 */
typedef enum
{
  CONFAB_THINK_ANSWER,
  CONFAB_THINK_THINKING,
  CONFAB_THINK_RETRACTED,
} ConfabThinkKind;

/**
 * ConfabThinkFunc:
 * @kind: what @text is
 * @text: a piece of text, not NUL-terminated
 * @length: its length in bytes, at least 1
 * @user_data: closure
 */
typedef void (*ConfabThinkFunc) (ConfabThinkKind  kind,
                                 const char      *text,
                                 gsize            length,
                                 gpointer         user_data);

ConfabThinkSplitter *confab_think_splitter_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_think_splitter_free   (ConfabThinkSplitter *self);
void                 confab_think_splitter_set_expects_close (ConfabThinkSplitter *self,
                                                              gboolean             expects_close);
void                 confab_think_splitter_feed   (ConfabThinkSplitter *self,
                                                   const char          *text,
                                                   gsize                length,
                                                   ConfabThinkFunc      func,
                                                   gpointer             user_data);
char                *confab_think_splitter_dup_seal (ConfabThinkSplitter *self) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_think_splitter_flush  (ConfabThinkSplitter *self,
                                                   ConfabThinkFunc      func,
                                                   gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabThinkSplitter, confab_think_splitter_free)

G_END_DECLS
