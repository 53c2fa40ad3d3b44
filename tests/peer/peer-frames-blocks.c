/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-frames-private.h"

/* Bedrock's and Cohere's replies, which come in numbered blocks. */

/* A message of an event stream, for now as a line of text: what it is called and its payload. */
char *
peer_frames_bedrock_delta (PeerFrames *self,
                           Block       block,
                           const char *start,
                           const char *delta)
{
  GString *out = g_string_new (NULL);

  if (self->block != block || block == BLOCK_TOOL)
    {
      if (self->block == BLOCK_THINKING)
        g_string_append_printf (out, "contentBlockDelta {\"contentBlockIndex\":%u,\"delta\":{\"reasoningContent\":"
                                "{\"signature\":\"c2lnbmVkIGJ5IHRoZSBwZWVy\"}}}\n", self->block_index);
      if (self->block != BLOCK_NONE)
        g_string_append_printf (out, "contentBlockStop {\"contentBlockIndex\":%u}\n", self->block_index++);
      if (start != NULL)
        g_string_append_printf (out, "contentBlockStart {\"contentBlockIndex\":%u,\"start\":%s}\n",
                                self->block_index, start);
      self->block = block;
    }
  if (delta != NULL)
    g_string_append_printf (out, "contentBlockDelta {\"contentBlockIndex\":%u,\"delta\":%s,\"p\":\"abc\"}\n",
                            self->block_index, delta);

  return g_string_free (out, FALSE);
}

char *
peer_frames_bedrock_tool (PeerFrames *self,
                          const char *name_json,
                          const char *first_json,
                          const char *second_json)
{
  g_autofree char *start = g_strdup_printf ("{\"toolUse\":{\"toolUseId\":\"tooluse_%u_%u\",\"name\":%s}}",
                                            self->number, self->n_tools, name_json);
  g_autofree char *delta = g_strdup_printf ("{\"toolUse\":{\"input\":%s}}", first_json);
  g_autofree char *first = peer_frames_bedrock_delta (self, BLOCK_TOOL, start, delta);

  return g_strdup_printf ("%scontentBlockDelta {\"contentBlockIndex\":%u,\"delta\":{\"toolUse\":{\"input\":%s}}}\n",
                          first, self->block_index, second_json);
}

void
peer_frames_cohere_event (GString    *out,
                          const char *type,
                          const char *members)
{
  g_string_append_printf (out, "event: %s\ndata: {\"type\":\"%s\"%s}\n\n", type, type, members);
}

/* Opens a part of the content, or closes the one that is open for none. */
void
peer_frames_cohere_block (PeerFrames *self,
                          GString    *out,
                          Block       block,
                          const char *type)
{
  g_autofree char *end = g_strdup_printf (",\"index\":%u", self->block_index);
  g_autofree char *start = NULL;

  if (self->block == block)
    return;

  if (self->block != BLOCK_NONE)
    {
      peer_frames_cohere_event (out, "content-end", end);
      self->block_index++;
    }
  start = g_strdup_printf (",\"index\":%u,\"delta\":{\"message\":{\"content\":{\"type\":\"%s\",\"%s\":\"\"}}}",
                           self->block_index, type, type);
  if (block != BLOCK_NONE)
    peer_frames_cohere_event (out, "content-start", start);
  self->block = block;
}

char *
peer_frames_cohere_delta (PeerFrames *self,
                          Block       block,
                          const char *type,
                          const char *quoted)
{
  GString *out = g_string_new (NULL);
  g_autofree char *members = NULL;

  peer_frames_cohere_block (self, out, block, type);
  members = g_strdup_printf (",\"index\":%u,\"delta\":{\"message\":{\"content\":{\"%s\":%s}}}",
                             self->block_index, type, quoted);
  peer_frames_cohere_event (out, "content-delta", members);

  return g_string_free (out, FALSE);
}

char *
peer_frames_cohere_tool (PeerFrames *self,
                         const char *name_json,
                         const char *first_json,
                         const char *second_json)
{
  const guint index = self->n_tools - 1;
  GString *out = g_string_new (NULL);
  g_autofree char *start =
    g_strdup_printf (",\"index\":%u,\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"call_%u_%u\",\"type\":"
                     "\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}}}",
                     index, self->number, self->n_tools, name_json, first_json);
  g_autofree char *delta =
    g_strdup_printf (",\"index\":%u,\"delta\":{\"message\":{\"tool_calls\":{\"function\":{\"arguments\":%s}}}}",
                     index, second_json);
  g_autofree char *end = g_strdup_printf (",\"index\":%u", index);

  peer_frames_cohere_block (self, out, BLOCK_NONE, "");
  peer_frames_cohere_event (out, "tool-call-start", start);
  peer_frames_cohere_event (out, "tool-call-delta", delta);
  peer_frames_cohere_event (out, "tool-call-end", end);

  return g_string_free (out, FALSE);
}
