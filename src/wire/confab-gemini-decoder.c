/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-gemini-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-partial-arguments.h"
#include "confab-reply-writer.h"
#include "confab-source-list.h"
#include "confab-stop-word.h"
#include "confab-stream-error.h"
#include "confab-tool-call-tracker.h"

#include <string.h>

/* Reads replies of Google's generateContent. */
typedef struct
{
  ConfabReplyWriter       writer;
  ConfabToolCallTracker  *calls;
  ConfabSourceList       *sources;
  ConfabPartialArguments *partial;       /* owned, nullable: the arguments of the open call */
  char                   *partial_id;
  char                   *partial_name;
  char                   *partial_seal;
  GString                *signed_pieces; /* of the open slot, as JSON */
  gsize                   slot_length;   /* of its text, in bytes */
} State;

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->calls = confab_tool_call_tracker_new ();
  self->sources = confab_source_list_new ();
  self->signed_pieces = g_string_new (NULL);

  return self;
}

static void
clear_partial (State *self)
{
  g_clear_pointer (&self->partial, confab_partial_arguments_free);
  g_clear_pointer (&self->partial_id, g_free);
  g_clear_pointer (&self->partial_name, g_free);
  g_clear_pointer (&self->partial_seal, g_free);
}

static void
destroy (gpointer state)
{
  State *self = state;

  confab_reply_writer_clear (&self->writer);
  confab_tool_call_tracker_free (self->calls);
  confab_source_list_free (self->sources);
  clear_partial (self);
  g_string_free (self->signed_pieces, TRUE);
  g_free (self);
}

static const ConfabStopWord stop_words[] = {
  { "STOP", CONFAB_STOP_REASON_STOP },
  { "MAX_TOKENS", CONFAB_STOP_REASON_LENGTH },
  { "SAFETY", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "RECITATION", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "BLOCKLIST", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "PROHIBITED_CONTENT", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "SPII", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "MODEL_ARMOR", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "IMAGE_SAFETY", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "IMAGE_PROHIBITED_CONTENT", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "IMAGE_RECITATION", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "LANGUAGE", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "MALFORMED_FUNCTION_CALL", CONFAB_STOP_REASON_ERROR },
  { "UNEXPECTED_TOOL_CALL", CONFAB_STOP_REASON_ERROR },
};

static void
read_usage (State      *self,
            JsonObject *object)
{
  ConfabUsage usage = CONFAB_USAGE_INIT;

  if (object == NULL)
    return;

  usage.input = confab_json_get_int (object, "promptTokenCount", -1);
  usage.output = confab_json_get_int (object, "candidatesTokenCount", -1);
  usage.cached = confab_json_get_int (object, "cachedContentTokenCount", -1);
  usage.reasoning = confab_json_get_int (object, "thoughtsTokenCount", -1);
  usage.output_excludes_reasoning = TRUE;
  confab_reply_writer_usage (&self->writer, &usage);
}

/* What a part has to be sent back with, if anything. */
static char *
dup_seal (JsonObject *part)
{
  const char *signature = confab_json_get_text (part, "thoughtSignature");
  g_autoptr(GString) json = NULL;

  if (signature == NULL)
    return NULL;

  json = g_string_new ("{\"thoughtSignature\":");
  confab_json_append_string (json, signature);
  g_string_append_c (json, '}');

  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* A reader wants one text; the provider wants each signature back on the very piece it came on. So
 * the seal tells which bytes of the text these are; they may be none. */
static void
seal_piece (State      *self,
            const char *signature,
            gsize       length)
{
  GString *pieces = self->signed_pieces;

  if (pieces->len > 0)
    g_string_append_c (pieces, ',');
  g_string_append_printf (pieces, "{\"from\":%" G_GSIZE_FORMAT ",\"to\":%" G_GSIZE_FORMAT ",\"thoughtSignature\":",
                          self->slot_length, self->slot_length + length);
  confab_json_append_string (pieces, signature);
  g_string_append_c (pieces, '}');

  confab_reply_writer_take_seal (&self->writer, g_strdup_printf ("{\"signed\":[%s]}", pieces->str));
}

static void
read_text (State      *self,
           JsonObject *part,
           const char *text)
{
  const ConfabEventKind kind = confab_json_get_boolean (part, "thought") ? CONFAB_EVENT_THINKING
                                                                         : CONFAB_EVENT_TEXT;
  const char *signature = confab_json_get_text (part, "thoughtSignature");
  const gsize length = strlen (text);
  const gboolean goes_on = self->writer.is_open && self->writer.open_kind == kind;

  if (length == 0 && signature == NULL)
    return;

  if (!goes_on)
    {
      self->slot_length = 0;
      g_string_truncate (self->signed_pieces, 0);
    }

  /* A signature may come on an empty part, before or after everything else. */
  if (length > 0 || !goes_on)
    confab_reply_writer_text (&self->writer, kind, confab_reply_writer_open (&self->writer, kind), text, length);
  if (signature != NULL)
    seal_piece (self, signature, length);
  self->slot_length += length;
}

static void
end_partial_call (State *self)
{
  if (self->partial == NULL)
    return;

  confab_tool_call_tracker_add_whole (self->calls, &self->writer, self->partial_id, self->partial_name,
                                      confab_partial_arguments_get_root (self->partial), self->partial_seal);
  clear_partial (self);
}

static gboolean
read_call (State       *self,
           JsonObject  *part,
           JsonObject  *call,
           GError     **error)
{
  const char *name = confab_json_get_text (call, "name");
  JsonArray *pieces = confab_json_get_array (call, "partialArgs");
  const gboolean goes_on = confab_json_get_boolean (call, "willContinue");
  g_autofree char *seal = dup_seal (part);

  if (name != NULL)
    end_partial_call (self);

  if (self->partial == NULL && !goes_on && pieces == NULL)
    {
      if (name != NULL)
        confab_tool_call_tracker_add_whole (self->calls, &self->writer, confab_json_get_string (call, "id"),
                                            name, confab_json_get_node (call, "args"), seal);
      return TRUE;
    }

  if (self->partial == NULL)
    {
      self->partial = confab_partial_arguments_new ();
      self->partial_id = confab_json_dup_scalar (call, "id");
      self->partial_name = g_strdup (name);
    }

  if (seal != NULL)
    {
      g_free (self->partial_seal);
      self->partial_seal = g_steal_pointer (&seal);
    }

  for (guint i = 0; i < confab_json_array_length (pieces); i++)
    if (!confab_partial_arguments_add (self->partial, confab_json_array_object (pieces, i), error))
      return FALSE;

  if (!goes_on)
    end_partial_call (self);

  return TRUE;
}

/* Code that was run, generated images and the like: named by the member that is not about thinking. */
static void
read_other_part (State      *self,
                 JsonObject *part)
{
  g_autofree char *json = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, part);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (JSON_NODE_HOLDS_OBJECT (value))
      {
        json = confab_json_object_to_string (part);
        confab_reply_writer_opaque (&self->writer, name, json);
        return;
      }
}

static gboolean
read_part (State       *self,
           JsonObject  *part,
           GError     **error)
{
  const char *text = confab_json_get_string (part, "text");
  JsonObject *call = confab_json_get_object (part, "functionCall");

  if (call != NULL)
    return read_call (self, part, call, error);

  if (text != NULL)
    read_text (self, part, text);
  else if (part != NULL)
    read_other_part (self, part);

  return TRUE;
}

static void
read_sources (State      *self,
              JsonObject *candidate)
{
  static const char *const kinds[] = { "web", "retrievedContext", "maps", "image" };
  JsonArray *chunks = confab_json_get_array (confab_json_get_object (candidate, "groundingMetadata"),
                                             "groundingChunks");
  JsonObject *metadata = confab_json_get_object (candidate, "citationMetadata");
  JsonArray *citations = confab_json_get_array (metadata, "citationSources");

  for (guint i = 0; i < confab_json_array_length (chunks); i++)
    for (gsize n = 0; n < G_N_ELEMENTS (kinds); n++)
      {
        JsonObject *source = confab_json_get_object (confab_json_array_object (chunks, i), kinds[n]);

        confab_source_list_add (self->sources, source, confab_json_get_text (source, "uri"),
                                confab_json_get_text (source, "title"));
      }

  if (citations == NULL)
    citations = confab_json_get_array (metadata, "citations");
  for (guint i = 0; i < confab_json_array_length (citations); i++)
    {
      JsonObject *source = confab_json_array_object (citations, i);

      confab_source_list_add (self->sources, source, confab_json_get_text (source, "uri"),
                              confab_json_get_text (source, "title"));
    }
}

static gboolean
read_candidate (State       *self,
                JsonObject  *candidate,
                GError     **error)
{
  JsonArray *parts = confab_json_get_array (confab_json_get_object (candidate, "content"), "parts");

  for (guint i = 0; i < confab_json_array_length (parts); i++)
    if (!read_part (self, confab_json_array_object (parts, i), error))
      return FALSE;

  read_sources (self, candidate);
  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (candidate, "finishReason"));

  return TRUE;
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
  JsonObject *feedback;
  JsonArray *candidates;
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);

  /* Some gateways wrap every piece. */
  if (confab_json_get_object (root, "response") != NULL && confab_json_get_node (root, "candidates") == NULL)
    root = confab_json_get_object (root, "response");

  candidates = confab_json_get_array (root, "candidates");
  reported = confab_stream_error_find (root, event_name);
  if (reported == NULL && candidates == NULL && confab_json_get_node (root, "usageMetadata") == NULL &&
      confab_json_get_node (root, "promptFeedback") == NULL)
    reported = confab_stream_error_find_flat (root);

  if (candidates != NULL || reported == NULL)
    confab_reply_writer_start (&self->writer, confab_json_get_string (root, "responseId"),
                               confab_json_get_string (root, "modelVersion"));

  for (guint i = 0; i < confab_json_array_length (candidates); i++)
    {
      JsonObject *candidate = confab_json_array_object (candidates, i);

      if (candidate != NULL && confab_json_get_int (candidate, "index", i) == 0 &&
          !read_candidate (self, candidate, error))
        {
          g_clear_error (&reported);
          return FALSE;
        }
    }

  feedback = confab_json_get_object (root, "promptFeedback");
  if (self->writer.stop_word == NULL)
    confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (feedback, "blockReason"));
  read_usage (self, confab_json_get_object (root, "usageMetadata"));

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
  *complete = (*complete || writer->stop_word != NULL) && !writer->has_error;

  end_partial_call (self);
  confab_reply_writer_close (writer);
  confab_source_list_finish (self->sources, writer);
  confab_tool_call_tracker_finish (self->calls, writer, *complete);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, confab_stop_word_find (stop_words, G_N_ELEMENTS (stop_words), writer->stop_word));

  return TRUE;
}

const ConfabDecoderOps confab_gemini_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
};
