/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the main loop is away at a time while a reply arrives: as text in small pieces, as one line of many
 * megabytes of text, and as one picture of as many; these two also in a chat that is kept in the history. The
 * longest time of a run is what a person would notice. What counts is the work of this thread, not what else the
 * machine does. The server is a program of its own. */

#include "config.h"

#include "confab-conversation-list.h"
#include "confab-memory.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Twenty megabytes of text are more than anybody gets; moving them when the text grows takes its
 * time, but no longer than a frame. */
#define TARGET_TEXT_MS 8.0
#define TARGET_LINE_MS 16.0

#define N_RUNS 3

static gint64 returned_at_us;
static gint64 longest_us;

static gint64
get_work_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout_ms)
{
  int n;

  if (returned_at_us != 0)
    longest_us = MAX (longest_us, get_work_us () - returned_at_us);
  n = g_poll (fds, n_fds, timeout_ms);
  returned_at_us = get_work_us ();

  return n;
}

static void
start_watching (void)
{
  longest_us = 0;
  returned_at_us = 0;
}

/* Returns: the longest time away from the loop in milliseconds */
static double
ask (ConfabContext *context,
     const char    *provider_id,
     const char    *prompt)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabTurn *turn;
  double longest_ms;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));
  turn = confab_turn_new (context, engine_get_provider (context, provider_id), "m", NULL, messages);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  start_watching ();
  confab_turn_run_finish (turn, await (&result), &error);
  g_assert_no_error (error);
  longest_ms = longest_us / 1000.0;
  g_clear_object (&result);
  await_finalized (turn);

  return longest_ms;
}

/* As ask(), of a chat, which is saved while it grows.
 *
 * Returns: the longest time away from the loop in milliseconds */
static double
ask_in_chat (ConfabContext *context,
             const char    *provider_id,
             const char    *prompt)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  g_autoptr(GError) error = NULL;

  confab_chat_set_target (chat, engine_get_provider (context, provider_id), "m");
  start_watching ();
  if (!confab_chat_send (chat, prompt, &error))
    g_error ("%s", error->message);
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);

  return longest_us / 1000.0;
}

static void
measure (ConfabContext *context,
         double         (*ask_func) (ConfabContext *, const char *, const char *),
         const char    *name,
         const char    *provider_id,
         const char    *prompt,
         double         target_ms)
{
  double best = G_MAXDOUBLE;

  /* The run that was disturbed least; the first one also learns its way. */
  for (int run = 0; run < N_RUNS; run++)
    {
      const double longest_ms = ask_func (context, provider_id, prompt);

      best = MIN (best, longest_ms);
    }

  g_print ("bench blocked-%s-%s %.2f ms %.0f %s\n", name, provider_id, best, target_ms,
           best <= target_ms ? "ok" : "short");
}

int
main (int    argc,
      char **argv)
{
  static const char *const ids[] = { "anthropic", "openai", "google", "ollama" };
  g_autoptr(GSubprocess) peer = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(ConfabContext) context = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *uri = NULL;

  confab_memory_init ();
  engine_home_init ();
  peer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, argv[1], NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (peer));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  uri = g_strconcat ("http://127.0.0.1:", line + strlen ("PORT "), NULL);
  engine_use_server (uri);
  context = engine_load ();
  if (!engine_open_history (context, &error))
    g_error ("%s", error->message);
  g_main_context_set_poll_func (NULL, poll_cb);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      measure (context, ask, "text", ids[i], "[[long 100000]]", TARGET_TEXT_MS);
      measure (context, ask, "line", ids[i], "[[hugeline 20000000]]", TARGET_LINE_MS);

      /* Where models make pictures. */
      if (g_str_equal (ids[i], "openai") || g_str_equal (ids[i], "google"))
        measure (context, ask, "picture", ids[i], "[[picture 20000000]] [[say Here it is.]]", TARGET_LINE_MS);
    }

  measure (context, ask_in_chat, "kept-line", "openai", "[[hugeline 20000000]]", TARGET_LINE_MS);
  measure (context, ask_in_chat, "kept-picture", "google", "[[picture 20000000]] [[say Here it is.]]", TARGET_LINE_MS);

  g_main_context_set_poll_func (NULL, NULL);
  engine_close (g_steal_pointer (&context));

  return EXIT_SUCCESS;
}
