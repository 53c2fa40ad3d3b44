/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the main loop is away at a time while a reply arrives: as text in small pieces, as one line of many
 * megabytes of text, and as one picture of as many; and while a question goes out that has as many pictures and
 * files with it as are taken, or a long conversation before it. Some of it also in a chat that is kept in the
 * history. The longest time of a run is what a person would notice. What counts is the work of this thread, not
 * what else the machine does. The server is a program of its own. */

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
#define TARGET_SEND_MS 16.0

#define N_RUNS 3

/* What each dialect is sent, all within what its provider takes. */
static const struct
{
  const char *provider_id;
  gsize       document_bytes;
  gsize       picture_bytes;
  guint       n_pictures;
} sent[] = {
  { "anthropic", 12000000, 5000000, 2 },
  { "openai", 20000000, 5000000, 3 },
  { "openrouter", 20000000, 5000000, 3 },
  { "google", 3000000, 5000000, 2 },
  { "bedrock", 4500000, 3700000, 6 },
  { "cohere", 0, 5000000, 3 },
  { "ollama", 0, 5000000, 5 },
};

#define TEXT_BYTES 2000000

/* More than a model can remember. */
#define N_MESSAGES 2000

static gint64 returned_at_us;
static gint64 longest_us;

static gint64
get_work_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
note_work (void)
{
  longest_us = MAX (longest_us, get_work_us () - returned_at_us);
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout_ms)
{
  int n;

  note_work ();
  n = g_poll (fds, n_fds, timeout_ms);
  returned_at_us = get_work_us ();

  return n;
}

static void
start_watching (void)
{
  longest_us = 0;
  returned_at_us = get_work_us ();
}

/* Returns: the longest time away from the loop in milliseconds */
static double
stop_watching (void)
{
  note_work ();

  return longest_us / 1000.0;
}

static void
add_part (GPtrArray  *parts,
          const char *name,
          const char *mime_type,
          gsize       size)
{
  const gboolean is_text = g_str_equal (mime_type, "text/plain");
  g_autofree char *data = g_malloc (size);
  g_autoptr(GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    data[i] = is_text ? "\"Words\", and more of them.\n"[i % 27] : (char) ((guint32) i * 2654435761u >> 24);
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  g_ptr_array_add (parts, confab_part_new_data (g_str_has_prefix (mime_type, "image/") ? CONFAB_PART_IMAGE
                                                                                      : CONFAB_PART_DOCUMENT,
                                                name, mime_type, bytes));
}

/* Returns: (element-type ConfabPart): what goes to this provider */
static GPtrArray *
new_media (const char *provider_id)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (sent); i++)
    {
      if (!g_str_equal (sent[i].provider_id, provider_id))
        continue;

      if (sent[i].document_bytes > 0)
        add_part (parts, "report.pdf", "application/pdf", sent[i].document_bytes);
      for (guint j = 0; j < sent[i].n_pictures; j++)
        add_part (parts, "picture.png", "image/png", sent[i].picture_bytes);
      add_part (parts, "notes.txt", "text/plain", TEXT_BYTES);
    }

  return parts;
}

static double
ask_messages (ConfabContext *context,
              const char    *provider_id,
              GPtrArray     *messages)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabTurn *turn;
  double longest_ms;

  turn = confab_turn_new (context, engine_get_provider (context, provider_id), "m", NULL, messages);
  start_watching ();
  confab_turn_run_async (turn, NULL, await_cb, &result);
  confab_turn_run_finish (turn, await (&result), &error);
  longest_ms = stop_watching ();
  g_assert_no_error (error);
  g_clear_object (&result);
  await_finalized (turn);

  return longest_ms;
}

/* Returns: the longest time away from the loop in milliseconds */
static double
ask (ConfabContext *context,
     const char    *provider_id,
     const char    *prompt)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));

  return ask_messages (context, provider_id, messages);
}

/* As ask(), at the end of a long conversation. */
static double
ask_late (ConfabContext *context,
          const char    *provider_id,
          const char    *prompt)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = g_strnfill (2000, 'x');

  for (guint i = 0; i < N_MESSAGES; i++)
    g_ptr_array_add (messages, confab_message_new_text (i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT, text));
  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));

  return ask_messages (context, provider_id, messages);
}

/* As ask(), with pictures and files. */
static double
ask_with_media (ConfabContext *context,
                const char    *provider_id,
                const char    *prompt)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabMessage *message = confab_message_new (CONFAB_ROLE_USER);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, prompt);
  g_autoptr(GPtrArray) media = new_media (provider_id);

  g_ptr_array_add (messages, message);
  for (guint i = 0; i < media->len; i++)
    confab_message_append_part (message, g_ptr_array_index (media, i));
  confab_message_append_part (message, text);

  return ask_messages (context, provider_id, messages);
}

/* Of a chat, which is saved while it grows. */
static double
send_in_chat (ConfabContext *context,
              const char    *provider_id,
              const char    *prompt,
              GPtrArray     *media)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(GError) error = NULL;
  double longest_ms;

  confab_chat_set_target (chat, engine_get_provider (context, provider_id), "m");
  start_watching ();
  if (!confab_chat_send_with_media (chat, prompt, media, &error))
    g_error ("%s", error->message);
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
  longest_ms = stop_watching ();
  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_COMPLETE);

  return longest_ms;
}

static double
ask_in_chat (ConfabContext *context,
             const char    *provider_id,
             const char    *prompt)
{
  return send_in_chat (context, provider_id, prompt, NULL);
}

static double
ask_in_chat_with_media (ConfabContext *context,
                        const char    *provider_id,
                        const char    *prompt)
{
  g_autoptr(GPtrArray) media = new_media (provider_id);

  return send_in_chat (context, provider_id, prompt, media);
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

/* Those beside the four that engine_use_server() knows of. */
static void
use_other_servers (const char *uri)
{
  g_setenv ("CONFAB_OPENROUTER_BASE_URL", uri, TRUE);
  g_setenv ("OPENROUTER_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  g_setenv ("CONFAB_COHERE_BASE_URL", uri, TRUE);
  g_setenv ("COHERE_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  g_setenv ("CONFAB_BEDROCK_BASE_URL", uri, TRUE);
  g_setenv ("AWS_ACCESS_KEY_ID", CONFAB_TEST_PEER_AWS_ID, TRUE);
  g_setenv ("AWS_SECRET_ACCESS_KEY", CONFAB_TEST_PEER_AWS_SECRET, TRUE);
  g_setenv ("AWS_REGION", CONFAB_TEST_PEER_AWS_REGION, TRUE);
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
  use_other_servers (uri);
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


  for (gsize i = 0; i < G_N_ELEMENTS (sent); i++)
    measure (context, ask_with_media, "send", sent[i].provider_id, "[[say Here it is.]]", TARGET_SEND_MS);
  measure (context, ask_late, "late-send", "openai", "[[say Here it is.]]", TARGET_SEND_MS);
  measure (context, ask_in_chat_with_media, "kept-send", "openai", "[[say Here it is.]]", TARGET_SEND_MS);

  g_main_context_set_poll_func (NULL, NULL);
  engine_close (g_steal_pointer (&context));

  return EXIT_SUCCESS;
}
