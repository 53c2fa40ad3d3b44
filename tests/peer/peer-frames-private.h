/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-frames.h"

G_BEGIN_DECLS

typedef enum
{
  BLOCK_NONE,
  BLOCK_THINKING,
  BLOCK_TEXT,
  BLOCK_TOOL,
} Block;

/*
 * PeerFrames:
 *
 * The state of one streamed reply: the blocks that Anthropic numbers and closes, the count that
 * stands for tokens, and whether a tool was called, which the end has to say.
 */
struct _PeerFrames
{
  PeerDialect  dialect;
  char        *model;        /* owned */
  guint        number;       /* of the reply, for its ids */
  Block        block;
  guint        block_index;
  guint        n_tokens;
  guint        n_tools;
  GString     *text;         /* owned; of the open block, which the Responses API says again at its end */
  GString     *output;       /* owned; all items so far, which it says again at the reply's end */
  guint        reasoning;    /* number of the item that led to the next ones, or 0 */
  gboolean     in_array;     /* Gemini's pieces are elements of one array */
  gboolean     array_begun;
};

char *peer_frames_openai_chunk  (PeerFrames *self,
                                 const char *delta,
                                 const char *finish_reason);
char *peer_frames_gemini_part   (PeerFrames *self,
                                 const char *part);
char *peer_frames_bedrock_delta (PeerFrames *self,
                                 Block       block,
                                 const char *start,
                                 const char *delta);
char *peer_frames_bedrock_tool  (PeerFrames *self,
                                 const char *name_json,
                                 const char *first_json,
                                 const char *second_json);
void  peer_frames_cohere_event  (GString    *out,
                                 const char *type,
                                 const char *members);
void  peer_frames_cohere_block  (PeerFrames *self,
                                 GString    *out,
                                 Block       block,
                                 const char *type);
char *peer_frames_cohere_delta  (PeerFrames *self,
                                 Block       block,
                                 const char *type,
                                 const char *quoted);
char *peer_frames_cohere_tool   (PeerFrames *self,
                                 const char *name_json,
                                 const char *first_json,
                                 const char *second_json);

G_END_DECLS
