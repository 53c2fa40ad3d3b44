/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chat-edit.h"
#include "confab-conversation-list-private.h"
#include "confab-search.h"
#include "confab-transfer-error.h"
#include "data-fixture.h"

/* What is done in one process while another has the history open. Two contexts know as little of each other
 * as two processes do. */

#define FIRST "{\"uuid\":\"c\",\"name\":\"Cats\",\"updated_at\":\"2024-01-0%uT00:00:00Z\",\"chat_messages\":[" \
  "{\"uuid\":\"m1\",\"sender\":\"human\",\"text\":\"Who purrs?\"}"
#define SECOND ",{\"uuid\":\"m2\",\"sender\":\"assistant\",\"text\":\"Cats do.\"}"

static GListModel *
get_list (DataFixture *fixture)
{
  return G_LIST_MODEL (confab_context_get_conversations (fixture->context));
}

static void
wait_for_items (GListModel *list,
                guint       n)
{
  while (g_list_model_get_n_items (list) != n)
    g_main_context_iteration (NULL, TRUE);
}

/* Another process with the same home. */
static void
start_other (DataFixture *other,
             DataFixture *fixture)
{
  other->context = engine_load ();
  other->folder = fixture->folder;
}

static void
import_elsewhere (DataFixture *other,
                  const char  *name,
                  const char  *text,
                  guint        n_new)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabImportReport) report = data_import_text (other, name, text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, n_new);
}

static void
items_changed_cb (GListModel *list,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  gpointer    user_data)
{
  *(guint *) user_data += n_removed;
}

/* What is imported elsewhere comes into the list, and nothing that is in it is touched for that. */
static void
test_followed (DataFixture   *fixture,
               gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  GListModel *list = get_list (fixture);
  g_autoptr(ConfabConversation) first = NULL;
  g_autoptr(ConfabConversation) still = NULL;
  g_autofree char *json = g_strdup_printf ("[" FIRST "]}]", 1u);
  guint n_removed = 0;

  start_other (&other, fixture);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &n_removed);
  import_elsewhere (&other, "a.json", json, 1);
  wait_for_items (list, 1);
  first = g_list_model_get_item (list, 0);
  g_assert_cmpstr (confab_conversation_get_title (first), ==, "Cats");

  import_elsewhere (&other, "b.json", "[{\"uuid\":\"d\",\"name\":\"Dogs\",\"updated_at\":\"2023-01-01T00:00:00Z\","
                    "\"chat_messages\":[{\"sender\":\"human\",\"text\":\"Who barks?\"}]}]", 1);
  wait_for_items (list, 2);
  still = g_list_model_get_item (list, 0);
  g_assert_true (still == first);
  g_assert_cmpuint (n_removed, ==, 0);
  engine_close (other.context);
}

/* What comes into a conversation that is open is shown after what is shown. */
static void
test_continued (DataFixture   *fixture,
                gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabMessage) first = NULL;
  g_autoptr(ConfabMessage) still = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *shorter = g_strdup_printf ("[" FIRST "]}]", 1u);
  g_autofree char *longer = g_strdup_printf ("[" FIRST SECOND "]}]", 2u);
  GAsyncResult *slot = NULL;

  start_other (&other, fixture);
  import_elsewhere (&other, "a.json", shorter, 1);
  wait_for_items (G_LIST_MODEL (list), 1);
  conversation = g_list_model_get_item (G_LIST_MODEL (list), 0);
  chat = confab_conversation_list_dup_chat (list, conversation);
  confab_chat_load_async (chat, NULL, await_cb, &slot);
  result = await (&slot);
  g_assert_true (confab_chat_load_finish (chat, result, &error));
  first = g_list_model_get_item (confab_chat_get_messages (chat), 0);

  import_elsewhere (&other, "b.json", longer, 0);
  wait_for_items (confab_chat_get_messages (chat), 2);
  still = g_list_model_get_item (confab_chat_get_messages (chat), 0);
  g_assert_true (still == first);
  engine_close (other.context);
}

static ConfabConversation *
import_and_open (DataFixture             *other,
                 ConfabConversationList  *list,
                 ConfabChat             **chat)
{
  g_autofree char *json = g_strdup_printf ("[" FIRST SECOND "]}]", 1u);
  g_autoptr(GAsyncResult) result = NULL;
  ConfabConversation *conversation;

  import_elsewhere (other, "a.json", json, 1);
  wait_for_items (G_LIST_MODEL (list), 1);
  conversation = g_list_model_get_item (G_LIST_MODEL (list), 0);
  *chat = confab_conversation_list_dup_chat (list, conversation);
  confab_chat_load_async (*chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (*chat, await (&result), NULL));

  return conversation;
}

/* Everything that was asked of the history before has been answered. */
static guint
count_stored (DataFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) stored = NULL;

  confab_history_list_conversations_async (confab_context_get_history (fixture->context), NULL, await_cb, &result);
  stored = confab_history_list_conversations_finish (confab_context_get_history (fixture->context), await (&result), NULL);
  g_assert_nonnull (stored);
  return stored->len;
}

static void
departed_cb (ConfabConversationList *list,
             ConfabConversation     *conversation,
             gpointer                user_data)
{
  ConfabChat **chat = user_data;
  g_autoptr(ConfabChat) fresh = NULL;

  g_assert_true (confab_chat_get_conversation (*chat) == conversation);
  fresh = confab_conversation_list_take_draft (list, *chat);
  g_clear_object (chat);
}

/* What is deleted elsewhere goes, be it open, and whatever is said in it by then does not bring it back. What
 * was typed stays. */
static void
test_deleted (DataFixture   *fixture,
              gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  ConfabConversationList *other_list;
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autoptr(ConfabConversation) theirs = NULL;
  g_autoptr(ConfabChat) fresh = NULL;
  g_autoptr(GError) error = NULL;
  ConfabChat *chat;

  start_other (&other, fixture);
  g_assert_true (engine_open_history (other.context, NULL));
  other_list = confab_context_get_conversations (other.context);
  conversation = import_and_open (&other, list, &chat);
  wait_for_items (G_LIST_MODEL (other_list), 1);
  g_signal_connect (list, "departed", G_CALLBACK (departed_cb), &chat);

  theirs = g_list_model_get_item (G_LIST_MODEL (other_list), 0);
  confab_conversation_list_remove (other_list, theirs);
  confab_conversation_list_flush_removed (other_list);
  g_assert_cmpuint (count_stored (&other), ==, 0);

  /* Nobody here knows of it yet. */
  confab_chat_set_draft (chat, "Not yet sent");
  confab_conversation_list_rename (list, conversation, "Lions");
  confab_conversation_list_set_pinned (list, conversation, TRUE);
  wait_for_items (G_LIST_MODEL (list), 0);
  g_assert_null (chat);
  g_assert_cmpuint (count_stored (fixture), ==, 0);
  while (confab_conversation_list_get_error (list) != NULL)
    g_main_context_iteration (NULL, TRUE);

  fresh = confab_conversation_list_new_chat (list);
  g_assert_cmpstr (confab_conversation_get_draft (confab_chat_get_conversation (fresh)), ==, "Not yet sent");

  g_clear_object (&fresh);
  engine_close (other.context);
}

/* One that is not in the file yet was not deleted. */
static void
test_begun (DataFixture   *fixture,
            gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabChat) chat = NULL;
  g_autofree char *json = g_strdup_printf ("[" FIRST SECOND "]}]", 1u);

  engine_probe (fixture->context);
  start_other (&other, fixture);
  for (guint i = 0; i < 8; i++)
    {
      /* The list is on its way when something is said. */
      confab_context_open_history_async (fixture->context, NULL, NULL, NULL);
      g_main_context_iteration (NULL, FALSE);
      chat = confab_conversation_list_new_chat (list);
      g_assert_true (confab_chat_send (chat, "Are you [[say here]]?", NULL));
      while (confab_chat_get_busy (chat))
        g_main_context_iteration (NULL, TRUE);
      g_clear_object (&chat);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, i + 1);
    }
  import_elsewhere (&other, "a.json", json, 1);
  wait_for_items (G_LIST_MODEL (list), 9);
  engine_close (other.context);
}

/* What others make of a conversation is followed, too. */
static void
test_renamed (DataFixture   *fixture,
              gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  ConfabConversationList *other_list;
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autoptr(ConfabConversation) theirs = NULL;
  g_autoptr(ConfabChat) chat = NULL;

  start_other (&other, fixture);
  g_assert_true (engine_open_history (other.context, NULL));
  other_list = confab_context_get_conversations (other.context);
  conversation = import_and_open (&other, list, &chat);
  wait_for_items (G_LIST_MODEL (other_list), 1);
  theirs = g_list_model_get_item (G_LIST_MODEL (other_list), 0);

  confab_conversation_list_rename (other_list, theirs, "Tigers");
  confab_conversation_list_set_pinned (other_list, theirs, TRUE);
  while (g_strcmp0 (confab_conversation_get_title (conversation), "Tigers") != 0 ||
         !confab_conversation_get_pinned (conversation))
    g_main_context_iteration (NULL, TRUE);

  confab_conversation_list_set_archived (other_list, theirs, TRUE);
  wait_for_items (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (g_list_model_get_n_items (confab_conversation_list_get_archived (list)), ==, 1);
  g_assert_true (confab_conversation_list_lookup (list, confab_conversation_get_id (conversation)) == conversation);
  engine_close (other.context);
}

/* What was removed here does not come back with what others add. */
static void
test_removed (DataFixture   *fixture,
              gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  g_autoptr(ConfabConversation) cats = NULL;
  g_autoptr(ConfabConversation) left = NULL;
  g_autofree char *json = g_strdup_printf ("[" FIRST "]}]", 1u);

  start_other (&other, fixture);
  import_elsewhere (&other, "a.json", json, 1);
  wait_for_items (G_LIST_MODEL (list), 1);
  cats = g_list_model_get_item (G_LIST_MODEL (list), 0);
  confab_conversation_list_remove (list, cats);
  import_elsewhere (&other, "b.json", "[{\"uuid\":\"d\",\"name\":\"Dogs\",\"chat_messages\":[{\"sender\":\"human\","
                    "\"text\":\"Who barks?\"}]}]", 1);
  wait_for_items (G_LIST_MODEL (list), 1);
  left = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (confab_conversation_get_title (left), ==, "Dogs");
  confab_conversation_list_undo_remove (list, cats);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  engine_close (other.context);
}

static const char *
get_hit_title (ConfabSearch *search,
               guint         position)
{
  g_autoptr(ConfabSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (search), position);

  return hit != NULL ? confab_search_hit_get_title (hit) : NULL;
}

/* What was found follows what others make of it: another name, nothing any more, or more of it. What stays as it
 * is is not touched for that. */
static void
test_found (DataFixture   *fixture,
            gconstpointer  data)
{
  static const char export[] =
    "[{\"uuid\":\"d\",\"name\":\"Dogs\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"A tail wags\"}]},"
    "{\"uuid\":\"f\",\"name\":\"Foxes\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"A tail\"}]}]";
  static const char more[] =
    "[{\"uuid\":\"o\",\"name\":\"Otters\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"A long flat tail in water\"}]}]";
  DataFixture other = { NULL, NULL, NULL };
  ConfabConversationList *list = confab_context_get_conversations (fixture->context);
  ConfabConversationList *other_list;
  g_autoptr(ConfabSearch) search = NULL;
  g_autoptr(ConfabSearchHit) kept = NULL;
  g_autoptr(ConfabSearchHit) still = NULL;
  ConfabConversation *theirs;
  GListModel *hits;
  guint n_removed = 0;

  start_other (&other, fixture);
  g_assert_true (engine_open_history (other.context, NULL));
  other_list = confab_context_get_conversations (other.context);
  import_elsewhere (&other, "a.json", export, 2);
  wait_for_items (G_LIST_MODEL (list), 2);
  wait_for_items (G_LIST_MODEL (other_list), 2);

  search = confab_search_new (fixture->context);
  hits = G_LIST_MODEL (search);
  confab_search_set_query (search, "tail");
  wait_for_items (hits, 2);
  g_assert_cmpstr (get_hit_title (search, 0), ==, "Foxes");
  g_assert_cmpstr (get_hit_title (search, 1), ==, "Dogs");
  kept = g_list_model_get_item (hits, 0);
  g_signal_connect (hits, "items-changed", G_CALLBACK (items_changed_cb), &n_removed);

  theirs = confab_conversation_list_lookup (other_list, confab_search_hit_get_conversation_id (kept));
  g_assert_nonnull (theirs);
  import_elsewhere (&other, "b.json", more, 1);
  wait_for_items (hits, 3);
  g_assert_cmpstr (get_hit_title (search, 2), ==, "Otters");
  g_assert_cmpuint (n_removed, ==, 0);
  still = g_list_model_get_item (hits, 0);
  g_assert_true (still == kept);

  confab_conversation_list_rename (other_list, theirs, "Vixens");
  while (g_strcmp0 (get_hit_title (search, 0), "Vixens") != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_removed, ==, 1);

  confab_conversation_list_remove (other_list, theirs);
  confab_conversation_list_flush_removed (other_list);
  wait_for_items (hits, 2);
  g_assert_cmpstr (get_hit_title (search, 0), ==, "Dogs");
  g_assert_cmpuint (n_removed, ==, 2);

  /* What is called something else here is, too. */
  g_clear_object (&still);
  still = g_list_model_get_item (hits, 0);
  confab_conversation_list_rename (list, confab_conversation_list_lookup (list, confab_search_hit_get_conversation_id (still)),
                                   "Wolves");
  while (g_strcmp0 (get_hit_title (search, 0), "Wolves") != 0)
    g_main_context_iteration (NULL, TRUE);

  await_finalized (g_steal_pointer (&search));
  engine_close (other.context);
}

/* Nothing is put in the place of what a window goes by, but by the window itself. */
static void
test_restored (DataFixture   *fixture,
               gconstpointer  data)
{
  DataFixture other = { NULL, NULL, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *own = NULL;
  g_autofree char *kept = NULL;

  data_fill (fixture);
  before = data_export_all (fixture);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  start_other (&other, fixture);
  refused = data_restore (&other, "b.zip", &error);
  g_assert_null (refused);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_IN_USE);
  g_clear_error (&error);
  wait_for_items (get_list (fixture), 1);

  own = data_restore (fixture, "b.zip", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (get_list (fixture)), ==, 1);

  /* And it is as open to others as before. */
  import_elsewhere (&other, "d.json", "[{\"uuid\":\"d\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"A\"}]}]", 1);
  wait_for_items (get_list (fixture), 2);

  engine_close (fixture->context);
  kept = data_restore (&other, "b.zip", &error);
  g_assert_no_error (error);
  engine_close (other.context);
  data_start (fixture);
  after = data_export_all (fixture);
  g_assert_cmpstr (before, ==, after);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/data-elsewhere/" name, DataFixture, NULL, data_set_up, func, data_tear_down)
  ADD ("followed", test_followed);
  ADD ("continued", test_continued);
  ADD ("removed", test_removed);
  ADD ("deleted", test_deleted);
  ADD ("begun", test_begun);
  ADD ("renamed", test_renamed);
  ADD ("found", test_found);
  ADD ("restored", test_restored);
#undef ADD

  return g_test_run ();
}
