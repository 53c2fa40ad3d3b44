/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-catalogue.h"

#include <json-glib/json-glib.h>

static ConfabCatalogue *catalogue;

enum { CANNOT = 0, CAN = 1 << 0, NEVER_OFF = 1 << 1 };

/* What is merged into a request by default and at the levels off, low, medium and high. */
static const struct
{
  const char *type;      /* its id, with “ elsewhere” for what it is at a compatible server */
  const char *model;
  int         flags;
  const char *expected[5];
} thinking_cases[] = {
  { "anthropic", "claude-3-5-haiku-20241022", CANNOT, { NULL } },
  { "anthropic", "claude-3-7-sonnet-20250219", CAN,
    { NULL, NULL, "{'thinking':{'type':'enabled','budget_tokens':2048}}",
      "{'thinking':{'type':'enabled','budget_tokens':8192}}",
      "{'thinking':{'type':'enabled','budget_tokens':16384}}" } },
  { "anthropic", "claude-sonnet-4@20250514", CAN,
    { NULL, NULL, "{'thinking':{'type':'enabled','budget_tokens':2048}}",
      "{'thinking':{'type':'enabled','budget_tokens':8192}}",
      "{'thinking':{'type':'enabled','budget_tokens':16384}}" } },
  { "anthropic", "claude-opus-4-1-20250805", CAN,
    { NULL, NULL, "{'thinking':{'type':'enabled','budget_tokens':2048}}",
      "{'thinking':{'type':'enabled','budget_tokens':8192}}",
      "{'thinking':{'type':'enabled','budget_tokens':16384}}" } },
  { "anthropic", "claude-haiku-4-5", CAN,
    { NULL, NULL, "{'thinking':{'type':'enabled','budget_tokens':2048}}",
      "{'thinking':{'type':'enabled','budget_tokens':8192}}",
      "{'thinking':{'type':'enabled','budget_tokens':16384}}" } },
  { "anthropic", "claude-opus-4-6", CAN,
    { NULL, NULL, "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "claude-sonnet-4-6", CAN,
    { NULL, NULL, "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "claude-opus-4-8", CAN,
    { "{'temperature':null}", "{'temperature':null,'thinking':{'type':'disabled'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "claude-sonnet-5", CAN,
    { "{'temperature':null}", "{'temperature':null,'thinking':{'type':'disabled'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "claude-opus-5-5", CAN,
    { "{'temperature':null}", "{'temperature':null,'thinking':{'type':'disabled'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "claude-novella-6", CAN,
    { "{'temperature':null}", "{'temperature':null,'thinking':{'type':'disabled'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "claude-fable-5", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "anthropic", "glm-4.7", CANNOT, { NULL } },
  { "openai", "gpt-4o-mini", CANNOT, { NULL } },
  { "openai", "gpt-4.1", CANNOT, { NULL } },
  { "openai", "chatgpt-4o-latest", CANNOT, { NULL } },
  { "openai", "gpt-5-chat-latest", CANNOT, { NULL } },
  { "openai", "o3", CAN | NEVER_OFF,
    { "{'include':['reasoning.encrypted_content'],'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'low'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'low','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'medium','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'high','summary':'auto'}}" } },
  { "openai", "gpt-5-mini", CAN | NEVER_OFF,
    { "{'include':['reasoning.encrypted_content'],'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'minimal'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'low','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'medium','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'high','summary':'auto'}}" } },
  { "openai", "gpt-5-codex", CAN | NEVER_OFF,
    { "{'include':['reasoning.encrypted_content'],'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'low'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'low','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'medium','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'high','summary':'auto'}}" } },
  { "openai", "gpt-5.1", CAN,
    { "{'include':['reasoning.encrypted_content']}", "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'none'}}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'medium','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'high','summary':'auto'},'temperature':null}" } },
  { "openai", "gpt-5.4-mini", CAN,
    { "{'include':['reasoning.encrypted_content']}", "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'none'}}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'medium','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'high','summary':'auto'},'temperature':null}" } },
  { "openai", "gpt-5.5", CAN,
    { "{'include':['reasoning.encrypted_content'],'temperature':null}", "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'none'}}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'medium','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'high','summary':'auto'},'temperature':null}" } },
  { "openai", "gpt-5.5-pro", CAN | NEVER_OFF,
    { "{'include':['reasoning.encrypted_content'],'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'medium'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'medium','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'medium','summary':'auto'}}",
      "{'include':['reasoning.encrypted_content'],'temperature':null,'reasoning':{'effort':'high','summary':'auto'}}" } },
  { "openai", "gpt-6-luna", CAN,
    { "{'include':['reasoning.encrypted_content'],'temperature':null}", "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'none'}}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'medium','summary':'auto'},'temperature':null}",
      "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'high','summary':'auto'},'temperature':null}" } },
  { "openai elsewhere", "gpt-4o-mini", CANNOT, { NULL } },
  { "openai elsewhere", "gpt-4.1", CANNOT, { NULL } },
  { "openai elsewhere", "chatgpt-4o-latest", CANNOT, { NULL } },
  { "openai elsewhere", "gpt-5-chat-latest", CANNOT, { NULL } },
  { "openai elsewhere", "o3", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'low'}",
      "{'temperature':null,'reasoning_effort':'low'}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'high'}" } },
  { "openai elsewhere", "o4-mini", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'low'}",
      "{'temperature':null,'reasoning_effort':'low'}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'high'}" } },
  { "openai elsewhere", "gpt-5", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'minimal'}",
      "{'temperature':null,'reasoning_effort':'low'}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'high'}" } },
  { "openai elsewhere", "gpt-5-mini", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'minimal'}",
      "{'temperature':null,'reasoning_effort':'low'}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'high'}" } },
  { "openai elsewhere", "gpt-5-codex", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'low'}",
      "{'temperature':null,'reasoning_effort':'low'}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'high'}" } },
  { "openai elsewhere", "gpt-5.1", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low','temperature':null}",
      "{'reasoning_effort':'medium','temperature':null}", "{'reasoning_effort':'high','temperature':null}" } },
  { "openai elsewhere", "gpt-5.4-mini", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low','temperature':null}",
      "{'reasoning_effort':'medium','temperature':null}", "{'reasoning_effort':'high','temperature':null}" } },
  { "openai elsewhere", "gpt-5.5", CAN,
    { "{'temperature':null}", "{'reasoning_effort':'none'}", "{'reasoning_effort':'low','temperature':null}",
      "{'reasoning_effort':'medium','temperature':null}", "{'reasoning_effort':'high','temperature':null}" } },
  { "openai elsewhere", "gpt-5.5-pro", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'medium'}", "{'temperature':null,'reasoning_effort':'medium'}",
      "{'temperature':null,'reasoning_effort':'high'}" } },
  { "openai elsewhere", "gpt-6-luna", CAN,
    { "{'temperature':null}", "{'reasoning_effort':'none'}", "{'reasoning_effort':'low','temperature':null}",
      "{'reasoning_effort':'medium','temperature':null}", "{'reasoning_effort':'high','temperature':null}" } },
  { "google", "gemini-2.0-flash", CANNOT, { NULL } },
  { "google", "gemini-2.5-flash", CAN,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':2048,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':8192,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':24576,'includeThoughts':true}}}" } },
  { "google", "gemini-2.5-flash-lite", CAN,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':2048,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':8192,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':24576,'includeThoughts':true}}}" } },
  { "google", "gemini-2.5-flash-image", CANNOT, { NULL } },
  { "google", "gemini-2.5-pro", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingBudget':128}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':2048,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':8192,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':32768,'includeThoughts':true}}}" } },
  { "google", "gemini-3-pro-preview", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemini-3-flash-preview", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'minimal'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemini-3.1-pro-preview", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemini-3.5-flash-lite", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'minimal'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemini-3.8-flash", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemini-flash-latest", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemini-4-flash", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "google", "gemma-3-27b-it", CANNOT, { NULL } },
  { "google-openai", "gemini-2.5-flash", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "google-openai", "gemini-3.5-flash", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "google-openai", "gemma-3-27b-it", CANNOT, { NULL } },
  { "openrouter", "anthropic/claude-sonnet-5", CAN,
    { NULL, "{'reasoning':{'effort':'none'}}", "{'reasoning':{'effort':'low'}}",
      "{'reasoning':{'effort':'medium'}}", "{'reasoning':{'effort':'high'}}" } },
  { "sansa", "sansa-auto", CAN,
    { NULL, "{'reasoning':{'effort':'none'}}", "{'reasoning':{'effort':'low'}}",
      "{'reasoning':{'effort':'medium'}}", "{'reasoning':{'effort':'high'}}" } },
  { "xai", "grok-4", CANNOT, { NULL } },
  { "xai", "grok-4-0709", CANNOT, { NULL } },
  { "xai", "grok-4.3", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "xai", "grok-4.6", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "xai", "grok-latest", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "xai", "grok-4.20-reasoning", CANNOT, { NULL } },
  { "xai", "grok-4.20-non-reasoning", CANNOT, { NULL } },
  { "groq", "openai/gpt-oss-120b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low','include_reasoning':false}", "{'reasoning_effort':'low'}",
      "{'reasoning_effort':'medium'}", "{'reasoning_effort':'high'}" } },
  { "groq", "qwen/qwen3-32b", CAN,
    { "{'reasoning_format':'parsed'}", "{'reasoning_format':'parsed','reasoning_effort':'none'}",
      "{'reasoning_format':'parsed','reasoning_effort':'default'}",
      "{'reasoning_format':'parsed','reasoning_effort':'default'}",
      "{'reasoning_format':'parsed','reasoning_effort':'default'}" } },
  { "groq", "groq/compound", CANNOT, { NULL } },
  { "mistral", "mistral-small-latest", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'high'}", "{'reasoning_effort':'high'}",
      "{'reasoning_effort':'high'}" } },
  { "mistral", "mistral-medium-latest", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'high'}", "{'reasoning_effort':'high'}",
      "{'reasoning_effort':'high'}" } },
  { "mistral", "mistral-large-latest", CANNOT, { NULL } },
  { "mistral", "magistral-medium-latest", CANNOT, { NULL } },
  { "cerebras", "gpt-oss-120b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "cerebras", "zai-glm-4.7", CAN,
    { NULL, "{'reasoning_effort':'none'}", NULL, NULL, NULL } },
  { "cerebras", "gemma-4-31b", CANNOT, { NULL } },
  { "deepseek", "deepseek-flash", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}", "{'thinking':{'type':'enabled'},'reasoning_effort':'low'}",
      "{'thinking':{'type':'enabled'},'reasoning_effort':'high'}",
      "{'thinking':{'type':'enabled'},'reasoning_effort':'max'}" } },
  { "deepseek", "deepseek-v4-pro", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}", "{'thinking':{'type':'enabled'},'reasoning_effort':'low'}",
      "{'thinking':{'type':'enabled'},'reasoning_effort':'high'}",
      "{'thinking':{'type':'enabled'},'reasoning_effort':'max'}" } },
  { "together", "openai/gpt-oss-120b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "together", "moonshotai/Kimi-K2.6", CAN,
    { NULL, "{'reasoning':{'enabled':false}}", "{'reasoning':{'enabled':true},'reasoning_effort':'low'}",
      "{'reasoning':{'enabled':true},'reasoning_effort':'medium'}",
      "{'reasoning':{'enabled':true},'reasoning_effort':'high'}" } },
  { "together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", CANNOT, { NULL } },
  { "fireworks", "accounts/fireworks/models/gpt-oss-120b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "fireworks", "accounts/fireworks/models/kimi-k2p6", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "fireworks", "accounts/fireworks/models/llama-v3p3-70b-instruct", CANNOT, { NULL } },
  { "huggingface", "openai/gpt-oss-120b:cheapest", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "huggingface", "moonshotai/Kimi-K2.6", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "huggingface", "meta-llama/Llama-3.3-70B-Instruct", CANNOT, { NULL } },
  { "cohere", "command-a-03-2025", CANNOT, { NULL } },
  { "cohere", "command-a-reasoning-08-2025", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}", "{'thinking':{'type':'enabled'}}", "{'thinking':{'type':'enabled'}}",
      "{'thinking':{'type':'enabled'}}" } },
  { "cohere https://api.cohere.com/compatibility/v1", "command-a-03-2025", CANNOT, { NULL } },
  { "cohere https://api.cohere.com/compatibility/v1", "command-a-reasoning-08-2025", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'high'}", "{'reasoning_effort':'high'}",
      "{'reasoning_effort':'high'}" } },
  { "qwen", "qwen-plus", CAN,
    { NULL, "{'enable_thinking':false}", "{'enable_thinking':true,'thinking_budget':2048}",
      "{'enable_thinking':true,'thinking_budget':8192}", "{'enable_thinking':true,'thinking_budget':16384}" } },
  { "qwen", "qwen3.7-max", CAN,
    { NULL, "{'enable_thinking':false}", "{'enable_thinking':true,'thinking_budget':2048}",
      "{'enable_thinking':true,'thinking_budget':8192}", "{'enable_thinking':true,'thinking_budget':16384}" } },
  { "qwen", "qwen3-coder-plus", CANNOT, { NULL } },
  { "qwen", "qwq-plus", CANNOT, { NULL } },
  { "moonshot", "kimi-k2.5", CAN,
    { "{'temperature':null}", "{'temperature':null,'thinking':{'type':'disabled'}}",
      "{'temperature':null,'thinking':{'type':'enabled'}}", "{'temperature':null,'thinking':{'type':'enabled'}}",
      "{'temperature':null,'thinking':{'type':'enabled'}}" } },
  { "moonshot", "kimi-k2.6", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}", "{'thinking':{'type':'enabled'}}",
      "{'thinking':{'type':'enabled'}}", "{'thinking':{'type':'enabled'}}" } },
  { "moonshot", "kimi-k3", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}", "{'thinking':{'type':'enabled'}}",
      "{'thinking':{'type':'enabled'}}", "{'thinking':{'type':'enabled'}}" } },
  { "moonshot", "kimi-k2.7-code", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'minimal'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "moonshot", "moonshot-v1-128k", CANNOT, { NULL } },
  { "minimax", "MiniMax-M3", CAN,
    { "{'reasoning_split':true}", "{'reasoning_split':true,'thinking':{'type':'disabled'}}",
      "{'reasoning_split':true,'thinking':{'type':'adaptive'}}",
      "{'reasoning_split':true,'thinking':{'type':'adaptive'}}",
      "{'reasoning_split':true,'thinking':{'type':'adaptive'}}" } },
  { "minimax", "MiniMax-M2.7", CANNOT,
    { "{'reasoning_split':true}", "{'reasoning_split':true}", "{'reasoning_split':true}",
      "{'reasoning_split':true}", "{'reasoning_split':true}" } },
  { "minimax", "MiniMax-Text-01", CANNOT, { NULL } },
  { "yi", "yi-lightning", CANNOT, { NULL } },
  { "falcon", "tiiuae/falcon-180b-chat", CANNOT, { NULL } },
  { "jais", "jais-30b", CANNOT, { NULL } },
  { "gateway", "anything", CANNOT, { NULL } },
  { "custom", "anything", CANNOT, { NULL } },
  { "azure", "my-gpt-4o", CANNOT, { NULL } },
  { "azure", "team-gpt-5.4", CAN,
    { NULL, NULL, "{'reasoning_effort':'low','temperature':null}", "{'reasoning_effort':'medium','temperature':null}",
      "{'reasoning_effort':'high','temperature':null}" } },
  { "azure", "o3", CAN | NEVER_OFF,
    { "{'temperature':null}", "{'temperature':null,'reasoning_effort':'low'}", "{'temperature':null,'reasoning_effort':'low'}",
      "{'temperature':null,'reasoning_effort':'medium'}", "{'temperature':null,'reasoning_effort':'high'}" } },
  { "azure", "whatever-it-is", CAN,
    { NULL, NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}", "{'reasoning_effort':'high'}" } },
  { "bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0", CANNOT, { NULL } },
  { "bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", CAN,
    { NULL, NULL, "{'thinking':{'type':'enabled','budget_tokens':2048}}",
      "{'thinking':{'type':'enabled','budget_tokens':8192}}",
      "{'thinking':{'type':'enabled','budget_tokens':16384}}" } },
  { "bedrock", "global.anthropic.claude-sonnet-5", CAN,
    { NULL, "{'thinking':{'type':'disabled'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "bedrock", "openai.gpt-oss-120b-1:0", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "bedrock", "amazon.nova-2-lite-v1:0", CAN,
    { NULL, "{'reasoningConfig':{'type':'disabled'}}", "{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'}}",
      "{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'medium'}}",
      "{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}" } },
  { "bedrock", "amazon.nova-pro-v1:0", CANNOT, { NULL } },
  { "vertex", "gemini-2.5-flash", CAN,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':2048,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':8192,'includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':24576,'includeThoughts':true}}}" } },
  { "vertex", "gemini-3.5-flash", CAN | NEVER_OFF,
    { NULL, "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'minimal'}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'high','includeThoughts':true}}}" } },
  { "vertex", "claude-opus-4-1@20250805", CAN,
    { NULL, NULL, "{'thinking':{'type':'enabled','budget_tokens':2048}}",
      "{'thinking':{'type':'enabled','budget_tokens':8192}}",
      "{'thinking':{'type':'enabled','budget_tokens':16384}}" } },
  { "vertex", "claude-sonnet-5@default", CAN,
    { "{'temperature':null}", "{'temperature':null,'thinking':{'type':'disabled'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'medium'}}",
      "{'temperature':null,'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" } },
  { "ollama", "qwen3:8b", CAN,
    { NULL, "{'think':false}", "{'think':'low'}", "{'think':'medium'}", "{'think':'high'}" } },
  { "ollama", "gpt-oss:20b", CAN | NEVER_OFF,
    { NULL, "{'think':'low'}", "{'think':'low'}", "{'think':'medium'}", "{'think':'high'}" } },
  { "ollama-cloud", "deepseek-v4-flash", CAN,
    { NULL, "{'think':false}", "{'think':'low'}", "{'think':'medium'}", "{'think':'high'}" } },
  { "ollama-cloud", "gpt-oss:120b", CAN | NEVER_OFF,
    { NULL, "{'think':'low'}", "{'think':'low'}", "{'think':'medium'}", "{'think':'high'}" } },
  { "lmstudio", "qwen/qwen3-30b-a3b-2507", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "lmstudio", "openai/gpt-oss-20b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "llamacpp", "anything", CAN,
    { NULL, "{'chat_template_kwargs':{'enable_thinking':false,'thinking':false}}",
      "{'chat_template_kwargs':{'enable_thinking':true,'thinking':true}}",
      "{'chat_template_kwargs':{'enable_thinking':true,'thinking':true}}",
      "{'chat_template_kwargs':{'enable_thinking':true,'thinking':true}}" } },
  { "llamacpp", "gpt-oss-20b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "vllm", "Qwen/Qwen3-8B", CAN,
    { NULL, "{'chat_template_kwargs':{'enable_thinking':false,'thinking':false}}",
      "{'chat_template_kwargs':{'enable_thinking':true,'thinking':true}}",
      "{'chat_template_kwargs':{'enable_thinking':true,'thinking':true}}",
      "{'chat_template_kwargs':{'enable_thinking':true,'thinking':true}}" } },
  { "vllm", "openai/gpt-oss-20b", CAN | NEVER_OFF,
    { NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "localai", "anything", CAN,
    { NULL, "{'reasoning_effort':'none'}", "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}",
      "{'reasoning_effort':'high'}" } },
  { "litellm", "anything", CAN,
    { NULL, NULL, "{'reasoning_effort':'low'}", "{'reasoning_effort':'medium'}", "{'reasoning_effort':'high'}" } },
  { "textgen-webui", "anything", CANNOT, { NULL } },
  { "demonstration", "guided-tour", CANNOT, { NULL } },
};

static ConfabProviderType *
look_up (const char *name)
{
  g_auto(GStrv) words = g_strsplit (name, " ", 2);
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, words[0]);

  if (words[1] == NULL)
    return type;

  return confab_provider_type_get_at (type, strstr (words[1], "://") != NULL ? words[1] : "https://server.example/v1",
                                      NULL);
}

static void
test_thinking (void)
{
  static const char * const levels[] = { "default", "off", "low", "medium", "high" };

  for (gsize i = 0; i < G_N_ELEMENTS (thinking_cases); i++)
    {
      ConfabProviderType *type = look_up (thinking_cases[i].type);
      const char *model = thinking_cases[i].model;

      for (gsize j = 0; j < G_N_ELEMENTS (levels); j++)
        {
          g_autofree char *parameters = NULL;
          g_autofree char *expected = g_strdup (thinking_cases[i].expected[j]);

          g_test_message ("%s, %s, %s", thinking_cases[i].type, model, levels[j]);
          parameters = confab_provider_type_dup_thinking_parameters (type, model, levels[j]);
          if (expected != NULL)
            g_strdelimit (expected, "'", '"');
          g_assert_cmpstr (parameters, ==, expected);
        }

      g_assert_cmpint (confab_provider_type_can_think (type, model), ==, (thinking_cases[i].flags & CAN) != 0);
      g_assert_cmpint (confab_provider_type_is_never_off (type, model), ==,
                       (thinking_cases[i].flags & NEVER_OFF) != 0);
    }
}

/* A type that is not in the table is one whose rules nobody looked at. */
static void
test_thinking_of_all (void)
{
  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      const char *id = confab_provider_type_get_id (confab_catalogue_get_type_at (catalogue, i));
      gboolean found = FALSE;

      for (gsize j = 0; j < G_N_ELEMENTS (thinking_cases) && !found; j++)
        found = g_str_equal (thinking_cases[j].type, id);
      g_test_message ("%s", id);
      g_assert_true (found);
    }
}

static void
test_thinking_of_nothing (void)
{
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, "ollama");
  g_autofree char *unsaid = confab_provider_type_dup_thinking_parameters (type, "qwen3:8b", NULL);
  g_autofree char *unknown = confab_provider_type_dup_thinking_parameters (type, "qwen3:8b", "lots");

  g_assert_null (unsaid);
  g_assert_null (unknown);
  g_assert_null (confab_provider_type_dup_thinking_parameters (type, NULL, "high"));
  g_assert_false (confab_provider_type_can_think (type, NULL));
  g_assert_false (confab_provider_type_is_never_off (type, NULL));
}

static void
test_replay (void)
{
  static const struct { const char *type, *model, *expected; } cases[] = {
    { "cerebras", "gpt-oss-120b", "reasoning" },
    { "cerebras", "zai-glm-4.7", "content" },
    { "cerebras", NULL, "reasoning" },
    { "groq", "openai/gpt-oss-120b", "none" },
    { "deepseek", "deepseek-flash", "reasoning_content" },
    { "minimax", "MiniMax-M3", "content" },
    { "openrouter", "openrouter/auto", "reasoning_details" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (confab_provider_type_get_reasoning_replay_for_model (
                       confab_catalogue_lookup (catalogue, cases[i].type), cases[i].model),
                     ==, cases[i].expected);
}

static void
test_system_role (void)
{
  static const struct { const char *type, *model, *expected; } cases[] = {
    { "openai", "gpt-5.4-mini", NULL },
    { "openai elsewhere", "gpt-4o-mini", "system" },
    { "openai elsewhere", "gpt-5.4-mini", "system" },
    { "openai elsewhere", NULL, "system" },
    { "openrouter", "openai/gpt-5.4-mini", "system" },
    { "custom", "o3-mini", "system" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (confab_provider_type_get_system_role_for_model (look_up (cases[i].type), cases[i].model),
                     ==, cases[i].expected);
}

/* What differs by model; where nothing is expected, nothing is said. */
static void
test_model_traits (void)
{
  static const struct { const char *type, *model; ConfabModelTraits expected; } cases[] = {
    { "mistral", "mistral-large-latest",
      { .system_role = "system", .reasoning_replay = "content", .tool_id_length = 9, .reply_after_results = TRUE } },
    { "openrouter", "mistralai/mistral-large-2512",
      { .system_role = "system", .reasoning_replay = "reasoning_details", .tool_id_length = 9 } },
    { "openrouter", "z-ai/glm-5", { .system_role = "system", .reasoning_replay = "reasoning_details" } },
    { "cerebras", "zai-glm-4.7", { .system_role = "system", .reasoning_replay = "content" } },
    { "cerebras", "gpt-oss-120b", { .system_role = "system", .reasoning_replay = "reasoning" } },
    { "groq", "openai/gpt-oss-120b", { .system_role = "system", .reasoning_replay = "none", .no_images = TRUE } },
    { "cerebras", NULL, { .system_role = "system", .reasoning_replay = "reasoning" } },
    { "deepseek", "deepseek-flash",
      { .system_role = "system", .reasoning_replay = "reasoning_content", .forced_tools = "without-thinking" } },
    { "moonshot", "kimi-k2.6",
      { .system_role = "system", .reasoning_replay = "reasoning_content", .forced_tools = "never" } },
    { "qwen", "qwen3-coder-plus", { .system_role = "system", .reasoning_replay = "none", .forced_tools = "never" } },
    { "qwen", "qwen-plus",
      { .system_role = "system", .reasoning_replay = "none", .forced_tools = "without-thinking" } },
    { "minimax", "MiniMax-M3", { .system_role = "system", .reasoning_replay = "content" } },
    { "litellm", "anything",
      { .system_role = "system", .reasoning_replay = "thinking_blocks", .declare_used_tools = TRUE } },
    { "google", "gemini-3.8-flash",
      { .lost_signature = "skip_thought_signature_validator", .result_media = "within" } },
    { "google", "gemini-flash-latest",
      { .lost_signature = "skip_thought_signature_validator", .result_media = "within" } },
    { "google", "models/gemini-2.5-flash", { .result_media = "after" } },
    { "google", "gemma-3-27b-it", { .system_role = "user", .result_media = "after" } },
    { "google-openai", "gemini-3.8-flash",
      { .system_role = "system", .reasoning_replay = "none", .tool_schema = "openapi",
        .lost_signature = "skip_thought_signature_validator" } },
    { "google-openai", "gemini-2.5-flash",
      { .system_role = "system", .reasoning_replay = "none", .tool_schema = "openapi" } },
    { "anthropic", "claude-sonnet-5", { .forced_tools = "without-thinking" } },
    { "anthropic", "claude-haiku-4-5", { 0 } },
    { "custom", "anything", { .system_role = "system", .reasoning_replay = "none" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabModelTraits *expected = &cases[i].expected;
      ConfabModelTraits traits;

      g_test_message ("%s, %s", cases[i].type, cases[i].model);
      confab_provider_type_get_model_traits (confab_catalogue_lookup (catalogue, cases[i].type),
                                             cases[i].model, &traits);
      g_assert_cmpstr (traits.system_role, ==, expected->system_role);
      g_assert_cmpstr (traits.reasoning_replay, ==, expected->reasoning_replay);
      g_assert_cmpstr (traits.forced_tools, ==, expected->forced_tools);
      g_assert_cmpstr (traits.lost_signature, ==, expected->lost_signature);
      g_assert_cmpstr (traits.result_media, ==, expected->result_media);
      g_assert_cmpstr (traits.tool_schema, ==, expected->tool_schema);
      g_assert_cmpuint (traits.tool_id_length, ==, expected->tool_id_length);
      g_assert_cmpint (traits.no_images, ==, expected->no_images);
      g_assert_cmpint (traits.declare_used_tools, ==, expected->declare_used_tools);
      g_assert_cmpint (traits.reply_after_results, ==, expected->reply_after_results);
    }
}

/* What a vendor knows and the servers that are compatible with it do not. */
static void
test_elsewhere (void)
{
  static const struct { const char *base_url, *dialect, *expected; } cases[] = {
    { "https://api.openai.com/v1", NULL, "openai-responses" },
    { "https://API.OpenAI.com./v1", NULL, "openai-responses" },
    { "https://eu.api.openai.com/v1", NULL, "openai-responses" },
    { NULL, NULL, "openai-responses" },
    { "https://openai.com/v1", NULL, "openai-chat" },
    { "https://my-api.openai.com/v1", NULL, "openai-chat" },
    { "https://api.openai.com.example/v1", NULL, "openai-chat" },
    { "https://r.openai.azure.com/openai/v1", NULL, "openai-chat" },
    { "http://localhost:4000/v1", NULL, "openai-chat" },
    { "not an address", NULL, "openai-chat" },
    { "http://localhost:4000/v1", "openai-responses", "openai-responses" },
    { "https://api.openai.com/v1", "openai-chat", "openai-chat" },
    { "https://api.openai.com/v1", "smoke-signals", "openai-responses" },
  };
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, "openai");
  ConfabProviderType *other = look_up ("openai elsewhere");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s, %s", cases[i].base_url, cases[i].dialect);
      g_assert_cmpstr (confab_provider_type_get_dialect (
                         confab_provider_type_get_at (type, cases[i].base_url, cases[i].dialect)),
                       ==, cases[i].expected);
    }

  /* All else is the same, and it knows no third. */
  g_assert_cmpstr (confab_provider_type_get_id (other), ==, "openai");
  g_assert_cmpstr (confab_provider_type_get_name (other), ==, "OpenAI");
  g_assert_cmpstr (confab_provider_type_get_base_url (other), ==, "https://api.openai.com/v1");
  g_assert_cmpstr (confab_provider_type_get_env_keys (other)[0], ==, "OPENAI_API_KEY");
  g_assert_cmpstr (confab_provider_type_get_max_tokens_field (other), ==, "max_tokens");
  g_assert_true (confab_provider_type_get_send_stream_options (other));
  g_assert_true (confab_provider_type_get_at (other, "https://server.example/v1", NULL) == other);

  type = confab_catalogue_lookup (catalogue, "groq");
  g_assert_true (confab_provider_type_get_at (type, "https://server.example/v1", "anthropic") == type);
}

/* Where a vendor speaks two formats under paths that tell which. */
static void
test_elsewhere_by_path (void)
{
  static const struct { const char *type, *base_url, *dialect, *expected; } cases[] = {
    { "cohere", NULL, NULL, "cohere-v2" },
    { "cohere", "https://api.cohere.com", NULL, "cohere-v2" },
    { "cohere", "https://api.cohere.com/v2", NULL, "cohere-v2" },
    { "cohere", "https://proxy.example/cohere", NULL, "cohere-v2" },
    { "cohere", "https://api.cohere.com/compatibility/v1", NULL, "openai-chat" },
    { "cohere", " https://api.cohere.ai/compatibility/v1/ ", NULL, "openai-chat" },
    { "cohere", "https://proxy.example/x/compatibility/v1?a=b", NULL, "openai-chat" },
    { "cohere", "https://compatibility/v1", NULL, "cohere-v2" },
    { "cohere", "https://h/v1?x=/compatibility/", NULL, "cohere-v2" },
    { "cohere", "https://h/compatibility-layer", NULL, "cohere-v2" },
    { "cohere", "https://h", "openai-chat", "openai-chat" },
    { "cohere", "https://h/compatibility", "cohere-v2", "cohere-v2" },
    { "google", "https://generativelanguage.googleapis.com", NULL, "gemini" },
    { "google", "https://proxy.example/gemini", NULL, "gemini" },
    { "google", "https://generativelanguage.googleapis.com/v1beta/openai/", NULL, "openai-chat" },
  };
  ConfabProviderType *type;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s, %s", cases[i].base_url, cases[i].dialect);
      type = confab_catalogue_lookup (catalogue, cases[i].type);
      g_assert_cmpstr (confab_provider_type_get_dialect (
                         confab_provider_type_get_at (type, cases[i].base_url, cases[i].dialect)),
                       ==, cases[i].expected);
    }

  type = look_up ("cohere https://api.cohere.com/compatibility/v1");
  g_assert_cmpstr (confab_provider_type_get_id (type), ==, "cohere");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "Authorization");
  g_assert_false (confab_provider_type_get_send_stream_options (type));

  type = look_up ("google https://generativelanguage.googleapis.com/v1beta/openai");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "Authorization");
  g_assert_cmpstr (confab_provider_type_get_auth_prefix (type), ==, "Bearer ");
}

static void
test_traits (void)
{
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, "anthropic");

  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "x-api-key");
  g_assert_cmpstr (confab_provider_type_get_auth_prefix (type), ==, "");
  /* The version belongs to the dialect, which sends it itself. */
  g_assert_null (confab_provider_type_get_extra_headers (type)[0]);

  type = confab_catalogue_lookup (catalogue, "openai");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "Authorization");
  g_assert_cmpstr (confab_provider_type_get_auth_prefix (type), ==, "Bearer ");
  g_assert_null (confab_provider_type_get_max_tokens_field (type));

  type = confab_catalogue_lookup (catalogue, "xai");
  g_assert_cmpstr (confab_provider_type_get_max_tokens_field (type), ==, "max_completion_tokens");

  type = confab_catalogue_lookup (catalogue, "google");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "x-goog-api-key");

  type = confab_catalogue_lookup (catalogue, "openrouter");
  g_assert_cmpstr (confab_provider_type_get_key_test_path (type), ==, "/key");
  g_assert_true (confab_provider_type_get_models_public (type));

  type = confab_catalogue_lookup (catalogue, "cohere");
  g_assert_false (confab_provider_type_get_send_stream_options (type));

  type = confab_catalogue_lookup (catalogue, "ollama");
  g_assert_null (confab_provider_type_get_auth_header (type));
  g_assert_false (confab_provider_type_get_needs_key (type));
  g_assert_false (confab_provider_type_get_accepts_key (type));
  g_assert_true (confab_provider_type_get_local (type));
  g_assert_cmpstr (confab_provider_type_get_env_base_urls (type)[1], ==, "OLLAMA_HOST");

  type = confab_catalogue_lookup (catalogue, "custom");
  g_assert_true (confab_provider_type_get_custom (type));
  g_assert_false (confab_provider_type_get_needs_key (type));
  g_assert_true (confab_provider_type_get_accepts_key (type));

  type = confab_catalogue_lookup (catalogue, "demonstration");
  g_assert_cmpstr (confab_provider_type_get_group (type), ==, "demonstration");
  g_assert_false (confab_provider_type_get_needs_key (type));
  g_assert_true (confab_provider_type_get_local (type));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  catalogue = confab_catalogue_new_builtin ();
  g_test_add_func ("/providers/provider-type/thinking", test_thinking);
  g_test_add_func ("/providers/provider-type/thinking-of-all", test_thinking_of_all);
  g_test_add_func ("/providers/provider-type/thinking-of-nothing", test_thinking_of_nothing);
  g_test_add_func ("/providers/provider-type/replay", test_replay);
  g_test_add_func ("/providers/provider-type/system-role", test_system_role);
  g_test_add_func ("/providers/provider-type/model-traits", test_model_traits);
  g_test_add_func ("/providers/provider-type/traits", test_traits);
  g_test_add_func ("/providers/provider-type/elsewhere", test_elsewhere);
  g_test_add_func ("/providers/provider-type/elsewhere-by-path", test_elsewhere_by_path);

  status = g_test_run ();
  g_assert_finalize_object (catalogue);
  return status;
}
