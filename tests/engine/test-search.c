/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking for words while conversations are talked in. */

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "confab-chat-versions.h"
#include "confab-search.h"
#include "engine-fixture.h"

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
  ConfabSearch   *search;
} Fixture;

static void
start (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  f->context = engine_load ();
  engine_probe (f->context);
  g_assert_true (engine_open_history (f->context, &error));
  g_assert_no_error (error);
  f->search = confab_search_new (f->context);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  engine_home_reset ();
  f->peer = confab_test_peer_new ();
  engine_use_peer (f->peer);
  start (f);
}

static void
stop (Fixture *f)
{
  await_finalized (g_steal_pointer (&f->search));
  engine_close (g_steal_pointer (&f->context));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  stop (f);
  g_clear_object (&f->peer);
}

static ConfabConversationList *
list (Fixture *f)
{
  return confab_context_get_conversations (f->context);
}

static ConfabChat *
talk (Fixture    *f,
      ConfabChat *chat,
      const char *text,
      const char *reply)
{
  g_autofree char *directive = g_strdup_printf ("[[say %s]]", reply);
  g_autoptr(GError) error = NULL;

  confab_test_peer_set_directives (f->peer, directive);
  if (chat == NULL)
    chat = confab_conversation_list_new_chat (list (f));
  g_assert_true (confab_chat_send (chat, text, &error));
  g_assert_no_error (error);
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);

  return chat;
}

static void
finish (Fixture *f)
{
  while (confab_search_get_busy (f->search))
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (confab_search_get_error (f->search));
}

static guint
search (Fixture    *f,
        const char *query)
{
  confab_search_set_query (f->search, query);
  finish (f);

  return g_list_model_get_n_items (G_LIST_MODEL (f->search));
}

static ConfabSearchHit *
hit_at (Fixture *f,
        guint    position)
{
  g_autoptr(ConfabSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (f->search), position);

  g_assert_nonnull (hit);
  return hit;
}

static void
test_finds (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = talk (f, NULL, "How is rye grown?", "With patience.");

  g_assert_cmpuint (search (f, "patience"), ==, 1);
  g_assert_cmpstr (confab_search_hit_get_snippet (hit_at (f, 0)), ==, "With patience.");
  g_assert_cmpuint (search (f, "rye"), ==, 2);
  g_assert_null (confab_search_hit_get_message_id (hit_at (f, 0)));
  g_assert_nonnull (confab_search_hit_get_message_id (hit_at (f, 1)));
  g_assert_true (confab_conversation_list_lookup (list (f), confab_search_hit_get_conversation_id (hit_at (f, 0))) ==
                 confab_chat_get_conversation (chat));
  g_assert_cmpuint (search (f, "wheat"), ==, 0);
  g_assert_cmpuint (search (f, ""), ==, 0);
  g_assert_null (confab_conversation_list_lookup (list (f), "unknown"));
}

/* Typed faster than it is found: only the last counts, and nothing of the others is ever shown. */
static void
test_newest_wins (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = talk (f, NULL, "One", "alpha");
  g_autoptr(ConfabChat) other = NULL;
  guint n_changes = 0;

  other = talk (f, NULL, "Two", "beta");
  g_signal_connect_swapped (f->search, "items-changed", G_CALLBACK (g_atomic_int_inc), &n_changes);
  confab_search_set_query (f->search, "al");
  confab_search_set_query (f->search, "alp");
  confab_search_set_query (f->search, "b");
  g_assert_cmpuint (search (f, "beta"), >=, 1);
  g_assert_cmpuint (n_changes, ==, 1);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->search)); i++)
    g_assert_nonnull (strstr (confab_search_hit_get_snippet (hit_at (f, i)), "beta"));

  /* Emptied at once, and not filled again by what was on its way. */
  confab_search_set_query (f->search, "alpha");
  confab_search_set_query (f->search, "");
  g_assert_false (confab_search_get_busy (f->search));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
  talk (f, chat, "More", "gamma");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
}

static void
test_removed (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = talk (f, NULL, "About rye", "rye");
  g_autoptr(ConfabChat) other = talk (f, NULL, "More rye", "rye");
  ConfabConversation *conversation = confab_chat_get_conversation (chat);

  g_assert_cmpuint (search (f, "rye"), ==, 6);
  confab_conversation_list_remove (list (f), conversation);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 3);
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 3);

  confab_conversation_list_undo_remove (list (f), conversation);
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 6);

  /* And when it is gone for good. */
  confab_conversation_list_remove (list (f), conversation);
  confab_conversation_list_remove (list (f), confab_chat_get_conversation (other));
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
}

/* Nor is an archived one found that can still be brought back. */
static void
test_removed_archived (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = talk (f, NULL, "About rye", "rye");
  ConfabConversation *conversation = confab_chat_get_conversation (chat);

  confab_conversation_list_set_archived (list (f), conversation, TRUE);
  g_assert_cmpuint (search (f, "rye"), ==, 3);
  confab_conversation_list_remove (list (f), conversation);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
  g_assert_cmpuint (search (f, "about"), ==, 0);

  confab_conversation_list_undo_remove (list (f), conversation);
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 2);
}

/* Messages vanish at once, with all below them, and so for whoever looks for them only now. */
static void
test_removed_messages (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = talk (f, NULL, "alpha", "beta rye");
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(ConfabSearch) later = NULL;
  g_autoptr(GError) error = NULL;

  talk (f, chat, "gamma rye", "delta rye");
  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_assert_cmpuint (search (f, "rye"), ==, 3);

  g_assert_true (confab_chat_remove (chat, reply, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 0);
  g_assert_cmpuint (search (f, "delta"), ==, 0);

  later = confab_search_new (f->context);
  confab_search_set_query (later, "rye");
  while (confab_search_get_busy (later))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (later)), ==, 0);

  g_assert_true (confab_chat_undo_remove (chat));
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 1);
  g_assert_cmpuint (search (f, "rye"), ==, 3);

  /* For good, the rest is found as before. */
  g_assert_true (confab_chat_remove (chat, reply, &error));
  confab_chat_forget_removed (chat);
  g_assert_cmpuint (search (f, "rye"), ==, 0);
  g_assert_cmpuint (search (f, "alpha"), ==, 2);
}

typedef struct
{
  guint    n_hits;
  gboolean incomplete;
  gboolean done;
} FirstAnswer;

static void
look_at_once (ConfabSearch *search)
{
  confab_search_set_query (search, "beta");
}

static void
note_first_answer (ConfabSearch *search,
                   GParamSpec   *pspec,
                   FirstAnswer  *answer)
{
  if (answer->done || confab_search_get_busy (search))
    return;

  answer->n_hits = g_list_model_get_n_items (G_LIST_MODEL (search));
  answer->incomplete = confab_search_get_incomplete (search);
  answer->done = TRUE;
}

/* As an older version of the program has left it: what is looked for while the rest waits is not all
 * found, which is told, and then all is found by itself. */
static void
test_incomplete (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *path = engine_home_build ("data/confab/history.db");
  g_autoptr(ConfabChat) chat = talk (f, NULL, "alpha", "beta");
  g_autoptr(GError) error = NULL;
  FirstAnswer answer = { 0 };
  sqlite3 *db = NULL;

  g_assert_false (confab_search_get_incomplete (f->search));
  g_clear_object (&chat);
  stop (f);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "DELETE FROM message_index; UPDATE messages SET indexed = 0;"
                                 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
                                 " INSERT INTO messages (id, conversation_id, role, status, created_at_us, stop_reason,"
                                 " usage_input_excludes_cache, usage_output_excludes_reasoning)"
                                 " SELECT 'm-' || i, conversations.id, 'user', 'complete', i, 'none', 0, 0"
                                 " FROM n, conversations;"
                                 "INSERT INTO parts (message_seq, position, kind, text, is_error, sealed)"
                                 " SELECT seq, 0, 'text', 'gamma', 0, 1 FROM messages WHERE id LIKE 'm-%'",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  /* Asked for before the next of what is left, whenever that is. */
  f->context = engine_load ();
  engine_probe (f->context);
  f->search = confab_search_new (f->context);
  g_signal_connect (f->search, "notify::incomplete", G_CALLBACK (look_at_once), NULL);
  g_signal_connect (f->search, "notify::busy", G_CALLBACK (note_first_answer), &answer);
  g_assert_true (engine_open_history (f->context, &error));
  g_assert_no_error (error);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (answer.n_hits, ==, 0);
  g_assert_true (answer.incomplete);
  while (confab_search_get_incomplete (f->search))
    g_main_context_iteration (NULL, TRUE);
  finish (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 1);
}

static void
test_pages (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 35; i++)
    {
      g_autofree char *text = g_strdup_printf ("Which answer is number %u?", i);

      chat = talk (f, chat, text, "This answer is.");
    }

  g_assert_cmpuint (search (f, "answer"), ==, 31);
  g_assert_true (confab_search_get_has_more (f->search));
  while (confab_search_get_has_more (f->search))
    {
      confab_search_load_more (f->search);
      finish (f);
    }
  /* The title, the questions and their answers, each once. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->search)), ==, 71);
  for (guint i = 1; i < 71; i++)
    g_assert_true (g_hash_table_add (seen, (char *) confab_search_hit_get_message_id (hit_at (f, i))));
}

static void
assert_branch (ConfabChat *chat,
               const char *expected)
{
  g_autoptr(GString) texts = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (confab_chat_get_messages (chat)); i++)
    {
      g_autoptr(ConfabMessage) message = g_list_model_get_item (confab_chat_get_messages (chat), i);
      g_autofree char *text = confab_message_dup_text (message);

      g_string_append_printf (texts, "%s%s", i > 0 ? "|" : "", text);
    }
  g_assert_cmpstr (texts->str, ==, expected);
}

/* A hit on a branch that is not shown leads to that branch, which is shown from then on. */
static void
test_reveal (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *alpha = NULL;
  g_autofree char *shown = NULL;

  chat = talk (f, NULL, "tell", "alpha");
  g_assert_cmpuint (search (f, "alpha"), ==, 1);
  alpha = g_strdup (confab_search_hit_get_message_id (hit_at (f, 0)));

  confab_test_peer_set_directives (f->peer, "[[say beta]]");
  g_assert_true (confab_chat_retry (chat, &error));
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  talk (f, chat, "go on", "more");
  assert_branch (chat, "tell|beta|go on|more");
  shown = g_strdup (confab_conversation_get_head_id (confab_chat_get_conversation (chat)));

  g_assert_true (confab_chat_reveal (chat, shown));
  assert_branch (chat, "tell|beta|go on|more");
  g_assert_true (confab_chat_reveal (chat, alpha));
  assert_branch (chat, "tell|alpha");
  g_assert_false (confab_chat_reveal (chat, "unknown"));
  assert_branch (chat, "tell|alpha");

  g_clear_object (&chat);
  stop (f);
  start (f);
  conversation = g_list_model_get_item (G_LIST_MODEL (list (f)), 0);
  chat = confab_conversation_list_dup_chat (list (f), conversation);
  confab_chat_load_async (chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
  assert_branch (chat, "tell|alpha");
  g_assert_true (confab_chat_reveal (chat, shown));
  assert_branch (chat, "tell|beta|go on|more");
}

#define ADD(name, func) \
  g_test_add ("/engine/search/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("finds", test_finds);
  ADD ("newest-wins", test_newest_wins);
  ADD ("removed", test_removed);
  ADD ("removed-archived", test_removed_archived);
  ADD ("removed-messages", test_removed_messages);
  ADD ("incomplete", test_incomplete);
  ADD ("pages", test_pages);
  ADD ("reveal", test_reveal);

  return g_test_run ();
}
