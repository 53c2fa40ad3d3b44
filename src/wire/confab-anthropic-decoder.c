/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-anthropic-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-anthropic-block.h"
#include "confab-json.h"
#include "confab-reply-writer.h"
#include "confab-stop-word.h"
#include "confab-stream-error.h"

#include <string.h>

/* Reads replies of Anthropic's Messages API, and of its ancestor that knew only text. */
typedef struct
{
  ConfabReplyWriter  writer;
  GPtrArray         *blocks;        /* (element-type ConfabAnthropicBlock): all, in order */
  GHashTable        *by_index;      /* (element-type gint64 ConfabAnthropicBlock) */
  gboolean           begun;
  gboolean           end_seen;
} State;

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_anthropic_block_free);
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
  { "refusal", CONFAB_STOP_REASON_REFUSAL },
  { "pause_turn", CONFAB_STOP_REASON_PAUSE },
};

static void
read_usage (State      *self,
            JsonObject *object)
{
  ConfabUsage usage = CONFAB_USAGE_INIT;

  if (object == NULL)
    return;

  usage.input = confab_json_get_int (object, "input_tokens", -1);
  usage.output = confab_json_get_int (object, "output_tokens", -1);
  usage.cached = confab_json_get_int (object, "cache_read_input_tokens", -1);
  usage.cache_write = confab_json_get_int (object, "cache_creation_input_tokens", -1);
  usage.reasoning = confab_json_get_int (confab_json_get_object (object, "output_tokens_details"),
                                         "thinking_tokens", -1);
  usage.input_excludes_cache = TRUE;
  confab_reply_writer_usage (&self->writer, &usage);
}

static void
add_block (State                *self,
           gint64                index,
           ConfabAnthropicBlock *block)
{
  ConfabAnthropicBlock *old = g_hash_table_lookup (self->by_index, &index);

  if (old != NULL)
    confab_anthropic_block_abandon (old);

  g_ptr_array_add (self->blocks, block);
  g_hash_table_replace (self->by_index, g_memdup2 (&index, sizeof index), block);
}

/* The index a block is numbered with, or, where a server leaves it out, that of the latest. */
static gint64
get_index (State      *self,
           JsonObject *root,
           gboolean    is_new)
{
  const gint64 latest = (gint64) g_hash_table_size (self->by_index) - (is_new ? 0 : 1);

  return confab_json_get_int (root, "index", latest);
}

static void
read_message (State      *self,
              JsonObject *message)
{
  JsonArray *content = confab_json_get_array (message, "content");

  confab_reply_writer_start (&self->writer, confab_json_get_string (message, "id"),
                             confab_json_get_string (message, "model"));
  read_usage (self, confab_json_get_object (message, "usage"));
  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (message, "stop_reason"));

  for (guint i = 0; i < confab_json_array_length (content); i++)
    {
      JsonObject *start = confab_json_array_object (content, i);
      ConfabAnthropicBlock *block;

      if (start == NULL)
        continue;

      block = confab_anthropic_block_open (&self->writer, start);
      add_block (self, i, block);
      confab_anthropic_block_close (block, &self->writer);
    }
}

/* Some gateways begin a reply twice. One that goes on as another cannot be read. */
static gboolean
begin_message (State       *self,
               JsonObject  *message,
               GError     **error)
{
  const char *id = confab_json_get_text (message, "id");

  if (!self->begun)
    {
      self->begun = TRUE;
      read_message (self, message);
      return TRUE;
    }

  if (id == NULL || self->writer.id == NULL || g_str_equal (id, self->writer.id))
    return TRUE;

  g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                       "Another reply began within the reply");

  return FALSE;
}

static void
read_block_delta (State      *self,
                  JsonObject *root)
{
  const gint64 index = get_index (self, root, FALSE);
  JsonObject *delta = confab_json_get_object (root, "delta");
  ConfabAnthropicBlock *block = g_hash_table_lookup (self->by_index, &index);

  if (delta == NULL)
    return;

  if (block == NULL)
    {
      block = confab_anthropic_block_open_for (&self->writer, delta);
      if (block == NULL)
        return;
      add_block (self, MAX (index, 0), block);
    }

  confab_anthropic_block_add_delta (block, &self->writer, delta);
}

static void
read_block_stop (State      *self,
                 JsonObject *root)
{
  const gint64 index = get_index (self, root, FALSE);
  ConfabAnthropicBlock *block = g_hash_table_lookup (self->by_index, &index);

  if (block != NULL)
    confab_anthropic_block_close (block, &self->writer);
}

static void
read_completion (State      *self,
                 JsonObject *root)
{
  const char *text = confab_json_get_string (root, "completion");

  confab_reply_writer_start (&self->writer, confab_json_get_string (root, "id"),
                             confab_json_get_string (root, "model"));
  if (text != NULL)
    confab_reply_writer_append (&self->writer, CONFAB_EVENT_TEXT, text, strlen (text));
  confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (root, "stop_reason"));
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
  const char *type = confab_json_get_text (root, "type");
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);
  if (type == NULL)
    type = event_name != NULL ? event_name : "";

  reported = confab_stream_error_find (root, event_name);
  if (reported != NULL)
    {
      confab_reply_writer_take_error (&self->writer, reported);
      return TRUE;
    }

  if (g_str_equal (type, "content_block_delta"))
    {
      read_block_delta (self, root);
    }
  else if (g_str_equal (type, "content_block_start"))
    {
      JsonObject *start = confab_json_get_object (root, "content_block");

      if (start != NULL)
        add_block (self, get_index (self, root, TRUE), confab_anthropic_block_open (&self->writer, start));
    }
  else if (g_str_equal (type, "content_block_stop"))
    {
      read_block_stop (self, root);
    }
  else if (g_str_equal (type, "message_start"))
    {
      if (!begin_message (self, confab_json_get_object (root, "message"), error))
        return FALSE;
    }
  else if (g_str_equal (type, "message_delta"))
    {
      JsonObject *delta = confab_json_get_object (root, "delta");

      confab_reply_writer_set_stop_word (&self->writer, confab_json_get_string (delta, "stop_reason"));
      read_usage (self, confab_json_get_object (root, "usage"));
    }
  else if (g_str_equal (type, "message_stop"))
    {
      self->end_seen = TRUE;
    }
  else if (g_str_equal (type, "message"))
    {
      read_message (self, root);
      self->end_seen = TRUE;
    }
  else if (g_str_equal (type, "completion"))
    {
      read_completion (self, root);
    }
  else if (*type == '\0')
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
  *complete = (*complete || self->end_seen || writer->stop_word != NULL) && !writer->has_error;

  confab_reply_writer_close (writer);
  for (guint i = 0; i < self->blocks->len; i++)
    confab_anthropic_block_finish (g_ptr_array_index (self->blocks, i), writer, *complete);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, confab_stop_word_find (stop_words, G_N_ELEMENTS (stop_words), writer->stop_word));

  return TRUE;
}

static gboolean
is_done (gpointer state)
{
  return ((State *) state)->end_seen;
}

const ConfabDecoderOps confab_anthropic_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
  .is_done = is_done,
};
