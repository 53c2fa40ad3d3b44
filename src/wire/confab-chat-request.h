/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"
#include "confab-tool.h"

G_BEGIN_DECLS

/**
 * ConfabChatRequest:
 * @model: the model's id
 * @system_prompt: (nullable): what the model is told before everything else
 * @messages: (element-type ConfabMessage): the branch, oldest first
 * @tools: (nullable) (element-type ConfabTool): tools the model may call
 * @tool_choice: (nullable): `auto`, `none`, `required`, or the name of a tool
 * @max_output_tokens: the most tokens the reply may have, or -1 for the dialect's default
 * @temperature: sampling temperature, or a negative number for the provider's default
 * @thinking_parameters_json: (nullable): a JSON object merged into the body: how this model is told to think
 * @extra_body_json: (nullable): a JSON object merged into the body last: what the person configured
 * @max_tokens_field: (nullable): what the provider calls the limit of output, where dialects leave a choice
 * @system_role: (nullable): `system` or `developer`, where the dialect has a choice; `user` where
 *   the model knows no such role
 * @reasoning_replay: (nullable): `none`, `reasoning_content`, `reasoning`, `reasoning_details`,
 *   `thinking_blocks`, `content`: what old replies' thinking is sent back as, where dialects leave a
 *   choice
 * @forced_tools: (nullable): `without-thinking` or `never`: when the model may be told that it has
 *   to call a tool; always if %NULL
 * @lost_signature: (nullable): what stands in for the signature of a reply's first call if there is
 *   none and the model wants one
 * @result_media: (nullable): `within` or `after`: where pictures and files that a tool returned
 *   stand; where the dialect puts them if %NULL
 * @tool_schema: (nullable): `openapi`: tools' schemas may have nothing but what OpenAPI knows
 * @tool_id_length: how many letters and digits the id of a tool call has to have, or 0 if the
 *   dialect's own rule is all there is
 * @declare_used_tools: whether tools that were called before have to be declared if none is offered
 * @reply_after_results: whether a reply has to stand between tools' results and what the person says
 * @cache_points: whether what was said before is marked to be kept in a cache, where the dialect has
 *   marks that not every model takes
 * @send_stream_options: whether usage has to be asked for
 * @platform: (nullable): `azure`, `vertex` or `bedrock`, where the dialect is spoken through a cloud
 *   that wants its body or path written otherwise
 *
 * A question to a model in neutral terms, with the few traits of its provider that are visible on
 * the wire. All members are borrowed for the duration of the call.
 */
typedef struct
{
  const char *model;
  const char *system_prompt;
  GPtrArray  *messages;
  GPtrArray  *tools;
  const char *tool_choice;
  gint64      max_output_tokens;
  double      temperature;
  const char *thinking_parameters_json;
  const char *extra_body_json;
  const char *max_tokens_field;
  const char *system_role;
  const char *reasoning_replay;
  const char *forced_tools;
  const char *lost_signature;
  const char *result_media;
  const char *tool_schema;
  guint       tool_id_length;
  gboolean    declare_used_tools;
  gboolean    reply_after_results;
  gboolean    cache_points;
  gboolean    send_stream_options;
  const char *platform;
} ConfabChatRequest;

#define CONFAB_CHAT_REQUEST_INIT { .max_output_tokens = -1, .temperature = -1, .send_stream_options = TRUE }

ConfabChatRequest *confab_chat_request_snapshot (const ConfabChatRequest *self) G_GNUC_WARN_UNUSED_RESULT;
void               confab_chat_request_free     (ConfabChatRequest       *snapshot);

/**
 * ConfabWireRequest:
 * @method: the HTTP method
 * @path: what follows the joined base URL, with a leading slash and any query, percent-encoded
 * @content_type: (nullable): of @body
 * @body: (nullable): the bytes
 * @headers: (element-type utf8) (array zero-terminated=1): names and values in turn; never a key
 *
 * A request ready for the wire, without host and credentials.
 */
typedef struct
{
  const char  *method;        /* static */
  char        *path;          /* owned */
  const char  *content_type;  /* static, nullable */
  GBytes      *body;          /* owned, nullable */
  char       **headers;       /* owned */
} ConfabWireRequest;

void confab_wire_request_free (ConfabWireRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabWireRequest, confab_wire_request_free)

G_END_DECLS
