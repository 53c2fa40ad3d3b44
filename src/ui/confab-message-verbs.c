/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-verbs"

#include "config.h"

#include "confab-message-verbs.h"

#include "confab-chat-edit.h"
#include "confab-chat-versions.h"
#include "confab-message-text-window.h"
#include "confab-undo-toast.h"
#include "confab-window.h"

#include <glib/gi18n.h>

typedef void (*LaterFunc) (ConfabMessageVerbs *self,
                           ConfabMessage      *message);

/**
 * ConfabMessageVerbs:
 *
 * What people do with the messages of the open conversation: actions named `message`, whose target is
 * the id of a message, and the keys for them.
 *
 * Keys are about the message that has the focus, else about the last one that they make sense for.
 * What cannot be done is told by "failed"; that another model is to be chosen by "another-wanted".
 */
struct _ConfabMessageVerbs
{
  GObject             parent_instance;

  GtkWidget          *page;        /* borrowed: it owns this */
  ConfabTranscript   *transcript;  /* borrowed, a child of the page */
  GSimpleActionGroup *actions;     /* owned */
  GSignalGroup       *chat_signals; /* owned */
  ConfabChat         *chat;        /* owned, nullable */
  ConfabMessage      *another;     /* owned, nullable: for which another model is being chosen */
  ConfabMessage      *later_message; /* owned, nullable */
  LaterFunc           later;
  guint               later_id;
  ConfabMessage      *turned;      /* owned, nullable: the version that was turned to last */
  AdwToast           *toast;       /* unowned-weak, nullable: the one with Undo */
};

enum { SIGNAL_FAILED, SIGNAL_ANOTHER_WANTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabMessageVerbs, confab_message_verbs, G_TYPE_OBJECT)

/* Those that wait until no reply is arriving. */
static const char *const changing[] = { "ask-again", "ask-another", "go-on", "delete" };

static void
fail (ConfabMessageVerbs *self,
      const GError       *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
add_toast (ConfabMessageVerbs *self,
           AdwToast           *toast)
{
  GtkRoot *root = gtk_widget_get_root (self->page);

  if (CONFAB_IS_WINDOW (root))
    confab_window_add_toast (CONFAB_WINDOW (root), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

/* The list keeps it alive. */
static ConfabMessage *
peek_message (GListModel *messages,
              guint       position)
{
  g_autoptr(ConfabMessage) message = g_list_model_get_item (messages, position);

  return message;
}

static ConfabMessage *
lookup (ConfabMessageVerbs *self,
        GVariant           *parameter)
{
  GListModel *messages = self->chat != NULL ? confab_chat_get_messages (self->chat) : NULL;
  const char *id = g_variant_get_string (parameter, NULL);

  for (guint i = messages != NULL ? g_list_model_get_n_items (messages) : 0; i > 0; i--)
    {
      ConfabMessage *message = peek_message (messages, i - 1);

      if (g_str_equal (confab_message_get_id (message), id))
        return message;
    }

  return NULL;
}

static void
ask_again_activated (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);
  g_autoptr(GError) error = NULL;

  if (message != NULL && !confab_chat_ask_again (self->chat, message, NULL, NULL, &error))
    fail (self, error);
}

static gboolean
later_cb (gpointer user_data)
{
  ConfabMessageVerbs *self = user_data;
  g_autoptr(ConfabMessage) message = g_steal_pointer (&self->later_message);

  self->later_id = 0;
  self->later (self, message);

  return G_SOURCE_REMOVE;
}

/* What opens something waits until the menu that it was chosen from is closed: that has the keyboard. */
static void
do_later (ConfabMessageVerbs *self,
          ConfabMessage      *message,
          LaterFunc           func)
{
  g_set_object (&self->later_message, message);
  self->later = func;
  if (self->later_id == 0)
    self->later_id = g_idle_add_full (G_PRIORITY_LOW, later_cb, self, NULL);
}

static void
choose_another (ConfabMessageVerbs *self,
                ConfabMessage      *message)
{
  g_signal_emit (self, signals[SIGNAL_ANOTHER_WANTED], 0);
  g_set_object (&self->another, message);
}

static void
ask_another_activated (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);

  if (message == NULL)
    return;

  do_later (self, message, choose_another);
}

static void
edit_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);

  if (message != NULL && confab_chat_can_edit (self->chat, message))
    confab_chat_edit (self->chat, message);
}

static void
go_on_activated (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);
  g_autoptr(GError) error = NULL;

  if (message != NULL && confab_chat_can_go_on (self->chat, message) &&
      !confab_chat_go_on (self->chat, message, &error))
    fail (self, error);
}

static void
version_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);
  const int step = g_str_equal (g_action_get_name (G_ACTION (action)), "next-version") ? 1 : -1;
  GListModel *messages = self->chat != NULL ? confab_chat_get_messages (self->chat) : NULL;
  guint position = 0;

  if (message == NULL)
    return;

  while (peek_message (messages, position) != message)
    position++;
  if (confab_chat_show_version (self->chat, message, step))
    g_set_object (&self->turned, peek_message (messages, position));
}

static void
delete_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);
  g_autoptr(GError) error = NULL;
  AdwToast *toast;

  if (message == NULL)
    return;

  /* Only what was deleted last can come back. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  if (!confab_chat_remove (self->chat, message, &error))
    {
      fail (self, error);
      return;
    }

  toast = confab_undo_toast_new_message_removed (self->chat, message);
  g_set_weak_pointer (&self->toast, toast);
  add_toast (self, toast);
}

static void
view_as_text (ConfabMessageVerbs *self,
              ConfabMessage      *message)
{
  GtkRoot *root = gtk_widget_get_root (self->page);
  g_autofree char *text = NULL;

  if (!GTK_IS_WINDOW (root))
    return;

  text = confab_transcript_dup_text (self->transcript, message);
  gtk_window_present (confab_message_text_window_new (GTK_WINDOW (root), text));
}

static void
view_as_text_activated (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  ConfabMessageVerbs *self = user_data;
  ConfabMessage *message = lookup (self, parameter);

  if (message != NULL)
    do_later (self, message, view_as_text);
}

static const GActionEntry entries[] = {
  { .name = "ask-again", .activate = ask_again_activated, .parameter_type = "s" },
  { .name = "ask-another", .activate = ask_another_activated, .parameter_type = "s" },
  { .name = "edit", .activate = edit_activated, .parameter_type = "s" },
  { .name = "go-on", .activate = go_on_activated, .parameter_type = "s" },
  { .name = "previous-version", .activate = version_activated, .parameter_type = "s" },
  { .name = "next-version", .activate = version_activated, .parameter_type = "s" },
  { .name = "delete", .activate = delete_activated, .parameter_type = "s" },
  { .name = "view-as-text", .activate = view_as_text_activated, .parameter_type = "s" },
};

static void
update_enabled (ConfabMessageVerbs *self)
{
  const gboolean is_idle = self->chat != NULL && !confab_chat_get_busy (self->chat);

  for (guint i = 0; i < G_N_ELEMENTS (changing); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                                              changing[i])),
                                 is_idle);
}

/* Whether a key can be about a message. */
static gboolean
is_for (ConfabMessageVerbs *self,
        ConfabMessage      *message,
        const char         *action)
{
  if (g_str_equal (action, "edit"))
    return confab_chat_can_edit (self->chat, message);
  if (g_str_equal (action, "go-on"))
    return confab_chat_can_go_on (self->chat, message);
  if (g_str_has_suffix (action, "-version"))
    return confab_chat_get_versions (self->chat, message, NULL) > 1;

  return TRUE;
}

static ConfabMessage *
find_for_key (ConfabMessageVerbs *self,
              const char         *action)
{
  GListModel *messages = confab_chat_get_messages (self->chat);
  ConfabMessage *current = confab_transcript_get_current (self->transcript);
  ConfabMessage *found = NULL;

  if (current != NULL)
    return is_for (self, current, action) ? current : NULL;

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      ConfabMessage *message = peek_message (messages, i - 1);

      if (!is_for (self, message, action))
        continue;
      if (found == NULL)
        found = message;
      /* Who turns to one version after the other means the same message. */
      if (message == self->turned && g_str_has_suffix (action, "-version"))
        return message;
    }

  return found;
}

static gboolean
key_cb (GtkWidget *widget,
        GVariant  *args,
        gpointer   user_data)
{
  ConfabMessageVerbs *self = user_data;
  const char *name = g_variant_get_string (args, NULL);
  ConfabMessage *message;

  if (self->chat == NULL)
    return FALSE;

  /* Nobody deletes what they do not look at. */
  if (g_str_equal (name, "delete") && confab_transcript_get_current (self->transcript) == NULL)
    return FALSE;

  message = find_for_key (self, name);
  if (message == NULL || !g_action_group_get_action_enabled (G_ACTION_GROUP (self->actions), name))
    return FALSE;

  g_action_group_activate_action (G_ACTION_GROUP (self->actions), name,
                                  g_variant_new_string (confab_message_get_id (message)));
  return TRUE;
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  return confab_transcript_step_message (CONFAB_MESSAGE_VERBS (user_data)->transcript, g_variant_get_int32 (args));
}

static gboolean
cancel_edit_cb (GtkWidget *widget,
                GVariant  *args,
                gpointer   user_data)
{
  ConfabMessageVerbs *self = user_data;

  if (self->chat == NULL || confab_chat_get_edited (self->chat) == NULL)
    return FALSE;

  confab_chat_cancel_edit (self->chat);
  return TRUE;
}

static void
add_key (ConfabMessageVerbs *self,
         GtkEventController *controller,
         const char         *trigger,
         GtkShortcutFunc     func,
         GVariant           *args)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                            gtk_callback_action_new (func, self, NULL));

  gtk_shortcut_set_arguments (shortcut, args);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

static void
add_keys (ConfabMessageVerbs *self)
{
  static const struct { const char *trigger; const char *action; } keys[] = {
    { "<Control>r", "ask-again" },
    { "<Control>e", "edit" },
    { "<Control><Shift>r", "go-on" },
    { "<Control>Page_Up", "previous-version" },
    { "<Control>Page_Down", "next-version" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before the text that is being written, which has uses of its own for some of them. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    add_key (self, controller, keys[i].trigger, key_cb, g_variant_new_string (keys[i].action));
  add_key (self, controller, "<Alt>Page_Up", step_cb, g_variant_new_int32 (-1));
  add_key (self, controller, "<Alt>Page_Down", step_cb, g_variant_new_int32 (1));
  gtk_widget_add_controller (self->page, controller);

  /* After it, for while a word is composed Escape is about that. */
  controller = gtk_shortcut_controller_new ();
  add_key (self, controller, "Escape", cancel_edit_cb, NULL);
  add_key (self, controller, "Delete", key_cb, g_variant_new_string ("delete"));
  gtk_widget_add_controller (self->page, controller);
}

static void
on_copied_cb (ConfabMessageVerbs *self,
              const char         *what)
{
  add_toast (self, adw_toast_new (_("Copied")));
}

static void
confab_message_verbs_dispose (GObject *object)
{
  ConfabMessageVerbs *self = CONFAB_MESSAGE_VERBS (object);

  g_clear_handle_id (&self->later_id, g_source_remove);
  g_clear_object (&self->later_message);
  g_clear_object (&self->chat_signals);
  g_clear_object (&self->actions);
  g_clear_object (&self->chat);
  g_clear_object (&self->another);
  g_clear_object (&self->turned);
  g_clear_weak_pointer (&self->toast);

  G_OBJECT_CLASS (confab_message_verbs_parent_class)->dispose (object);
}

static void
confab_message_verbs_class_init (ConfabMessageVerbsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_message_verbs_dispose;

  /**
   * ConfabMessageVerbs::failed:
   * @error: why it could not be done
   */
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);

  /**
   * ConfabMessageVerbs::another-wanted:
   *
   * A model is to be chosen that is asked again; to be told by
   * [method@MessageVerbs.ask_another].
   */
  signals[SIGNAL_ANOTHER_WANTED] =
    g_signal_new ("another-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_message_verbs_init (ConfabMessageVerbs *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  self->chat_signals = g_signal_group_new (CONFAB_TYPE_CHAT);
  g_signal_group_connect_swapped (self->chat_signals, "notify::busy", G_CALLBACK (update_enabled), self);
}

/**
 * confab_message_verbs_new:
 * @page: what the keys work in; owns the verbs
 * @transcript: what shows the messages, a child of @page
 *
 * Returns: (transfer full): the verbs of no conversation
 */
ConfabMessageVerbs *
confab_message_verbs_new (GtkWidget        *page,
                          ConfabTranscript *transcript)
{
  ConfabMessageVerbs *self = g_object_new (CONFAB_TYPE_MESSAGE_VERBS, NULL);

  self->page = page;
  self->transcript = transcript;
  gtk_widget_insert_action_group (page, "message", G_ACTION_GROUP (self->actions));
  add_keys (self);
  g_signal_connect_object (transcript, "copied", G_CALLBACK (on_copied_cb), self, G_CONNECT_SWAPPED);
  update_enabled (self);

  return self;
}

/**
 * confab_message_verbs_set_chat:
 * @chat: the conversation that is open
 */
void
confab_message_verbs_set_chat (ConfabMessageVerbs *self,
                               ConfabChat         *chat)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_VERBS (self));

  g_set_object (&self->chat, chat);
  g_signal_group_set_target (self->chat_signals, chat);
  g_clear_object (&self->another);
  g_clear_object (&self->turned);
  update_enabled (self);
}

/**
 * confab_message_verbs_forget_another:
 *
 * A model is being chosen for something else.
 */
void
confab_message_verbs_forget_another (ConfabMessageVerbs *self)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_VERBS (self));

  g_clear_object (&self->another);
}

/**
 * confab_message_verbs_ask_another:
 * @provider: who was chosen
 * @model: which model
 *
 * Asks the chosen one again, if it was chosen for that.
 *
 * Returns: whether it was
 */
gboolean
confab_message_verbs_ask_another (ConfabMessageVerbs *self,
                                  ConfabProvider     *provider,
                                  const char         *model)
{
  g_autoptr(ConfabMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (CONFAB_IS_MESSAGE_VERBS (self), FALSE);

  message = g_steal_pointer (&self->another);
  if (message == NULL)
    return FALSE;
  if (!confab_chat_ask_again (self->chat, message, provider, model, &error))
    fail (self, error);

  return TRUE;
}
