/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much is thought: what is sent, what a model refuses, and what a conversation offers. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "confab-chat.h"
#include "confab-conversation-list.h"
#include "confab-enum.h"
#include "confab-provider-private.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

#define ALL_LEVELS 0x1fu
#define BIT(level) (1u << CONFAB_THINKING_ ## level)

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

static void
restart (Fixture *fixture)
{
  engine_close (fixture->context);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
}

/* Returns the error, if there was one. */
static GError *
ask (Fixture             *fixture,
     const char          *provider_id,
     const char          *model,
     ConfabThinkingLevel  level)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  ConfabTurn *turn;
  GError *error = NULL;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "[[say Yes.]]"));
  turn = confab_turn_new (fixture->context, engine_get_provider (fixture->context, provider_id), model, NULL, messages);
  confab_turn_set_thinking (turn, level);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  if (confab_turn_run_finish (turn, await (&result), &error))
    {
      g_autofree char *text = confab_message_dup_text (confab_turn_get_reply (turn));

      g_assert_cmpstr (text, ==, "Yes.");
    }
  g_clear_object (&result);
  await_finalized (turn);

  return error;
}

static void
ask_well (Fixture             *fixture,
          const char          *provider_id,
          const char          *model,
          ConfabThinkingLevel  level)
{
  g_autoptr(GError) error = ask (fixture, provider_id, model, level);

  g_assert_no_error (error);
}

static gboolean
was_sent (Fixture    *fixture,
          const char *piece)
{
  g_autofree char *json = g_strdup (piece);

  g_strdelimit (json, "'", '"');
  return strstr (confab_test_peer_get_last_request_body (fixture->peer), json) != NULL;
}

/* Every dialect sends the level in its own way. */
static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct
  {
    const char          *provider_id;
    const char          *model;
    ConfabThinkingLevel  level;
    const char          *sent;
    const char          *not_sent;
  } cases[] = {
    { "anthropic", "claude-sonnet-5", CONFAB_THINKING_LOW, "'output_config':{'effort':'low'}", NULL },
    { "anthropic", "claude-sonnet-5", CONFAB_THINKING_OFF, "'thinking':{'type':'disabled'}", NULL },
    { "anthropic", "claude-sonnet-5", CONFAB_THINKING_DEFAULT, "'max_tokens'", "'thinking'" },
    { "anthropic", "claude-sonnet-5", CONFAB_THINKING_UNSET, "'max_tokens'", "'thinking'" },
    { "anthropic", "claude-sonnet-4-5", CONFAB_THINKING_HIGH, "'max_tokens':24576", "'temperature'" },
    { "anthropic", "claude-3-haiku-20240307", CONFAB_THINKING_HIGH, "'max_tokens'", "'thinking'" },
    { "openai", "gpt-4o-mini", CONFAB_THINKING_HIGH, "'gpt-4o-mini'", "effort" },
    { "openai", "gpt-5.5", CONFAB_THINKING_HIGH, "effort':'high'", NULL },
    { "google", "gemini-2.5-flash", CONFAB_THINKING_OFF, "'thinkingBudget':0", NULL },
    { "google", "gemini-3.8-flash", CONFAB_THINKING_MEDIUM, "'thinkingLevel':'medium'", NULL },
    { "ollama", "another", CONFAB_THINKING_OFF, "'think':false", NULL },
    { "ollama", "another", CONFAB_THINKING_HIGH, "'think':'high'", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s, %s", cases[i].model, confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) cases[i].level));
      ask_well (fixture, cases[i].provider_id, cases[i].model, cases[i].level);
      g_assert_true (was_sent (fixture, cases[i].sent));
      if (cases[i].not_sent != NULL)
        g_assert_false (was_sent (fixture, cases[i].not_sent));
    }
}

static ConfabChat *
begin (Fixture    *fixture,
       const char *provider_id,
       const char *model)
{
  ConfabChat *chat = confab_conversation_list_new_chat (confab_context_get_conversations (fixture->context));

  if (provider_id != NULL)
    confab_chat_set_target (chat, engine_get_provider (fixture->context, provider_id), model);

  return chat;
}

/* One more request without it, then none at all with it, over a restart too; and it is not offered. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) before = begin (fixture, "anthropic", "claude-sonnet-5");
  g_autoptr(ConfabChat) after = NULL;
  g_autofree char *path = engine_home_build ("cache/confab/refused-parameters.json");

  confab_test_peer_refuse (fixture->peer, "\"thinking\":", "adaptive thinking is not supported on this model");
  g_assert_cmphex (confab_chat_get_thinking_levels (before), ==, ALL_LEVELS);

  ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_LOW);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 2);
  g_assert_false (was_sent (fixture, "'thinking'"));
  g_assert_false (was_sent (fixture, "'output_config'"));
  g_assert_cmphex (confab_chat_get_thinking_levels (before), ==, 0);

  ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_HIGH);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 3);

  g_clear_object (&before);
  restart (fixture);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  after = begin (fixture, "anthropic", "claude-sonnet-5");
  g_assert_cmphex (confab_chat_get_thinking_levels (after), ==, 0);
  ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_HIGH);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 4);

  /* Other models were not asked. */
  confab_chat_set_target (after, engine_get_provider (fixture->context, "anthropic"), "claude-opus-5");
  g_assert_cmphex (confab_chat_get_thinking_levels (after), ==, ALL_LEVELS);
}

/* A level that is not taken leaves the others. */
static void
test_level_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "anthropic", "claude-sonnet-5");

  confab_test_peer_refuse (fixture->peer, "\"disabled\"", "thinking cannot be disabled for this model");
  ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_OFF);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 2);
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, ALL_LEVELS & ~BIT (OFF));

  ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_OFF);
  ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_LOW);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 4);
  g_assert_true (was_sent (fixture, "'effort':'low'"));
}

/* Who may not read the thinking may still ask for it. */
static void
test_summary_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;

  engine_write_records ("{ \"providers\": [ { \"id\": \"openai\", \"type\": \"openai\","
                        " \"config\": { \"dialect\": \"openai-responses\" } } ] }");
  restart (fixture);
  chat = begin (fixture, "openai", "gpt-5.5");
  confab_test_peer_refuse (fixture->peer, "\"summary\":",
                           "The organization must be verified to generate reasoning summaries.");
  for (guint i = 2; i < 4; i++)
    {
      ask_well (fixture, "openai", "gpt-5.5", CONFAB_THINKING_HIGH);
      g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/responses"), ==, i);
      g_assert_true (was_sent (fixture, "'reasoning':{'effort':'high'}"));
    }
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, ALL_LEVELS);
}

/* The same for usage that has to be asked for: a server that does not know how is asked without. */
static void
test_stream_options_refused (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *records = NULL;

  records = g_strdup_printf ("{ \"providers\": [ { \"id\": \"lab\", \"type\": \"custom\", \"base_url\": \"%s\","
                             " \"default_model\": \"m\" } ] }", confab_test_peer_get_uri (fixture->peer));
  engine_write_records (records);
  confab_test_peer_set_key (fixture->peer, NULL);
  restart (fixture);
  confab_test_peer_refuse (fixture->peer, "\"stream_options\"", "stream_options: Extra inputs are not permitted");
  ask_well (fixture, "lab", "m", CONFAB_THINKING_HIGH);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/chat/completions"), ==, 2);
  ask_well (fixture, "lab", "m", CONFAB_THINKING_HIGH);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/chat/completions"), ==, 3);
}

/* Only once: what fails again fails. */
static void
test_asked_once (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  confab_test_peer_refuse (fixture->peer, "\"model\":", "reasoning is not supported here");
  error = ask (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_LOW);
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 2);
}

/* Also when there would be more to leave out; the next question goes on from there. */
static void
test_asked_once_more (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  confab_test_peer_refuse (fixture->peer, "\"reasoning_effort\"", "reasoning_effort is not supported");
  confab_test_peer_refuse (fixture->peer, "\"stream_options\"", "stream_options is not supported");
  error = ask (fixture, "openai", "gpt-5.5", CONFAB_THINKING_LOW);
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/chat/completions"), ==, 2);
  ask_well (fixture, "openai", "gpt-5.5", CONFAB_THINKING_LOW);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/chat/completions"), ==, 4);
}

/* What is about something else is not tried again. */
static void
test_not_refused (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "anthropic", "claude-sonnet-5");
  g_autoptr(GError) error = NULL;

  confab_test_peer_refuse (fixture->peer, "\"thinking\":", "messages.1: thinking blocks cannot be modified");
  error = ask (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_LOW);
  g_assert_error (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, 1);
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, ALL_LEVELS);
}

/* A cache that is damaged, of another version, or too old is as good as none. */
static void
test_damaged_cache (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *const files[] = {
    "", "{", "[]", "null", "{\"version\":1}", "{\"version\":1,\"refused\":{}}", "{\"version\":1,\"refused\":[5,{}]}",
    "{\"version\":2,\"refused\":[{\"provider\":\"anthropic\",\"model\":\"claude-sonnet-5\","
    "\"parameter\":\"thinking\",\"since\":%" G_GINT64_FORMAT "}]}",
    "{\"version\":1,\"refused\":[{\"provider\":\"anthropic\",\"model\":\"claude-sonnet-5\","
    "\"parameter\":\"thinking\",\"since\":1000}]}",
    "{\"version\":1,\"refused\":[{\"provider\":\"anthropic\",\"model\":\"claude-sonnet-5\","
    "\"parameter\":\"thinking\",\"since\":9000000000}]}",
    "{\"version\":1,\"refused\":[{\"provider\":\"anthropic\",\"model\":\"claude-sonnet-5\","
    "\"parameter\":\"thinking\",\"since\":%" G_GINT64_FORMAT "}]}",
  };
  const gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *folder = engine_home_build ("cache/confab");
  g_autofree char *path = g_build_filename (folder, "refused-parameters.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      /* The last one is a good one. */
      const guint expected = i + 1 < G_N_ELEMENTS (files) ? ALL_LEVELS : 0;
      g_autoptr(ConfabChat) chat = NULL;
      g_autofree char *text = g_strdup (files[i]);
      char *place = strstr (text, "%" G_GINT64_FORMAT);

      if (place != NULL)
        {
          g_autofree char *filled = g_strdup_printf ("%.*s%" G_GINT64_FORMAT "%s", (int) (place - text), text, now_s,
                                                     place + strlen ("%" G_GINT64_FORMAT));

          g_free (text);
          text = g_steal_pointer (&filled);
        }
      g_test_message ("%s", text);
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      restart (fixture);
      chat = begin (fixture, "anthropic", "claude-sonnet-5");
      g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, expected);
    }
}

/* Bounded, and the newest are kept. */
static void
test_full_cache (Fixture       *fixture,
                 gconstpointer  data)
{
  ConfabRefusals *refusals = confab_context_get_refusals (fixture->context);
  g_autofree char *path = engine_home_build ("cache/confab/refused-parameters.json");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *model = g_strdup_printf ("model-%u", i);

      confab_refusals_add (refusals, "anthropic", model, "thinking");
      confab_refusals_add (refusals, "anthropic", model, "thinking");
    }
  restart (fixture);
  refusals = confab_context_get_refusals (fixture->context);
  g_assert_false (confab_refusals_contains (refusals, "anthropic", "model-143", "thinking"));
  g_assert_true (confab_refusals_contains (refusals, "anthropic", "model-144", "thinking"));
  g_assert_true (confab_refusals_contains (refusals, "anthropic", "model-399", "thinking"));
  g_assert_false (confab_refusals_contains (refusals, "openai", "model-399", "thinking"));
  g_assert_false (confab_refusals_contains (refusals, "anthropic", "model-399", "stream_options"));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (strlen (text), <, 64 * 1024);
}

/* Nowhere to write: it works all the same, for as long as the program runs. */
static void
test_no_cache (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *blocked = engine_home_build ("cache/confab");

  g_assert_true (g_file_set_contents (blocked, "in the way", -1, NULL));
  confab_test_peer_refuse (fixture->peer, "\"thinking\":", "thinking is not supported");
  for (guint i = 2; i < 4; i++)
    {
      ask_well (fixture, "anthropic", "claude-sonnet-5", CONFAB_THINKING_LOW);
      g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/v1/messages"), ==, i);
    }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
send (ConfabChat *chat,
      const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_chat_send (chat, text, &error));
  g_assert_no_error (error);
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
}

/* The level is the conversation's own from its first message on, and is stored with it. */
static void
test_conversation (Fixture       *fixture,
                   gconstpointer  data)
{
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabChat) other = NULL;
  g_autoptr(ConfabConversation) stored = NULL;
  g_autoptr(GError) error = NULL;
  guint n_changes = 0;

  g_assert_true (engine_open_history (fixture->context, &error));
  chat = begin (fixture, "anthropic", "claude-sonnet-5");
  g_signal_connect_swapped (chat, "notify::thinking", G_CALLBACK (count_cb), &n_changes);
  g_assert_cmpint (confab_chat_get_thinking (chat), ==, CONFAB_THINKING_DEFAULT);

  confab_context_set_default_thinking (fixture->context, CONFAB_THINKING_MEDIUM);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpint (confab_chat_get_thinking (chat), ==, CONFAB_THINKING_MEDIUM);
  send (chat, "Hello");
  g_assert_true (was_sent (fixture, "'effort':'medium'"));

  confab_context_set_default_thinking (fixture->context, CONFAB_THINKING_HIGH);
  g_assert_cmpint (confab_chat_get_thinking (chat), ==, CONFAB_THINKING_MEDIUM);

  /* Each message as was chosen before it. */
  confab_chat_set_thinking (chat, CONFAB_THINKING_LOW);
  send (chat, "And now");
  g_assert_true (was_sent (fixture, "'effort':'low'"));
  confab_chat_set_thinking (chat, CONFAB_THINKING_DEFAULT);
  send (chat, "As you like");
  g_assert_false (was_sent (fixture, "'effort'"));
  confab_chat_set_thinking (chat, CONFAB_THINKING_OFF);

  other = begin (fixture, "anthropic", "claude-sonnet-5");
  g_assert_cmpint (confab_chat_get_thinking (other), ==, CONFAB_THINKING_HIGH);

  g_clear_object (&chat);
  g_clear_object (&other);
  restart (fixture);
  g_assert_true (engine_open_history (fixture->context, &error));
  list = confab_context_get_conversations (fixture->context);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  stored = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpint (confab_conversation_get_thinking (stored), ==, CONFAB_THINKING_OFF);
}

/* Where nothing was chosen, a level asks for the model that is set for thinking. */
static void
test_thinking_model (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;
  ConfabProvider *anthropic = engine_get_provider (fixture->context, "anthropic");

  chat = begin (fixture, NULL, NULL);
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  confab_context_set_thinking_model (fixture->context, "google:gemini-3.8-flash");
  g_assert_true (confab_chat_get_provider (chat) == anthropic);

  confab_chat_set_thinking (chat, CONFAB_THINKING_LOW);
  g_assert_cmpstr (confab_provider_get_id (confab_chat_get_provider (chat)), ==, "google");
  g_assert_cmpstr (confab_chat_get_model (chat), ==, "gemini-3.8-flash");
  confab_chat_set_thinking (chat, CONFAB_THINKING_OFF);
  g_assert_true (confab_chat_get_provider (chat) == anthropic);

  /* Not where somebody chose, and not where it cannot be used. */
  confab_chat_set_thinking (chat, CONFAB_THINKING_HIGH);
  confab_context_set_thinking_model (fixture->context, "mistral:magistral-medium-latest");
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  confab_context_set_thinking_model (fixture->context, "nobody:nothing");
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  confab_context_set_thinking_model (fixture->context, "google:");
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  confab_context_set_thinking_model (fixture->context, "google:gemini-3.8-flash");
  confab_chat_set_target (chat, anthropic, "claude-3-haiku-20240307");
  g_assert_true (confab_chat_get_provider (chat) == anthropic);
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, 0);
}

/* Ids of custom servers have a colon, and so have those of models. */
static void
test_thinking_model_of_slot (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;

  engine_write_records ("{ \"providers\": [ { \"id\": \"compat:lab\", \"type\": \"custom\","
                        " \"base_url\": \"http://127.0.0.1:9/v1\", \"config\": { \"allow_private\": true } } ] }");
  restart (fixture);
  chat = begin (fixture, NULL, NULL);
  confab_context_set_thinking_model (fixture->context, "compat:lab:deep:1b");
  confab_chat_set_thinking (chat, CONFAB_THINKING_LOW);
  g_assert_cmpstr (confab_provider_get_id (confab_chat_get_provider (chat)), ==, "compat:lab");
  g_assert_cmpstr (confab_chat_get_model (chat), ==, "deep:1b");
}

/* A default that cannot think still offers the levels, if there is a model for them. */
static void
test_thinking_model_offers (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;

  engine_write_records ("{ \"providers\": [ { \"id\": \"anthropic\", \"type\": \"anthropic\","
                        " \"default_model\": \"claude-3-haiku-20240307\" } ] }");
  restart (fixture);
  chat = begin (fixture, NULL, NULL);
  g_assert_cmpstr (confab_chat_get_model (chat), ==, "claude-3-haiku-20240307");
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, 0);

  confab_context_set_thinking_model (fixture->context, "google:gemini-3.8-flash");
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, BIT (DEFAULT) | BIT (LOW) | BIT (MEDIUM) | BIT (HIGH));
  confab_chat_set_thinking (chat, CONFAB_THINKING_LOW);
  send (chat, "Hello");
  g_assert_true (was_sent (fixture, "'thinkingLevel':'low'"));
  g_assert_cmpstr (confab_chat_get_model (chat), ==, "gemini-3.8-flash");
}

static void
add_model (GPtrArray          *models,
           const char         *id,
           ConfabModelAbility  abilities)
{
  ConfabModelInfo *model = confab_model_info_new (id, id);

  confab_model_info_set_abilities (model, abilities);
  g_ptr_array_add (models, model);
}

/* A list that says of some models that they think says of the others that they do not. */
static void
test_listed (Fixture       *fixture,
             gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "ollama");
  g_autoptr(ConfabChat) chat = begin (fixture, "ollama", "plain");
  g_autoptr(GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) telling = g_ptr_array_new_with_free_func (g_object_unref);

  add_model (silent, "plain", CONFAB_MODEL_ABILITY_NONE);
  add_model (silent, "thinker", CONFAB_MODEL_ABILITY_NONE);
  add_model (telling, "plain", CONFAB_MODEL_ABILITY_TOOLS);
  add_model (telling, "thinker", CONFAB_MODEL_ABILITY_THINKING);

  confab_provider_set_models (provider, silent, g_get_real_time ());
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, ALL_LEVELS);
  confab_provider_set_models (provider, telling, g_get_real_time ());
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, 0);
  ask_well (fixture, "ollama", "plain", CONFAB_THINKING_HIGH);
  g_assert_false (was_sent (fixture, "'think'"));

  confab_chat_set_target (chat, provider, "thinker");
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, ALL_LEVELS);
  confab_chat_set_target (chat, provider, "not-listed");
  g_assert_cmphex (confab_chat_get_thinking_levels (chat), ==, ALL_LEVELS);
}

/* A template that begins the thinking itself: only the end of it is in the reply. */
static void
test_open_template (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = begin (fixture, "ollama", "another");
  g_autofree char *text = NULL;
  ConfabMessage *reply;
  guint n_thinking = 0;

  send (chat, "[[say Let me see what there is to say about it.\n</think>\n\nNothing.]]");
  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  text = confab_message_dup_text (reply);
  g_assert_cmpstr (text, ==, "Nothing.");
  for (guint i = 0; i < confab_message_get_n_parts (reply); i++)
    if (confab_part_get_kind (confab_message_get_part (reply, i)) == CONFAB_PART_THINKING)
      {
        g_assert_cmpstr (confab_part_get_text (confab_message_get_part (reply, i)), ==,
                         "Let me see what there is to say about it.");
        n_thinking++;
      }
  g_assert_cmpuint (n_thinking, ==, 1);
  g_object_unref (reply);

  /* What was taken back is not told to the model either. */
  send (chat, "And now");
  g_assert_true (was_sent (fixture, "'content':'Nothing.'"));
  g_assert_false (was_sent (fixture, "Let me see what there is to say about it.\\n\\nNothing"));
}

#define ADD(name, func) g_test_add ("/engine/thinking/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("sent", test_sent);
  ADD ("refused", test_refused);
  ADD ("level-refused", test_level_refused);
  ADD ("summary-refused", test_summary_refused);
  ADD ("stream-options-refused", test_stream_options_refused);
  ADD ("asked-once", test_asked_once);
  ADD ("asked-once-more", test_asked_once_more);
  ADD ("not-refused", test_not_refused);
  ADD ("damaged-cache", test_damaged_cache);
  ADD ("full-cache", test_full_cache);
  ADD ("no-cache", test_no_cache);
  ADD ("conversation", test_conversation);
  ADD ("listed", test_listed);
  ADD ("open-template", test_open_template);
  ADD ("thinking-model", test_thinking_model);
  ADD ("thinking-model-of-slot", test_thinking_model_of_slot);
  ADD ("thinking-model-offers", test_thinking_model_offers);

  return g_test_run ();
}
