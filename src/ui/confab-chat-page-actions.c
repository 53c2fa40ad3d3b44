/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-page-actions"

#include "config.h"

#include "confab-chat-page-private.h"

#include "confab-chat-versions.h"
#include "confab-details-window.h"
#include "confab-instructions-window.h"
#include "confab-prompt-picker.h"
#include "confab-prompt-text.h"

/* What is chosen for the open conversation, and what is asked of it beside sending. */

static void
on_picker_chosen_cb (ConfabChatPage *self,
                     ConfabProvider *provider,
                     const char     *model,
                     gboolean        once)
{
  if (confab_message_verbs_ask_another (self->verbs, provider, model))
    return;

  if (once)
    confab_chat_set_target_once (self->chat, provider, model);
  else
    confab_chat_set_target (self->chat, provider, model);
  confab_chat_page_focus_composer (self);
}

static void
on_thinking_chosen_cb (ConfabChatPage      *self,
                       ConfabThinkingLevel  level,
                       gboolean             once)
{
  if (once)
    confab_chat_set_thinking_once (self->chat, level);
  else
    confab_chat_set_thinking (self->chat, level);
  confab_chat_page_focus_composer (self);
}

static void
on_prompt_chosen_cb (ConfabChatPage *self,
                     const char     *text)
{
  ConfabProvider *provider = confab_chat_get_provider (self->chat);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *filled = NULL;

  filled = confab_prompt_text_fill_known (text, now, confab_chat_get_model (self->chat),
                                          provider != NULL ? confab_provider_get_name (provider) : NULL);
  confab_composer_insert (self->composer, filled);
  confab_chat_page_focus_composer (self);
}

static void
instructions_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (widget);
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));

  if (self->chat != NULL)
    gtk_window_present (GTK_WINDOW (confab_instructions_window_new (parent, self->chat, self->prompts)));
}

static void
details_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (widget);

  if (self->chat != NULL)
    gtk_window_present (GTK_WINDOW (confab_details_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->chat)));
}

static void
on_retry_requested_cb (ConfabChatPage *self,
                       ConfabMessage  *message)
{
  g_autoptr(GError) error = NULL;

  if (!confab_chat_ask_again (self->chat, message, NULL, NULL, &error))
    _confab_chat_page_show_error (self, error);
}

/* With the model that stands in for the one that is gone, from now on. */
static void
on_model_requested_cb (ConfabChatPage *self,
                       ConfabMessage  *message)
{
  const char *provider_id = confab_message_get_provider_id (message);
  const char *model = confab_message_get_suggested_model (message);
  ConfabProvider *provider = NULL;

  if (provider_id != NULL)
    provider = confab_registry_lookup (confab_context_get_registry (self->context), provider_id);
  if (provider == NULL || model == NULL)
    return;

  confab_chat_set_target (self->chat, provider, model);
  on_retry_requested_cb (self, message);
}

static void
on_settings_requested_cb (ConfabChatPage *self,
                          ConfabMessage  *message)
{
  const char *provider_id = confab_message_get_provider_id (message);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences-provider", "s",
                              provider_id != NULL ? provider_id : "");
}

static void
on_provider_requested_cb (ConfabChatPage *self,
                          ConfabMessage  *message)
{
  confab_model_picker_popup (self->picker);
}

/* _confab_chat_page_install_actions:
 * @widget_class: the class of the page
 *
 * Adds the actions of the menu that concern the open conversation as a whole.
 */
void
_confab_chat_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chat.instructions", NULL, instructions_activated);
  gtk_widget_class_install_action (widget_class, "chat.details", NULL, details_activated);
}

/* _confab_chat_page_connect_transcript:
 *
 * Answers what the notes below a reply offer.
 */
void
_confab_chat_page_connect_transcript (ConfabChatPage *self)
{
  g_signal_connect_object (self->transcript, "retry-requested",
                           G_CALLBACK (on_retry_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transcript, "model-requested",
                           G_CALLBACK (on_model_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transcript, "settings-requested",
                           G_CALLBACK (on_settings_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transcript, "provider-requested",
                           G_CALLBACK (on_provider_requested_cb), self, G_CONNECT_SWAPPED);
}

/* _confab_chat_page_add_pickers:
 *
 * Puts beside the composer what is chosen for the next message.
 */
void
_confab_chat_page_add_pickers (ConfabChatPage *self)
{
  g_autoptr(ConfabFavoriteModels) favorites = NULL;
  GtkWidget *prompt_picker;

  favorites = confab_favorite_models_new (self->settings);
  self->picker = confab_model_picker_new (confab_context_get_registry (self->context), favorites,
                                         G_LIST_MODEL (confab_context_get_conversations (self->context)));
  g_signal_connect_object (self->picker, "chosen", G_CALLBACK (on_picker_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "opened", G_CALLBACK (confab_message_verbs_forget_another), self->verbs,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->verbs, "another-wanted", G_CALLBACK (confab_model_picker_popup), self->picker,
                           G_CONNECT_SWAPPED);
  confab_model_picker_offer_once (self->picker);
  confab_composer_add_picker (self->composer, GTK_WIDGET (self->picker));
  self->thinking_picker = confab_thinking_picker_new ();
  g_signal_connect_object (self->thinking_picker, "chosen", G_CALLBACK (on_thinking_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  confab_composer_add_picker (self->composer, GTK_WIDGET (self->thinking_picker));

  self->prompts = confab_prompts_new (self->settings);
  prompt_picker = g_object_new (CONFAB_TYPE_PROMPT_PICKER, NULL);
  confab_prompt_picker_set_prompts (CONFAB_PROMPT_PICKER (prompt_picker), self->prompts);
  g_signal_connect_object (prompt_picker, "chosen", G_CALLBACK (on_prompt_chosen_cb), self, G_CONNECT_SWAPPED);
  confab_composer_add_picker (self->composer, prompt_picker);
}
