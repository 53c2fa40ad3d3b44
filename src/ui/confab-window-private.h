/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-page.h"
#include "confab-local-watch.h"
#include "confab-search.h"
#include "confab-sidebar.h"
#include "confab-welcome-page.h"
#include "confab-window.h"

G_BEGIN_DECLS

/* Shared by the files of the window: its panes, what they show first, and the ways to what is looked for. */
struct _ConfabWindow
{
  AdwApplicationWindow  parent_instance;

  /* template */
  AdwToastOverlay      *toast_overlay;
  AdwLeaflet           *leaflet;
  ConfabSidebar        *sidebar;
  GtkStack             *stack;
  ConfabChatPage       *chat_page;

  ConfabWelcomePage    *welcome_page;  /* borrowed child, nullable: few ever see it */
  ConfabContext        *context;       /* owned */
  GSettings            *settings;      /* owned */
  ConfabLocalWatch     *local_watch;   /* owned */
  GSignalGroup         *chat_signals;  /* owned */
  ConfabSearch         *search;        /* owned */
  AdwToast             *undo_toast;    /* unowned-weak, nullable: undoes what was done last */
  gulong                frame_handler;
  guint                 first_page_shown : 1;
  guint                 history_opened : 1;
  guint                 chosen : 1;    /* the person has asked for the conversation that is shown */
  guint                 troubled : 1;  /* something stored cannot be read, so this is no first run */
};

void _confab_window_show_chat          (ConfabWindow       *self,
                                        ConfabChat         *chat);
void _confab_window_open_conversation  (ConfabWindow       *self,
                                        ConfabConversation *conversation);
void _confab_window_start_conversation (ConfabWindow       *self);

void _confab_window_show_first_page    (ConfabWindow       *self);

void _confab_window_follow_departed   (ConfabWindow       *self);

void _confab_window_show_folded       (ConfabWindow       *self);
void _confab_window_set_up_folding    (ConfabWindow       *self);

void _confab_window_class_init_search (GtkWidgetClass     *widget_class);
void _confab_window_set_up_search     (ConfabWindow       *self);

G_END_DECLS
