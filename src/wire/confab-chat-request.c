/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-request"

#include "config.h"

#include "confab-chat-request.h"
#include "confab-wire-request-private.h"

typedef struct
{
  ConfabChatRequest  request;
  GStringChunk      *words;    /* owned: all of its strings */
} Snapshot;

static const gsize word_offsets[] = {
  G_STRUCT_OFFSET (ConfabChatRequest, model),
  G_STRUCT_OFFSET (ConfabChatRequest, system_prompt),
  G_STRUCT_OFFSET (ConfabChatRequest, tool_choice),
  G_STRUCT_OFFSET (ConfabChatRequest, thinking_parameters_json),
  G_STRUCT_OFFSET (ConfabChatRequest, extra_body_json),
  G_STRUCT_OFFSET (ConfabChatRequest, max_tokens_field),
  G_STRUCT_OFFSET (ConfabChatRequest, system_role),
  G_STRUCT_OFFSET (ConfabChatRequest, reasoning_replay),
  G_STRUCT_OFFSET (ConfabChatRequest, forced_tools),
  G_STRUCT_OFFSET (ConfabChatRequest, lost_signature),
  G_STRUCT_OFFSET (ConfabChatRequest, result_media),
  G_STRUCT_OFFSET (ConfabChatRequest, tool_schema),
  G_STRUCT_OFFSET (ConfabChatRequest, platform),
};

/**
 * confab_chat_request_snapshot:
 * @self: a request
 *
 * Copies a request with everything that it borrows, for a thread that encodes it while the conversation goes
 * on. Nothing that may be megabytes is copied; see [method@Message.snapshot].
 *
 * Returns: (transfer full): the request, to be dropped with [func@chat_request_free]
 */
ConfabChatRequest *
confab_chat_request_snapshot (const ConfabChatRequest *self)
{
  Snapshot *snapshot;

  g_return_val_if_fail (self != NULL, NULL);

  snapshot = g_new0 (Snapshot, 1);
  snapshot->request = *self;
  snapshot->words = g_string_chunk_new (1024);
  for (gsize i = 0; i < G_N_ELEMENTS (word_offsets); i++)
    {
      const char **word = G_STRUCT_MEMBER_P (&snapshot->request, word_offsets[i]);

      if (*word != NULL)
        *word = g_string_chunk_insert (snapshot->words, *word);
    }

  if (self->messages != NULL)
    {
      snapshot->request.messages = g_ptr_array_new_full (self->messages->len, g_object_unref);
      for (guint i = 0; i < self->messages->len; i++)
        g_ptr_array_add (snapshot->request.messages, confab_message_snapshot (g_ptr_array_index (self->messages, i)));
    }
  if (self->tools != NULL)
    {
      snapshot->request.tools = g_ptr_array_new_full (self->tools->len, (GDestroyNotify) confab_tool_unref);
      for (guint i = 0; i < self->tools->len; i++)
        g_ptr_array_add (snapshot->request.tools, confab_tool_ref (g_ptr_array_index (self->tools, i)));
    }

  return &snapshot->request;
}

/**
 * confab_chat_request_free:
 * @snapshot: (nullable) (transfer full): a request that [func@chat_request_snapshot] made
 *
 * Drops it.
 */
void
confab_chat_request_free (ConfabChatRequest *snapshot)
{
  Snapshot *self = (Snapshot *) snapshot;

  if (self == NULL)
    return;

  g_clear_pointer (&self->request.messages, g_ptr_array_unref);
  g_clear_pointer (&self->request.tools, g_ptr_array_unref);
  g_string_chunk_free (self->words);
  g_free (self);
}

/**
 * confab_wire_request_free:
 * @self: (nullable) (transfer full): a request
 *
 * Drops a request.
 */
void
confab_wire_request_free (ConfabWireRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_strfreev (self->headers);
  g_free (self);
}

/**
 * confab_wire_request_new_get:
 * @path: (transfer full): what follows the base URL
 * @headers: (nullable) (array zero-terminated=1): names and values in turn
 *
 * Returns: (transfer full): a request without a body
 */
ConfabWireRequest *
confab_wire_request_new_get (char               *path,
                             const char * const *headers)
{
  ConfabWireRequest *self = g_new0 (ConfabWireRequest, 1);

  self->method = "GET";
  self->path = path;
  self->headers = headers != NULL ? g_strdupv ((char **) headers) : g_new0 (char *, 1);

  return self;
}

/**
 * confab_wire_request_new_post:
 * @path: (transfer full): what follows the base URL
 * @headers: (nullable) (array zero-terminated=1): names and values in turn
 * @body: (transfer full): JSON
 *
 * Returns: (transfer full): a request with a JSON body
 */
ConfabWireRequest *
confab_wire_request_new_post (char               *path,
                              const char * const *headers,
                              GBytes             *body)
{
  ConfabWireRequest *self = confab_wire_request_new_get (path, headers);

  self->method = "POST";
  self->content_type = "application/json";
  self->body = body;

  return self;
}
