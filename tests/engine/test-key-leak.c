/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers that tell the key they were given, wherever an answer has room for it: it must not get
 * into an error, a message, an event, a log or a file. */

#include "config.h"

#include <string.h>

#include "confab-chat.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"
#include "raw-server.h"

/* Looks like nothing, so that nothing but the key itself gives it away. */
#define KEY "plainmarkersecretforthistest"

#define HEAD(status, type) "HTTP/1.1 " status "\r\nContent-Type: " type "\r\nConnection: close\r\n\r\n"
#define STREAM HEAD ("200 OK", "text/event-stream")

static const struct { const char *name, *reply; } replies[] = {
  { "sentence",     HEAD ("401 No", "application/json") "{\"error\":{\"message\":\"Bad key " KEY " given\",\"code\":\"x\"}}" },
  { "word",         HEAD ("401 No", "application/json") "{\"error\":{\"message\":\"No\",\"code\":\"no_" KEY "\"}}" },
  { "masked",       HEAD ("401 No", "application/json") "{\"error\":{\"message\":\"Bad key plainmark...thistest\"}}" },
  { "cut",          HEAD ("400 No", "application/json") "{\"detail\":[{\"loc\":[\"" KEY "\"],\"msg\":\"rsecretforthis is bad\"}]}" },
  { "unknown",      HEAD ("500 No", "application/json") "{\"headers\":{\"authorization\":\"Bearer " KEY "\"}}" },
  { "text",         HEAD ("403 No", "text/plain") "Access denied for " KEY },
  { "page",         HEAD ("502 No", "text/html") "<html><title>No entry for " KEY "</title></html>" },
  { "phrase",       "HTTP/1.1 401 Not for " KEY "\r\nContent-Length: 0\r\n\r\n" },
  { "type",         HEAD ("200 OK", "image/" KEY) "x" },
  { "error type",   "HTTP/1.1 400 No\r\nx-amzn-errortype: " KEY ":x\r\nContent-Length: 0\r\n\r\n" },
  { "redirect",     "HTTP/1.1 307 Go\r\nLocation: http://" KEY ".example/" KEY "\r\nContent-Length: 0\r\n\r\n" },
  { "no stream",    STREAM "data: " KEY " is not JSON\n\n" },
  { "no event",     STREAM KEY "\n" },
  { "event",        STREAM "event: error\ndata: {\"error\":{\"type\":\"no_" KEY "\",\"message\":\"Bad " KEY "\"}}\n\n" },
  { "after words",  STREAM "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Words\"}}]}\n\n"
                    "data: {\"error\":{\"message\":\"Bad " KEY "\",\"code\":401}}\n\n" },
  { "limits",       "HTTP/1.1 429 No\r\nRetry-After: " KEY "\r\nx-ratelimit-remaining: " KEY "\r\nContent-Length: 0\r\n\r\n" },
};

typedef struct
{
  RawServer     *server;
  ConfabContext *context;
} Fixture;

static GString *logged;

static GLogWriterOutput
log_cb (GLogLevelFlags   level,
        const GLogField *fields,
        gsize            n_fields,
        gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].length < 0)
      g_string_append_printf (logged, "%s\n", (const char *) fields[i].value);

  return G_LOG_WRITER_HANDLED;
}

static void
assert_clean (const char *where,
              const char *text,
              gsize       length)
{
  for (gsize i = 0; text != NULL && i + strlen ("markersecret") <= length; i++)
    if (memcmp (text + i, "markersecret", strlen ("markersecret")) == 0 ||
        (i + strlen ("rsecretfor") <= length && memcmp (text + i, "rsecretfor", strlen ("rsecretfor")) == 0))
      g_error ("The key is in %s", where);
}

static void
assert_clean_text (const char *where,
                   const char *text)
{
  assert_clean (where, text, text != NULL ? strlen (text) : 0);
  if (text != NULL && strstr (text, "plainmark") != NULL)
    g_error ("A part of the key is in %s: %s", where, text);
}

static void
assert_clean_error (const char   *where,
                    const GError *error)
{
  if (error == NULL)
    return;

  assert_clean_text (where, error->message);
  if (error->domain == CONFAB_PROVIDER_ERROR)
    assert_clean_text (where, confab_provider_error_get_provider_code (error));
}

/* Returns: how many files it looked into */
static guint
assert_clean_folder (const char *path)
{
  guint n_files = 0;
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      n_files += assert_clean_folder (child);
      if (g_file_get_contents (child, &contents, &length, NULL))
        {
          assert_clean (child, contents, length);
          n_files++;
        }
    }

  return n_files;
}

static void
on_event_cb (ConfabTurn        *turn,
             const ConfabEvent *event,
             gpointer           user_data)
{
  assert_clean_error ("an event", event->error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autoptr(GError) error = NULL;

  engine_home_reset ();
  fixture->server = raw_server_new (NULL);
  uri = raw_server_dup_uri (fixture->server, "/v1");
  g_setenv ("CONFAB_OPENAI_BASE_URL", uri, TRUE);
  g_setenv ("OPENAI_API_KEY", KEY, TRUE);
  fixture->context = engine_load ();
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *home = engine_home_build (".");

  engine_close (fixture->context);
  raw_server_free (fixture->server);

  /* By now everything is written. */
  g_assert_cmpuint (assert_clean_folder (home), >, 0);
  assert_clean ("the log", logged->str, logged->len);
}

static void
test_questions (Fixture       *fixture,
                gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "openai");

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr(ConfabTurn) turn = NULL;
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", replies[i].name);
      raw_server_set_reply (fixture->server, replies[i].reply, -1, RAW_SERVER_CLOSE);
      g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Hello"));
      turn = confab_turn_new (fixture->context, provider, "m", NULL, messages);
      g_signal_connect (turn, "event", G_CALLBACK (on_event_cb), NULL);
      confab_turn_run_async (turn, NULL, await_cb, &result);
      g_assert_false (confab_turn_run_finish (turn, await (&result), &error));

      assert_clean_error ("the error", error);
      assert_clean_error ("the message", confab_message_get_error (confab_turn_get_reply (turn)));
      assert_clean_error ("the provider", confab_provider_get_error (provider));
      g_assert_nonnull (strstr (raw_server_get_request (fixture->server), KEY));
    }
}

static void
test_checks (Fixture       *fixture,
             gconstpointer  data)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  ConfabProvider *provider = engine_get_provider (fixture->context, "openai");

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", replies[i].name);
      raw_server_set_reply (fixture->server, replies[i].reply, -1, RAW_SERVER_CLOSE);
      confab_registry_check_async (registry, provider, NULL, await_cb, &result);
      g_assert_false (confab_registry_check_finish (registry, await (&result), &error));
      assert_clean_error ("the error", error);
      assert_clean_error ("the provider", confab_provider_get_error (provider));
    }
}

/* Conversations are kept, with what was said of their failures. */
static void
test_conversations (Fixture       *fixture,
                    gconstpointer  data)
{
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list);
      g_autoptr(ConfabMessage) reply = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", replies[i].name);
      raw_server_set_reply (fixture->server, replies[i].reply, -1, RAW_SERVER_CLOSE);
      confab_chat_set_target (chat, engine_get_provider (fixture->context, "openai"), "m");
      g_assert_true (confab_chat_send (chat, "Hello", &error));
      while (confab_chat_get_busy (chat))
        g_main_context_iteration (NULL, TRUE);
      reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
      g_assert_nonnull (confab_message_get_error (reply));
      assert_clean_error ("the message", confab_message_get_error (reply));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();
  logged = g_string_new (NULL);
  g_log_set_writer_func (log_cb, NULL, NULL);

  g_test_add ("/engine/key-leak/questions", Fixture, NULL, set_up, test_questions, tear_down);
  g_test_add ("/engine/key-leak/checks", Fixture, NULL, set_up, test_checks, tear_down);
  g_test_add ("/engine/key-leak/conversations", Fixture, NULL, set_up, test_conversations, tear_down);

  return g_test_run ();
}
