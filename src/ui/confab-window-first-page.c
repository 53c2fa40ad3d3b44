/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-window-first-page"

#include "config.h"

#include "confab-window-private.h"

#include "confab-settings.h"

#include <glib/gi18n.h>

/* What the window shows when the program has started. */

static void
on_welcome_chat_requested_cb (ConfabWindow   *self,
                              ConfabProvider *provider)
{
  _confab_window_start_conversation (self);
  confab_chat_set_target (confab_chat_page_get_chat (self->chat_page), provider, NULL);
  g_settings_set_boolean (self->settings, CONFAB_SETTING_FIRST_RUN_DONE, TRUE);
  if (confab_provider_get_demonstration (provider))
    confab_chat_page_send (self->chat_page, _("Show me around."));
  confab_chat_page_focus_composer (self->chat_page);
}

static void
show_welcome (ConfabWindow *self)
{
  if (self->welcome_page == NULL)
    {
      self->welcome_page = g_object_new (CONFAB_TYPE_WELCOME_PAGE, NULL);
      confab_welcome_page_set_registry (self->welcome_page, confab_context_get_registry (self->context));
      confab_welcome_page_set_folded (self->welcome_page, adw_leaflet_get_folded (self->leaflet));
      g_signal_connect_object (self->welcome_page, "chat-requested",
                               G_CALLBACK (on_welcome_chat_requested_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->welcome_page));
    }

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->welcome_page));
}

/* Whoever is quicker than the disk has begun by then, and is left where they are. */
static gboolean
has_begun (ConfabWindow *self)
{
  ConfabChat *chat = confab_chat_page_get_chat (self->chat_page);

  return self->chosen ||
         g_list_model_get_n_items (confab_chat_get_messages (chat)) > 0 ||
         confab_conversation_get_draft (confab_chat_get_conversation (chat)) != NULL;
}

static ConfabConversation *
dup_last_conversation (ConfabWindow *self)
{
  GListModel *conversations = G_LIST_MODEL (confab_context_get_conversations (self->context));
  g_autofree char *last = g_settings_get_string (self->settings, CONFAB_SETTING_LAST_CONVERSATION);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (confab_conversation_get_id (conversation), last))
        return g_steal_pointer (&conversation);
    }

  return NULL;
}

/* The conversation that was open the last time is there as soon as it is known, and so is what to show in its
 * place once the providers were read, whatever the keyring takes. */
void
_confab_window_show_first_page (ConfabWindow *self)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  ConfabRegistry *registry = confab_context_get_registry (self->context);
  g_autoptr(ConfabConversation) last = NULL;
  g_autoptr(ConfabChat) fresh = NULL;

  if (!self->history_opened || has_begun (self))
    return;

  last = dup_last_conversation (self);
  if (last != NULL)
    {
      _confab_window_open_conversation (self, last);
      return;
    }

  /* It was shown, and somebody may have gone on from there. */
  if (self->first_page_shown || g_list_model_get_n_items (G_LIST_MODEL (registry)) == 0)
    return;

  self->first_page_shown = TRUE;

  /* One that has to be read was begun before. */
  fresh = confab_conversation_list_new_chat (list);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0 && !self->troubled &&
      confab_registry_get_error (registry) == NULL && confab_chat_get_loaded (fresh) &&
      !g_settings_get_boolean (self->settings, CONFAB_SETTING_FIRST_RUN_DONE))
    show_welcome (self);
  else if (fresh != confab_chat_page_get_chat (self->chat_page))
    _confab_window_show_chat (self, fresh);
}
