/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-details-window"

#include "config.h"

#include "confab-details-window.h"

#include "confab-usage-words.h"

/**
 * ConfabDetailsWindow:
 *
 * What a conversation took so far, and how much of the model's context it fills. Follows the
 * conversation while it is open.
 */
struct _ConfabDetailsWindow
{
  AdwWindow      parent_instance;

  /* template */
  AdwActionRow  *context_row;
  GtkLevelBar   *context_bar;
  AdwActionRow  *sent_row;
  AdwActionRow  *received_row;
  AdwActionRow  *cost_row;
  AdwActionRow  *title_row;

  ConfabChat    *chat;  /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabDetailsWindow, confab_details_window, ADW_TYPE_WINDOW)

static void
update (ConfabDetailsWindow *self)
{
  const ConfabConversationUsage *title_usage = confab_chat_get_title_usage (self->chat);
  const gint64 context_tokens = confab_chat_get_context_tokens (self->chat);
  g_autofree char *context = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *received = NULL;
  g_autofree char *cost = NULL;
  ConfabConversationUsage usage;
  double fill;

  confab_chat_get_usage (self->chat, &usage);
  context = confab_usage_words_dup_context (&usage, context_tokens);
  sent = confab_usage_words_dup_sent (&usage);
  received = confab_usage_words_dup_received (&usage);
  cost = confab_usage_words_dup_cost (&usage);
  adw_action_row_set_subtitle (self->context_row, context);
  adw_action_row_set_subtitle (self->sent_row, sent);
  adw_action_row_set_subtitle (self->received_row, received);
  adw_action_row_set_subtitle (self->cost_row, cost);

  gtk_widget_set_visible (GTK_WIDGET (self->title_row), title_usage != NULL);
  if (title_usage != NULL)
    {
      g_autofree char *title = confab_usage_words_dup_title (title_usage);

      adw_action_row_set_subtitle (self->title_row, title);
    }

  fill = confab_usage_words_get_fill (&usage, context_tokens);
  gtk_widget_set_visible (GTK_WIDGET (self->context_bar), fill >= 0);
  gtk_level_bar_set_value (self->context_bar, MAX (fill, 0.0));
}

static void
confab_details_window_dispose (GObject *object)
{
  ConfabDetailsWindow *self = CONFAB_DETAILS_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_DETAILS_WINDOW);
  g_clear_object (&self->chat);

  G_OBJECT_CLASS (confab_details_window_parent_class)->dispose (object);
}

static void
confab_details_window_class_init (ConfabDetailsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_details_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-details-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabDetailsWindow, context_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabDetailsWindow, context_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabDetailsWindow, sent_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabDetailsWindow, received_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabDetailsWindow, cost_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabDetailsWindow, title_row);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_details_window_init (ConfabDetailsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_level_bar_add_offset_value (self->context_bar, GTK_LEVEL_BAR_OFFSET_LOW, CONFAB_CONTEXT_NEARLY_FULL);
  gtk_level_bar_add_offset_value (self->context_bar, GTK_LEVEL_BAR_OFFSET_HIGH, 1);
  gtk_level_bar_add_offset_value (self->context_bar, GTK_LEVEL_BAR_OFFSET_FULL, 1);
}

/**
 * confab_details_window_new:
 * @parent: the window it belongs to
 * @chat: the conversation
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *
confab_details_window_new (GtkWindow  *parent,
                           ConfabChat *chat)
{
  ConfabDetailsWindow *self;

  g_return_val_if_fail (CONFAB_IS_CHAT (chat), NULL);

  self = g_object_new (CONFAB_TYPE_DETAILS_WINDOW, "transient-for", parent, NULL);
  self->chat = g_object_ref (chat);
  g_signal_connect_object (chat, "notify::busy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
