/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachment-drop.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-find-bar.h"
#include "confab-message-verbs.h"
#include "confab-model-picker.h"
#include "confab-prompts.h"
#include "confab-thinking-picker.h"
#include "confab-transcript.h"

G_BEGIN_DECLS

/* Shared by the files of the page: the conversation, and the ways to something in it. */
struct _ConfabChatPage
{
  GtkWidget          parent_instance;

  /* template */
  AdwHeaderBar      *header_bar;
  AdwWindowTitle    *window_title;
  GtkWidget         *back_button;
  GMenu             *narrow_section;
  GtkRevealer       *notice_revealer;
  GtkLabel          *notice_label;
  ConfabFindBar     *find_bar;
  GtkWidget         *overlay;
  GtkStack          *stack;
  GtkWidget         *empty;
  ConfabTranscript  *transcript;
  GtkLabel          *context_label;
  GtkRevealer       *edit_revealer;
  GtkWidget         *composer_clamp;
  ConfabComposer    *composer;
  ConfabAttachmentDrop *drop;

  ConfabModelPicker *picker;             /* borrowed, a child of the composer */
  ConfabThinkingPicker *thinking_picker; /* borrowed, a child of the composer */
  ConfabMessageVerbs *verbs;             /* owned */
  ConfabContext     *context;            /* owned */
  GSettings         *settings;           /* owned */
  ConfabPrompts     *prompts;            /* owned */
  ConfabChat        *chat;               /* owned */
  GSignalGroup      *chat_signals;       /* owned */
  GSignalGroup      *message_signals;    /* owned, of the list of messages */
  GBindingGroup     *title_binding;      /* owned */
  GCancellable      *load_cancellable;   /* owned, nullable */
  char              *wanted_message;     /* owned, nullable: shown once the messages are there */
  ConfabSearchPattern *wanted_pattern;   /* owned, nullable */
  guint              storing_failed : 1; /* the notice is about that */
  guint              restoring : 1;      /* the composer is being filled, not typed into */
};

/* in confab-chat-page.c, for the files beside it */
void _confab_chat_page_show_error         (ConfabChatPage *self,
                                           const GError   *error);

/* in confab-chat-page-actions.c */
void _confab_chat_page_install_actions    (GtkWidgetClass *widget_class);
void _confab_chat_page_connect_transcript (ConfabChatPage *self);
void _confab_chat_page_add_pickers        (ConfabChatPage *self);

/* in confab-chat-page-find.c */
void _confab_chat_page_show_wanted        (ConfabChatPage *self);
void _confab_chat_page_forget_wanted      (ConfabChatPage *self);

G_END_DECLS
