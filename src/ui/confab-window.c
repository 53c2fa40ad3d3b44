/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-window"

#include "config.h"

#include "confab-window-private.h"

#include "confab-failure-text.h"
#include "confab-settings.h"
#include "confab-toast.h"
#include "confab-undo-toast.h"
#include "confab-window-state.h"

#include <glib/gi18n.h>

/**
 * ConfabWindow:
 *
 * The two panes and the way between them: the list of conversations, and the one that is open.
 */
enum { PROP_0, PROP_CONTEXT, PROP_SETTINGS, N_PROPS };
enum { SIGNAL_FIRST_FRAME, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabWindow, confab_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_stop_action (ConfabWindow *self)
{
  ConfabChat *chat = confab_chat_page_get_chat (self->chat_page);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop",
                                 chat != NULL && confab_chat_get_busy (chat));
}

void
_confab_window_show_chat (ConfabWindow *self,
                          ConfabChat   *chat)
{
  confab_chat_page_set_chat (self->chat_page, chat);
  g_signal_group_set_target (self->chat_signals, chat);
  confab_sidebar_select (self->sidebar, confab_chat_get_conversation (chat));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->chat_page));
  update_stop_action (self);
}

void
_confab_window_open_conversation (ConfabWindow       *self,
                                  ConfabConversation *conversation)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  g_autoptr(ConfabChat) chat = confab_conversation_list_dup_chat (list, conversation);

  if (chat != confab_chat_page_get_chat (self->chat_page))
    _confab_window_show_chat (self, chat);
  g_settings_set_string (self->settings, CONFAB_SETTING_LAST_CONVERSATION,
                         confab_conversation_get_id (conversation));
}

void
_confab_window_start_conversation (ConfabWindow *self)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list);

  _confab_window_show_chat (self, chat);
}

static void
new_conversation_activated (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  self->chosen = TRUE;
  _confab_window_start_conversation (self);
  g_settings_set_string (self->settings, CONFAB_SETTING_LAST_CONVERSATION,
                         confab_conversation_get_id (confab_window_get_conversation (self)));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->stack));
  confab_chat_page_focus_composer (self->chat_page);
}

static void
stop_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabChat *chat = confab_chat_page_get_chat (CONFAB_WINDOW (widget)->chat_page);

  if (chat != NULL)
    confab_chat_stop (chat);
}

static void
navigate_back_activated (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  adw_leaflet_navigate (CONFAB_WINDOW (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* Under the name by which GTK looks for it, it would be built before the first frame of every start. */
static void
show_shortcuts_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (widget);

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      g_autoptr(GtkBuilder) builder =
        gtk_builder_new_from_resource ("/io/github/confab/Confab/ui/confab-shortcuts-window.ui");

      gtk_application_window_set_help_overlay (
          window, GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts_window")));
    }

  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}

static void
step_conversation_activated (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  const int step = g_str_equal (action_name, "win.next-conversation") ? 1 : -1;

  confab_sidebar_select_relative (self->sidebar, step);
}

static void
on_undo_remove_cb (ConfabWindow *self,
                   AdwToast     *toast)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  ConfabConversation *conversation = confab_undo_toast_get_conversation (toast);

  confab_conversation_list_undo_remove (list, conversation);
  if (confab_conversation_list_lookup (list, confab_conversation_get_id (conversation)) != NULL)
    _confab_window_open_conversation (self, conversation);
}

static void
on_sidebar_conversation_selected_cb (ConfabWindow       *self,
                                     ConfabConversation *conversation)
{
  self->chosen = TRUE;
  _confab_window_open_conversation (self, conversation);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->stack));
}

static void
on_sidebar_conversation_removed_cb (ConfabWindow       *self,
                                    ConfabConversation *conversation)
{
  ConfabChat *chat = confab_chat_page_get_chat (self->chat_page);
  AdwToast *toast = confab_undo_toast_new_conversation_removed (conversation);

  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_remove_cb), self, G_CONNECT_SWAPPED);

  confab_conversation_list_remove (confab_context_get_conversations (self->context), conversation);
  confab_window_add_toast (self, toast);

  if (chat != NULL && confab_chat_get_conversation (chat) == conversation)
    _confab_window_start_conversation (self);
}

static void
on_after_paint_cb (ConfabWindow  *self,
                   GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->frame_handler, clock);
  g_debug ("First frame");
  g_signal_emit (self, signals[SIGNAL_FIRST_FRAME], 0);
}

static void
confab_window_realize (GtkWidget *widget)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  GTK_WIDGET_CLASS (confab_window_parent_class)->realize (widget);

  self->frame_handler =
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                             G_CALLBACK (on_after_paint_cb), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
confab_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;

    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_window_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;

    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_window_constructed (GObject *object)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  G_OBJECT_CLASS (confab_window_parent_class)->constructed (object);

  confab_sidebar_set_conversations (self->sidebar, confab_context_get_conversations (self->context));
  _confab_window_set_up_search (self);
  confab_chat_page_set_context (self->chat_page, self->context, self->settings);

  g_signal_connect_object (confab_context_get_conversations (self->context), "cleared",
                           G_CALLBACK (_confab_window_start_conversation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_context_get_registry (self->context), "items-changed",
                           G_CALLBACK (_confab_window_show_first_page), self, G_CONNECT_SWAPPED);
  _confab_window_follow_departed (self);
  confab_window_state_restore (GTK_WINDOW (self), self->settings);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->stack));
  _confab_window_start_conversation (self);
  _confab_window_show_folded (self);
  self->local_watch = confab_local_watch_new_for_window (GTK_WINDOW (self),
                                                         confab_context_get_registry (self->context));
}

static void
confab_window_dispose (GObject *object)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  if (self->chat_signals != NULL)
    g_signal_group_set_target (self->chat_signals, NULL);
  g_clear_weak_pointer (&self->undo_toast);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_WINDOW);
  g_clear_object (&self->search);
  g_clear_object (&self->chat_signals);
  g_clear_object (&self->local_watch);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (confab_window_parent_class)->dispose (object);
}

static void
confab_window_class_init (ConfabWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = confab_window_get_property;
  object_class->set_property = confab_window_set_property;
  object_class->constructed = confab_window_constructed;
  object_class->dispose = confab_window_dispose;
  widget_class->realize = confab_window_realize;

  props[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, CONFAB_TYPE_CONTEXT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabWindow::first-frame:
   * @self: the window
   *
   * The window is on the screen; what may wait can begin.
   */
  signals[SIGNAL_FIRST_FRAME] =
    g_signal_new ("first-frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (CONFAB_TYPE_SIDEBAR);
  g_type_ensure (CONFAB_TYPE_CHAT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, chat_page);

  gtk_widget_class_install_action (widget_class, "win.new-conversation", NULL, new_conversation_activated);
  gtk_widget_class_install_action (widget_class, "win.stop", NULL, stop_activated);
  gtk_widget_class_install_action (widget_class, "win.navigate-back", NULL, navigate_back_activated);
  gtk_widget_class_install_action (widget_class, "win.next-conversation", NULL, step_conversation_activated);
  gtk_widget_class_install_action (widget_class, "win.previous-conversation", NULL, step_conversation_activated);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, show_shortcuts_activated);
  _confab_window_class_init_search (widget_class);
}

static void
confab_window_init (ConfabWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->chat_signals = g_signal_group_new (CONFAB_TYPE_CHAT);
  g_signal_group_connect_swapped (self->chat_signals, "notify::busy",
                                  G_CALLBACK (update_stop_action), self);

  g_signal_connect_swapped (self->sidebar, "conversation-selected",
                            G_CALLBACK (on_sidebar_conversation_selected_cb), self);
  g_signal_connect_swapped (self->sidebar, "conversation-removed",
                            G_CALLBACK (on_sidebar_conversation_removed_cb), self);
  _confab_window_set_up_folding (self);
}

/**
 * confab_window_new:
 * @application: the application
 * @context: what the window works with
 * @settings: the preferences
 *
 * Returns: (transfer none): the window, owned by the toolkit until it is closed
 */
ConfabWindow *
confab_window_new (ConfabApplication *application,
                   ConfabContext     *context,
                   GSettings         *settings)
{
  return g_object_new (CONFAB_TYPE_WINDOW,
                       "application", application,
                       "context", context,
                       "settings", settings,
                       NULL);
}

/**
 * confab_window_providers_loaded:
 *
 * Tells the window that the registry knows its providers.
 */
void
confab_window_providers_loaded (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  confab_chat_page_providers_loaded (self->chat_page);
  _confab_window_show_first_page (self);
}

/* What was told of is over. */
static void
on_history_error_cb (ConfabWindow *self)
{
  if (confab_context_get_history_error (self->context) != NULL)
    return;

  confab_chat_page_set_notice (self->chat_page, NULL);
  _confab_window_show_first_page (self);
}

/**
 * confab_window_history_opened:
 * @error: (nullable): why the history cannot be used
 *
 * Tells the window that the conversations are known, or cannot be.
 */
void
confab_window_history_opened (ConfabWindow *self,
                              const GError *error)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  self->history_opened = TRUE;
  if (error != NULL)
    {
      g_autofree char *summary = confab_failure_text_summary (error, NULL, NULL);

      self->troubled = TRUE;
      confab_chat_page_set_notice (self->chat_page, summary);
      g_signal_connect_object (self->context, "notify::history-error",
                               G_CALLBACK (on_history_error_cb), self, G_CONNECT_SWAPPED);
    }
  _confab_window_show_first_page (self);
}

/**
 * confab_window_get_conversation:
 *
 * Returns: (transfer none) (nullable): the conversation that is shown
 */
ConfabConversation *
confab_window_get_conversation (ConfabWindow *self)
{
  ConfabChat *chat;

  g_return_val_if_fail (CONFAB_IS_WINDOW (self), NULL);

  chat = confab_chat_page_get_chat (self->chat_page);
  return chat != NULL ? confab_chat_get_conversation (chat) : NULL;
}

static void
on_undo_dismissed_cb (ConfabWindow *self,
                      AdwToast     *toast)
{
  if (self->undo_toast == toast)
    g_clear_weak_pointer (&self->undo_toast);
}

/**
 * confab_window_add_toast:
 * @toast: (transfer full): what to tell
 *
 * Tells of something that is already done. Where it can be undone, it takes the place of what could
 * be undone before.
 */
void
confab_window_add_toast (ConfabWindow *self,
                         AdwToast     *toast)
{
  g_autoptr(AdwToast) last = NULL;

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (adw_toast_get_button_label (toast) != NULL)
    {
      g_set_object (&last, self->undo_toast);
      g_set_weak_pointer (&self->undo_toast, toast);
      g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_undo_dismissed_cb), self, G_CONNECT_SWAPPED);
    }
  confab_toast_show (toast, self->toast_overlay);
  if (last != NULL)
    adw_toast_dismiss (last);
}
