/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine is killed at any moment while a reply arrives from a real server: again and again over
 * the same files, which always open clean, with all but the last half second.
 *
 * How long half a second is, is for the process to say that is killed. By its own clock it looks for
 * what was there for so long, and asks its history for an answer, which comes after everything that
 * was to be written before. What was there then has to be there after the kill, however little time
 * a busy computer gave to the process. */

#include "config.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "confab-conversation-list.h"
#include "confab-history.h"
#include "engine-fixture.h"

/* Others by CONFAB_KILLS. */
#define N_KILLS 200

/* Files that are written at the same time. */
#define N_LANES 20

#define MAX_LOSS_US (500 * 1000)
#define LOOK_MS     10

#define PROMPT "[[slow 8]][[long 20000]] until it is over"

static const char *program;

/* In the process that is killed. */

typedef struct
{
  gsize  length;
  gint64 time_us;
} Moment;

typedef struct
{
  ConfabHistory *history;  /* lent */
  GQueue         moments;  /* of Moment, owned: what was there and was not asked about, the oldest first */
} Writer;

static void
on_changed_cb (ConfabMessage *reply,
               Writer        *writer)
{
  g_autofree char *text = confab_message_dup_text (reply);
  Moment *moment = g_new (Moment, 1);

  moment->length = strlen (text);
  moment->time_us = g_get_monotonic_time ();
  g_queue_push_tail (&writer->moments, moment);
  printf ("there %zu %" G_GINT64_FORMAT "\n", moment->length, moment->time_us);
  fflush (stdout);
}

static void
answer_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;

  messages = confab_history_load_messages_finish (CONFAB_HISTORY (object), result, &error);
  g_assert_no_error (error);
  printf ("written %zu 0\n", GPOINTER_TO_SIZE (user_data));
  fflush (stdout);
}

/* Comes after all that is as urgent as writing and was due before. */
static gboolean
look_cb (gpointer user_data)
{
  Writer *writer = user_data;
  const gint64 now_us = g_source_get_time (g_main_current_source ());
  gsize length = 0;

  for (Moment *moment; (moment = g_queue_peek_head (&writer->moments)) && moment->time_us <= now_us - MAX_LOSS_US;)
    {
      length = moment->length;
      g_free (g_queue_pop_head (&writer->moments));
    }

  /* Of no conversation, so that an answer costs nothing. */
  if (length > 0)
    confab_history_load_messages_async (writer->history, "none", NULL, answer_cb, GSIZE_TO_POINTER (length));

  return G_SOURCE_CONTINUE;
}

/* Says with every change how much of the reply there is, and when; and what has to stay. */
G_NORETURN static void
run_writer (const char *uri,
            const char *config_home,
            const char *data_home)
{
  ConfabContext *context;
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(GError) error = NULL;
  Writer writer = { 0 };

  g_setenv ("XDG_CONFIG_HOME", config_home, TRUE);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", uri, TRUE);
  g_setenv ("ANTHROPIC_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  context = engine_load ();
  g_assert_true (engine_open_history (context, &error));
  writer.history = confab_context_get_history (context);
  chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  g_assert_true (confab_chat_send (chat, PROMPT, &error));
  g_assert_no_error (error);

  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_signal_connect (reply, "changed", G_CALLBACK (on_changed_cb), &writer);
  g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, LOOK_MS, look_cb, &writer, NULL);
  printf ("conversation %s 0\n", confab_conversation_get_id (confab_chat_get_conversation (chat)));
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

/* In the one that kills. */

/* A file, and the process that writes it now. */
typedef struct
{
  char             *data_home;  /* owned */
  GFile            *file;       /* owned */
  GString          *longest;    /* owned: all replies are the beginning of the same */
  guint             n_kept;     /* conversations that are in it */

  GSubprocess      *process;    /* owned while it runs */
  GDataInputStream *output;     /* owned while it runs */
  char             *id;         /* owned, nullable: the conversation */
  GArray           *moments;    /* owned, of Moment */
  gsize             written;    /* what has to be there */
} Lane;

static void
lane_init (Lane  *self,
           guint  number)
{
  g_autofree char *name = number > 0 ? g_strdup_printf ("data-%u", number) : g_strdup ("data");

  self->data_home = engine_home_build (name);
  self->file = g_file_new_build_filename (self->data_home, "confab", "history.db", NULL);
  self->longest = g_string_new (NULL);
  self->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
}

static void
lane_clear (Lane *self)
{
  g_free (self->data_home);
  g_object_unref (self->file);
  g_string_free (self->longest, TRUE);
  g_free (self->id);
  g_array_unref (self->moments);
}

static gboolean
kill_cb (gpointer user_data)
{
  g_subprocess_force_exit (user_data);

  return G_SOURCE_REMOVE;
}

static void
take_line (Lane       *self,
           const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 3);
  Moment moment;

  if (g_strv_length (words) < 3)
    return;

  moment.length = g_ascii_strtoull (words[1], NULL, 10);
  moment.time_us = g_ascii_strtoll (words[2], NULL, 10);
  if (g_str_equal (words[0], "conversation"))
    {
      self->id = g_strdup (words[1]);
    }
  else if (g_str_equal (words[0], "written"))
    {
      self->written = moment.length;
    }
  else if (g_str_equal (words[0], "there"))
    {
      if (self->moments->len == 0)
        g_timeout_add_full (G_PRIORITY_DEFAULT, g_test_rand_int_range (0, 1200), kill_cb,
                            g_object_ref (self->process), g_object_unref);
      g_array_append_val (self->moments, moment);
    }
}

/* Reads what the writer says until it is killed. */
static void
read_line_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Lane *self = user_data;
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, &error);
  g_assert_no_error (error);
  if (line == NULL)
    {
      g_clear_object (&self->output);
      return;
    }

  take_line (self, line);
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, read_line_cb, self);
}

static void
lane_start (Lane           *self,
            ConfabTestPeer *peer)
{
  g_autofree char *config_home = engine_home_build ("config");
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->id, g_free);
  g_array_set_size (self->moments, 0);
  self->written = 0;
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--writer",
                                    confab_test_peer_get_uri (peer), config_home, self->data_home, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, read_line_cb, self);
}

/* Waits until it is dead: with what it had open gone, the file is there to be looked at. */
static void
lane_join (Lane *self)
{
  g_autoptr(GAsyncResult) waited = NULL;

  while (self->output != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_wait_async (self->process, NULL, await_cb, &waited);
  await (&waited);
  g_assert_true (g_subprocess_get_if_signaled (self->process));
  g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, SIGKILL);
  g_clear_object (&self->process);
}

static void
assert_clean (Lane *self)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (self->file), &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO message_index (message_index) VALUES ('integrity-check')",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* How old that was what is missing, when the last was heard of the process. */
static int
get_loss_ms (Lane  *self,
             gsize  length)
{
  const Moment *last = &g_array_index (self->moments, Moment, self->moments->len - 1);

  for (guint i = 0; i < self->moments->len; i++)
    if (g_array_index (self->moments, Moment, i).length > length)
      return (last->time_us - g_array_index (self->moments, Moment, i).time_us) / 1000;

  return 0;
}

/* Returns what was lost, in milliseconds. */
static int
lane_check (Lane *self)
{
  g_autoptr(ConfabHistory) history = confab_history_new (self->file);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) listed = NULL;
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autofree char *prompt = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  confab_history_open_async (history, NULL, await_cb, &opened);
  confab_history_open_finish (history, await (&opened), &error);
  g_assert_no_error (error);
  confab_history_list_conversations_async (history, NULL, await_cb, &listed);
  conversations = confab_history_list_conversations_finish (history, await (&listed), &error);
  g_assert_no_error (error);
  confab_history_load_messages_async (history, self->id, NULL, await_cb, &loaded);
  messages = confab_history_load_messages_finish (history, await (&loaded), &error);
  g_assert_no_error (error);

  /* In the first half second nothing need be there yet; what is there, is whole. */
  g_assert_cmpuint (conversations->len, >=, self->n_kept + (self->written > 0 || messages->len > 0));
  g_assert_cmpuint (conversations->len, <=, self->n_kept + 1);
  self->n_kept = conversations->len;
  if (self->written == 0 && messages->len < 2)
    {
      confab_history_close_async (history, await_cb, &closed);
      g_assert_true (confab_history_close_finish (history, await (&closed), &error));
      return 0;
    }
  g_assert_cmpuint (messages->len, ==, 2);
  prompt = confab_message_dup_text (g_ptr_array_index (messages, 0));
  g_assert_cmpstr (prompt, ==, PROMPT);
  g_assert_cmpint (confab_message_get_status (g_ptr_array_index (messages, 1)), ==, CONFAB_MESSAGE_INTERRUPTED);
  text = confab_message_dup_text (g_ptr_array_index (messages, 1));
  length = strlen (text);
  g_test_message ("%zu of %zu bytes, at least %zu", length,
                  g_array_index (self->moments, Moment, self->moments->len - 1).length, self->written);
  g_assert_cmpuint (length, >=, self->written);

  g_assert_cmpint (strncmp (self->longest->str, text, MIN (self->longest->len, length)), ==, 0);
  if (length > self->longest->len)
    g_string_assign (self->longest, text);

  confab_history_close_async (history, await_cb, &closed);
  g_assert_true (confab_history_close_finish (history, await (&closed), &error));

  return get_loss_ms (self, length);
}

/* To the engine it is a reply like any other that was cut off. */
static void
check_engine (Lane *lane)
{
  ConfabContext *context = engine_load ();
  ConfabConversationList *list = confab_context_get_conversations (context);
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (engine_open_history (context, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, lane->n_kept);
  conversation = g_list_model_get_item (G_LIST_MODEL (list), 0);
  chat = confab_conversation_list_dup_chat (list, conversation);
  confab_chat_load_async (chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  if (reply != NULL)
    g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_INTERRUPTED);

  g_clear_object (&chat);
  engine_close (context);
}

static void
test_kill (void)
{
  const char *other = g_getenv ("CONFAB_KILLS");
  const guint n_kills = other != NULL ? MAX (atoi (other), 1) : N_KILLS;
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  Lane lanes[N_LANES] = { 0 };
  guint n_old = 0;
  int longest_ms = 0;

  engine_use_peer (peer);
  for (guint i = 0; i < N_LANES; i++)
    lane_init (&lanes[i], i);

  for (guint n = 0; n < n_kills; n += N_LANES)
    {
      const guint n_lanes = MIN (n_kills - n, N_LANES);

      for (guint i = 0; i < n_lanes; i++)
        lane_start (&lanes[i], peer);
      for (guint i = 0; i < n_lanes; i++)
        lane_join (&lanes[i]);

      for (guint i = 0; i < n_lanes; i++)
        {
          int lost_ms;

          g_assert_nonnull (lanes[i].id);
          assert_clean (&lanes[i]);
          lost_ms = lane_check (&lanes[i]);
          longest_ms = MAX (longest_ms, lost_ms);
          n_old += lanes[i].written > 0;
        }
    }

  /* Many of them die in the first half second. */
  g_test_message ("%u of %u had something to keep; by the clock of the wall at most %d ms were lost",
                  n_old, n_kills, longest_ms);
  if (n_kills >= N_KILLS)
    g_assert_cmpuint (n_old, >, n_kills / 4);
  g_assert_cmpuint (lanes[0].longest->len, >, 0);
  check_engine (&lanes[0]);

  for (guint i = 0; i < N_LANES; i++)
    lane_clear (&lanes[i]);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--writer"))
    run_writer (argv[2], argv[3], argv[4]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/chat-kill/kill", test_kill);

  return g_test_run ();
}
