/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-openai-chat-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-openai-usage.h"
#include "confab-reasoning-details.h"
#include "confab-reply-writer.h"
#include "confab-source-list.h"
#include "confab-stop-word.h"
#include "confab-stream-error.h"
#include "confab-think-splitter.h"
#include "confab-tool-call-tracker.h"

#include <string.h>

/* Reads replies of the Chat Completions API as the many services that speak it write them. */
typedef struct
{
  ConfabReplyWriter       writer;
  ConfabThinkSplitter    *splitter;
  ConfabToolCallTracker  *calls;
  ConfabReasoningDetails *details;         /* owned, nullable: until there are any */
  ConfabReasoningDetails *blocks;          /* owned, nullable: until there are any */
  ConfabSourceList       *sources;
  GString                *content_thinking; /* of the latest slot, if it came as parts of the content */
  guint                   thinking_slot;
  guint                   has_thinking : 1;
  guint                   has_tags : 1;    /* the open thinking came within tags */
  guint                   has_delta : 1;   /* a piece was seen; whole messages beside them repeat */
} State;

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->splitter = confab_think_splitter_new ();
  self->calls = confab_tool_call_tracker_new ();
  self->sources = confab_source_list_new ();
  self->content_thinking = g_string_new (NULL);

  return self;
}

static void
destroy (gpointer state)
{
  State *self = state;

  confab_reply_writer_clear (&self->writer);
  confab_think_splitter_free (self->splitter);
  confab_tool_call_tracker_free (self->calls);
  confab_reasoning_details_free (self->details);
  confab_reasoning_details_free (self->blocks);
  confab_source_list_free (self->sources);
  g_string_free (self->content_thinking, TRUE);
  g_free (self);
}

static const ConfabStopWord stop_words[] = {
  { "stop", CONFAB_STOP_REASON_STOP },
  { "end", CONFAB_STOP_REASON_STOP },
  { "eos", CONFAB_STOP_REASON_STOP },
  { "end_turn", CONFAB_STOP_REASON_STOP },
  { "stop_sequence", CONFAB_STOP_REASON_STOP },
  { "tool_calls", CONFAB_STOP_REASON_TOOL_USE },
  { "tool_use", CONFAB_STOP_REASON_TOOL_USE },
  { "function_call", CONFAB_STOP_REASON_TOOL_USE },
  { "length", CONFAB_STOP_REASON_LENGTH },
  { "max_tokens", CONFAB_STOP_REASON_LENGTH },
  { "model_length", CONFAB_STOP_REASON_LENGTH },
  { "content_filter", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "refusal", CONFAB_STOP_REASON_REFUSAL },
  { "error", CONFAB_STOP_REASON_ERROR },
  { "insufficient_system_resource", CONFAB_STOP_REASON_ERROR },
};

static void
read_usage (State      *self,
            JsonObject *object)
{
  ConfabUsage usage;

  if (confab_openai_usage_read (object, &usage))
    confab_reply_writer_usage (&self->writer, &usage);
}

/* Who gives thinking as a part of the content wants the part back. */
static void
seal_content_thinking (State *self)
{
  g_autoptr(GString) json = NULL;

  if (self->content_thinking->len == 0)
    return;

  json = g_string_new ("{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":");
  confab_json_append_string (json, self->content_thinking->str);
  g_string_append (json, "}]}");
  confab_reply_writer_sealed (&self->writer, self->thinking_slot, json->str);
  g_string_truncate (self->content_thinking, 0);
}

/* @field is what the thinking came in and may have to be sent back as. */
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
      seal_content_thinking (self);
      self->thinking_slot = confab_reply_writer_open (&self->writer, CONFAB_EVENT_THINKING);
      self->has_thinking = TRUE;
      confab_reply_writer_take_seal (&self->writer, g_strdup_printf ("{\"field\":\"%s\"}", field));
    }

  confab_reply_writer_append (&self->writer, CONFAB_EVENT_THINKING, text, length);
}

/* What stood around thinking within tags is known by now. */
static void
seal_tagged_thinking (State *self)
{
  if (self->has_tags && self->writer.is_open && self->writer.open_kind == CONFAB_EVENT_THINKING)
    confab_reply_writer_take_seal (&self->writer, confab_think_splitter_dup_seal (self->splitter));
  self->has_tags = FALSE;
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
    {
      add_thinking (self, copy, length, "content");
      self->has_tags = TRUE;
    }
  else
    {
      seal_tagged_thinking (self);
      confab_reply_writer_append (&self->writer, CONFAB_EVENT_TEXT, copy, length);
    }
}

static void
add_text (State      *self,
          const char *text)
{
  if (text != NULL)
    confab_think_splitter_feed (self->splitter, text, strlen (text), on_split_cb, self);
}

/* Even none at all is something: some models want the empty list back. */
static void
keep_pieces (ConfabReasoningDetails **kept,
             JsonArray               *pieces)
{
  if (pieces == NULL)
    return;

  if (*kept == NULL)
    *kept = confab_reasoning_details_new ();
  confab_reasoning_details_add (*kept, pieces);
}

static void
read_pieces (State      *self,
             JsonArray  *pieces,
             const char *field)
{
  for (guint i = 0; i < confab_json_array_length (pieces); i++)
    {
      const char *text = confab_reasoning_details_peek_text (confab_json_array_object (pieces, i));

      if (text != NULL)
        add_thinking (self, text, strlen (text), field);
    }
}

/* Of several fields with the same text, which some routers send, one is read. */
static void
read_thinking (State      *self,
               JsonObject *delta)
{
  static const char *const fields[] = { "reasoning_content", "reasoning", "reasoning_text" };
  JsonArray *details = confab_json_get_array (delta, "reasoning_details");
  JsonArray *blocks = confab_json_get_array (delta, "thinking_blocks");
  const char *text = NULL;
  gsize field;

  for (field = 0; text == NULL && field < G_N_ELEMENTS (fields); field++)
    text = confab_json_get_text (delta, fields[field]);

  if (text != NULL)
    add_thinking (self, text, strlen (text), fields[field - 1]);
  else if (details != NULL)
    read_pieces (self, details, "reasoning_details");
  else
    read_pieces (self, blocks, "thinking_blocks");

  keep_pieces (&self->details, details);
  keep_pieces (&self->blocks, blocks);
}

static void
add_content_thinking (State      *self,
                      const char *text)
{
  if (text == NULL)
    return;

  add_thinking (self, text, strlen (text), "content_parts");
  g_string_append (self->content_thinking, text);
}

static void
read_content_part (State      *self,
                   JsonObject *part)
{
  const char *type = confab_json_get_string (part, "type");
  JsonNode *thinking = confab_json_get_node (part, "thinking");
  g_autofree char *json = NULL;

  if (part == NULL)
    return;

  if (thinking != NULL)
    {
      JsonArray *pieces = confab_json_node_array (thinking);

      add_content_thinking (self, confab_json_node_string (thinking));
      for (guint i = 0; i < confab_json_array_length (pieces); i++)
        add_content_thinking (self, confab_json_get_text (confab_json_array_object (pieces, i), "text"));

      return;
    }

  if (type == NULL || g_str_equal (type, "text") || g_str_equal (type, "output_text"))
    {
      add_text (self, confab_json_get_string (part, "text"));
      return;
    }

  json = confab_json_object_to_string (part);
  confab_reply_writer_opaque (&self->writer, type, json);
}

static void
read_content (State    *self,
              JsonNode *content)
{
  JsonArray *parts = confab_json_node_array (content);

  add_text (self, confab_json_node_string (content));

  for (guint i = 0; i < confab_json_array_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);

      add_text (self, confab_json_node_string (part));
      read_content_part (self, confab_json_node_object (part));
    }
}

static void
read_call (State      *self,
           JsonObject *call,
           gint64      index)
{
  JsonObject *function = confab_json_get_object (call, "function");
  JsonObject *extra = confab_json_get_object (call, "extra_content");
  g_autofree char *id = confab_json_dup_scalar (call, "id");
  g_autofree char *seal = NULL;

  if (call == NULL)
    return;

  /* Google's thought signatures come this way. */
  if (extra != NULL)
    {
      g_autofree char *json = confab_json_object_to_string (extra);

      seal = g_strdup_printf ("{\"extra_content\":%s}", json);
    }

  if (function == NULL)
    function = call;

  confab_tool_call_tracker_add_piece (self->calls, &self->writer, index, id,
                                      confab_json_get_string (function, "name"),
                                      confab_json_get_node (function, "arguments"),
                                      seal);
}

static void
read_calls (State      *self,
            JsonObject *delta)
{
  JsonArray *calls = confab_json_get_array (delta, "tool_calls");
  JsonObject *function = confab_json_get_object (delta, "function_call");

  if (function == NULL && confab_json_array_length (calls) == 0)
    return;

  confab_think_splitter_flush (self->splitter, on_split_cb, self);
  seal_tagged_thinking (self);

  for (guint i = 0; i < confab_json_array_length (calls); i++)
    {
      JsonObject *call = confab_json_array_object (calls, i);

      read_call (self, call, confab_json_get_int (call, "index", -1));
    }

  /* The form before parallel calls. */
  if (function != NULL)
    read_call (self, function, 0);
}

static void
read_annotations (State      *self,
                  JsonObject *delta)
{
  JsonArray *annotations = confab_json_get_array (delta, "annotations");

  for (guint i = 0; i < confab_json_array_length (annotations); i++)
    {
      JsonObject *source = confab_json_get_object (confab_json_array_object (annotations, i), "url_citation");

      confab_source_list_add (self->sources, source, confab_json_get_text (source, "url"),
                              confab_json_get_text (source, "title"));
    }
}

/* A piece, or a whole message. */
static void
read_delta (State      *self,
            JsonObject *delta)
{
  const char *refusal = confab_json_get_text (delta, "refusal");
  JsonArray *images = confab_json_get_array (delta, "images");

  read_thinking (self, delta);
  read_content (self, confab_json_get_node (delta, "content"));
  if (refusal != NULL)
    confab_reply_writer_append (&self->writer, CONFAB_EVENT_REFUSAL, refusal, strlen (refusal));
  read_calls (self, delta);
  read_annotations (self, delta);

  for (guint i = 0; i < confab_json_array_length (images); i++)
    read_content_part (self, confab_json_array_object (images, i));
}

static void
read_choice (State      *self,
             JsonObject *choice)
{
  JsonObject *delta = confab_json_get_object (choice, "delta");
  JsonObject *message = confab_json_get_object (choice, "message");

  if (delta != NULL)
    {
      self->has_delta = TRUE;
      read_delta (self, delta);
    }
  else if (!self->has_delta && message != NULL)
    {
      read_delta (self, message);
    }
  else if (!self->has_delta)
    {
      add_text (self, confab_json_get_string (choice, "text"));
    }

  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (choice, "finish_reason"));
  read_usage (self, confab_json_get_object (choice, "usage"));
}

static void
read_sources (State      *self,
              JsonObject *root)
{
  JsonArray *results = confab_json_get_array (root, "search_results");
  JsonArray *citations = confab_json_get_array (root, "citations");

  for (guint i = 0; i < confab_json_array_length (results); i++)
    {
      JsonObject *result = confab_json_array_object (results, i);

      confab_source_list_add (self->sources, result, confab_json_get_text (result, "url"),
                              confab_json_get_text (result, "title"));
    }

  for (guint i = 0; i < confab_json_array_length (citations); i++)
    {
      JsonNode *citation = json_array_get_element (citations, i);
      JsonObject *object = confab_json_node_object (citation);

      confab_source_list_add (self->sources, object,
                              object != NULL ? confab_json_get_text (object, "url")
                                             : confab_json_node_string (citation),
                              confab_json_get_text (object, "title"));
    }
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
  JsonArray *choices = confab_json_get_array (root, "choices");
  JsonObject *groq = confab_json_get_object (root, "x_groq");
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);

  reported = confab_stream_error_find (root, event_name);
  if (reported == NULL && groq != NULL)
    reported = confab_stream_error_find (groq, NULL);
  if (reported == NULL && choices == NULL && confab_json_get_node (root, "usage") == NULL &&
      confab_json_get_node (root, "id") == NULL)
    reported = confab_stream_error_find_flat (root);

  if (choices != NULL || reported == NULL)
    confab_reply_writer_start (&self->writer, confab_json_get_string (root, "id"),
                               confab_json_get_string (root, "model"));

  for (guint i = 0; i < confab_json_array_length (choices); i++)
    {
      JsonObject *choice = confab_json_array_object (choices, i);

      if (choice != NULL && confab_json_get_int (choice, "index", i) == 0)
        read_choice (self, choice);
    }

  read_sources (self, root);
  read_usage (self, confab_json_get_object (groq, "usage"));
  read_usage (self, confab_json_get_object (root, "usage"));

  if (reported != NULL)
    confab_reply_writer_take_error (&self->writer, reported);

  return confab_reply_writer_check (&self->writer, error);
}

/* Thinking is sent back as it came; where there are details or blocks, they stand for all of it. */
static void
finish_thinking (State *self)
{
  const char *name = self->details != NULL ? "reasoning_details" : "thinking_blocks";
  g_autofree char *json = NULL;

  seal_content_thinking (self);
  if (self->details != NULL)
    {
      json = confab_reasoning_details_to_json (self->details);
    }
  else if (self->blocks != NULL)
    {
      g_autofree char *list = confab_reasoning_details_to_json (self->blocks);

      json = g_strdup_printf ("{\"thinking_blocks\":%s}", list);
    }

  if (json != NULL && self->has_thinking)
    confab_reply_writer_sealed (&self->writer, self->thinking_slot, json);
  else if (json != NULL)
    confab_reply_writer_opaque (&self->writer, name, json);
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
  *complete = (*complete || writer->stop_word != NULL) && !writer->has_error;

  confab_think_splitter_flush (self->splitter, on_split_cb, self);
  seal_tagged_thinking (self);
  confab_reply_writer_close (writer);
  finish_thinking (self);
  confab_source_list_finish (self->sources, writer);
  confab_tool_call_tracker_finish (self->calls, writer, *complete);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, confab_stop_word_find (stop_words, G_N_ELEMENTS (stop_words), writer->stop_word));

  return TRUE;
}

static void
expect_thinking (gpointer state)
{
  State *self = state;

  confab_think_splitter_set_expects_close (self->splitter, TRUE);
}

const ConfabDecoderOps confab_openai_chat_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
  .expect_thinking = expect_thinking,
};
