/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-chat-private.h"
#include "confab-title.h"
#include "engine-fixture.h"

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  fixture->context = engine_load ();
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
  confab_context_set_names_conversations (fixture->context, TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->context != NULL)
    engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

static ConfabChat *
begin (Fixture    *fixture,
       const char *text)
{
  ConfabChat *chat = confab_conversation_list_new_chat (confab_context_get_conversations (fixture->context));
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_chat_send (chat, text, &error));
  g_assert_no_error (error);

  return chat;
}

static const char *
wait_for_title (ConfabChat *chat)
{
  while (confab_chat_is_working (chat))
    g_main_context_iteration (NULL, TRUE);

  return confab_conversation_get_title (confab_chat_get_conversation (chat));
}

static guint
n_asked (Fixture *fixture)
{
  return confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages");
}

static void
test_named (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "How is it baked? [[say **“Bread with rye.”**]]");
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const ConfabConversationUsage *title;
  ConfabConversationUsage usage;
  const char *body;

  g_assert_cmpstr (wait_for_title (chat), ==, "Bread with rye");
  g_assert_cmpuint (n_asked (fixture), ==, 2);
  body = confab_test_peer_get_last_request_body (fixture->peer);
  g_assert_nonnull (strstr (body, "Question:"));
  g_assert_nonnull (strstr (body, "How is it baked?"));

  /* What was asked for the name is no part of the conversation. */
  g_assert_cmpuint (g_list_model_get_n_items (confab_chat_get_messages (chat)), ==, 2);
  confab_history_load_messages_async (confab_context_get_history (fixture->context),
                                      confab_conversation_get_id (confab_chat_get_conversation (chat)),
                                      NULL, await_cb, &result);
  stored = confab_history_load_messages_finish (confab_context_get_history (fixture->context), await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 2);

  /* It was paid for, and that is told apart from what was said. */
  title = confab_chat_get_title_usage (chat);
  g_assert_nonnull (title);
  g_assert_cmpint (title->input, >, 0);
  g_assert_cmpint (title->output, >, 0);
  g_assert_cmpfloat (title->estimated_usd, >, 0);
  confab_chat_get_usage (chat, &usage);
  g_assert_cmpuint (usage.n_replies, ==, 1);

  /* Once is enough. */
  g_assert_true (confab_chat_send (chat, "And [[say then?]]", &error));
  g_assert_cmpstr (wait_for_title (chat), ==, "Bread with rye");
  g_assert_cmpuint (n_asked (fixture), ==, 3);
  g_assert_cmpuint (title->n_replies, ==, 1);
}

static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;

  confab_context_set_names_conversations (fixture->context, FALSE);
  chat = begin (fixture, "What now? [[say Something else]]");
  g_assert_cmpstr (wait_for_title (chat), ==, "What now? [[say Something else]]");
  g_assert_cmpuint (n_asked (fixture), ==, 1);
  g_assert_null (confab_chat_get_title_usage (chat));
}

/* A name that the person gave stays, given before the model was asked or while it thinks. */
static void
test_renamed (Fixture       *fixture,
              gconstpointer  data)
{
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabChat) chat = begin (fixture, "[[gate]] some words");
  g_autoptr(ConfabChat) other = NULL;

  while (confab_test_peer_get_n_waiting (fixture->peer) < 1)
    g_main_context_iteration (NULL, TRUE);
  confab_conversation_list_rename (list, confab_chat_get_conversation (chat), "My own");
  confab_test_peer_release (fixture->peer);
  g_assert_cmpstr (wait_for_title (chat), ==, "My own");
  g_assert_cmpuint (n_asked (fixture), ==, 1);

  other = begin (fixture, "Second [[say reply]]");
  while (confab_chat_get_busy (other))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (confab_chat_is_working (other));
  confab_conversation_list_rename (list, confab_chat_get_conversation (other), "Mine, too");
  g_assert_cmpstr (wait_for_title (other), ==, "Mine, too");
  g_assert_cmpuint (n_asked (fixture), ==, 3);
}

/* Where no name comes, the conversation keeps the one it began with and nothing is said of it. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "[[gate]] some words");

  while (confab_test_peer_get_n_waiting (fixture->peer) < 1)
    g_main_context_iteration (NULL, TRUE);
  confab_test_peer_push_status (fixture->peer, 500);
  confab_test_peer_release (fixture->peer);
  g_assert_cmpstr (wait_for_title (chat), ==, "[[gate]] some words");
  g_assert_cmpuint (n_asked (fixture), ==, 2);
  g_assert_null (confab_chat_get_error (chat));
}

/* Whoever writes an essay is not heard to its end. */
static void
test_talkative (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "Tell [[long 100000]]");

  g_assert_cmpstr (wait_for_title (chat), ==, "Tell [[long 100000]]");
  g_assert_cmpuint (n_asked (fixture), ==, 2);
  g_assert_cmpint (confab_chat_get_title_usage (chat)->input, >, 0);
}

/* The one that is chosen for it names, and nobody in its place. */
static void
test_model (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabChat) other = NULL;

  confab_context_set_title_model (fixture->context, "anthropic:claude-haiku-small");
  chat = begin (fixture, "Question [[say Named]]");
  g_assert_cmpstr (wait_for_title (chat), ==, "Named");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"claude-haiku-small\""));

  confab_context_set_title_model (fixture->context, "nobody:some-model");
  other = begin (fixture, "Another [[say Unnamed]]");
  g_assert_cmpstr (wait_for_title (other), ==, "Another [[say Unnamed]]");
  g_assert_cmpuint (n_asked (fixture), ==, 3);
}

/* The program can be closed while a name is on its way. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "Question [[say reply]]");

  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (confab_chat_is_working (chat));
  engine_close (g_steal_pointer (&fixture->context));
  g_assert_false (confab_chat_is_working (chat));
  g_assert_cmpstr (wait_for_title (chat), ==, "Question [[say reply]]");
}

static void
test_from_answer (void)
{
  static const struct
  {
    const char *answer;
    const char *title;
  } cases[] = {
    { "Bread with rye", "Bread with rye" },
    { "\n\n  Bread\twith rye \r\nIt is about bread.", "Bread with rye" },
    { "# Bread", "Bread" },
    { "**Bread**", "Bread" },
    { "\"Bread\"", "Bread" },
    { "„Brot mit Roggen“", "Brot mit Roggen" },
    { "« Pain de seigle »", "Pain de seigle" },
    { "「ライ麦パン」", "ライ麦パン" },
    { "Bread.", "Bread" },
    { "And then...", "And then..." },
    { "# C# and F#", "C# and F#" },
    { "خبز \xe2\x80\x8fالجاودار", "خبز الجاودار" },
    { "a\x01" "b", "ab" },
    { "می\u200cخواهم", "می\u200cخواهم" },
    { "\U0001f469\u200d\U0001f33e Rye", "\U0001f469\u200d\U0001f33e Rye" },
    { "\u200d\u200c\u00a0", NULL },
    { "", NULL },
    { " \n***\n\"\"\n", NULL },
    { ".", "." },
    { "A very long title that goes on and on although it was asked for a few words only",
      "A very long title that goes on and on although it was…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = confab_title_from_answer (cases[i].answer);

      g_assert_cmpstr (title, ==, cases[i].title);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/chat-title/from-answer", test_from_answer);
  g_test_add ("/engine/chat-title/named", Fixture, NULL, set_up, test_named, tear_down);
  g_test_add ("/engine/chat-title/off", Fixture, NULL, set_up, test_off, tear_down);
  g_test_add ("/engine/chat-title/renamed", Fixture, NULL, set_up, test_renamed, tear_down);
  g_test_add ("/engine/chat-title/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/engine/chat-title/talkative", Fixture, NULL, set_up, test_talkative, tear_down);
  g_test_add ("/engine/chat-title/model", Fixture, NULL, set_up, test_model, tear_down);
  g_test_add ("/engine/chat-title/closed", Fixture, NULL, set_up, test_closed, tear_down);

  return g_test_run ();
}
