/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-dialect-private.h"
#include "confab-enum.h"
#include "confab-json.h"
#include "confab-provider-error.h"

#include <string.h>

static const ConfabDialect dialect = { "openai-chat", CONFAB_FRAMING_SSE, NULL, &confab_openai_chat_encoder_ops };

static const struct
{
  const char *name;
  guint       status;
  const char *body;      /* ' stands for ", ` for ' */
  const char *nick;
  const char *code;
  const char *message;
} cases[] = {
  { "anthropic", 401, "{'type':'error','error':{'type':'authentication_error','message':'invalid x-api-key'}}",
    "bad-key", "authentication_error", "invalid x-api-key" },
  { "anthropic overloaded", 529, "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
    "overloaded", "overloaded_error", "Overloaded" },
  { "openai", 404, "{'error':{'message':'The model x does not exist','type':'invalid_request_error','param':null,"
    "'code':'model_not_found'}}", "model-not-found", "model_not_found", "The model x does not exist" },
  { "openai too long", 400, "{'error':{'message':'Too much','type':'invalid_request_error',"
    "'code':'context_length_exceeded'}}", "context-too-long", "context_length_exceeded", "Too much" },
  { "a failure of theirs that is none", 401, "{'error':{'message':'No','type':'api_error'}}",
    "bad-key", "api_error", "No" },
  { "cohere too long", 400, "{'error_type':'TOO_MANY_TOKENS','id':'x','message':'too many tokens'}",
    "context-too-long", "TOO_MANY_TOKENS", "too many tokens" },
  { "ollama too long", 400, "{'error':{'message':'prompt too long; by 5 tokens','type':'invalid_request_error'}}",
    "context-too-long", "invalid_request_error", "prompt too long; by 5 tokens" },
  { "openai spent", 429, "{'error':{'message':'Pay','type':'insufficient_quota','code':'insufficient_quota'}}",
    "no-credit", "insufficient_quota", "Pay" },
  { "the type may say more than the code", 400, "{'error':{'message':'No','type':'authentication_error',"
    "'code':'invalid_request_error'}}", "bad-key", "authentication_error", "No" },
  { "a code that is a number", 402, "{'error':{'code':402,'message':'More credits'}}",
    "no-credit", "402", "More credits" },
  { "a status beside a number", 400, "{'error':{'code':400,'message':'Bad','status':'INVALID_ARGUMENT'}}",
    "bad-request", "INVALID_ARGUMENT", "Bad" },
  { "gemini key", 400, "{'error':{'code':400,'message':'Sorry','status':'INVALID_ARGUMENT',"
    "'details':[{'@type':'x','reason':'API_KEY_INVALID'}]}}", "bad-key", "INVALID_ARGUMENT", "Sorry" },
  { "gemini by the other route", 404, "[{'error':{'code':404,'message':'No model','status':'NOT_FOUND'}}]",
    "model-not-found", "NOT_FOUND", "No model" },
  { "gemini quota that fills again", 429, "{'error':{'code':429,'message':'You exceeded your current quota, please "
    "check your plan and billing details.','status':'RESOURCE_EXHAUSTED','details':[{'retryDelay':'48s'}]}}",
    "rate-limited", "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing "
    "details." },
  { "xai key", 400, "{'code':'invalid-argument','error':'Incorrect API key provided'}",
    "bad-key", "invalid-argument", "Incorrect API key provided" },
  { "ollama", 404, "{'error':'model `x` not found'}", "model-not-found", NULL, "model 'x' not found" },
  { "flat", 429, "{'message':'Slow','type':'too_many_requests_error','param':'quota',"
    "'code':'request_quota_exceeded'}",
    "rate-limited", "request_quota_exceeded", "Slow" },
  { "aws", 400, "{'Message':'No'}", "bad-request", NULL, "No" },
  { "detail", 401, "{'detail':'Invalid API Key'}", "bad-key", NULL, "Invalid API Key" },
  { "list of details", 422, "{'detail':[{'loc':['body','messages',0],'msg':'field required','type':'x'},"
    "{'msg':'other'}]}",
    "bad-request", NULL, "body.messages.0: field required; other" },
  { "message with details", 422, "{'object':'error','message':{'detail':[{'loc':['body'],'msg':'bad'}]}}",
    "bad-request", NULL, "body: bad" },
  { "list of errors", 400, "{'errors':[{'message':'first'},{'message':'second'}]}", "bad-request", NULL,
    "first; second" },
  { "minimax", 200, "{'base_resp':{'status_code':1004,'status_msg':'login fail'}}", "bad-key", "1004", "login fail" },
  { "something else", 500, "{'oops':[1]}", "server", NULL, "{\"oops\":[1]}" },
  { "an error object without a sentence", 500, "{'error':{'code':'x'}}", "server", "x", "{\"code\":\"x\"}" },
  { "an empty string", 403, "''", "forbidden", NULL, "Reason Phrase" },
  { "a string", 403, "'No'", "forbidden", NULL, "No" },
  { "an event", 400, "event: error\ndata: {'error':{'message':'Sent as an event'}}\n\n",
    "bad-request", NULL, "Sent as an event" },
  { "text", 503, "  upstream connect error\r\n or reset\t", "overloaded", NULL, "upstream connect error or reset" },
  { "broken json", 500, "{'error':", "server", NULL, "{\"error\":" },
  { "empty", 502, "", "server", NULL, "Reason Phrase" },
  { "empty object", 500, "{}", "server", NULL, "Reason Phrase" },
  { "page", 404, "<!DOCTYPE html><html><head><TITLE>Not\nhere </TITLE></head><body>x</body></html>",
    "bad-address", NULL,
    "The address answered with a web page instead of an answer for programs: Not here" },
  { "page of a gateway", 502, "\n<html><body>no title</body></html>", "server", NULL,
    "The address answered with a web page instead of an answer for programs" },
  { "page without failure", 200, "<html></html>", "bad-address", NULL,
    "The address answered with a web page instead of an answer for programs" },
  { "text with markup", 500, "<Error><style>b{}</style><Code>x</Code> failed</Error>", "server", NULL, "x failed" },
  { "no such path", 404, "404 page not found\n", "bad-address", NULL, "404 page not found" },
  { "no such path, told politely", 404, "{'detail':'Not Found'}", "bad-address", NULL, "Not Found" },
  { "a key is not repeated", 401, "{'error':{'message':'Bad key sk-proj-abcdefghijkl1234'}}", "bad-key", NULL,
    "Bad key [key]" },
};

static GBytes *
make_body (const char *text)
{
  char *body = g_strdelimit (g_strdelimit (g_strdup (text), "'", '"'), "`", '\'');

  return g_bytes_new_take (body, strlen (body));
}

static void
test_bodies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) body = make_body (cases[i].body);
      g_autoptr(GError) error =
        confab_dialect_decode_error (&dialect, cases[i].status, "Reason Phrase", NULL, "application/json", body);

      g_test_message ("%s", cases[i].name);
      g_assert_true (error->domain == CONFAB_PROVIDER_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpstr (confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, error->code), ==, cases[i].nick);
      g_assert_cmpstr (confab_provider_error_get_provider_code (error), ==, cases[i].code);
      g_assert_cmpuint (confab_provider_error_get_http_status (error), ==, cases[i].status);
    }
}

static void
test_nothing (void)
{
  static const char *const no_headers[] = { NULL };
  g_autoptr(GError) bare = confab_dialect_decode_error (&dialect, 503, NULL, NULL, NULL, NULL);
  g_autoptr(GError) blank = confab_dialect_decode_error (&dialect, 401, "  ", no_headers, "", NULL);

  g_assert_cmpstr (bare->message, ==, "HTTP status 503");
  g_assert_error (bare, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OVERLOADED);
  g_assert_cmpint (confab_provider_error_get_retry_after_ms (bare), ==, -1);
  g_assert_cmpstr (blank->message, ==, "HTTP status 401");
}

static void
test_odd_bytes (void)
{
  static const char bytes[] = "caf\xe9\0hidden";
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *long_text = g_strnfill (1000000, 'x');
  g_autoptr(GBytes) broken = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr(GBytes) deep = g_bytes_new (brackets, strlen (brackets));
  g_autoptr(GBytes) endless = g_bytes_new (long_text, strlen (long_text));
  g_autoptr(GError) broken_error = confab_dialect_decode_error (&dialect, 500, NULL, NULL, NULL, broken);
  g_autoptr(GError) deep_error = confab_dialect_decode_error (&dialect, 500, NULL, NULL, NULL, deep);
  g_autoptr(GError) endless_error = confab_dialect_decode_error (&dialect, 500, NULL, NULL, NULL, endless);

  g_assert_cmpstr (broken_error->message, ==, "caf\xef\xbf\xbd");
  g_assert_cmpuint (strlen (deep_error->message), <, 400);
  g_assert_cmpuint (strlen (endless_error->message), <, 400);
}

static void
test_waits (void)
{
  static const struct
  {
    const char *name;
    guint       status;
    const char *headers[9];
    const char *body;
    gint64      wait_ms;  /* up to half a second less where a clock is in play */
  } waits[] = {
    { "google", 429, { NULL }, "{'error':{'message':'x','details':[{'@type':'y'},{'retryDelay':'7s'}]}}", 7000 },
    { "the header counts most", 429, { "Retry-After", "2" }, "{'error':{'details':[{'retryDelay':'7s'}]}}", 2000 },
    { "milliseconds", 429, { "Retry-After", "2", "retry-after-ms", "1500" }, "", 1500 },
    { "no milliseconds", 429, { "Retry-After", "1", "retry-after-ms", "0" }, "", 1000 },
    { "in the sentence", 429, { NULL }, "{'error':{'message':'Limit reached. Please try again in 6m0.5s. More.'}}",
      360500 },
    { "in a member", 503, { NULL }, "{'error':{'message':'x','retry_after':1.5}}", 1500 },
    { "a quota of the day", 429, { NULL }, "{'error':{'message':'Please retry in 5s.','details':[{'retryDelay':'5s'},"
      "{'violations':[{'quotaId':'RequestsPerDay-FreeTier'}]}]}}", -1 },
    { "what is used up", 429, { "x-ratelimit-remaining-requests", "9", "x-ratelimit-reset-requests", "1s",
                                "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "1m30s" }, "", 90000 },
    { "what is used up is another matter", 500, { "x-ratelimit-remaining", "0", "x-ratelimit-reset", "9" }, "", -1 },
    { "headers in the body", 429, { NULL }, "{'error':{'message':'Rate limit exceeded','code':429,'metadata':{'headers':"
      "{'X-RateLimit-Limit':'20','X-RateLimit-Remaining':'0','X-RateLimit-Reset':'60'}}}}", 60000 },
    { "nothing", 429, { "Retry-After", "soon" }, "{'error':{'message':'Slow down'}}", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr(GBytes) body = make_body (waits[i].body);
      g_autoptr(GError) error =
        confab_dialect_decode_error (&dialect, waits[i].status, NULL, waits[i].headers, NULL, body);
      const gint64 wait_ms = confab_provider_error_get_retry_after_ms (error);

      g_test_message ("%s", waits[i].name);
      g_assert_cmpint (wait_ms, <=, waits[i].wait_ms);
      g_assert_cmpint (wait_ms, >=, waits[i].wait_ms - (waits[i].wait_ms > 0 ? 500 : 0));
    }
}

static void
test_error_type_header (void)
{
  static const char *const headers[] = { "x-amzn-RequestId", "1", "X-Amzn-ErrorType", "Forbidden:http://x/", NULL };
  g_autoptr(GBytes) body = make_body ("{'message':'Not for you'}");
  g_autoptr(GError) error = confab_dialect_decode_error (&dialect, 400, NULL, headers, NULL, body);

  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_FORBIDDEN);
  g_assert_cmpstr (confab_provider_error_get_provider_code (error), ==, "Forbidden");
}

static char **
dup_headers (JsonObject *object)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    g_strv_builder_add_many (builder, (const char *) l->data, confab_json_get_string (object, l->data), NULL);

  return g_strv_builder_end (builder);
}

static void
check_recorded (const char *folder,
                const char *name)
{
  const gsize stem_length = strlen (name) - strlen (".meta.json");
  g_autofree char *stem = g_strndup (name, stem_length);
  g_autofree char *meta_path = g_build_filename (folder, name, NULL);
  g_autofree char *json_path = g_strdup_printf ("%s/%s.body.json", folder, stem);
  g_autofree char *text_path = g_strdup_printf ("%s/%s.body.txt", folder, stem);
  g_autofree char *meta_text = NULL;
  g_autofree char *body_text = NULL;
  g_autofree char *expected = NULL;
  g_auto(GStrv) list = NULL;
  g_autoptr(JsonNode) meta = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) decoded = NULL;
  JsonObject *object, *headers;
  gsize length;

  g_test_message ("%s", stem);
  g_file_get_contents (meta_path, &meta_text, &length, &error);
  g_assert_no_error (error);
  meta = confab_json_parse (meta_text, length, &error);
  g_assert_no_error (error);
  g_file_get_contents (g_file_test (json_path, G_FILE_TEST_EXISTS) ? json_path : text_path,
                       &body_text, &length, &error);
  g_assert_no_error (error);

  object = json_node_get_object (meta);
  headers = confab_json_get_object (object, "headers");
  body = g_bytes_new (body_text, length);
  list = dup_headers (headers);
  decoded = confab_dialect_decode_error (&dialect, confab_json_get_int (object, "http_status", 0), NULL,
                                         (const char *const *) list,
                                         confab_json_get_string (headers, "content-type"), body);

  /* Keys that a provider echoes are taken out on the way, and a cause may be told behind. */
  expected = confab_provider_error_redact (
    confab_json_get_string (confab_json_get_object (object, "expected"), "message"));
  if (!g_str_has_prefix (decoded->message, expected))
    g_assert_cmpstr (decoded->message, ==, expected);
  g_assert_cmpint (decoded->code, !=, CONFAB_PROVIDER_ERROR_OTHER);
  g_test_message ("  %s, %s, %" G_GINT64_FORMAT " ms: %s",
                  confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, decoded->code),
                  confab_provider_error_get_provider_code (decoded),
                  confab_provider_error_get_retry_after_ms (decoded), decoded->message);
}

/* A folder of recordings may be at hand; it is no part of the project. */
static void
test_recorded (void)
{
  const char *corpus = g_getenv ("CONFAB_STREAM_CORPUS");
  g_autofree char *folder = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  guint n_checked = 0;

  if (corpus == NULL)
    {
      g_test_skip ("CONFAB_STREAM_CORPUS is not set");
      return;
    }

  folder = g_build_filename (corpus, "errors", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".meta.json"))
      {
        check_recorded (folder, name);
        n_checked++;
      }

  g_test_message ("%u bodies", n_checked);
  g_assert_cmpuint (n_checked, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/error-body/bodies", test_bodies);
  g_test_add_func ("/wire/error-body/nothing", test_nothing);
  g_test_add_func ("/wire/error-body/odd-bytes", test_odd_bytes);
  g_test_add_func ("/wire/error-body/waits", test_waits);
  g_test_add_func ("/wire/error-body/error-type-header", test_error_type_header);
  g_test_add_func ("/wire/error-body/recorded", test_recorded);

  return g_test_run ();
}
