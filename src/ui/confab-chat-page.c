/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-page"

#include "config.h"

#include "confab-chat-page-private.h"

#include "confab-chat-edit.h"
#include "confab-chat-versions.h"
#include "confab-failure-text.h"
#include "confab-settings.h"
#include "confab-usage-words.h"

#include <glib/gi18n.h>

/**
 * ConfabChatPage:
 *
 * The open conversation: its transcript, and the composer below it.
 */
G_DEFINE_FINAL_TYPE (ConfabChatPage, confab_chat_page, GTK_TYPE_WIDGET)

/* _confab_chat_page_show_error:
 * @error: (nullable): what is told of the whole page; %NULL for nothing any more
 */
void
_confab_chat_page_show_error (ConfabChatPage *self,
                              const GError   *error)
{
  g_autofree char *summary = NULL;

  if (error != NULL)
    summary = confab_failure_text_summary (error, NULL, NULL);
  confab_chat_page_set_notice (self, summary);
}

/* Nothing is said of it while there is plenty of room. */
static void
update_context_fill (ConfabChatPage *self)
{
  ConfabConversationUsage usage;
  g_autofree char *text = NULL;
  double fill = -1;

  if (self->chat != NULL)
    {
      confab_chat_get_usage (self->chat, &usage);
      fill = confab_usage_words_get_fill (&usage, confab_chat_get_context_tokens (self->chat));
    }

  if (fill >= CONFAB_CONTEXT_NEARLY_FULL)
    {
      /* Translators: %d is a percentage */
      text = g_strdup_printf (_("This conversation fills %d %% of what the model can hold."), (int) (fill * 100));
      gtk_label_set_label (self->context_label, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->context_label), fill >= CONFAB_CONTEXT_NEARLY_FULL);
}

static void
update_target (ConfabChatPage *self)
{
  ConfabProvider *provider = self->chat != NULL ? confab_chat_get_provider (self->chat) : NULL;
  const char *model = provider != NULL ? confab_chat_get_model (self->chat) : NULL;
  g_autofree char *name = NULL;
  g_autofree char *subtitle = NULL;

  confab_model_picker_set_selected (self->picker, provider, model);
  confab_model_picker_set_once (self->picker, provider != NULL && confab_chat_get_target_once (self->chat));
  if (provider != NULL && model != NULL && *model != '\0' && !confab_provider_get_demonstration (provider))
    {
      name = confab_provider_dup_model_name (provider, model);
      subtitle = g_strdup_printf ("%s · %s", name, confab_provider_get_name (provider));
    }
  else if (provider != NULL)
    subtitle = g_strdup (confab_provider_get_name (provider));
  update_context_fill (self);
  adw_window_title_set_subtitle (self->window_title, subtitle != NULL ? subtitle : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->window_title), g_strcmp0 (name, model) != 0 ? model : NULL);
}

static void
update_thinking (ConfabChatPage *self)
{
  confab_thinking_picker_follow (self->thinking_picker, self->chat);
}

static void
update_busy (ConfabChatPage *self)
{
  const gboolean busy = self->chat != NULL && confab_chat_get_busy (self->chat);

  confab_composer_set_busy (self->composer, busy);
  if (!busy)
    update_context_fill (self);
  if (self->chat != NULL)
    confab_conversation_set_unseen (confab_chat_get_conversation (self->chat), FALSE);
}

/* Fills the composer with what is written and not sent, without taking that for typing. */
static void
show_draft (ConfabChatPage *self)
{
  g_autofree char *draft = confab_chat_dup_draft (self->chat);
  const gboolean takes_files = confab_chat_get_edited (self->chat) == NULL;

  self->restoring = TRUE;
  confab_composer_set_text (self->composer, draft);
  self->restoring = FALSE;
  gtk_revealer_set_reveal_child (self->edit_revealer, !takes_files);
  confab_composer_set_takes_attachments (self->composer, takes_files);
  confab_composer_set_may_be_empty (self->composer, confab_chat_get_edited_has_media (self->chat));
  confab_attachment_drop_set_attachments (self->drop, takes_files ? confab_chat_get_attachments (self->chat) : NULL);
}

static void
on_edited_cb (ConfabChatPage *self)
{
  show_draft (self);
  confab_composer_focus (self->composer);
}

static void
update_empty (ConfabChatPage *self)
{
  GListModel *messages = self->chat != NULL ? confab_chat_get_messages (self->chat) : NULL;
  const gboolean is_empty = messages == NULL || g_list_model_get_n_items (messages) == 0;

  gtk_stack_set_visible_child (self->stack, is_empty ? self->empty : GTK_WIDGET (self->transcript));
}

static void
on_chat_error_cb (ConfabChatPage *self)
{
  const GError *error = self->chat != NULL ? confab_chat_get_error (self->chat) : NULL;

  /* It may be of another conversation, one that is not shown, or not any more. */
  if (error == NULL)
    error = confab_conversation_list_get_error (confab_context_get_conversations (self->context));
  /* What was told of is over once everything could be stored. */
  if (error != NULL || self->storing_failed)
    _confab_chat_page_show_error (self, error);
  self->storing_failed = error != NULL;
}

static gboolean
title_to_shown (GBinding     *binding,
                const GValue *from,
                GValue       *to,
                gpointer      user_data)
{
  const char *title = g_value_get_string (from);

  g_value_set_string (to, title != NULL && *title != '\0' ? title : _("New conversation"));
  return TRUE;
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (confab_chat_load_finish (CONFAB_CHAT (object), result, &error))
    _confab_chat_page_show_wanted (CONFAB_CHAT_PAGE (user_data));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _confab_chat_page_show_error (CONFAB_CHAT_PAGE (user_data), error);
}

static void
on_composer_send_cb (ConfabChatPage *self)
{
  g_autofree char *text = confab_composer_dup_text (self->composer);

  confab_chat_page_send (self, text);
}

static void
on_composer_stop_cb (ConfabChatPage *self)
{
  confab_chat_stop (self->chat);
}

static void
on_composer_changed_cb (ConfabChatPage *self)
{
  g_autofree char *text = NULL;

  if (self->restoring || self->chat == NULL)
    return;

  text = confab_composer_dup_text (self->composer);
  confab_chat_set_draft (self->chat, text);
}

static void
on_edit_cancelled_cb (ConfabChatPage *self)
{
  confab_chat_cancel_edit (self->chat);
}

static void
on_notice_dismissed_cb (ConfabChatPage *self)
{
  gtk_revealer_set_reveal_child (self->notice_revealer, FALSE);
}

static void
confab_chat_page_dispose (GObject *object)
{
  ConfabChatPage *self = CONFAB_CHAT_PAGE (object);

  if (self->load_cancellable != NULL)
    g_cancellable_cancel (self->load_cancellable);
  g_clear_object (&self->load_cancellable);
  g_clear_object (&self->chat_signals);
  g_clear_object (&self->message_signals);
  g_clear_object (&self->title_binding);
  g_clear_object (&self->verbs);
  _confab_chat_page_forget_wanted (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_CHAT_PAGE);
  g_clear_object (&self->chat);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  g_clear_object (&self->prompts);

  G_OBJECT_CLASS (confab_chat_page_parent_class)->dispose (object);
}

static void
confab_chat_page_class_init (ConfabChatPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_chat_page_dispose;

  g_type_ensure (CONFAB_TYPE_TRANSCRIPT);
  g_type_ensure (CONFAB_TYPE_COMPOSER);
  g_type_ensure (CONFAB_TYPE_FIND_BAR);
  g_type_ensure (CONFAB_TYPE_ATTACHMENT_DROP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-chat-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, header_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, narrow_section);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, overlay);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, transcript);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, context_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, edit_revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, composer_clamp);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, composer);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPage, drop);
  gtk_widget_class_bind_template_callback (widget_class, on_composer_send_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_composer_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_composer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_dismissed_cb);
  _confab_chat_page_install_actions (widget_class);
}

static void
confab_chat_page_init (ConfabChatPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  confab_find_bar_set_transcript (self->find_bar, self->transcript);
  self->chat_signals = g_signal_group_new (CONFAB_TYPE_CHAT);
  g_signal_group_connect_swapped (self->chat_signals, "notify::busy", G_CALLBACK (update_busy), self);
  g_signal_group_connect_swapped (self->chat_signals, "notify::provider", G_CALLBACK (update_target), self);
  g_signal_group_connect_swapped (self->chat_signals, "notify::model", G_CALLBACK (update_target), self);
  g_signal_group_connect_swapped (self->chat_signals, "notify::thinking-levels", G_CALLBACK (update_thinking), self);
  g_signal_group_connect_swapped (self->chat_signals, "notify::error", G_CALLBACK (on_chat_error_cb), self);
  g_signal_group_connect_swapped (self->chat_signals, "notify::edited", G_CALLBACK (on_edited_cb), self);

  self->message_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->message_signals, "items-changed", G_CALLBACK (update_empty), self);

  self->title_binding = g_binding_group_new ();
  g_binding_group_bind_full (self->title_binding, "title", self->window_title, "title",
                             G_BINDING_SYNC_CREATE, title_to_shown, NULL, NULL, NULL);

  self->verbs = confab_message_verbs_new (GTK_WIDGET (self), self->transcript);
  g_signal_connect_object (self->verbs, "failed", G_CALLBACK (_confab_chat_page_show_error), self, G_CONNECT_SWAPPED);
  _confab_chat_page_connect_transcript (self);
}

/**
 * confab_chat_page_set_context:
 * @context: what the page works with
 * @settings: the preferences
 *
 * Called once, before anything else.
 */
void
confab_chat_page_set_context (ConfabChatPage *self,
                              ConfabContext  *context,
                              GSettings      *settings)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  self->settings = g_object_ref (settings);
  _confab_chat_page_add_pickers (self);
  g_settings_bind (settings, CONFAB_SETTING_UNFOLDED, self->transcript, "unfolded", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (confab_context_get_conversations (context), "notify::error",
                           G_CALLBACK (on_chat_error_cb), self, G_CONNECT_SWAPPED);
}

/**
 * confab_chat_page_providers_loaded:
 *
 * Tells the page that the registry knows its providers.
 */
void
confab_chat_page_providers_loaded (ConfabChatPage *self)
{
  const GError *error;

  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  update_target (self);
  update_thinking (self);
  if ((error = confab_registry_get_error (confab_context_get_registry (self->context))) != NULL ||
      (error = confab_context_get_model_data_error (self->context)) != NULL)
    _confab_chat_page_show_error (self, error);
}

/**
 * confab_chat_page_get_chat:
 *
 * Returns: (transfer none) (nullable): the conversation that is open
 */
ConfabChat *
confab_chat_page_get_chat (ConfabChatPage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_PAGE (self), NULL);

  return self->chat;
}

/**
 * confab_chat_page_set_chat:
 * @chat: the conversation to show
 *
 * Shows another conversation; what was written and not sent stays with the old one.
 */
void
confab_chat_page_set_chat (ConfabChatPage *self,
                           ConfabChat     *chat)
{
  ConfabConversation *conversation;

  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (CONFAB_IS_CHAT (chat));

  if (!g_set_object (&self->chat, chat))
    return;

  if (self->load_cancellable != NULL)
    g_cancellable_cancel (self->load_cancellable);
  g_clear_object (&self->load_cancellable);
  _confab_chat_page_forget_wanted (self);
  confab_find_bar_close (self->find_bar);

  conversation = confab_chat_get_conversation (chat);
  g_signal_group_set_target (self->chat_signals, chat);
  g_signal_group_set_target (self->message_signals, confab_chat_get_messages (chat));
  g_binding_group_set_source (self->title_binding, conversation);
  confab_transcript_set_chat (self->transcript, chat);
  confab_message_verbs_set_chat (self->verbs, chat);
  show_draft (self);
  confab_composer_set_attachments (self->composer, confab_chat_get_attachments (chat));

  if (!confab_chat_get_loaded (chat))
    {
      self->load_cancellable = g_cancellable_new ();
      confab_chat_load_async (chat, self->load_cancellable, load_cb, self);
    }

  update_target (self);
  update_thinking (self);
  update_busy (self);
  update_empty (self);
  on_chat_error_cb (self);
}

/**
 * confab_chat_page_send:
 * @text: what to say
 *
 * Sends a message in the open conversation. The composer is emptied only when it was taken over.
 */
void
confab_chat_page_send (ConfabChatPage *self,
                       const char     *text)
{
  ConfabAttachments *attachments = confab_chat_get_attachments (self->chat);
  g_autoptr(GPtrArray) media = confab_attachments_dup_parts (attachments);
  g_autoptr(GError) error = NULL;
  gboolean is_sent;

  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (text != NULL);

  if (confab_chat_get_edited (self->chat) != NULL)
    is_sent = confab_chat_send_edited (self->chat, text, &error);
  else if ((is_sent = confab_chat_send_with_media (self->chat, text, media, &error)))
    confab_attachments_clear (attachments);
  if (!is_sent)
    {
      _confab_chat_page_show_error (self, error);
      return;
    }

  if (!self->storing_failed)
    gtk_revealer_set_reveal_child (self->notice_revealer, FALSE);
  g_settings_set_boolean (self->settings, CONFAB_SETTING_FIRST_RUN_DONE, TRUE);
  g_settings_set_string (self->settings, CONFAB_SETTING_LAST_CONVERSATION,
                         confab_conversation_get_id (confab_chat_get_conversation (self->chat)));
  show_draft (self);
}

/**
 * confab_chat_page_focus_composer:
 *
 * Moves the keyboard focus to where a message is written.
 */
void
confab_chat_page_focus_composer (ConfabChatPage *self)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  confab_composer_focus (self->composer);
}

/**
 * confab_chat_page_choose_model:
 *
 * Opens the list of models.
 */
void
confab_chat_page_choose_model (ConfabChatPage *self)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  confab_model_picker_popup (self->picker);
}

/**
 * confab_chat_page_set_folded:
 * @folded: whether the page has the window to itself
 */
void
confab_chat_page_set_folded (ConfabChatPage *self,
                             gboolean        folded)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  gtk_widget_set_visible (self->back_button, folded);
  g_menu_remove_all (self->narrow_section);
  if (folded)
    g_menu_append (self->narrow_section, _("_New conversation"), "win.new-conversation");
  adw_header_bar_set_show_start_title_buttons (self->header_bar, folded);
}

/**
 * confab_chat_page_set_notice:
 * @notice: (nullable): a sentence about something that concerns the whole page
 */
void
confab_chat_page_set_notice (ConfabChatPage *self,
                             const char     *notice)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  if (notice != NULL)
    {
      gtk_label_set_label (self->notice_label, notice);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->notice_label),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, notice, -1);
    }
  gtk_revealer_set_reveal_child (self->notice_revealer, notice != NULL);
}
