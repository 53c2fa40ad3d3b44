/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-turn-request"

#include "config.h"

#include "confab-turn-request.h"

#include "confab-media-rules.h"
#include "confab-provider-private.h"
#include "confab-thinking-policy.h"

/* confab_turn_request_fill:
 * @request: the request
 * @provider: who is asked
 * @model: which model; has to outlive the request
 * @refusals: what models refused
 *
 * Says what about the request depends on who is asked alone.
 */
void
confab_turn_request_fill (ConfabChatRequest *request,
                          ConfabProvider    *provider,
                          const char        *model,
                          ConfabRefusals    *refusals)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  ConfabModelTraits traits;

  confab_provider_type_get_model_traits (type, model, &traits);
  request->model = model;
  request->max_tokens_field = confab_provider_type_get_max_tokens_field (type);
  request->system_role = traits.system_role;
  request->reasoning_replay = traits.reasoning_replay;
  request->forced_tools = traits.forced_tools;
  request->lost_signature = traits.lost_signature;
  request->result_media = traits.result_media;
  request->tool_schema = traits.tool_schema;
  request->tool_id_length = traits.tool_id_length;
  request->declare_used_tools = traits.declare_used_tools;
  request->reply_after_results = traits.reply_after_results;
  request->cache_points = traits.cache_points;
  request->extra_body_json = confab_provider_get_extra_body (provider);
  request->platform = confab_provider_type_get_platform (type);
  request->send_stream_options = confab_thinking_policy_get_stream_options (refusals, provider, model);
}

/* confab_turn_request_prepare_messages:
 * @provider: who is asked
 * @model: which model
 * @messages: (element-type ConfabMessage): the conversation
 * @error: return location for a %CONFAB_MEDIA_ERROR
 *
 * What the model cannot be given is told before anything is sent; of what tools returned it is told
 * what it cannot see, and of documents that it does not take it gets the text.
 *
 * Returns: (transfer full) (nullable) (element-type ConfabMessage): the messages to send
 */
GPtrArray *
confab_turn_request_prepare_messages (ConfabProvider  *provider,
                                      const char      *model,
                                      GPtrArray       *messages,
                                      GError         **error)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  g_autoptr(ConfabModelInfo) info = confab_provider_lookup_model (provider, model);
  g_autoptr(GPtrArray) read = NULL;

  if (!confab_media_check_messages (type, info, messages, error))
    return NULL;

  read = confab_media_read_out_documents (type, messages);

  return confab_media_describe_results (type, info, read);
}
