/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-dialect-private.h"
#include "confab-model-info.h"

#include <string.h>

static const ConfabDialect anthropic = { "anthropic", CONFAB_FRAMING_SSE, NULL, &confab_anthropic_encoder_ops };
static const ConfabDialect openai = { "openai-chat", CONFAB_FRAMING_SSE, NULL, &confab_openai_chat_encoder_ops };
static const ConfabDialect gemini = { "gemini", CONFAB_FRAMING_SSE, NULL, &confab_gemini_encoder_ops };
static const ConfabDialect ollama = { "ollama", CONFAB_FRAMING_NDJSON, NULL, &confab_ollama_encoder_ops };

static const ConfabDialect bedrock = {
  "bedrock-converse", CONFAB_FRAMING_EVENT_STREAM, NULL, &confab_bedrock_converse_encoder_ops
};
static const ConfabDialect cohere = { "cohere-v2", CONFAB_FRAMING_SSE, NULL, &confab_cohere_encoder_ops };

/* One line for a model: id, name, context, output, abilities (v, t, k, d; n for not v), size, second of
 * creation. */
static void
describe (GString         *text,
          ConfabModelInfo *model)
{
  const ConfabModelAbility abilities = confab_model_info_get_abilities (model);
  const gint64 created_at_us = confab_model_info_get_created_at_us (model);

  g_string_append_printf (text, "%s|%s", confab_model_info_get_id (model), confab_model_info_get_name (model));
  g_string_append_printf (text, "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%s%s%s%s%s",
                          confab_model_info_get_context_tokens (model),
                          confab_model_info_get_output_tokens (model),
                          abilities & CONFAB_MODEL_ABILITY_VISION ? "v" : "",
                          abilities & CONFAB_MODEL_ABILITY_TOOLS ? "t" : "",
                          abilities & CONFAB_MODEL_ABILITY_THINKING ? "k" : "",
                          abilities & CONFAB_MODEL_ABILITY_DOCUMENTS ? "d" : "",
                          abilities & CONFAB_MODEL_ABILITY_NO_VISION ? "n" : "");
  g_string_append_printf (text, "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "\n",
                          confab_model_info_get_size_bytes (model),
                          created_at_us < 0 ? created_at_us : created_at_us / G_USEC_PER_SEC);
}

static const struct
{
  const char          *name;
  const ConfabDialect *dialect;
  const char          *body;
  const char          *expected;
  const char          *token;
} cases[] = {
  { "anthropic", &anthropic,
    "{'data':[{'type':'model','id':'claude-sonnet-5','display_name':'Claude Sonnet 5',"
    "'created_at':'2026-06-30T00:00:00Z','max_input_tokens':1000000,'max_tokens':128000,"
    "'capabilities':{'thinking':{'supported':true},'effort':{'supported':true}}},"
    "{'type':'model','id':'claude-3-haiku','display_name':'Claude 3 Haiku','created_at':'not a time'}],"
    "'has_more':true,'first_id':'claude-sonnet-5','last_id':'claude-3-haiku'}",
    "claude-sonnet-5|Claude Sonnet 5|1000000|128000|k|-1|1782777600\n"
    "claude-3-haiku|Claude 3 Haiku|-1|-1||-1|-1\n",
    "claude-3-haiku" },

  { "anthropic, last page", &anthropic,
    "{'data':[{'id':'claude-x'}],'has_more':false,'last_id':'claude-x'}",
    "claude-x|claude-x|-1|-1||-1|-1\n", NULL },

  { "openai", &openai,
    "{'object':'list','data':[{'id':'gpt-5.5','object':'model','created':1700000000,'owned_by':'openai'},"
    "{'id':'text-embedding-3-large'},{'id':'whisper-1'},{'id':'tts-1-hd'},{'id':'dall-e-3'},{'id':'gpt-image-1'},"
    "{'id':'omni-moderation-latest'},{'id':'gpt-4o-realtime-preview'},{'id':'gpt-4o-audio-preview'},"
    "{'id':'gpt-4o-transcribe'},{'id':'gpt-4o-mini-tts'},{'id':'sora-2'},{'id':'davinci-002'},"
    "{'id':'gpt-3.5-turbo-instruct'},{'id':'o4-mini'},{'id':'computer-use-preview'},{'id':'gpt-5.5'}]}",
    "gpt-5.5|gpt-5.5|-1|-1||-1|1700000000\no4-mini|o4-mini|-1|-1||-1|-1\n", NULL },

  { "names that only look like others", &openai,
    "{'data':[{'id':'llama-3.3-70b-instruct'},{'id':'mistral-large-latest'},{'id':'baguettotron'},"
    "{'id':'openai/gpt-oss-120b'},{'id':'imagination-7b'},{'id':'guardian-chat'},"
    "{'id':'meta-llama/llama-guard-4-12b'},"
    "{'id':'BAAI/bge-m3'},{'id':'nomic-embed-text:latest'},{'id':'mxbai-embed-large'},"
    "{'id':'black-forest-labs/FLUX.1-dev'}]}",
    "llama-3.3-70b-instruct|llama-3.3-70b-instruct|-1|-1||-1|-1\n"
    "mistral-large-latest|mistral-large-latest|-1|-1||-1|-1\n"
    "baguettotron|baguettotron|-1|-1||-1|-1\n"
    "openai/gpt-oss-120b|openai/gpt-oss-120b|-1|-1||-1|-1\n"
    "imagination-7b|imagination-7b|-1|-1||-1|-1\n"
    "guardian-chat|guardian-chat|-1|-1||-1|-1\n", NULL },

  { "openrouter", &openai,
    "{'data':[{'id':'anthropic/claude-sonnet-5','name':'Anthropic: Claude Sonnet 5','created':1700000000,"
    "'context_length':200000,'architecture':{'input_modalities':['text','image','file'],"
    "'output_modalities':['text']},"
    "'top_provider':{'context_length':200000,'max_completion_tokens':64000},"
    "'supported_parameters':['tools','reasoning','temperature'],'pricing':{'prompt':'0.000003'}},"
    "{'id':'x/painter','architecture':{'input_modalities':['text'],'output_modalities':['image']}},"
    "{'id':'x/image-reader','architecture':{'input_modalities':['text'],'output_modalities':['text']}}]}",
    "anthropic/claude-sonnet-5|Anthropic: Claude Sonnet 5|200000|64000|vtkd|-1|1700000000\n"
    "x/image-reader|x/image-reader|-1|-1|n|-1|-1\n", NULL },

  { "mistral, groq, vllm, llama.cpp, fireworks", &openai,
    "{'data':[{'id':'mistral-x','max_context_length':131072,'capabilities':{'completion_chat':true,"
    "'function_calling':true,'vision':false}},{'id':'mistral-y','capabilities':{'completion_chat':false}},"
    "{'id':'groq-x','context_window':131072,'max_completion_tokens':32768},"
    "{'id':'vllm-x','max_model_len':4096},{'id':'ggml-x','meta':{'n_ctx_train':8192}},"
    "{'id':'accounts/f','supports_chat':true,'supports_image_input':true,'supports_tools':true,"
    "'context_length':'4096'},"
    "{'id':'accounts/g','supports_chat':false}]}",
    "mistral-x|mistral-x|131072|-1|tn|-1|-1\n"
    "groq-x|groq-x|131072|32768||-1|-1\n"
    "vllm-x|vllm-x|4096|-1||-1|-1\n"
    "ggml-x|ggml-x|8192|-1||-1|-1\n"
    "accounts/f|accounts/f|4096|-1|vt|-1|-1\n", NULL },

  { "a bare list, as one vendor sends it", &openai,
    "[{'id':'t/a','type':'chat','display_name':'A','context_length':10,'created':0},{'id':'t/b','type':'image'},"
    "{'id':'t/c','type':'embedding'}]",
    "t/a|A|10|-1||-1|-1\n", NULL },

  { "entries that are strings, odd, or repeated", &openai,
    "{'models':['a','b',7,null,{},{'id':''},{'id':{}},{'name':'c'},{'key':'d','display_name':'D',"
    "'max_context_length':5,'capabilities':{'vision':true,'trained_for_tool_use':true,"
    "'reasoning':{'allowed_options':['low']}}},'a',{'id':'x\\u0007y'}]}",
    "a|a|-1|-1||-1|-1\nb|b|-1|-1||-1|-1\nc|c|-1|-1||-1|-1\nd|D|5|-1|vtk|-1|-1\n", NULL },

  { "names that say something, and others", &openai,
    "{'data':[{'id':'large-latest','name':'large-2411'},{'id':'a','name':'  Claude Sonnet 5\\n'},{'id':'b','name':' \\t '},"
    "{'id':'c','display_name':'كلود سونيت'},{'id':'d','display_name':'Free \\u202egpj.x'},"
    "{'id':'e','display_name':'two\\nlines'},{'id':'f','display_name':'\\u0085 next'},{'id':'g','name':'克劳德'},"
    "{'id':'h','display_name':'خروجی\\u200cها'},{'id':'models/Big','name':'models/Big'},{'id':'i','name':7}]}",
    "large-latest|large-latest|-1|-1||-1|-1\n"
    "a|Claude Sonnet 5|-1|-1||-1|-1\n"
    "b|b|-1|-1||-1|-1\n"
    "c|كلود سونيت|-1|-1||-1|-1\n"
    "d|d|-1|-1||-1|-1\n"
    "e|e|-1|-1||-1|-1\n"
    "f|f|-1|-1||-1|-1\n"
    "g|克劳德|-1|-1||-1|-1\n"
    "h|خروجی\u200cها|-1|-1||-1|-1\n"
    "Big|Big|-1|-1||-1|-1\n"
    "i|i|-1|-1||-1|-1\n", NULL },

  { "nothing installed", &openai, "{'data':[]}", "", NULL },

  { "gemini", &gemini,
    "{'models':[{'name':'models/gemini-3-pro','displayName':'Gemini 3 Pro','inputTokenLimit':1048576,"
    "'outputTokenLimit':65536,'supportedGenerationMethods':['generateContent','countTokens'],'thinking':true},"
    "{'name':'models/gemini-embedding-001','supportedGenerationMethods':['embedContent']},"
    "{'name':'models/imagen-4.0','supportedGenerationMethods':['predict']},"
    "{'name':'models/gemini-3-flash-tts','supportedGenerationMethods':['generateContent']},"
    "{'name':'models/gemma-3-27b-it','supportedGenerationMethods':['generateContent']},"
    "{'name':'tunedModels/mine','supportedGenerationMethods':['generateContent']}],'nextPageToken':'abc='}",
    "gemini-3-pro|Gemini 3 Pro|1048576|65536|k|-1|-1\n"
    "gemma-3-27b-it|gemma-3-27b-it|-1|-1||-1|-1\n"
    "tunedModels/mine|tunedModels/mine|-1|-1||-1|-1\n",
    "abc=" },

  { "ollama", &ollama,
    "{'models':[{'name':'llama3.1:8b','model':'llama3.1:8b','modified_at':'2024-01-02T03:04:05.678+02:00',"
    "'size':4661224676,'digest':'x','details':{'family':'llama','parameter_size':'8.0B','context_length':131072},"
    "'capabilities':['completion','tools','vision','thinking']},"
    "{'name':'all-minilm:latest','model':'all-minilm:latest','size':1,'capabilities':['embedding']},"
    "{'name':'nomic-embed-text:latest','size':1},{'name':'old:latest','size':2,'details':{'family':'llama'}}]}",
    "llama3.1:8b|llama3.1:8b|131072|-1|vtk|4661224676|1704157445\n"
    "old:latest|old:latest|-1|-1||2|-1\n", NULL },

  { "bedrock", &bedrock,
    "{'modelSummaries':[{'modelArn':'arn','modelId':'amazon.nova-lite-v1:0','modelName':'Nova Lite','providerName':'Amazon',"
    "'inputModalities':['TEXT','IMAGE'],'outputModalities':['TEXT'],'responseStreamingSupported':true,"
    "'inferenceTypesSupported':['ON_DEMAND'],'modelLifecycle':{'status':'ACTIVE'}},"
    "{'modelId':'anthropic.claude-sonnet-5','modelName':'Claude Sonnet 5','outputModalities':['TEXT'],"
    "'responseStreamingSupported':true,'inferenceTypesSupported':['INFERENCE_PROFILE']},"
    "{'modelId':'x.painter','outputModalities':['IMAGE'],'responseStreamingSupported':true,"
    "'inferenceTypesSupported':['ON_DEMAND']},"
    "{'modelId':'x.slow','outputModalities':['TEXT'],'inferenceTypesSupported':['ON_DEMAND']},"
    "{'modelId':'cohere.rerank-v3','outputModalities':['TEXT'],'responseStreamingSupported':true,"
    "'inferenceTypesSupported':['ON_DEMAND']}]}",
    "amazon.nova-lite-v1:0|Nova Lite|-1|-1|v|-1|-1\n", "inference-profiles" },

  { "bedrock, profiles", &bedrock,
    "{'inferenceProfileSummaries':[{'inferenceProfileId':'eu.anthropic.claude-sonnet-5','inferenceProfileName':"
    "'EU Claude Sonnet 5','status':'ACTIVE','type':'SYSTEM_DEFINED','models':[{'modelArn':'arn'}]}],'nextToken':'a/b'}",
    "eu.anthropic.claude-sonnet-5|EU Claude Sonnet 5|-1|-1||-1|-1\n", "inference-profiles/a/b" },

  { "bedrock, last profiles", &bedrock, "{'inferenceProfileSummaries':[]}", "", NULL },

  { "cohere", &cohere,
    "{'models':[{'name':'command-a-03-2025','is_deprecated':false,'endpoints':['chat'],'context_length':288000,"
    "'features':['json_mode','tools','vision','reasoning']},{'name':'command-light','endpoints':['generate']},"
    "{'name':'rerank-v3.5','endpoints':['rerank']}],'next_page_token':'abc'}",
    "command-a-03-2025|command-a-03-2025|288000|-1|vtk|-1|-1\n", "abc" },
};

static GBytes *
make_body (const char *text)
{
  char *json = g_strdelimit (g_strdup (text), "'", '"');

  return g_bytes_new_take (json, strlen (json));
}

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) body = make_body (cases[i].body);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GPtrArray) models = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *token = NULL;

      g_test_message ("%s", cases[i].name);
      models = confab_dialect_decode_models (cases[i].dialect, body, &token, &error);
      g_assert_no_error (error);

      for (guint j = 0; j < models->len; j++)
        describe (text, g_ptr_array_index (models, j));
      g_assert_cmpstr (text->str, ==, cases[i].expected);
      g_assert_cmpstr (token, ==, cases[i].token);
    }
}

/* What a list says of prices and of the end of a model. */
static void
test_money_and_time (void)
{
  static const struct { const char *entry; double input, output, read, write; gint64 shutdown; const char *owner; } facts[] = {
    { "'pricing':{'prompt':'0.000003','completion':'0.000015','input_cache_read':'0.0000003',"
      "'input_cache_write':'0.00000375','image':'0'},'expiration_date':'2026-12-01'", 3, 15, 0.3, 3.75, 1796083200, NULL },
    { "'pricing':{'prompt':'0','completion':'0'},'expiration_date':null", 0, 0, -1, -1, -1, NULL },
    { "'pricing':{'prompt':'-1','completion':'-1'}", -1, -1, -1, -1, -1, NULL },
    { "'pricing':{'prompt':'0.000003'}", -1, -1, -1, -1, -1, NULL },
    { "'pricing':{'hourly':0,'input':0.88,'output':0.89,'base':0}", 0.88, 0.89, -1, -1, -1, NULL },
    { "'pricing':{'prompt':'cheap','completion':'dear'}", -1, -1, -1, -1, -1, NULL },
    { "'pricing':[],'shutdown_date':'2027-01-14','owned_by':'system'", -1, -1, -1, -1, 1799884800, "system" },
    { "'shutdown_date':'2027-01-14T12:00:00+02:00','owned_by':7", -1, -1, -1, -1, 1799920800, NULL },
    { "'shutdown_date':'some day'", -1, -1, -1, -1, -1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *list = g_strconcat ("{'data':[{'id':'a',", facts[i].entry, "}]}", NULL);
      g_autoptr(GBytes) body = make_body (list);
      g_autoptr(GPtrArray) models = confab_dialect_decode_models (&openai, body, NULL, NULL);
      ConfabModelInfo *model = g_ptr_array_index (models, 0);
      ConfabModelPrice price;

      g_test_message ("%s", list);
      confab_model_info_get_price (model, &price);
      g_assert_cmpfloat_with_epsilon (price.input, facts[i].input, 1e-9);
      g_assert_cmpfloat_with_epsilon (price.output, facts[i].output, 1e-9);
      g_assert_cmpfloat_with_epsilon (price.cache_read, facts[i].read, 1e-9);
      g_assert_cmpfloat_with_epsilon (price.cache_write, facts[i].write, 1e-9);
      g_assert_cmpint (confab_model_info_get_shutdown_at_us (model), ==,
                       facts[i].shutdown < 0 ? -1 : facts[i].shutdown * G_USEC_PER_SEC);
      g_assert_cmpstr (confab_model_info_get_owner (model), ==, facts[i].owner);
    }
}

static void
test_refuses (void)
{
  static const struct { const char *body; int code; } bad[] = {
    { "",                          CONFAB_WIRE_ERROR_MALFORMED },
    { "<html>",                    CONFAB_WIRE_ERROR_MALFORMED },
    { "{'data':[{'id':'a'}",       CONFAB_WIRE_ERROR_MALFORMED },
    { "{'data':{'id':'a'}}",       CONFAB_WIRE_ERROR_MALFORMED },
    { "{'error':{'message':'x'}}", CONFAB_WIRE_ERROR_MALFORMED },
    { "'text'",                    CONFAB_WIRE_ERROR_MALFORMED },
  };
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autoptr(GBytes) deep = g_bytes_new (brackets, strlen (brackets));
  g_autoptr(GBytes) large = g_bytes_new_take (g_strnfill (17 * 1024 * 1024, ' '), 17 * 1024 * 1024);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GBytes) body = make_body (bad[i].body);

      g_test_message ("%s", bad[i].body);
      g_assert_null (confab_dialect_decode_models (&openai, body, NULL, &error));
      g_assert_error (error, CONFAB_WIRE_ERROR, bad[i].code);
      g_clear_error (&error);
    }

  g_assert_null (confab_dialect_decode_models (&openai, deep, NULL, &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_DEEP);
  g_clear_error (&error);

  g_assert_null (confab_dialect_decode_models (&openai, large, NULL, &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
}

static void
test_requests (void)
{
  static const struct { const ConfabDialect *dialect; const char *token, *path; } requests[] = {
    { &anthropic, NULL,    "/v1/models?limit=1000" },
    { &anthropic, "a&b",   "/v1/models?limit=1000&after_id=a%26b" },
    { &openai,    NULL,    "/models" },
    { &gemini,    NULL,    "/v1beta/models?pageSize=1000" },
    { &gemini,    "a+/b=", "/v1beta/models?pageSize=1000&pageToken=a%2B%2Fb%3D" },
    { &ollama,    NULL,    "/api/tags" },
    { &bedrock,   NULL,    "/foundation-models?byOutputModality=TEXT" },
    { &bedrock,   "inference-profiles", "/inference-profiles?maxResults=1000&typeEquals=SYSTEM_DEFINED" },
    { &bedrock,   "inference-profiles/a/b=",
      "/inference-profiles?maxResults=1000&nextToken=a%2Fb%3D&typeEquals=SYSTEM_DEFINED" },
    { &cohere,    NULL,    "/v1/models?page_size=1000&endpoint=chat" },
    { &cohere,    "a&b",   "/v1/models?page_size=1000&endpoint=chat&page_token=a%26b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(ConfabWireRequest) request =
        confab_dialect_encode_list_models (requests[i].dialect, requests[i].token);

      g_assert_cmpstr (request->method, ==, "GET");
      g_assert_cmpstr (request->path, ==, requests[i].path);
      g_assert_null (request->body);
      g_assert_nonnull (request->headers);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/models/lists", test_lists);
  g_test_add_func ("/wire/models/money-and-time", test_money_and_time);
  g_test_add_func ("/wire/models/refuses", test_refuses);
  g_test_add_func ("/wire/models/requests", test_requests);

  return g_test_run ();
}
