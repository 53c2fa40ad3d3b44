/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-test-peer.h"

#include <libsoup/soup.h>
#include <string.h>

/* What one request brought. */
typedef struct
{
  guint   status;
  char   *text;  /* owned */
  GError *error; /* owned */
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->text, g_free);
  g_clear_error (&answer->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
result_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static SoupMessage *
new_message (ConfabTestPeer *peer,
             const char     *method,
             const char     *path,
             const char     *key_header,
             const char     *body)
{
  g_autofree char *uri = g_strconcat (confab_test_peer_get_uri (peer), path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (g_strcmp0 (key_header, "Authorization") == 0)
    soup_message_headers_append (headers, key_header, "Bearer " CONFAB_TEST_PEER_KEY);
  else if (key_header != NULL)
    soup_message_headers_append (headers, key_header, CONFAB_TEST_PEER_KEY);
  if (g_strcmp0 (key_header, "x-api-key") == 0)
    soup_message_headers_append (headers, "anthropic-version", "2023-06-01");

  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  return message;
}

static SoupSession *
new_session (void)
{
  SoupSession *session = soup_session_new ();

  soup_session_set_proxy_resolver (session, NULL);

  return session;
}

static Answer
ask (ConfabTestPeer *peer,
     const char     *method,
     const char     *path,
     const char     *key_header,
     const char     *body)
{
  g_autoptr(SoupSession) session = new_session ();
  g_autoptr(SoupMessage) message = new_message (peer, method, path, key_header, body);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  Answer answer = { 0 };

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  bytes = soup_session_send_and_read_finish (session, result, &answer.error);
  answer.status = soup_message_get_status (message);
  if (bytes != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size);

      /* Binary lengths would end the text. */
      answer.text = g_malloc0 (size + 1);
      for (gsize i = 0; i < size; i++)
        answer.text[i] = data[i] != '\0' ? data[i] : ' ';
    }

  return answer;
}

static const struct
{
  const char *dialect;
  const char *path;
  const char *key_header;
  const char *body;     /* with one %s for the prompt */
  const char *end;      /* what a complete reply has */
  const char *list;
  guint       bad_key;
} dialects[] = {
  { "anthropic", "/v1/messages", "x-api-key",
    "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}",
    "\"message_stop\"", "/v1/models", 401 },
  { "openai", "/v1/chat/completions", "Authorization",
    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}",
    "\"finish_reason\":\"stop\"", "/v1/models", 401 },
  { "gemini", "/v1beta/models/m:streamGenerateContent?alt=sse", "x-goog-api-key",
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}",
    "\"finishReason\":\"STOP\"", "/v1beta/models", 403 },
  { "ollama", "/api/chat", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}",
    "\"done\":true", "/api/tags", 0 },
  { "openai-responses", "/v1/responses", "Authorization",
    "{\"model\":\"m\",\"stream\":true,\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"%s\"}]}]}",
    "\"response.completed\"", "/v1/models", 401 },
  { "bedrock-converse", "/model/m%3A0/converse-stream", "Authorization",
    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"%s\"}]}]}",
    "messageStop", "/foundation-models", 403 },
  { "cohere-v2", "/v2/chat", "Authorization",
    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}",
    "\"COMPLETE\"", "/v1/models?endpoint=chat", 401 },
  { "gemini, in an array", "/v1beta/models/m:streamGenerateContent", "x-goog-api-key",
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}",
    "\"finishReason\":\"STOP\"", "/v1beta/models", 403 },
};

static char *
dup_body (guint       dialect,
          const char *prompt)
{
  g_auto(GStrv) parts = g_strsplit (dialects[dialect].body, "%s", 2);

  return g_strjoinv (prompt, parts);
}

static Answer
chat (ConfabTestPeer *peer,
      guint           dialect,
      const char     *prompt)
{
  g_autofree char *body = dup_body (dialect, prompt);

  return ask (peer, "POST", dialects[dialect].path, dialects[dialect].key_header, body);
}

static void
test_replies (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_auto(Answer) plain = chat (peer, i, "Why here?");
      g_auto(Answer) unfinished = chat (peer, i, "Why here? [[nodone]]");
      g_auto(Answer) code = chat (peer, i, "[[code]] [[think]]");
      g_auto(Answer) failed = chat (peer, i, "[[error-in-stream]]");

      g_test_message ("%s", dialects[i].dialect);
      g_assert_no_error (plain.error);
      g_assert_cmpuint (plain.status, ==, 200);
      g_assert_nonnull (strstr (plain.text, "Why here?"));
      g_assert_nonnull (strstr (plain.text, dialects[i].end));
      g_assert_no_error (unfinished.error);
      g_assert_null (strstr (unfinished.text, dialects[i].end));
      g_assert_nonnull (strstr (code.text, "Reading a file"));
      g_assert_nonnull (strstr (code.text, "I will quote"));
      g_assert_no_error (failed.error);
      g_assert_true (strstr (failed.text, "\"error\"") != NULL || strstr (failed.text, "Exception") != NULL);
      g_assert_null (strstr (failed.text, dialects[i].end));
    }
}

static void
test_tools (void)
{
  static const char * const with_results[] = {
    "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[[tool]][[say No]]\"},"
    "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}]},"
    "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"noon\"}]}]}",
    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[[tool]][[say No]]\"},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
    "{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"noon\"}]}",
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"[[tool]][[say No]]\"}]},"
    "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{}}}]},"
    "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"noon\"}}}]}]}",
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"[[tool]][[say No]]\"},"
    "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{}}}]},"
    "{\"role\":\"tool\",\"tool_name\":\"f\",\"content\":\"noon\"}]}",
    "{\"model\":\"m\",\"stream\":true,\"input\":[{\"role\":\"user\",\"content\":\"[[tool]][[say No]]\"},"
    "{\"type\":\"function_call\",\"call_id\":\"t1\",\"name\":\"f\",\"arguments\":\"{}\"},"
    "{\"type\":\"function_call_output\",\"call_id\":\"t1\",\"output\":\"noon\"}]}",
    "{\"toolConfig\":{\"tools\":[]},\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"[[tool]][[say No]]\"}]},"
    "{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"f\",\"input\":{}}}]},"
    "{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"t1\",\"content\":[{\"text\":\"noon\"}]}}]}]}",
    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[[tool]][[say No]]\"},"
    "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
    "{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"noon\"}]}",
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"[[tool]][[say No]]\"}]},"
    "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{}}}]},"
    "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"noon\"}}}]}]}",
  };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_auto(Answer) call = chat (peer, i, "[[tool]]");
      g_auto(Answer) result = ask (peer, "POST", dialects[i].path, dialects[i].key_header,
                                   with_results[i]);

      g_test_message ("%s", dialects[i].dialect);
      g_assert_nonnull (strstr (call.text, "get_time"));
      g_assert_cmpuint (result.status, ==, 200);
      g_assert_nonnull (strstr (result.text, "The tool answere"));
      g_assert_null (strstr (result.text, "get_time"));
    }
}

static void
test_refuses (void)
{
  static const struct { guint dialect; const char *body, *says; } cases[] = {
    { 0, "{", "not a JSON object" },
    { 0, "{\"max_tokens\":1,\"messages\":[]}", "model: Field required" },
    { 0, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "max_tokens" },
    { 0, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}", "at least one message" },
    { 0, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}", "first message" },
    { 0, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}", "role" },
    { 0, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
      "{\"role\":\"user\",\"content\":\"y\"}]}", "alternate" },
    { 0, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":"
      "[{\"type\":\"text\",\"text\":\" \"}]}]}", "non-empty" },
    { 0, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":"
      "[{\"type\":\"tool_result\",\"tool_use_id\":\"t9\",\"content\":\"x\"}]}]}", "unexpected" },
    { 0, "{\"model\":\"m\",\"max_tokens\":2000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},"
      "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "greater than" },
    { 1, "{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}", "role" },
    { 1, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":null}]}", "got null" },
    { 1, "{\"model\":\"m\",\"stream_options\":{},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "stream_options" },
    { 1, "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"x\"}]}", "preceding" },
    { 2, "{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"x\"}]}]}", "valid role" },
    { 2, "{\"contents\":[{\"role\":\"user\",\"parts\":[]}]}", "must not be empty" },
    { 2, "{\"contents\":[{\"role\":\"user\",\"parts\":[{}]}]}", "oneof" },
    { 3, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[]}]}", "type string" },
    { 4, "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}", "content[0].type" },
    { 4, "{\"model\":\"m\",\"messages\":[]}", "Unknown parameter" },
    { 4, "{\"model\":\"m\",\"max_output_tokens\":1,\"input\":[{\"role\":\"user\",\"content\":\"x\"}]}", "below minimum" },
    { 4, "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"input\":[{\"role\":\"user\","
      "\"content\":\"x\"}]}", "tools[0].name" },
    { 4, "{\"model\":\"m\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"t\",\"output\":\"x\"}]}", "No tool call" },
    { 4, "{\"model\":\"m\",\"input\":[{\"type\":\"function_call\",\"call_id\":\"t\",\"name\":\"f\",\"arguments\":\"{}\"},"
      "{\"role\":\"user\",\"content\":\"x\"}]}", "No tool output" },
    { 4, "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1_0\",\"summary\":[]},"
      "{\"role\":\"user\",\"content\":\"x\"}]}", "not persisted" },
    { 4, "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1_0\",\"encrypted_content\":\"e\"},"
      "{\"role\":\"user\",\"content\":\"x\"}]}", "without its required following item" },
    { 4, "{\"model\":\"m\",\"input\":[{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"msg_1_1_of_rs_1_0\",\"content\":[]},"
      "{\"role\":\"user\",\"content\":\"x\"}]}", "without its required 'reasoning' item" },
    { 5, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}", "Unexpected field" },
    { 5, "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "is empty" },
    { 5, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"\"}]}]}", "blank" },
    { 5, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}", "union" },
    { 5, "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"text\":\"x\"}]}]}", "start with a user" },
    { 5, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]},{\"role\":\"user\",\"content\":"
      "[{\"text\":\"y\"}]}]}", "alternate" },
    { 5, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]},{\"role\":\"assistant\",\"content\":"
      "[{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\",\"input\":{}}}]}]}", "toolConfig" },
    { 5, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"t\",\"content\":[]}}]}]}",
      "exceeds" },
    { 6, "{\"model\":\"m\",\"stream_options\":{},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "stream_options" },
    { 6, "{\"model\":\"m\",\"tool_choice\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "tool_choice" },
    { 6, "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\"}]}", "tool_calls is needed" },
    { 3, "{\"model\":\"m\",\"think\":\"hard\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "think value" },
  };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint dialect = cases[i].dialect;
      g_auto(Answer) answer = ask (peer, "POST", dialects[dialect].path,
                                   dialects[dialect].key_header, cases[i].body);

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (answer.status, ==, 400);
      g_assert_nonnull (strstr (answer.text, cases[i].says));
    }
}

static void
test_keys (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autofree char *body = dup_body (i, "x");
      g_auto(Answer) none = ask (peer, "POST", dialects[i].path, NULL, body);
      g_auto(Answer) list = ask (peer, "GET", dialects[i].list, dialects[i].key_header, NULL);

      g_assert_cmpuint (none.status, ==, dialects[i].bad_key != 0 ? dialects[i].bad_key : 200);
      g_assert_cmpuint (list.status, ==, 200);
      g_assert_nonnull (strstr (list.text, "peer-small"));
    }

  confab_test_peer_set_key (peer, "another");
  {
    g_auto(Answer) wrong = chat (peer, 2, "x");
    g_autofree char *log = confab_test_peer_dup_log (peer);

    g_assert_cmpuint (wrong.status, ==, 400);
    g_assert_nonnull (strstr (wrong.text, "API_KEY_INVALID"));
    g_assert_cmpstr (confab_test_peer_get_last_request_header (peer, "X-Goog-Api-Key"), ==,
                     CONFAB_TEST_PEER_KEY);
    g_assert_nonnull (strstr (log, "x-goog-api-key"));
    g_assert_null (strstr (log, CONFAB_TEST_PEER_KEY));
  }
}

static void
test_lists_in_pages (void)
{
  static const char * const models[] = { "a", "b", "c", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();

  confab_test_peer_set_models (peer, models);
  confab_test_peer_set_page_size (peer, 2);
  {
    g_auto(Answer) first = ask (peer, "GET", "/v1/models?limit=1000", "x-api-key", NULL);
    g_auto(Answer) second = ask (peer, "GET", "/v1/models?limit=1000&after_id=b", "x-api-key", NULL);

    g_assert_nonnull (strstr (first.text, "\"has_more\":true"));
    g_assert_nonnull (strstr (first.text, "\"last_id\":\"b\""));
    g_assert_nonnull (strstr (second.text, "\"has_more\":false"));
    g_assert_nonnull (strstr (second.text, "\"first_id\":\"c\""));
  }
  {
    g_auto(Answer) first = ask (peer, "GET", "/v1beta/models", "x-goog-api-key", NULL);
    g_auto(Answer) second = ask (peer, "GET", "/v1beta/models?pageToken=b", "x-goog-api-key", NULL);

    g_assert_nonnull (strstr (first.text, "\"nextPageToken\":\"b\""));
    g_assert_null (strstr (second.text, "nextPageToken"));
    g_assert_nonnull (strstr (second.text, "models/c"));
  }
}

static void
test_fails_as_told (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_auto(Answer) limited = chat (peer, 0, "[[status 429 retry-after 30]]");
  g_auto(Answer) first = { 0 };
  g_auto(Answer) second = { 0 };
  g_auto(Answer) third = { 0 };
  g_auto(Answer) cut = chat (peer, 1, "[[cut]]");
  g_auto(Answer) garbage = chat (peer, 1, "[[garbage]]");
  g_auto(Answer) configured = { 0 };

  g_assert_cmpuint (limited.status, ==, 429);
  g_assert_nonnull (strstr (limited.text, "rate_limit_error"));

  configured = ask (peer, "POST", "/peer/config", NULL, "{\"statuses\":[503,0],\"version\":\"1.0\"}");
  g_assert_cmpuint (configured.status, ==, 200);
  first = chat (peer, 1, "x");
  second = chat (peer, 1, "x");
  third = chat (peer, 1, "x");
  g_assert_cmpuint (first.status, ==, 503);
  g_assert_cmpuint (second.status, ==, 200);
  g_assert_cmpuint (third.status, ==, 200);

  /* Newer versions of the library tell that something is missing. */
  if (cut.error != NULL)
    g_assert_error (cut.error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  else
    g_assert_null (strstr (cut.text, "finish_reason\":\"stop"));
  g_assert_nonnull (garbage.error);
}

/* The same question fails, and is answered when it is asked again. */
static void
test_directives (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_auto(Answer) set = ask (peer, "POST", "/peer/config", NULL, "{\"directives\":\"[[status 529]]\"}");
  g_auto(Answer) first = chat (peer, 1, "x");
  g_auto(Answer) unset = ask (peer, "POST", "/peer/config", NULL, "{\"directives\":null}");
  g_auto(Answer) second = chat (peer, 1, "x");

  g_assert_cmpuint (set.status, ==, 200);
  g_assert_cmpuint (first.status, ==, 529);
  g_assert_cmpuint (unset.status, ==, 200);
  g_assert_cmpuint (second.status, ==, 200);
}

static gboolean
is_done (Answer     *answer,
         const char *text)
{
  return answer->text != NULL && strstr (answer->text, text) != NULL;
}

/* Half of the reply is there before the gate opens, and the rest after it. */
static void
test_gate (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(SoupSession) session = new_session ();
  g_autofree char *body = dup_body (1, "[[gate]]first half, second half, and the tail of it all");
  g_autoptr(SoupMessage) message = new_message (peer, "POST", dialects[1].path, "Authorization", body);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_auto(Answer) released = { 0 };
  g_auto(Answer) again = { 0 };
  gboolean is_open = FALSE;

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  stream = soup_session_send_finish (session, result, &error);
  g_assert_no_error (error);
  while (confab_test_peer_get_n_waiting (peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  for (;;)
    {
      g_autoptr(GAsyncResult) read = NULL;
      g_autoptr(GBytes) bytes = NULL;

      g_input_stream_read_bytes_async (stream, 4096, G_PRIORITY_DEFAULT, NULL, result_cb, &read);
      while (read == NULL)
        g_main_context_iteration (NULL, TRUE);
      bytes = g_input_stream_read_bytes_finish (stream, read, &error);
      g_assert_no_error (error);
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_true (is_open || strstr (text->str, "[DONE]") == NULL);

      if (!is_open && strstr (text->str, "first half") != NULL)
        {
          released = ask (peer, "POST", "/peer/release", NULL, "");
          is_open = TRUE;
        }
    }

  g_assert_true (is_done (&released, "\"released\":1"));
  g_assert_nonnull (strstr (text->str, "[DONE]"));
  again = ask (peer, "POST", "/peer/release", NULL, "");
  g_assert_true (is_done (&again, "\"released\":0"));
  g_assert_cmpuint (confab_test_peer_get_n_open (peer), ==, 0);
  g_assert_cmpuint (confab_test_peer_get_n_gone (peer), ==, 0);
}

/* A client that leaves is noticed at once, also while the peer has nothing to say. */
static void
test_notices_leaving (void)
{
  static const char * const prompts[] = { "[[hang]]", "[[late]]", "[[silent]]", "[[gate]]x", "[[endless]]" };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr(SoupSession) session = new_session ();
      g_autofree char *body = dup_body (1, prompts[i]);
      g_autoptr(SoupMessage) message = new_message (peer, "POST", dialects[1].path, "Authorization",
                                                    body);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GBytes) bytes = NULL;

      soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, cancellable,
                                        result_cb, &result);
      while (confab_test_peer_get_n_open (peer) == 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (confab_test_peer_get_n_gone (peer), ==, i);
      g_cancellable_cancel (cancellable);
      while (confab_test_peer_get_n_gone (peer) == i)
        g_main_context_iteration (NULL, TRUE);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      bytes = soup_session_send_and_read_finish (session, result, NULL);
      g_assert_null (bytes);
      g_assert_cmpuint (confab_test_peer_get_n_open (peer), ==, 0);
    }

  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, G_N_ELEMENTS (prompts));
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (peer, "/chat/completions"), ==,
                    G_N_ELEMENTS (prompts));
  confab_test_peer_clear_log (peer);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/peer/replies", test_replies);
  g_test_add_func ("/peer/tools", test_tools);
  g_test_add_func ("/peer/refuses", test_refuses);
  g_test_add_func ("/peer/keys", test_keys);
  g_test_add_func ("/peer/lists-in-pages", test_lists_in_pages);
  g_test_add_func ("/peer/fails-as-told", test_fails_as_told);
  g_test_add_func ("/peer/directives", test_directives);
  g_test_add_func ("/peer/gate", test_gate);
  g_test_add_func ("/peer/notices-leaving", test_notices_leaving);

  return g_test_run ();
}
