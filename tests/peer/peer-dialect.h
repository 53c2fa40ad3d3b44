/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  PEER_DIALECT_NONE,
  PEER_DIALECT_ANTHROPIC,
  PEER_DIALECT_OPENAI,
  PEER_DIALECT_GEMINI,
  PEER_DIALECT_OLLAMA,
  PEER_DIALECT_RESPONSES,
  PEER_DIALECT_BEDROCK,
  PEER_DIALECT_COHERE,
} PeerDialect;

/* What a chat request asks for, as far as the peer cares. */
typedef struct
{
  char     *model;        /* owned */
  char     *prompt;       /* owned; the text of the last message of the user */
  char     *tool_result;  /* owned; NULL unless the last message brings a tool's result */
  char     *tool_name;    /* owned; the first tool offered, or NULL */
  gboolean  stream;
  gboolean  in_array;     /* Gemini's, unless events are asked for */
} PeerChat;

/* OpenAI's two ways share keys, errors and the list of models. */
#define PEER_DIALECT_IS_OPENAI(dialect) \
  ((dialect) == PEER_DIALECT_OPENAI || (dialect) == PEER_DIALECT_RESPONSES)

void        peer_chat_clear           (PeerChat     *chat);

const char *peer_dialect_get_id       (PeerDialect   dialect);
const char *peer_dialect_get_header   (PeerDialect   dialect);
char       *peer_dialect_check_chat   (PeerDialect   dialect,
                                       JsonNode     *body,
                                       PeerChat     *chat);
char       *peer_dialect_dup_error    (PeerDialect   dialect,
                                       guint         status,
                                       const char   *code,
                                       const char   *message);
const char *peer_error_get_aws_type   (guint         status);
char       *peer_json_to_string       (JsonBuilder  *builder);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PeerChat, peer_chat_clear)

G_END_DECLS
