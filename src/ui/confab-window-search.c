/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-window-search"

#include "config.h"

#include "confab-window-private.h"

/* The ways to where something is typed: a message, whom it goes to, or what is looked for, in all
 * conversations or in the one that is open. */

/* What is typed must be seen: the welcome or the list of conversations may be in its place. */
static void
show_chat_page (ConfabWindow *self)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->chat_page));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->stack));
}

static void
focus_composer_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  show_chat_page (self);
  confab_chat_page_focus_composer (self->chat_page);
}

static void
choose_model_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  show_chat_page (self);
  confab_chat_page_choose_model (self->chat_page);
}

static void
search_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  confab_sidebar_begin_search (self->sidebar);
}

static void
find_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  if (gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->chat_page))
    return;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->stack));
  confab_chat_page_find (self->chat_page);
}

static void
find_step_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  confab_chat_page_find_step (CONFAB_WINDOW (widget)->chat_page, g_str_equal (action_name, "win.find-next"));
}

static void
on_sidebar_hit_activated_cb (ConfabWindow    *self,
                             ConfabSearchHit *hit)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  ConfabConversation *conversation =
    confab_conversation_list_lookup (list, confab_search_hit_get_conversation_id (hit));

  /* It may have been deleted a moment ago. */
  if (conversation == NULL)
    return;

  self->chosen = TRUE;
  _confab_window_open_conversation (self, conversation);
  show_chat_page (self);
  if (confab_search_hit_get_message_id (hit) != NULL)
    confab_chat_page_show_message (self->chat_page, confab_search_hit_get_message_id (hit),
                                   confab_search_get_pattern (self->search));
}

void
_confab_window_class_init_search (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.focus-composer", NULL, focus_composer_activated);
  gtk_widget_class_install_action (widget_class, "win.choose-model", NULL, choose_model_activated);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_activated);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_activated);
  gtk_widget_class_install_action (widget_class, "win.find-next", NULL, find_step_activated);
  gtk_widget_class_install_action (widget_class, "win.find-previous", NULL, find_step_activated);
}

void
_confab_window_set_up_search (ConfabWindow *self)
{
  self->search = confab_search_new (self->context);
  confab_sidebar_set_search (self->sidebar, self->search);
  g_signal_connect_swapped (self->sidebar, "hit-activated", G_CALLBACK (on_sidebar_hit_activated_cb), self);
}
