/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cohere-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-reply-writer.h"
#include "confab-stop-word.h"
#include "confab-stream-error.h"
#include "confab-tool-call-tracker.h"

#include <string.h>

/* Reads replies of the second version of Cohere's chat (Cohere, "Chat API", "Streaming responses"). */
typedef struct
{
  ConfabReplyWriter      writer;
  ConfabToolCallTracker *calls;
  const char            *field;     /* static, nullable: what the latest thinking was called */
  gboolean               end_seen;
} State;

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->calls = confab_tool_call_tracker_new ();

  return self;
}

static void
destroy (gpointer state)
{
  State *self = state;

  confab_reply_writer_clear (&self->writer);
  confab_tool_call_tracker_free (self->calls);
  g_free (self);
}

static const ConfabStopWord stop_words[] = {
  { "COMPLETE", CONFAB_STOP_REASON_STOP },
  { "STOP_SEQUENCE", CONFAB_STOP_REASON_STOP },
  { "MAX_TOKENS", CONFAB_STOP_REASON_LENGTH },
  { "TOOL_CALL", CONFAB_STOP_REASON_TOOL_USE },
  { "ERROR", CONFAB_STOP_REASON_ERROR },
  { "ERROR_LIMIT", CONFAB_STOP_REASON_LENGTH },
  { "ERROR_TOXIC", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "TIMEOUT", CONFAB_STOP_REASON_ERROR },
};

/* What was counted, or, where that is missing, what is to be paid for: the latter leaves out what
 * the vendor adds to a prompt. */
static void
read_usage (State      *self,
            JsonObject *object)
{
  JsonObject *tokens = confab_json_get_object (object, "tokens");
  JsonObject *billed = confab_json_get_object (object, "billed_units");
  ConfabUsage usage = CONFAB_USAGE_INIT;

  if (object == NULL)
    return;

  usage.input = confab_json_get_int (tokens, "input_tokens", confab_json_get_int (billed, "input_tokens", -1));
  usage.output = confab_json_get_int (tokens, "output_tokens", confab_json_get_int (billed, "output_tokens", -1));
  usage.cached = confab_json_get_int (object, "cached_tokens", -1);
  usage.reasoning = confab_json_get_int (tokens, "reasoning_tokens", -1);
  confab_reply_writer_usage (&self->writer, &usage);
}

/* Thinking remembers what it was called: it has to be sent back under that name. */
static void
add_thinking (State      *self,
              const char *text,
              const char *field)
{
  if (text == NULL || *text == '\0')
    return;

  if (self->field != field)
    confab_reply_writer_close (&self->writer);
  self->field = field;

  if (!self->writer.is_open || self->writer.open_kind != CONFAB_EVENT_THINKING)
    {
      confab_reply_writer_open (&self->writer, CONFAB_EVENT_THINKING);
      confab_reply_writer_take_seal (&self->writer, g_strdup_printf ("{\"field\":\"%s\"}", field));
    }

  confab_reply_writer_append (&self->writer, CONFAB_EVENT_THINKING, text, strlen (text));
}

/* A part of the content, or what is added to one: the member tells which. */
static void
read_content (State      *self,
              JsonObject *content)
{
  const char *text = confab_json_get_text (content, "text");

  add_thinking (self, confab_json_get_string (content, "thinking"), "thinking");
  if (text != NULL)
    confab_reply_writer_append (&self->writer, CONFAB_EVENT_TEXT, text, strlen (text));
}

static void
read_call (State      *self,
           gint64      index,
           JsonObject *call)
{
  JsonObject *function = confab_json_get_object (call, "function");

  if (call != NULL)
    confab_tool_call_tracker_add_piece (self->calls, &self->writer, index, confab_json_get_string (call, "id"),
                                        confab_json_get_string (function, "name"),
                                        confab_json_get_node (function, "arguments"), NULL);
}

static void
cite (State      *self,
      JsonObject *citation,
      JsonObject *source)
{
  static const char *const members[] = { "start", "end", "text" };
  JsonObject *document = confab_json_get_object (source, "document");
  const char *url = confab_json_get_text (document, "url");
  const char *title = confab_json_get_text (document, "title");

  /* Which words it is about. */
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (confab_json_get_node (citation, members[i]) != NULL)
      json_object_set_member (source, members[i], json_node_copy (confab_json_get_node (citation, members[i])));

  confab_reply_writer_citation (&self->writer, self->writer.text_slot, source, url, title);
}

static void
read_citation (State      *self,
               JsonObject *citation)
{
  JsonArray *sources = confab_json_get_array (citation, "sources");

  /* Plans have sources too, but nobody reads them for that. */
  if (!self->writer.has_text_slot)
    return;

  for (guint i = 0; i < confab_json_array_length (sources); i++)
    if (confab_json_array_object (sources, i) != NULL)
      cite (self, citation, confab_json_array_object (sources, i));
}

/* Within the stream what is added is an object, in a whole message it is a list. */
static void
read_message (State      *self,
              JsonObject *message,
              gint64      index)
{
  JsonArray *contents = confab_json_get_array (message, "content");
  JsonArray *calls = confab_json_get_array (message, "tool_calls");
  JsonArray *citations = confab_json_get_array (message, "citations");

  add_thinking (self, confab_json_get_string (message, "tool_plan"), "tool_plan");

  read_content (self, confab_json_get_object (message, "content"));
  for (guint i = 0; i < confab_json_array_length (contents); i++)
    {
      confab_reply_writer_close (&self->writer);
      read_content (self, confab_json_array_object (contents, i));
    }

  read_call (self, index, confab_json_get_object (message, "tool_calls"));
  for (guint i = 0; i < confab_json_array_length (calls); i++)
    read_call (self, i, confab_json_array_object (calls, i));

  read_citation (self, confab_json_get_object (message, "citations"));
  for (guint i = 0; i < confab_json_array_length (citations); i++)
    read_citation (self, confab_json_array_object (citations, i));
}

/* @object has why the reply ended, and what it took. */
static void
read_end (State      *self,
          JsonObject *object)
{
  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (object, "finish_reason"));
  read_usage (self, confab_json_get_object (object, "usage"));
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
  JsonObject *delta = confab_json_get_object (root, "delta");
  JsonObject *message = confab_json_get_object (root, "message");
  const char *type = confab_json_get_text (root, "type");
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);
  if (type == NULL)
    type = event_name != NULL ? event_name : "";

  reported = confab_stream_error_find (root, event_name);
  if (reported == NULL)
    reported = confab_stream_error_find (delta, NULL);
  if (reported == NULL && *type == '\0' && message == NULL)
    reported = confab_stream_error_find_flat (root);

  if (reported == NULL)
    confab_reply_writer_start (&self->writer, confab_json_get_string (root, "id"), NULL);

  /* Neighbours of one kind are parts of their own. */
  if (g_str_equal (type, "content-start") || g_str_equal (type, "content-end"))
    confab_reply_writer_close (&self->writer);

  if (delta != NULL)
    read_message (self, confab_json_get_object (delta, "message"), confab_json_get_int (root, "index", -1));
  else if (message != NULL)
    read_message (self, message, -1);

  if (g_str_equal (type, "message-end"))
    {
      read_end (self, delta);
      self->end_seen = TRUE;
    }
  else if (delta == NULL && message != NULL)
    {
      read_end (self, root);
      self->end_seen = TRUE;
    }

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
  *complete = (*complete || self->end_seen) && !writer->has_error;

  confab_reply_writer_close (writer);
  confab_tool_call_tracker_finish (self->calls, writer, *complete);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, confab_stop_word_find (stop_words, G_N_ELEMENTS (stop_words), writer->stop_word));

  return TRUE;
}

static gboolean
is_done (gpointer state)
{
  return ((State *) state)->end_seen;
}

const ConfabDecoderOps confab_cohere_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
  .is_done = is_done,
};
