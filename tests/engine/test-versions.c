/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "chat-fixture.h"
#include "confab-chat-edit.h"
#include "confab-chat-versions.h"
#include "confab-engine-error.h"
#include "confab-provider-error.h"

/* What is done with messages that were said, over a real server and in a real history. */

static void
set_up (ChatFixture   *fixture,
        gconstpointer  data)
{
  chat_set_up (fixture, data);
  confab_context_set_asks_others (fixture->context, FALSE);
}

static void
restart (ChatFixture *fixture)
{
  chat_restart (fixture);
  confab_context_set_asks_others (fixture->context, FALSE);
}

/* What is shown, with a bar between messages. */
static void
assert_shown (ConfabChat *chat,
              const char *expected)
{
  g_autoptr(GString) shown = g_string_new (NULL);

  for (guint i = 0; i < chat_count (confab_chat_get_messages (chat)); i++)
    {
      g_autofree char *text = confab_message_dup_text (chat_message_at (chat, i));

      g_string_append_printf (shown, "%s%s", i > 0 ? "|" : "", text);
    }
  g_assert_cmpstr (shown->str, ==, expected);
}

static void
assert_version (ConfabChat *chat,
                guint       position,
                guint       version,
                guint       n_versions)
{
  guint index = G_MAXUINT;

  g_assert_cmpuint (confab_chat_get_versions (chat, chat_message_at (chat, position), &index), ==, n_versions);
  g_assert_cmpuint (index + 1, ==, version);
}

static void
ask_again (ConfabChat *chat,
           guint       position)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_chat_ask_again (chat, chat_message_at (chat, position), NULL, NULL, &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
}

static void
answer (ChatFixture *fixture,
        const char *text)
{
  g_autofree char *directive = text != NULL ? g_strdup_printf ("[[say %s]]", text) : NULL;

  confab_test_peer_set_directives (fixture->peer, directive);
}

static guint
count_stored (ChatFixture *fixture,
              ConfabChat *chat)
{
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_load_messages_async (confab_context_get_history (fixture->context),
                                      confab_conversation_get_id (confab_chat_get_conversation (chat)),
                                      NULL, await_cb, &result);
  stored = confab_history_load_messages_finish (confab_context_get_history (fixture->context), await (&result),
                                                &error);
  g_assert_no_error (error);

  return stored->len;
}

/* Of an old reply too: what followed it stays where it was, and is shown again to its end. */
static void
test_ask_again (ChatFixture   *fixture,
                gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabMessage *second;

  answer (fixture, "one");
  chat_say (chat, "first");
  answer (fixture, "two");
  chat_say (chat, "second");
  assert_version (chat, 1, 1, 1);

  answer (fixture, "uno");
  ask_again (chat, 1);
  assert_shown (chat, "first|uno");
  assert_version (chat, 1, 2, 2);
  answer (fixture, "due");
  chat_say (chat, "third");
  answer (fixture, "zwei");
  ask_again (chat, 3);
  assert_shown (chat, "first|uno|third|zwei");
  assert_version (chat, 3, 2, 2);

  /* Each is shown as it was left. */
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 3), -1));
  assert_shown (chat, "first|uno|third|due");
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), -1));
  assert_shown (chat, "first|one|second|two");
  g_assert_false (confab_chat_show_version (chat, chat_message_at (chat, 1), -1));
  g_assert_false (confab_chat_show_version (chat, chat_message_at (chat, 3), 1));
  second = chat_message_at (chat, 2);
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), 1));
  assert_shown (chat, "first|uno|third|due");
  g_assert_false (confab_chat_show_version (chat, second, 1));

  /* What is asked next follows what is shown. */
  answer (fixture, "tre");
  chat_say (chat, "fourth");
  assert_shown (chat, "first|uno|third|due|fourth|tre");
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "zwei"));
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "second"));
  g_clear_object (&chat);

  restart (fixture);
  chat = chat_open_first (fixture);
  assert_shown (chat, "first|uno|third|due|fourth|tre");
  assert_version (chat, 1, 2, 2);
  assert_version (chat, 3, 1, 2);
}

static void
test_ask_another (ChatFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabProvider *openai = engine_get_provider (fixture->context, "openai");
  ConfabContext *elsewhere = engine_load ();
  g_autoptr(GError) error = NULL;

  chat_say (chat, "first");
  g_assert_false (confab_chat_ask_again (chat, chat_message_at (chat, 0), engine_get_provider (elsewhere, "openai"), NULL,
                                         &error));
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NO_PROVIDER);
  g_clear_error (&error);
  assert_version (chat, 1, 1, 1);
  engine_close (elsewhere);

  g_assert_true (confab_chat_ask_again (chat, chat_message_at (chat, 0), openai, "gpt-other", &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
  assert_version (chat, 1, 2, 2);
  g_assert_cmpstr (confab_message_get_provider_id (chat_message_at (chat, 1)), ==, "openai");
  g_assert_cmpstr (confab_message_get_requested_model (chat_message_at (chat, 1)), ==, "gpt-other");

  /* The conversation stays with its own. */
  g_assert_cmpstr (confab_provider_get_id (confab_chat_get_provider (chat)), ==, "anthropic");
}

/* While a reply arrives another version may be looked at, and nothing else be changed. */
static void
test_busy (ChatFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GError) error = NULL;

  answer (fixture, "one");
  chat_say (chat, "first");
  confab_test_peer_set_directives (fixture->peer, "[[say uno]][[late]]");
  g_assert_true (confab_chat_ask_again (chat, chat_message_at (chat, 1), NULL, NULL, &error));
  g_assert_false (confab_chat_ask_again (chat, chat_message_at (chat, 1), NULL, NULL, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (confab_chat_remove (chat, chat_message_at (chat, 0), &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BUSY);

  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), -1));
  assert_shown (chat, "first|one");
  while (confab_test_peer_release (fixture->peer) == 0)
    g_main_context_iteration (NULL, FALSE);
  chat_wait_idle (chat);
  assert_shown (chat, "first|one");
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), 1));
  assert_shown (chat, "first|uno");
}

static void
test_edit (ChatFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabConversation *conversation = confab_chat_get_conversation (chat);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(GPtrArray) media = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;
  g_autofree char *draft = NULL;

  answer (fixture, "one");
  g_ptr_array_add (media, confab_part_new_data (CONFAB_PART_IMAGE, "a.png", "image/png", bytes));
  g_assert_true (confab_chat_send_with_media (chat, "frist", media, &error));
  chat_wait_idle (chat);
  answer (fixture, "two");
  chat_say (chat, "second");
  g_assert_false (confab_chat_can_edit (chat, chat_message_at (chat, 1)));
  g_assert_true (confab_chat_can_edit (chat, chat_message_at (chat, 0)));

  /* Both texts are kept, and giving up brings the draft back. */
  confab_chat_set_draft (chat, "a draft");
  confab_chat_edit (chat, chat_message_at (chat, 0));
  draft = confab_chat_dup_draft (chat);
  g_assert_cmpstr (draft, ==, "frist");
  g_assert_cmpstr (confab_conversation_get_draft (conversation), ==, "a draft");
  confab_chat_set_draft (chat, "firs");
  g_assert_cmpstr (confab_conversation_get_draft (conversation), ==, "a draft\n\nfirs");
  confab_chat_cancel_edit (chat);
  g_assert_null (confab_chat_get_edited (chat));
  g_assert_cmpstr (confab_conversation_get_draft (conversation), ==, "a draft");

  confab_chat_edit (chat, chat_message_at (chat, 0));
  answer (fixture, "uno");
  g_assert_true (confab_chat_send_edited (chat, " first ", &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
  assert_shown (chat, "first|uno");
  assert_version (chat, 0, 2, 2);
  g_assert_null (confab_chat_get_edited (chat));
  g_assert_cmpstr (confab_conversation_get_draft (conversation), ==, "a draft");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "YWJj"));
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "frist"));
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 0), -1));
  assert_shown (chat, "frist|one|second|two");

  /* What cannot be sent stays what is written. */
  confab_chat_edit (chat, chat_message_at (chat, 2));
  confab_chat_set_draft (chat, " ");
  g_assert_false (confab_chat_send_edited (chat, " ", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_assert_true (confab_chat_get_edited (chat) == chat_message_at (chat, 2));
}

/* Whoever looks at another version in the middle of it sends what they write all the same. */
static void
test_edit_elsewhere (ChatFixture   *fixture,
                     gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GError) error = NULL;

  answer (fixture, "one");
  chat_say (chat, "first");
  answer (fixture, "two");
  chat_say (chat, "second");
  answer (fixture, "uno");
  ask_again (chat, 1);
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), -1));
  assert_shown (chat, "first|one|second|two");

  confab_chat_edit (chat, chat_message_at (chat, 2));
  confab_chat_set_draft (chat, "2nd");
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), 1));
  assert_shown (chat, "first|uno");
  g_assert_false (confab_chat_send_edited (chat, " ", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  assert_shown (chat, "first|uno");

  answer (fixture, "2");
  g_assert_true (confab_chat_send_edited (chat, "2nd", &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
  assert_shown (chat, "first|one|2nd|2");
  assert_version (chat, 2, 2, 2);
  g_assert_null (confab_chat_get_edited (chat));
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "uno"));
}

/* Out of reach: the question is in the conversation, and the reply says why there is none. */
static void
test_edit_offline (ChatFixture   *fixture,
                   gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GError) error = NULL;

  answer (fixture, "one");
  chat_say (chat, "first");
  confab_chat_edit (chat, chat_message_at (chat, 0));
  confab_test_peer_push_status (fixture->peer, 500);
  g_assert_true (confab_chat_send_edited (chat, "precious", &error));
  chat_wait_idle (chat);
  assert_shown (chat, "precious|");
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_FAILED);
  g_clear_object (&chat);

  restart (fixture);
  chat = chat_open_first (fixture);
  assert_shown (chat, "precious|");
  ask_again (chat, 1);
  assert_shown (chat, "precious|one");
  assert_version (chat, 0, 2, 2);
  assert_version (chat, 1, 2, 2);
}

/* The first half of a reply, and that is all of it. */
static void
say_half (ChatFixture *fixture,
          ConfabChat *chat,
          const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directives = g_strdup_printf ("[[say %s]][[cut]]", text);

  confab_test_peer_set_directives (fixture->peer, directives);
  g_assert_true (confab_chat_send (chat, "Tell me", &error));
  g_assert_no_error (error);
  chat_wait_idle (chat);
}

typedef struct
{
  const char *provider_id;
  const char *model;
  const char *roles;        /* of what is sent, the last one first */
} GoOnCase;

static const GoOnCase go_on_cases[] = {
  { "anthropic", "claude-sonnet-5", "user assistant user" },
  { "openai",    "gpt-5",           "user assistant user" },
  { "google",    "gemini-3-pro",    "user model user" },
  { "ollama",    "llama3.2:3b",     "assistant user" },
};

/* The roles in a request, from the last to the first. */
static char *
dup_roles (const char *body)
{
  g_autoptr(GString) roles = g_string_new (NULL);
  g_autoptr(GRegex) regex = g_regex_new ("\"role\":\"(user|assistant|model)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (regex, body, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *role = g_match_info_fetch (match, 1);

      g_string_prepend (roles, roles->len > 0 ? " " : "");
      g_string_prepend (roles, role);
    }

  return g_strdup (roles->str);
}

static void
test_go_on (ChatFixture   *fixture,
            gconstpointer  data)
{
  const GoOnCase *c = data;
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabProvider *provider = engine_get_provider (fixture->context, c->provider_id);
  g_autoptr(GError) error = NULL;
  g_autofree char *half = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *roles = NULL;
  ConfabMessage *reply;

  g_assert_nonnull (provider);
  confab_chat_set_target (chat, provider, c->model);
  say_half (fixture, chat, "The quick brown fox jumps");
  reply = chat_message_at (chat, 1);
  half = confab_message_dup_text (reply);
  g_assert_cmpstr (half, !=, "");
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_INTERRUPTED);
  g_assert_true (confab_chat_can_go_on (chat, reply));
  g_assert_false (confab_chat_can_go_on (chat, chat_message_at (chat, 0)));

  /* Whom the next message goes to is another matter. */
  confab_chat_set_target (chat, engine_get_provider (fixture->context, "mistral"), "another");
  answer (fixture, "over the dog.");
  g_assert_true (confab_chat_go_on (chat, reply, &error));
  g_assert_no_error (error);
  g_assert_true (confab_message_is_open (reply));
  g_assert_false (confab_chat_can_go_on (chat, reply));
  chat_wait_idle (chat);

  whole = g_strconcat ("Tell me|", half, "over the dog.", NULL);
  assert_shown (chat, whole);
  g_assert_true (chat_message_at (chat, 1) == reply);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_null (confab_message_get_error (reply));
  g_assert_cmpstr (confab_message_get_provider_id (reply), ==, c->provider_id);
  g_assert_false (confab_chat_can_go_on (chat, reply));
  g_assert_cmpint (confab_usage_get_total_output (confab_message_get_usage (reply)), >, 0);
  roles = dup_roles (confab_test_peer_get_last_request_body (fixture->peer));
  g_assert_cmpstr (roles, ==, c->roles);

  /* What was only for the model is not said by anybody. */
  confab_chat_set_target (chat, provider, c->model);
  chat_say (chat, "Thanks");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "over the dog."));
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "was cut off"));
  g_clear_object (&chat);

  restart (fixture);
  chat = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 4);
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_COMPLETE);
}

/* Nothing of what was there is at stake when the rest does not come, or only a part of it. */
static void
test_go_on_fails (ChatFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GError) error = NULL;
  g_autofree char *half = NULL;
  g_autofree char *shown = NULL;

  say_half (fixture, chat, "The quick brown fox jumps");
  half = confab_message_dup_text (chat_message_at (chat, 1));
  shown = g_strconcat ("Tell me|", half, NULL);

  answer (fixture, NULL);
  confab_test_peer_push_status (fixture->peer, 500);
  g_assert_true (confab_chat_go_on (chat, chat_message_at (chat, 1), &error));
  chat_wait_idle (chat);
  assert_shown (chat, shown);
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_FAILED);
  g_assert_nonnull (confab_message_get_error (chat_message_at (chat, 1)));
  g_assert_true (confab_chat_can_go_on (chat, chat_message_at (chat, 1)));

  /* Stopped before anything came. */
  confab_test_peer_set_directives (fixture->peer, "[[late]]");
  g_assert_true (confab_chat_go_on (chat, chat_message_at (chat, 1), &error));
  while (confab_test_peer_get_n_waiting (fixture->peer) == 0)
    g_main_context_iteration (NULL, FALSE);
  confab_chat_stop (chat);
  chat_wait_idle (chat);
  assert_shown (chat, shown);
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_STOPPED);

  answer (fixture, " over.");
  g_assert_true (confab_chat_go_on (chat, chat_message_at (chat, 1), &error));
  chat_wait_idle (chat);
  g_clear_pointer (&shown, g_free);
  shown = g_strconcat ("Tell me|", half, " over.", NULL);
  assert_shown (chat, shown);
  g_clear_object (&chat);

  restart (fixture);
  chat = chat_open_first (fixture);
  assert_shown (chat, shown);
}

static void
test_remove (ChatFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GError) error = NULL;

  answer (fixture, "one");
  chat_say (chat, "first");
  answer (fixture, "two");
  chat_say (chat, "second");
  answer (fixture, "uno");
  ask_again (chat, 1);

  /* The other version takes its place, and comes back where it was. */
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 1), &error));
  g_assert_no_error (error);
  assert_shown (chat, "first|one|second|two");
  assert_version (chat, 1, 1, 1);
  g_assert_cmpuint (count_stored (fixture, chat), ==, 5);
  g_assert_true (confab_chat_undo_remove (chat));
  assert_shown (chat, "first|uno");
  assert_version (chat, 1, 2, 2);
  g_assert_false (confab_chat_undo_remove (chat));

  /* With everything below it, and for good with the next one. */
  g_assert_true (confab_chat_show_version (chat, chat_message_at (chat, 1), -1));
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 1), &error));
  assert_shown (chat, "first|uno");
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 1), &error));
  assert_shown (chat, "first");
  g_assert_cmpuint (count_stored (fixture, chat), ==, 2);
  confab_chat_forget_removed (chat);
  g_assert_false (confab_chat_undo_remove (chat));
  g_assert_cmpuint (count_stored (fixture, chat), ==, 1);

  answer (fixture, "again");
  ask_again (chat, 0);
  assert_shown (chat, "first|again");
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 0), &error));
  assert_shown (chat, "");
  answer (fixture, "anew");
  chat_say (chat, "begun");
  assert_shown (chat, "begun|anew");
  g_clear_object (&chat);

  restart (fixture);
  chat = chat_open_first (fixture);
  assert_shown (chat, "begun|anew");
  g_assert_cmpuint (count_stored (fixture, chat), ==, 2);
  g_assert_null (confab_chat_get_error (chat));
}

/* A program that ends in the ordinary way has deleted; one that is killed has not. */
static void
test_remove_at_the_end (ChatFixture   *fixture,
                        gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autofree char *home = engine_home_build ("data");
  static const char *const names[] = { "history.db", "history.db-wal" };
  char *contents[G_N_ELEMENTS (names)] = { NULL };
  gsize lengths[G_N_ELEMENTS (names)] = { 0 };
  g_autofree char *shm = g_build_filename (home, "confab", "history.db-shm", NULL);
  g_autoptr(GError) error = NULL;

  answer (fixture, "one");
  chat_say (chat, "first");
  answer (fixture, "two");
  chat_say (chat, "second");
  g_assert_true (confab_chat_remove (chat, chat_message_at (chat, 1), &error));
  assert_shown (chat, "first");

  /* As the disk would be found after a kill, even if the conversation was written once more. */
  confab_conversation_list_rename (chat_list (fixture), confab_chat_get_conversation (chat), "renamed");
  g_assert_cmpuint (count_stored (fixture, chat), ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (home, "confab", names[i], NULL);

      g_file_get_contents (path, &contents[i], &lengths[i], NULL);
    }
  g_assert_nonnull (contents[0]);
  g_clear_object (&chat);

  restart (fixture);
  chat = chat_open_first (fixture);
  assert_shown (chat, "first");
  g_assert_cmpuint (count_stored (fixture, chat), ==, 1);
  g_clear_object (&chat);

  engine_close (g_steal_pointer (&fixture->context));
  g_unlink (shm);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (home, "confab", names[i], NULL);

      g_unlink (path);
      if (contents[i] != NULL)
        g_assert_true (g_file_set_contents (path, contents[i], (gssize) lengths[i], NULL));
      g_free (contents[i]);
    }
  chat_start (fixture);
  confab_context_set_asks_others (fixture->context, FALSE);
  chat = chat_open_first (fixture);
  assert_shown (chat, "first|one|second|two");
}

static void
test_archive (ChatFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabConversation *conversation = confab_chat_get_conversation (chat);
  GListModel *archived = confab_conversation_list_get_archived (chat_list (fixture));
  g_autofree char *id = g_strdup (confab_conversation_get_id (conversation));

  chat_say (chat, "first");
  g_assert_cmpuint (chat_count (archived), ==, 0);
  confab_conversation_list_set_archived (chat_list (fixture), conversation, TRUE);
  g_assert_cmpuint (chat_count (archived), ==, 1);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 0);

  /* It can be deleted from there, and comes back to there. */
  confab_conversation_list_remove (chat_list (fixture), conversation);
  g_assert_cmpuint (chat_count (archived), ==, 0);
  confab_conversation_list_undo_remove (chat_list (fixture), conversation);
  g_assert_cmpuint (chat_count (archived), ==, 1);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 0);
  g_clear_object (&chat);

  restart (fixture);
  archived = confab_conversation_list_get_archived (chat_list (fixture));
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 0);
  g_assert_cmpuint (chat_count (archived), ==, 1);
  {
    g_autoptr(ConfabConversation) found = g_list_model_get_item (archived, 0);
    g_autoptr(GAsyncResult) result = NULL;

    g_assert_cmpstr (confab_conversation_get_id (found), ==, id);
    chat = confab_conversation_list_dup_chat (chat_list (fixture), found);
    confab_chat_load_async (chat, NULL, await_cb, &result);
    g_assert_true (confab_chat_load_finish (chat, await (&result), NULL));
  }

  /* What is talked in is not out of the way. */
  chat_say (chat, "second");
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
  g_assert_cmpuint (chat_count (archived), ==, 0);
}

/* Two at once: both arrive, and who did not look is told. */
static void
test_unseen (ChatFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(ConfabChat) one = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(ConfabChat) two = NULL;
  ConfabConversation *first = confab_chat_get_conversation (one);
  ConfabConversation *second;

  g_assert_true (confab_chat_send (one, "[[say here I am.]][[late]]", NULL));
  two = confab_conversation_list_new_chat (chat_list (fixture));
  second = confab_chat_get_conversation (two);
  g_assert_true (confab_chat_send (two, "[[say me too.]][[late]]", NULL));
  while (confab_test_peer_get_n_waiting (fixture->peer) < 2)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (confab_conversation_get_busy (first) && confab_conversation_get_busy (second));
  g_assert_false (confab_conversation_get_unseen (first) || confab_conversation_get_unseen (second));

  while (confab_test_peer_release (fixture->peer) > 0 || confab_chat_get_busy (one))
    g_main_context_iteration (NULL, FALSE);
  confab_chat_stop (two);
  chat_wait_idle (two);
  assert_shown (one, "[[say here I am.]][[late]]|here I am.");
  g_assert_true (confab_conversation_get_unseen (first));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add ("/engine/versions/ask-again", ChatFixture, NULL, set_up, test_ask_again, chat_tear_down);
  g_test_add ("/engine/versions/ask-another", ChatFixture, NULL, set_up, test_ask_another, chat_tear_down);
  g_test_add ("/engine/versions/busy", ChatFixture, NULL, set_up, test_busy, chat_tear_down);
  g_test_add ("/engine/versions/edit", ChatFixture, NULL, set_up, test_edit, chat_tear_down);
  g_test_add ("/engine/versions/edit-elsewhere", ChatFixture, NULL, set_up, test_edit_elsewhere, chat_tear_down);
  g_test_add ("/engine/versions/edit-offline", ChatFixture, NULL, set_up, test_edit_offline, chat_tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (go_on_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/versions/go-on/%s", go_on_cases[i].provider_id);

      g_test_add (path, ChatFixture, &go_on_cases[i], set_up, test_go_on, chat_tear_down);
    }
  g_test_add ("/engine/versions/go-on-fails", ChatFixture, NULL, set_up, test_go_on_fails, chat_tear_down);
  g_test_add ("/engine/versions/remove", ChatFixture, NULL, set_up, test_remove, chat_tear_down);
  g_test_add ("/engine/versions/remove-at-the-end", ChatFixture, NULL, set_up, test_remove_at_the_end, chat_tear_down);
  g_test_add ("/engine/versions/archive", ChatFixture, NULL, set_up, test_archive, chat_tear_down);
  g_test_add ("/engine/versions/unseen", ChatFixture, NULL, set_up, test_unseen, chat_tear_down);

  return g_test_run ();
}
