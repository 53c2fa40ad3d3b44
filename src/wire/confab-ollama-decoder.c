/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ollama-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-reply-writer.h"
#include "confab-stream-error.h"
#include "confab-think-splitter.h"
#include "confab-tool-call-tracker.h"

#include <string.h>

/* Reads replies of Ollama's own API, both of chats and of bare prompts. */
typedef struct
{
  ConfabReplyWriter      writer;
  ConfabThinkSplitter   *splitter;
  ConfabToolCallTracker *calls;
  gboolean               done;
} State;

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->splitter = confab_think_splitter_new ();
  self->calls = confab_tool_call_tracker_new ();

  return self;
}

static void
destroy (gpointer state)
{
  State *self = state;

  confab_reply_writer_clear (&self->writer);
  confab_think_splitter_free (self->splitter);
  confab_tool_call_tracker_free (self->calls);
  g_free (self);
}

static ConfabStopReason
parse_done_reason (const char *word)
{
  if (word == NULL)
    return CONFAB_STOP_REASON_NONE;
  if (g_str_equal (word, "stop"))
    return CONFAB_STOP_REASON_STOP;
  if (g_str_equal (word, "length"))
    return CONFAB_STOP_REASON_LENGTH;

  return CONFAB_STOP_REASON_OTHER;
}

static void
add_thinking (State      *self,
              const char *text,
              gsize       length,
              const char *field)
{
  if (length == 0)
    return;

  confab_think_splitter_set_expects_close (self->splitter, FALSE);
  if (!self->writer.is_open || self->writer.open_kind != CONFAB_EVENT_THINKING)
    {
      confab_reply_writer_open (&self->writer, CONFAB_EVENT_THINKING);
      confab_reply_writer_take_seal (&self->writer, g_strdup_printf ("{\"field\":\"%s\"}", field));
    }

  confab_reply_writer_append (&self->writer, CONFAB_EVENT_THINKING, text, length);
}

static void
on_split_cb (ConfabThinkKind  kind,
             const char      *text,
             gsize            length,
             gpointer         user_data)
{
  State *self = user_data;
  g_autofree char *copy = g_strndup (text, length);

  if (kind == CONFAB_THINK_RETRACTED)
    confab_reply_writer_retract (&self->writer);
  if (kind != CONFAB_THINK_ANSWER)
    add_thinking (self, copy, length, "content");
  else
    confab_reply_writer_append (&self->writer, CONFAB_EVENT_TEXT, copy, length);
}

static void
read_calls (State     *self,
            JsonArray *calls)
{
  if (confab_json_array_length (calls) == 0)
    return;

  confab_think_splitter_flush (self->splitter, on_split_cb, self);

  /* Always whole, and often all with the same index. */
  for (guint i = 0; i < confab_json_array_length (calls); i++)
    {
      JsonObject *call = confab_json_array_object (calls, i);
      JsonObject *function = confab_json_get_object (call, "function");
      g_autofree char *id = confab_json_dup_scalar (call, "id");

      if (function != NULL)
        confab_tool_call_tracker_add_whole (self->calls, &self->writer, id,
                                            confab_json_get_string (function, "name"),
                                            confab_json_get_node (function, "arguments"), NULL);
    }
}

/* @text_name is what the text is called in @object. */
static void
read_message (State      *self,
              JsonObject *object,
              const char *text_name)
{
  const char *thinking = confab_json_get_text (object, "thinking");
  const char *text = confab_json_get_text (object, text_name);

  if (thinking != NULL)
    add_thinking (self, thinking, strlen (thinking), "thinking");
  if (text != NULL)
    confab_think_splitter_feed (self->splitter, text, strlen (text), on_split_cb, self);
  read_calls (self, confab_json_get_array (object, "tool_calls"));
}

static void
read_usage (State      *self,
            JsonObject *root)
{
  ConfabUsage usage = CONFAB_USAGE_INIT;

  usage.input = confab_json_get_int (root, "prompt_eval_count", -1);
  usage.output = confab_json_get_int (root, "eval_count", -1);
  confab_reply_writer_usage (&self->writer, &usage);
}

static gboolean
accept (gpointer          state,
        const char       *event_name,
        JsonNode         *node,
        ConfabEventFunc   func,
        gpointer          user_data,
        GError          **error)
{
  State *self = state;
  JsonObject *root = confab_json_node_object (node);
  JsonObject *message = confab_json_get_object (root, "message");
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);

  reported = confab_stream_error_find (root, event_name);
  if (reported == NULL && message == NULL && confab_json_get_node (root, "done") == NULL)
    reported = confab_stream_error_find_flat (root);

  if (message != NULL || reported == NULL)
    confab_reply_writer_start (&self->writer, NULL, confab_json_get_string (root, "model"));

  if (message != NULL)
    read_message (self, message, "content");
  else
    read_message (self, root, "response");

  read_usage (self, root);
  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (root, "done_reason"));
  if (confab_json_get_boolean (root, "done"))
    self->done = TRUE;

  if (reported != NULL)
    confab_reply_writer_take_error (&self->writer, reported);

  return confab_reply_writer_check (&self->writer, error);
}

static gboolean
finish (gpointer          state,
        ConfabEventFunc   func,
        gpointer          user_data,
        gboolean         *complete,
        GError          **error)
{
  State *self = state;
  ConfabReplyWriter *writer = &self->writer;

  confab_reply_writer_begin (writer, func, user_data);
  *complete = (*complete || self->done) && !writer->has_error;

  confab_think_splitter_flush (self->splitter, on_split_cb, self);
  confab_reply_writer_close (writer);
  confab_tool_call_tracker_finish (self->calls, writer, *complete);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, parse_done_reason (writer->stop_word));

  return TRUE;
}

static gboolean
is_done (gpointer state)
{
  return ((State *) state)->done;
}

static void
expect_thinking (gpointer state)
{
  State *self = state;

  confab_think_splitter_set_expects_close (self->splitter, TRUE);
}

const ConfabDecoderOps confab_ollama_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
  .is_done = is_done,
  .expect_thinking = expect_thinking,
};
