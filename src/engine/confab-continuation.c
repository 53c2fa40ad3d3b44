/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-continuation"

#include "config.h"

#include "confab-continuation.h"

#include "confab-chat-branch.h"
#include "confab-demonstration.h"
#include "confab-reply.h"

/* ConfabContinuation:
 *
 * The rest of a reply that was cut off, put where it belongs: behind the text that is there.
 *
 * A turn asks for it like for any other reply. What comes is read twice, into the turn's own
 * message, which nobody sees, and into the one that goes on. So nothing about a turn has to know of
 * it, and what was there before is never at stake.
 *
 * How the rest is asked for depends on the dialect. Ollama lets a model write on behind a last
 * message of its own. Elsewhere that is refused by some models and taken for a finished reply by
 * others, so a short word of the person asks to go on; it is sent and not kept. A provider that only
 * paused gets its reply back as it is.
 *
 * After that the message is of two answers, and what dialects want to be given back of one answer,
 * such as signatures, fits it no more: it is let go of, and the text stays.
 */
struct _ConfabContinuation
{
  ConfabTurn    *turn;           /* owned */
  ConfabMessage *message;        /* owned: the one that goes on */
  ConfabReply   *reply;          /* owned: what fills it */
  ConfabUsage    usage_before;
  gint64         duration_before_ms;
  gboolean       paused;
};

/* Not translated: it is for the model. */
#define GO_ON "Your last reply was cut off. Go on exactly where it ends: write nothing but the rest of it, " \
              "without repeating anything and without any remark. If a new word comes next, begin with a space."

static gboolean
is_paused (ConfabMessage *message)
{
  return confab_message_get_status (message) == CONFAB_MESSAGE_COMPLETE &&
         confab_message_get_stop_reason (message) == CONFAB_STOP_REASON_PAUSE;
}

static ConfabPart *
find_last_text (ConfabMessage *message)
{
  for (guint i = confab_message_get_n_parts (message); i > 0; i--)
    {
      ConfabPart *part = confab_message_get_part (message, i - 1);

      if (confab_part_get_kind (part) == CONFAB_PART_TEXT && confab_part_get_text_length (part) > 0)
        return part;
    }

  return NULL;
}

/* confab_continuation_is_cut:
 * @message: a message
 *
 * Returns: whether it is a reply with some text that ended before it was whole
 */
gboolean
confab_continuation_is_cut (ConfabMessage *message)
{
  if (confab_message_get_role (message) != CONFAB_ROLE_ASSISTANT || confab_message_is_open (message) ||
      find_last_text (message) == NULL)
    return FALSE;

  /* What is recorded has no rest. */
  if (g_strcmp0 (confab_message_get_provider_id (message), CONFAB_DEMONSTRATION_ID) == 0)
    return FALSE;

  /* Behind half a call of a tool no text can follow. */
  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    if (confab_part_get_kind (confab_message_get_part (message, i)) == CONFAB_PART_TOOL_CALL)
      return FALSE;

  return confab_message_get_status (message) != CONFAB_MESSAGE_COMPLETE || is_paused (message) ||
         confab_message_get_stop_reason (message) == CONFAB_STOP_REASON_LENGTH;
}

/* confab_continuation_dup_question:
 * @messages: a branch that ends with the reply that was cut off
 * @dialect: that of who is asked
 *
 * Returns: (transfer full) (element-type ConfabMessage): what a model is told to go on
 */
GPtrArray *
confab_continuation_dup_question (GListModel *messages,
                                  const char *dialect)
{
  GPtrArray *question = confab_chat_branch_for_request (messages);
  g_autoptr(ConfabMessage) last = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);
  g_autofree char *text = confab_message_dup_text (last);

  if (is_paused (last))
    return question;

  g_ptr_array_remove_index (question, question->len - 1);
  g_ptr_array_add (question, confab_message_new_text (CONFAB_ROLE_ASSISTANT, text));
  if (g_strcmp0 (dialect, "ollama") != 0)
    g_ptr_array_add (question, confab_message_new_text (CONFAB_ROLE_USER, GO_ON));

  return question;
}

static void
forget_replay (ConfabContinuation *self)
{
  if (self->paused)
    return;

  for (guint i = 0; i < confab_message_get_n_parts (self->message); i++)
    confab_part_set_replay (confab_message_get_part (self->message, i), NULL);
}

/* What was used so far is added at the end, and how it ends is told by the turn. */
static void
on_event_cb (ConfabContinuation *self,
             const ConfabEvent  *event)
{
  if (event->kind != CONFAB_EVENT_USAGE && event->kind != CONFAB_EVENT_ERROR)
    confab_reply_apply (self->reply, event, g_get_monotonic_time ());
}

static void
on_changed_cb (ConfabContinuation *self)
{
  confab_reply_flush (self->reply);
}

/* confab_continuation_new:
 * @turn: a turn that has not run yet and asks for the rest
 * @message: the reply that was cut off
 *
 * Opens @message again, so that what @turn brings goes into it.
 *
 * Returns: (transfer full): a continuation
 */
ConfabContinuation *
confab_continuation_new (ConfabTurn    *turn,
                         ConfabMessage *message)
{
  ConfabContinuation *self = g_new0 (ConfabContinuation, 1);

  self->turn = g_object_ref (turn);
  self->message = g_object_ref (message);
  self->paused = is_paused (message);
  self->usage_before = *confab_message_get_usage (message);
  self->duration_before_ms = MAX (0, confab_message_get_duration_ms (message));
  self->reply = confab_reply_new (message, g_get_monotonic_time ());
  if (!self->paused)
    confab_reply_go_on_in (self->reply, find_last_text (message));
  forget_replay (self);

  confab_message_set_error (message, NULL);
  confab_message_set_stop_reason (message, CONFAB_STOP_REASON_NONE, NULL);
  confab_message_set_status (message, CONFAB_MESSAGE_WAITING);
  confab_message_changed (message);

  g_signal_connect_swapped (turn, "event", G_CALLBACK (on_event_cb), self);
  g_signal_connect_swapped (confab_turn_get_reply (turn), "changed", G_CALLBACK (on_changed_cb), self);

  return self;
}

/* confab_continuation_free:
 * @self: (transfer full) (nullable): a continuation
 */
void
confab_continuation_free (ConfabContinuation *self)
{
  if (self == NULL)
    return;

  g_signal_handlers_disconnect_by_data (confab_turn_get_reply (self->turn), self);
  g_signal_handlers_disconnect_by_data (self->turn, self);
  g_clear_object (&self->turn);
  g_clear_object (&self->message);
  g_clear_pointer (&self->reply, confab_reply_free);
  g_free (self);
}

/* confab_continuation_finish:
 *
 * The turn has ended, and so has the message, in the same way.
 */
void
confab_continuation_finish (ConfabContinuation *self)
{
  ConfabMessage *rest = confab_turn_get_reply (self->turn);
  ConfabUsage usage = self->usage_before;

  forget_replay (self);
  confab_usage_add (&usage, confab_message_get_usage (rest));
  confab_message_set_usage (self->message, &usage);
  confab_reply_finish (self->reply, confab_message_get_status (rest), confab_message_get_error (rest),
                       g_get_monotonic_time ());
  confab_message_set_duration_ms (self->message,
                                  self->duration_before_ms + confab_message_get_duration_ms (self->message));
  confab_message_changed (self->message);
}
