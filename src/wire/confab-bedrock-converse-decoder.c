/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-bedrock-converse-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-converse-block.h"
#include "confab-json.h"
#include "confab-reply-writer.h"
#include "confab-stop-word.h"
#include "confab-stream-error.h"

#include <string.h>

/* Reads replies of Amazon Bedrock's ConverseStream, and of Converse, which come in one piece. */
typedef struct
{
  ConfabReplyWriter  writer;
  GPtrArray         *blocks;         /* (element-type ConfabConverseBlock): all, in order */
  GHashTable        *by_index;       /* (element-type gint64 ConfabConverseBlock) */
  gint64             latest;         /* the index that was used last */
  guint              metadata_seen : 1;
  guint              stop_seen : 1;
} State;

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_converse_block_free);
  self->by_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

static void
destroy (gpointer state)
{
  State *self = state;

  confab_reply_writer_clear (&self->writer);
  g_hash_table_unref (self->by_index);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static const ConfabStopWord stop_words[] = {
  { "end_turn", CONFAB_STOP_REASON_STOP },
  { "stop_sequence", CONFAB_STOP_REASON_STOP },
  { "tool_use", CONFAB_STOP_REASON_TOOL_USE },
  { "max_tokens", CONFAB_STOP_REASON_LENGTH },
  { "model_context_window_exceeded", CONFAB_STOP_REASON_LENGTH },
  { "guardrail_intervened", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "content_filtered", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "refusal", CONFAB_STOP_REASON_REFUSAL },
  { "malformed_model_output", CONFAB_STOP_REASON_ERROR },
  { "malformed_tool_use", CONFAB_STOP_REASON_ERROR },
};

static void
read_metadata (State      *self,
               JsonObject *metadata)
{
  JsonObject *object = confab_json_get_object (metadata, "usage");
  JsonObject *router = confab_json_get_object (confab_json_get_object (metadata, "trace"), "promptRouter");
  ConfabUsage usage = CONFAB_USAGE_INIT;

  /* A router says only at the end whom it asked. */
  confab_reply_writer_start (&self->writer, NULL, confab_json_get_string (router, "invokedModelId"));

  if (object == NULL)
    return;

  usage.input = confab_json_get_int (object, "inputTokens", -1);
  usage.output = confab_json_get_int (object, "outputTokens", -1);
  usage.cached = confab_json_get_int (object, "cacheReadInputTokens", -1);
  usage.cache_write = confab_json_get_int (object, "cacheWriteInputTokens", -1);
  usage.input_excludes_cache = TRUE;
  confab_reply_writer_usage (&self->writer, &usage);
}

static ConfabConverseBlock *
add_block (State  *self,
           gint64  index)
{
  ConfabConverseBlock *block = confab_converse_block_new (&self->writer);

  g_ptr_array_add (self->blocks, block);
  g_hash_table_replace (self->by_index, g_memdup2 (&index, sizeof index), block);

  return block;
}

/* The block that an event belongs to; without a number it is the one before. */
static ConfabConverseBlock *
get_block (State      *self,
           JsonObject *event)
{
  const gint64 index = confab_json_get_int (event, "contentBlockIndex", self->latest);
  ConfabConverseBlock *block = g_hash_table_lookup (self->by_index, &index);

  self->latest = index;

  return block != NULL ? block : add_block (self, index);
}

static void
read_whole (State      *self,
            JsonObject *root,
            JsonObject *message)
{
  JsonArray *content = confab_json_get_array (message, "content");

  for (guint i = 0; i < confab_json_array_length (content); i++)
    {
      ConfabConverseBlock *block = add_block (self, i);

      confab_converse_block_add (block, &self->writer, confab_json_array_object (content, i));
      confab_converse_block_close (block, &self->writer, self->blocks);
    }

  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (root, "stopReason"));
  read_metadata (self, root);
  self->stop_seen = self->metadata_seen = TRUE;
}

/* Where the framing is not Amazon's own, an event is an object whose only member has its name. */
static const char *
find_event (JsonObject  *root,
            JsonObject **event)
{
  static const char *const names[] = {
    "messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (confab_json_get_object (root, names[i]) != NULL)
      {
        *event = confab_json_get_object (root, names[i]);
        return names[i];
      }

  return NULL;
}

/* Returns whether it is an event that is known. */
static gboolean
read_event (State      *self,
            const char *name,
            JsonObject *event)
{
  if (g_strcmp0 (name, "contentBlockDelta") == 0)
    {
      confab_converse_block_add (get_block (self, event), &self->writer, confab_json_get_object (event, "delta"));
    }
  else if (g_strcmp0 (name, "contentBlockStart") == 0)
    {
      confab_converse_block_add (get_block (self, event), &self->writer, confab_json_get_object (event, "start"));
    }
  else if (g_strcmp0 (name, "contentBlockStop") == 0)
    {
      confab_converse_block_close (get_block (self, event), &self->writer, self->blocks);
    }
  else if (g_strcmp0 (name, "messageStop") == 0)
    {
      confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (event, "stopReason"));
      self->stop_seen = TRUE;
    }
  else if (g_strcmp0 (name, "metadata") == 0)
    {
      read_metadata (self, event);
      self->metadata_seen = TRUE;
    }
  else if (g_strcmp0 (name, "messageStart") != 0)
    {
      return FALSE;
    }

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
  JsonObject *event = root;
  JsonObject *message = confab_json_get_object (confab_json_get_object (root, "output"), "message");
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);

  reported = confab_stream_error_find (root, event_name);
  if (reported != NULL)
    {
      confab_reply_writer_take_error (&self->writer, reported);
      return TRUE;
    }

  if (find_event (root, &event) != NULL)
    event_name = find_event (root, &event);
  if (event_name != NULL || message != NULL)
    confab_reply_writer_start (&self->writer, NULL, NULL);

  if (message != NULL)
    {
      read_whole (self, root, message);
    }
  else if (!read_event (self, event_name, event))
    {
      reported = confab_stream_error_find_flat (root);
      if (reported != NULL)
        confab_reply_writer_take_error (&self->writer, reported);
    }

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
  *complete = (*complete || self->stop_seen) && !writer->has_error;

  for (guint i = 0; i < self->blocks->len; i++)
    confab_converse_block_finish (g_ptr_array_index (self->blocks, i), writer, self->blocks, *complete);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, confab_stop_word_find (stop_words, G_N_ELEMENTS (stop_words), writer->stop_word));

  return TRUE;
}

/* Usage comes behind the end of the reply, or before it. */
static gboolean
is_done (gpointer state)
{
  const State *self = state;

  return self->stop_seen && self->metadata_seen;
}

const ConfabDecoderOps confab_bedrock_converse_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
  .is_done = is_done,
};
