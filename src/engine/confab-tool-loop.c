/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tool-loop"

#include "config.h"

#include "confab-tool-loop.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "confab-engine-error.h"
#include "confab-json-parse.h"
#include "confab-message.h"
#include "confab-turn.h"

/**
 * ConfabToolLoop:
 *
 * One question, with as many turns as it takes: a reply asks for tools, these are run one after the
 * other, and their results are the next question.
 *
 * Only the calls of a reply that came to its end are run. What was asked and answered is in the list
 * of messages, also when the loop ends early; calls that were not run then stay without results, for
 * which the encoders know what to say. Run once. Main thread only; the caller keeps it, and while it
 * runs it keeps itself.
 */
struct _ConfabToolLoop
{
  GObject           parent_instance;

  ConfabContext    *context;        /* owned */
  ConfabProvider   *provider;       /* owned */
  char             *model;          /* owned, nullable */
  char             *system_prompt;  /* owned, nullable */
  char             *tool_choice;    /* owned, nullable: of the first turn */
  GPtrArray        *messages;       /* owned, of ConfabMessage */
  ConfabToolRunner *runner;         /* owned */
  guint             max_rounds;

  ConfabMessage    *reply;          /* owned, nullable: whose calls are being run */
  ConfabMessage    *results;        /* owned, nullable: theirs */
  guint             position;       /* of the next part of the reply to look at */
  guint             n_rounds;
  gboolean          running;
  gboolean          asked_again;
};

enum { SIGNAL_TURN, SIGNAL_RESULTS, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabToolLoop, confab_tool_loop, G_TYPE_OBJECT)

static void start_turn (ConfabToolLoop *self,
                        GTask          *task);
static void run_calls  (ConfabToolLoop *self,
                        GTask          *task);

static gboolean
has_calls (ConfabMessage *reply)
{
  for (guint i = 0; i < confab_message_get_n_parts (reply); i++)
    if (confab_part_get_kind (confab_message_get_part (reply, i)) == CONFAB_PART_TOOL_CALL)
      return TRUE;

  return FALSE;
}

/* What a service answers when the model's call could not be read. It is the model's mistake, and
 * asking again mostly helps. */
static gboolean
is_unreadable_call (const GError *error)
{
  return g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL);
}

static void
close_results (ConfabToolLoop      *self,
               ConfabMessageStatus  status)
{
  confab_message_set_status (self->results, status);
  confab_message_changed (self->results);
  if (confab_message_get_n_parts (self->results) > 0)
    g_ptr_array_add (self->messages, g_object_ref (self->results));
  g_clear_object (&self->results);
  g_clear_object (&self->reply);
}

/* What a tool said in text is cut where it would drown everything else, and that is said. */
static void
shorten (ConfabPart *result)
{
  const gsize length = confab_part_get_text_length (result);
  const char *text = confab_part_get_text (result);
  g_autofree char *cut = NULL;
  gsize keep = CONFAB_TOOL_LOOP_MAX_RESULT_BYTES;

  if (length <= CONFAB_TOOL_LOOP_MAX_RESULT_BYTES)
    return;

  while (keep > 0 && (text[keep] & 0xc0) == 0x80)
    keep--;
  cut = g_strdup_printf ("%.*s\n\n[%" G_GSIZE_FORMAT " more bytes were left out.]", (int) keep, text,
                         length - keep);
  confab_part_set_text (result, cut);
}

static void
add_result (ConfabToolLoop *self,
            ConfabPart     *call,
            GPtrArray      *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      ConfabPart *part = g_ptr_array_index (parts, i);

      if (confab_part_get_kind (part) == CONFAB_PART_TOOL_RESULT)
        {
          confab_part_set_id (part, confab_part_get_id (call));
          confab_part_set_name (part, confab_part_get_name (call));
          shorten (part);
        }
      confab_part_set_sealed (part, TRUE);
      confab_message_append_part (self->results, part);
    }

  confab_message_changed (self->results);
}

static void
add_failure (ConfabToolLoop *self,
             ConfabPart     *call,
             const char     *message)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (parts, confab_part_new_tool_result (NULL, NULL, message, TRUE));
  add_result (self, call, parts);
}

/* Returns: (transfer full) (nullable): why the call cannot be run, for the model */
static char *
find_mistake (ConfabToolLoop *self,
              ConfabPart     *call)
{
  const char *name = confab_part_get_name (call);
  const char *text = confab_part_get_text (call);
  GPtrArray *tools = confab_tool_runner_get_tools (self->runner);
  g_autoptr(JsonNode) arguments = NULL;
  g_autoptr(GError) error = NULL;
  gboolean known = FALSE;

  for (guint i = 0; i < tools->len; i++)
    known |= g_strcmp0 (confab_tool_get_name (g_ptr_array_index (tools, i)), name) == 0;
  if (!known)
    return g_strdup_printf ("There is no tool of the name \"%s\".", name != NULL ? name : "");

  arguments = confab_json_parse (text, strlen (text), &error);
  if (arguments == NULL)
    return g_strdup_printf ("The arguments are not valid JSON: %s", error->message);
  if (!JSON_NODE_HOLDS_OBJECT (arguments))
    return g_strdup ("The arguments are not a JSON object.");

  return NULL;
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;
  ConfabToolLoop *self = g_task_get_source_object (task);
  ConfabPart *call = confab_message_get_part (self->reply, self->position - 1);

  parts = confab_tool_runner_run_finish (CONFAB_TOOL_RUNNER (object), result, &error);
  if (parts != NULL)
    add_result (self, call, parts);
  else if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    add_failure (self, call, error->message);

  run_calls (self, task);
}

/* Goes on with the reply's calls up to the next one that has to be waited for. */
static void
run_calls (ConfabToolLoop *self,
           GTask          *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  while (self->position < confab_message_get_n_parts (self->reply))
    {
      ConfabPart *call;
      g_autofree char *mistake = NULL;

      if (g_cancellable_is_cancelled (cancellable))
        break;

      call = confab_message_get_part (self->reply, self->position++);
      if (confab_part_get_kind (call) != CONFAB_PART_TOOL_CALL)
        continue;

      mistake = find_mistake (self, call);
      if (mistake == NULL)
        {
          confab_tool_runner_run_async (self->runner, call, cancellable, run_cb, g_object_ref (task));
          return;
        }
      add_failure (self, call, mistake);
    }

  if (g_cancellable_is_cancelled (cancellable))
    {
      close_results (self, CONFAB_MESSAGE_STOPPED);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The tools were stopped");
      return;
    }

  close_results (self, CONFAB_MESSAGE_COMPLETE);
  start_turn (self, task);
}

static void
turn_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabToolLoop *self = g_task_get_source_object (task);
  ConfabMessage *reply = confab_turn_get_reply (CONFAB_TURN (object));
  const gboolean done = confab_turn_run_finish (CONFAB_TURN (object), result, NULL);
  const GError *error = confab_message_get_error (reply);
  const ConfabStopReason reason = confab_message_get_stop_reason (reply);
  gboolean wants_tools, goes_on;

  if (!done && error != NULL && is_unreadable_call (error) && !self->asked_again)
    {
      self->asked_again = TRUE;
      start_turn (self, task);
      return;
    }

  g_ptr_array_add (self->messages, g_object_ref (reply));
  if (!done)
    {
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The reply was stopped");
      return;
    }

  wants_tools = reason == CONFAB_STOP_REASON_TOOL_USE && has_calls (reply);
  goes_on = wants_tools || reason == CONFAB_STOP_REASON_PAUSE;
  if (!goes_on)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (self->n_rounds++ >= self->max_rounds)
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS,
                               "The model asked for tools more than %u times", self->max_rounds);
      return;
    }

  /* A provider that pauses gets its reply back as it is. */
  if (!wants_tools)
    {
      start_turn (self, task);
      return;
    }

  self->reply = g_object_ref (reply);
  self->position = 0;
  self->results = confab_message_new (CONFAB_ROLE_TOOL);
  confab_message_set_parent_id (self->results, confab_message_get_id (reply));
  confab_message_set_status (self->results, CONFAB_MESSAGE_STREAMING);
  g_signal_emit (self, signals[SIGNAL_RESULTS], 0, self->results);
  run_calls (self, task);
}

static void
start_turn (ConfabToolLoop *self,
            GTask          *task)
{
  g_autoptr(ConfabTurn) turn = confab_turn_new (self->context, self->provider, self->model,
                                                self->system_prompt, self->messages);

  if (self->messages->len > 0)
    confab_message_set_parent_id (confab_turn_get_reply (turn),
                                  confab_message_get_id (g_ptr_array_index (self->messages,
                                                                            self->messages->len - 1)));

  /* Who has to call a tool each time would never come to an end. */
  confab_turn_set_tools (turn, confab_tool_runner_get_tools (self->runner),
                         self->n_rounds == 0 ? self->tool_choice : NULL);
  g_signal_emit (self, signals[SIGNAL_TURN], 0, turn);
  confab_turn_run_async (turn, g_task_get_cancellable (task), turn_cb, g_object_ref (task));
}

static void
confab_tool_loop_dispose (GObject *object)
{
  ConfabToolLoop *self = CONFAB_TOOL_LOOP (object);

  g_clear_object (&self->context);
  g_clear_object (&self->provider);
  g_clear_object (&self->runner);
  g_clear_object (&self->reply);
  g_clear_object (&self->results);
  g_clear_pointer (&self->messages, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_tool_loop_parent_class)->dispose (object);
}

static void
confab_tool_loop_finalize (GObject *object)
{
  ConfabToolLoop *self = CONFAB_TOOL_LOOP (object);

  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->system_prompt, g_free);
  g_clear_pointer (&self->tool_choice, g_free);

  G_OBJECT_CLASS (confab_tool_loop_parent_class)->finalize (object);
}

static void
confab_tool_loop_class_init (ConfabToolLoopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_tool_loop_dispose;
  object_class->finalize = confab_tool_loop_finalize;

  /**
   * ConfabToolLoop::turn:
   * @self: the loop
   * @turn: a turn that has not begun
   *
   * The next question is about to be put. The turn's reply is the message it will be answered with.
   */
  signals[SIGNAL_TURN] =
    g_signal_new ("turn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_TURN);

  /**
   * ConfabToolLoop::results:
   * @self: the loop
   * @message: what the tools will have said
   *
   * Tools are about to be run; the message grows with each that has ended.
   */
  signals[SIGNAL_RESULTS] =
    g_signal_new ("results", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_MESSAGE);
}

static void
confab_tool_loop_init (ConfabToolLoop *self)
{
  self->max_rounds = CONFAB_TOOL_LOOP_DEFAULT_ROUNDS;
}

/**
 * confab_tool_loop_new:
 * @context: the engine
 * @provider: who is asked
 * @model: (nullable): the model, or %NULL for the provider's
 * @system_prompt: (nullable): what the model is told before everything else
 * @messages: (element-type ConfabMessage): the conversation, oldest first; a copy is taken of the
 *   list, not of the messages
 * @runner: what has the tools
 *
 * Returns: (transfer full): a loop that has not begun
 */
ConfabToolLoop *
confab_tool_loop_new (ConfabContext    *context,
                      ConfabProvider   *provider,
                      const char       *model,
                      const char       *system_prompt,
                      GPtrArray        *messages,
                      ConfabToolRunner *runner)
{
  ConfabToolLoop *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (messages != NULL, NULL);
  g_return_val_if_fail (CONFAB_IS_TOOL_RUNNER (runner), NULL);

  self = g_object_new (CONFAB_TYPE_TOOL_LOOP, NULL);
  self->context = g_object_ref (context);
  self->provider = g_object_ref (provider);
  self->model = g_strdup (model);
  self->system_prompt = g_strdup (system_prompt);
  self->runner = g_object_ref (runner);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->messages, g_object_ref (g_ptr_array_index (messages, i)));

  return self;
}

/**
 * confab_tool_loop_set_tool_choice:
 * @tool_choice: (nullable): `auto`, `none`, `required`, or the name of a tool
 *
 * Says which tool the first reply has to call. After that the choice is the model's.
 */
void
confab_tool_loop_set_tool_choice (ConfabToolLoop *self,
                                  const char     *tool_choice)
{
  g_return_if_fail (CONFAB_IS_TOOL_LOOP (self));

  g_free (self->tool_choice);
  self->tool_choice = g_strdup (tool_choice);
}

/**
 * confab_tool_loop_set_max_rounds:
 * @max_rounds: how often tools are run at most
 *
 * Bounds the loop. A reply that asks for more ends it with %CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS.
 */
void
confab_tool_loop_set_max_rounds (ConfabToolLoop *self,
                                 guint           max_rounds)
{
  g_return_if_fail (CONFAB_IS_TOOL_LOOP (self));

  self->max_rounds = max_rounds;
}

/**
 * confab_tool_loop_get_messages:
 *
 * Returns: (transfer none) (element-type ConfabMessage): the conversation, with the replies and
 *   results that were added to it
 */
GPtrArray *
confab_tool_loop_get_messages (ConfabToolLoop *self)
{
  g_return_val_if_fail (CONFAB_IS_TOOL_LOOP (self), NULL);

  return self->messages;
}

/**
 * confab_tool_loop_run_async:
 * @cancellable: (nullable): stops the reply or the tool that is running; what came stays
 * @callback: called when a reply has ended that asks for no tools, or when nothing more is done
 * @user_data: closure
 *
 * Puts the question. To be called once.
 */
void
confab_tool_loop_run_async (ConfabToolLoop      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_TOOL_LOOP (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (!self->running);

  self->running = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_tool_loop_run_async);
  start_turn (self, task);
}

/**
 * confab_tool_loop_run_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether the last reply is complete and no more of its tools can be run; otherwise an error of
 *   %CONFAB_PROVIDER_ERROR, %CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS, or %G_IO_ERROR_CANCELLED
 */
gboolean
confab_tool_loop_run_finish (ConfabToolLoop  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_TOOL_LOOP (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
