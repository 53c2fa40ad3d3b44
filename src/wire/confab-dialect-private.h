/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-decoder.h"
#include "confab-dialect.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabDecoderOps:
 *
 * The part of a decoder that knows a dialect. Framing, bounds, and JSON syntax are dealt with
 * before, in one place: @accept gets one parsed JSON object at a time. @finish is told in @complete
 * whether an end marker of the framing was seen, and tells there whether the reply is whole.
 */
typedef struct
{
  gpointer (*create)  (void);
  void     (*destroy) (gpointer          state);
  gboolean (*accept)  (gpointer          state,
                       const char       *event_name,
                       JsonNode         *node,
                       ConfabEventFunc   func,
                       gpointer          user_data,
                       GError          **error);
  gboolean (*finish)  (gpointer          state,
                       ConfabEventFunc   func,
                       gpointer          user_data,
                       gboolean         *complete,
                       GError          **error);
  gboolean (*is_done) (gpointer          state);  /* nullable: the dialect has no end marker of its own */
  void     (*expect_thinking) (gpointer  state);  /* nullable: thinking never comes within the text */
} ConfabDecoderOps;

/**
 * ConfabEncoderOps:
 *
 * The part of an encoder that knows a dialect, and how its other answers are read.
 */
typedef struct
{
  ConfabWireRequest *(*encode_chat)        (const ConfabChatRequest *request,
                                            GError                 **error);
  ConfabWireRequest *(*encode_list_models) (const char              *page_token);
  GPtrArray         *(*decode_models)      (JsonNode                *root,
                                            char                   **next_page_token,
                                            GError                 **error);
} ConfabEncoderOps;

typedef enum
{
  CONFAB_FRAMING_SSE,
  CONFAB_FRAMING_NDJSON,
  CONFAB_FRAMING_EVENT_STREAM,
} ConfabFraming;

struct _ConfabDialect
{
  const char             *id;
  ConfabFraming           framing;
  const ConfabDecoderOps *decoder;
  const ConfabEncoderOps *encoder;
};

extern const ConfabDecoderOps confab_anthropic_decoder_ops;
extern const ConfabDecoderOps confab_openai_chat_decoder_ops;
extern const ConfabDecoderOps confab_openai_responses_decoder_ops;
extern const ConfabDecoderOps confab_gemini_decoder_ops;
extern const ConfabDecoderOps confab_ollama_decoder_ops;
extern const ConfabDecoderOps confab_bedrock_converse_decoder_ops;
extern const ConfabDecoderOps confab_cohere_decoder_ops;

extern const ConfabEncoderOps confab_anthropic_encoder_ops;
extern const ConfabEncoderOps confab_openai_chat_encoder_ops;
extern const ConfabEncoderOps confab_openai_responses_encoder_ops;
extern const ConfabEncoderOps confab_gemini_encoder_ops;
extern const ConfabEncoderOps confab_ollama_encoder_ops;
extern const ConfabEncoderOps confab_gemini_array_encoder_ops;
extern const ConfabEncoderOps confab_bedrock_converse_encoder_ops;
extern const ConfabEncoderOps confab_cohere_encoder_ops;

G_END_DECLS
