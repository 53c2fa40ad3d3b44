/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript"

#include "config.h"

#include "confab-transcript.h"

#include <adwaita.h>

#include "confab-end-button.h"
#include "confab-transcript-view.h"

/**
 * ConfabTranscript:
 *
 * A conversation as it is read: its messages in a column, and a button that leads to the newest
 * text while that is out of sight.
 */
struct _ConfabTranscript
{
  GtkWidget             parent_instance;

  GListModel           *messages;  /* owned, nullable */
  GSignalGroup         *last_signals; /* owned: of the last message */
  ConfabTranscriptView *view;
  GtkScrolledWindow    *scroller;
  ConfabEndButton      *end_button;
  AdwToastOverlay      *toasts;
};

enum { PROP_0, PROP_MESSAGES, PROP_UNFOLDED, N_PROPS };
enum { SIGNAL_RETRY, SIGNAL_MODEL, SIGNAL_SETTINGS, SIGNAL_PROVIDER, SIGNAL_COPIED, SIGNAL_FIND_CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabTranscript, confab_transcript, GTK_TYPE_WIDGET)

static void
on_view_notify_at_end_cb (ConfabTranscript *self)
{
  confab_end_button_set_at_end (self->end_button, confab_transcript_view_get_at_end (self->view));
}

static void
on_view_notify_unfolded_cb (ConfabTranscript *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNFOLDED]);
}

static void
on_last_changed_cb (ConfabTranscript *self)
{
  if (!confab_transcript_view_get_at_end (self->view))
    confab_end_button_set_has_new (self->end_button, TRUE);
}

static void
follow_last (ConfabTranscript *self)
{
  const guint n = self->messages != NULL ? g_list_model_get_n_items (self->messages) : 0;
  g_autoptr(ConfabMessage) last = n > 0 ? g_list_model_get_item (self->messages, n - 1) : NULL;

  g_signal_group_set_target (self->last_signals, last);
}

static void
on_end_clicked_cb (ConfabTranscript *self)
{
  confab_transcript_view_scroll_to_end (self->view);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_view_retry_requested_cb (ConfabTranscript *self,
                            ConfabMessage    *message)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0, message);
}

static void
on_view_model_requested_cb (ConfabTranscript *self,
                            ConfabMessage    *message)
{
  g_signal_emit (self, signals[SIGNAL_MODEL], 0, message);
}

static void
on_view_settings_requested_cb (ConfabTranscript *self,
                               ConfabMessage    *message)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS], 0, message);
}

static void
on_view_provider_requested_cb (ConfabTranscript *self,
                               ConfabMessage    *message)
{
  g_signal_emit (self, signals[SIGNAL_PROVIDER], 0, message);
}

static void
on_view_copied_cb (ConfabTranscript *self,
                   const char       *what)
{
  g_signal_emit (self, signals[SIGNAL_COPIED], 0, what);
}

static void
on_view_find_changed_cb (ConfabTranscript *self)
{
  g_signal_emit (self, signals[SIGNAL_FIND_CHANGED], 0);
}

static void
on_view_told_cb (ConfabTranscript *self,
                 const char       *sentence)
{
  g_autofree char *title = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}

static void
confab_transcript_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ConfabTranscript *self = CONFAB_TRANSCRIPT (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      g_value_set_object (value, self->messages);
      break;

    case PROP_UNFOLDED:
      if (self->view != NULL)
        g_object_get_property (G_OBJECT (self->view), "unfolded", value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_transcript_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  ConfabTranscript *self = CONFAB_TRANSCRIPT (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      confab_transcript_set_messages (self, g_value_get_object (value));
      break;

    case PROP_UNFOLDED:
      if (self->view != NULL)
        g_object_set_property (G_OBJECT (self->view), "unfolded", value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_transcript_dispose (GObject *object)
{
  ConfabTranscript *self = CONFAB_TRANSCRIPT (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_TRANSCRIPT);
  g_clear_object (&self->last_signals);
  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_func (self->messages, follow_last, self);
  g_clear_object (&self->messages);

  G_OBJECT_CLASS (confab_transcript_parent_class)->dispose (object);
}

static guint
add_message_signal (ConfabTranscriptClass *klass,
                    const char            *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, CONFAB_TYPE_MESSAGE);
}

static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();
  GdkDisplay *display = gdk_display_get_default ();

  if (display == NULL)
    return;

  gtk_css_provider_load_from_resource (provider, "/io/github/confab/Confab/ui/transcript/transcript.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
confab_transcript_class_init (ConfabTranscriptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CONFAB_TYPE_TRANSCRIPT_VIEW);
  g_type_ensure (CONFAB_TYPE_END_BUTTON);
  load_style ();

  object_class->get_property = confab_transcript_get_property;
  object_class->set_property = confab_transcript_set_property;
  object_class->dispose = confab_transcript_dispose;

  props[PROP_MESSAGES] =
    g_param_spec_object ("messages", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * ConfabTranscript:unfolded:
   *
   * Names of what a person unfolded, to be kept for the next time. When set, that is unfolded again
   * wherever it comes up.
   */
  props[PROP_UNFOLDED] =
    g_param_spec_boxed ("unfolded", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabTranscript::retry-requested:
   * @self: the transcript
   * @message: the reply to ask for again
   *
   * The person wants another reply in the place of this one.
   */
  signals[SIGNAL_RETRY] = add_message_signal (klass, "retry-requested");

  /**
   * ConfabTranscript::model-requested:
   * @self: the transcript
   * @message: the reply that failed
   *
   * The person wants another reply from the model that is suggested there.
   */
  signals[SIGNAL_MODEL] = add_message_signal (klass, "model-requested");

  /**
   * ConfabTranscript::settings-requested:
   * @self: the transcript
   * @message: the reply that failed
   *
   * The person wants to mend the settings of the provider that failed.
   */
  signals[SIGNAL_SETTINGS] = add_message_signal (klass, "settings-requested");

  /**
   * ConfabTranscript::provider-requested:
   * @self: the transcript
   * @message: the reply that failed
   *
   * The person wants the reply from another provider.
   */
  signals[SIGNAL_PROVIDER] = add_message_signal (klass, "provider-requested");

  /**
   * ConfabTranscript::copied:
   * @self: the transcript
   * @what: what was copied, as a word for people
   *
   * Something is on the clipboard now.
   */
  signals[SIGNAL_COPIED] =
    g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * ConfabTranscript::find-changed:
   * @self: the transcript
   *
   * More of what is looked for was found, or another place was gone to.
   */
  signals[SIGNAL_FIND_CHANGED] =
    g_signal_new ("find-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-transcript.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabTranscript, view);
  gtk_widget_class_bind_template_child (widget_class, ConfabTranscript, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabTranscript, end_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabTranscript, toasts);
  gtk_widget_class_bind_template_callback (widget_class, on_view_notify_at_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_notify_unfolded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_retry_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_model_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_settings_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_provider_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_told_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_end_clicked_cb);
}

static void
confab_transcript_init (ConfabTranscript *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_end_button_follow (self->end_button, gtk_scrolled_window_get_vadjustment (self->scroller));
  self->last_signals = g_signal_group_new (CONFAB_TYPE_MESSAGE);
  g_signal_group_connect_swapped (self->last_signals, "changed", G_CALLBACK (on_last_changed_cb), self);
}

/**
 * confab_transcript_new:
 *
 * Returns: (transfer floating): a transcript of nothing
 */
GtkWidget *
confab_transcript_new (void)
{
  return g_object_new (CONFAB_TYPE_TRANSCRIPT, NULL);
}

/**
 * confab_transcript_get_messages:
 *
 * Returns: (transfer none) (nullable): the messages it shows
 */
GListModel *
confab_transcript_get_messages (ConfabTranscript *self)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT (self), NULL);

  return self->messages;
}

static void
take_messages (ConfabTranscript *self,
               GListModel       *messages)
{
  if (self->messages == messages)
    return;

  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_func (self->messages, follow_last, self);
  g_set_object (&self->messages, messages);
  if (messages != NULL)
    g_signal_connect_swapped (messages, "items-changed", G_CALLBACK (follow_last), self);
  follow_last (self);
  confab_end_button_set_has_new (self->end_button, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGES]);
}

/**
 * confab_transcript_set_messages:
 * @messages: (nullable): a list of `ConfabMessage`, oldest first
 *
 * Shows other messages, from their end. The list and its messages are followed.
 */
void
confab_transcript_set_messages (ConfabTranscript *self,
                                GListModel       *messages)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (self));
  g_return_if_fail (messages == NULL || G_IS_LIST_MODEL (messages));

  take_messages (self, messages);
  confab_transcript_view_set_messages (self->view, messages);
}

/**
 * confab_transcript_set_chat:
 * @chat: (nullable): a conversation
 *
 * Shows the messages of a conversation, from their end, with what can be done with them.
 */
void
confab_transcript_set_chat (ConfabTranscript *self,
                            ConfabChat       *chat)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (self));
  g_return_if_fail (chat == NULL || CONFAB_IS_CHAT (chat));

  take_messages (self, chat != NULL ? confab_chat_get_messages (chat) : NULL);
  confab_transcript_view_set_chat (self->view, chat);
}

/**
 * confab_transcript_get_current:
 *
 * Returns: (transfer none) (nullable): the message that has the focus
 */
ConfabMessage *
confab_transcript_get_current (ConfabTranscript *self)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT (self), NULL);

  return confab_transcript_view_get_current (self->view);
}

/**
 * confab_transcript_step_message:
 * @step: -1 for the message before, 1 for the one after
 *
 * Gives the focus to what can be done with another message; without one, to that of the last.
 *
 * Returns: whether there is one
 */
gboolean
confab_transcript_step_message (ConfabTranscript *self,
                                int               step)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT (self), FALSE);

  return confab_transcript_view_step_message (self->view, step);
}

/**
 * confab_transcript_scroll_to_end:
 *
 * Shows the newest text and stays with it.
 */
void
confab_transcript_scroll_to_end (ConfabTranscript *self)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (self));

  confab_transcript_view_scroll_to_end (self->view);
}

/**
 * confab_transcript_set_find:
 * @pattern: (nullable): what to look for
 *
 * Marks it wherever it is, and goes to the nearest place.
 */
void
confab_transcript_set_find (ConfabTranscript    *self,
                            ConfabSearchPattern *pattern)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (self));

  confab_transcript_view_set_find (self->view, pattern);
}

/**
 * confab_transcript_step_find:
 * @forward: to the next place, not the previous one
 *
 * Goes to another place of what is looked for.
 */
void
confab_transcript_step_find (ConfabTranscript *self,
                             gboolean          forward)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (self));

  confab_transcript_view_find_step (self->view, forward);
}

/**
 * confab_transcript_get_find_state:
 * @position: (out): which place was gone to, counted from 1; 0 for none
 * @n_hits: (out): how many places there are, as far as was looked
 *
 * Returns: whether everything was looked at
 */
gboolean
confab_transcript_get_find_state (ConfabTranscript *self,
                                  guint            *position,
                                  guint            *n_hits)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT (self), TRUE);

  return confab_transcript_view_get_find_state (self->view, position, n_hits);
}

/**
 * confab_transcript_show_message:
 * @message_id: a message that is shown
 * @pattern: what was looked for
 *
 * Scrolls to where it is in the message, and marks it for a moment.
 */
void
confab_transcript_show_message (ConfabTranscript    *self,
                                const char          *message_id,
                                ConfabSearchPattern *pattern)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (self));

  confab_transcript_view_show_message (self->view, message_id, pattern);
}

/**
 * confab_transcript_grab_last:
 *
 * Gives the last thing that can have it the focus: a button of the last reply, or the text.
 *
 * Returns: whether the focus was taken
 */
gboolean
confab_transcript_grab_last (ConfabTranscript *self)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT (self), FALSE);

  return confab_transcript_view_grab_last (self->view);
}

/**
 * confab_transcript_dup_text:
 * @message: a message that is shown
 *
 * Returns: (transfer full): its text as it is read, without any markup
 */
char *
confab_transcript_dup_text (ConfabTranscript *self,
                            ConfabMessage    *message)
{
  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT (self), NULL);

  return confab_transcript_view_dup_text (self->view, message);
}
