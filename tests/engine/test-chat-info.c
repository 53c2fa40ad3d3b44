/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "confab-conversation-usage.h"

/* What the program knows is filled in when it is sent, and kept as it was written. */
static void
test_system_prompt (ChatFixture   *fixture,
                    gconstpointer  data)
{
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list);
  g_autoptr(ConfabConversation) stored = NULL;
  g_autoptr(GDateTime) before = g_date_time_new_now_local ();
  g_autoptr(GDateTime) after = NULL;
  g_autofree char *told = NULL;
  g_autofree char *told_later = NULL;
  const char *body;

  confab_chat_set_system_prompt (chat, "Today is {{date}}. You are {{model}} of {{provider}} and like {{topic}}.");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  chat_say (chat, "Hello [[say Hello]]");
  after = g_date_time_new_now_local ();
  body = confab_test_peer_get_last_request_body (fixture->peer);
  told = g_date_time_format (before, "Today is %F. ");
  told_later = g_date_time_format (after, "Today is %F. ");
  g_assert_true (strstr (body, told) != NULL || strstr (body, told_later) != NULL);
  g_assert_nonnull (strstr (body, " of Anthropic"));
  g_assert_nonnull (strstr (body, "and like {{topic}}."));
  g_assert_null (strstr (body, "{{model}}"));
  g_clear_object (&chat);

  chat_restart (fixture);
  list = confab_context_get_conversations (fixture->context);
  stored = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (g_str_has_prefix (confab_conversation_get_system_prompt (stored), "Today is {{date}}. "));
}

static void
test_changed_later (ChatFixture   *fixture,
                    gconstpointer  data)
{
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (list);
  g_autoptr(ConfabConversation) stored = NULL;

  chat_say (chat, "Hello [[say Hello]]");
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"system\""));
  confab_chat_set_system_prompt (chat, "Answer in rhymes.");
  chat_say (chat, "And [[say now]]");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "Answer in rhymes."));
  confab_chat_set_system_prompt (chat, "");
  g_clear_object (&chat);

  chat_restart (fixture);
  list = confab_context_get_conversations (fixture->context);
  stored = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_null (confab_conversation_get_system_prompt (stored));
}

static void
test_usage (ChatFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (confab_context_get_conversations (fixture->context));
  g_autoptr(GError) error = NULL;
  ConfabConversationUsage first, both;

  confab_chat_get_usage (chat, &first);
  g_assert_cmpuint (first.n_replies, ==, 0);
  g_assert_cmpint (first.context, ==, -1);

  chat_say (chat, "Hello [[say Hello]]");
  confab_chat_get_usage (chat, &first);
  g_assert_cmpuint (first.n_replies, ==, 1);
  g_assert_cmpint (first.input, >, 0);
  g_assert_cmpint (first.output, >, 0);
  g_assert_cmpint (first.context, ==, first.input + first.output);
  g_assert_cmpint (confab_chat_get_context_tokens (chat), >, 1000);

  /* Another reply to the same question is on another branch, and paid for. */
  g_assert_true (confab_chat_retry (chat, &error));
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  confab_chat_get_usage (chat, &both);
  g_assert_cmpuint (both.n_replies, ==, 2);
  g_assert_cmpint (both.input, ==, 2 * first.input);
  g_assert_cmpint (both.context, ==, first.context);

  /* One that brought nothing is none. */
  confab_test_peer_push_status (fixture->peer, 400);
  chat_say (chat, "Fails");
  confab_chat_get_usage (chat, &first);
  g_assert_cmpuint (first.n_replies, ==, 2);
}

static void
test_sum (void)
{
  static const struct
  {
    ConfabUsage usage;
    gint64 input, cached, output, reasoning, context;
    guint n_unknown, n_without_cost;
    double reported, estimated;
  } cases[] = {
    { CONFAB_USAGE_INIT, 0, 0, 0, 0, -1, 1, 1, 0, 0 },
    { { .input = 10, .output = 5, .cached = 4, .cache_write = -1, .reasoning = 3, .cost_usd = 0.5 },
      10, 4, 5, 3, 12, 0, 0, 0.5, 0 },
    { { .input = 10, .output = 5, .cached = 4, .cache_write = 2, .reasoning = 3, .cost_usd = 0.25,
        .input_excludes_cache = 1, .output_excludes_reasoning = 1, .cost_is_estimate = 1 },
      16, 4, 8, 3, 21, 0, 0, 0, 0.25 },
    { { .input = 10, .output = -1, .cached = -1, .cache_write = -1, .reasoning = -1, .cost_usd = 0 },
      10, 0, 0, 0, 10, 0, 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(GListStore) branch = g_list_store_new (CONFAB_TYPE_MESSAGE);
      ConfabMessage *message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "words");
      ConfabConversationUsage usage;

      g_ptr_array_add (messages, message);
      confab_message_set_usage (message, &cases[i].usage);
      g_list_store_append (branch, message);
      confab_conversation_usage_collect (&usage, messages, G_LIST_MODEL (branch));

      g_assert_cmpuint (usage.n_replies, ==, 1);
      g_assert_cmpint (usage.input, ==, cases[i].input);
      g_assert_cmpint (usage.cached, ==, cases[i].cached);
      g_assert_cmpint (usage.output, ==, cases[i].output);
      g_assert_cmpint (usage.reasoning, ==, cases[i].reasoning);
      g_assert_cmpint (usage.context, ==, cases[i].context);
      g_assert_cmpuint (usage.n_unknown, ==, cases[i].n_unknown);
      g_assert_cmpuint (usage.n_without_cost, ==, cases[i].n_without_cost);
      g_assert_cmpfloat_with_epsilon (usage.reported_usd, cases[i].reported, 1e-9);
      g_assert_cmpfloat_with_epsilon (usage.estimated_usd, cases[i].estimated, 1e-9);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/chat-info/sum", test_sum);
  chat_add_test ("/engine/chat-info/system-prompt", NULL, test_system_prompt);
  chat_add_test ("/engine/chat-info/changed-later", NULL, test_changed_later);
  chat_add_test ("/engine/chat-info/usage", NULL, test_usage);

  return g_test_run ();
}
