/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-paced-stream.h"
#include "confab-turn.h"
#include "engine-fixture.h"

/* Each of them answers in a different way, and the one after the last is the first again. */
static void
test_answers (void)
{
  g_autofree char *first = NULL;
  ConfabContext *context;
  ConfabProvider *provider;
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  engine_home_reset ();
  g_setenv ("CONFAB_DEMONSTRATION_PACE_MS", "0", TRUE);
  context = engine_load ();
  provider = confab_registry_get_demonstration (confab_context_get_registry (context));
  g_assert_nonnull (provider);
  g_assert_true (confab_provider_get_demonstration (provider));
  g_assert_false (confab_provider_get_usable (provider));
  g_assert_true (provider == engine_get_provider (context, "demonstration"));

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;
      ConfabTurn *turn;
      ConfabMessage *reply;

      g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Tell me."));
      turn = confab_turn_new (context, provider, NULL, NULL, messages);
      reply = confab_turn_get_reply (turn);
      confab_turn_run_async (turn, NULL, await_cb, &result);
      g_assert_true (confab_turn_run_finish (turn, await (&result), &error));
      g_assert_no_error (error);

      text = confab_message_dup_text (reply);
      g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_COMPLETE);
      g_assert_cmpint (confab_message_get_stop_reason (reply), ==, CONFAB_STOP_REASON_STOP);
      g_assert_cmpuint (strlen (text), >, 500);
      g_assert_nonnull (strstr (text, "```"));
      g_assert_true (confab_usage_is_known (confab_message_get_usage (reply)));
      if (i == 0)
        {
          g_assert_cmpint (confab_part_get_kind (confab_message_get_part (reply, 0)), ==, CONFAB_PART_THINKING);
          g_assert_nonnull (strstr (text, "| --- |"));
          g_assert_nonnull (strstr (text, "Ollama"));
          first = g_steal_pointer (&text);
        }
      else
        {
          g_assert_cmpint (g_strcmp0 (text, first) == 0, ==, i == 3);
        }

      g_ptr_array_add (messages, g_object_ref (reply));
      g_clear_object (&result);
      await_finalized (turn);
    }

  engine_close (context);
}

/* It can be stopped like any other, and takes its time like any other. */
static void
test_stops (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabContext *context;
  ConfabTurn *turn;
  ConfabMessage *reply;

  engine_home_reset ();
  g_setenv ("CONFAB_DEMONSTRATION_PACE_MS", "1", TRUE);
  context = engine_load ();
  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Tell me."));
  turn = confab_turn_new (context, engine_get_provider (context, "demonstration"), NULL, NULL, messages);
  reply = confab_turn_get_reply (turn);
  confab_turn_run_async (turn, cancellable, await_cb, &result);

  while (confab_message_get_n_parts (reply) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_false (confab_turn_run_finish (turn, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_STOPPED);
  text = confab_message_dup_text (reply);
  g_assert_cmpuint (strlen (text), <, 500);

  g_clear_object (&result);
  await_finalized (turn);
  engine_close (context);
}

/* One event at a time, whatever the buffer, and nothing lost at its borders. */
static void
test_paced_stream (void)
{
  static const char recorded[] = "event: a\ndata: 1\n\nevent: b\ndata: 2\n\nno end";
  static const gsize counts[] = { 1, 3, 17, 18, 19, 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (recorded, strlen (recorded));
      g_autoptr(GInputStream) stream = confab_paced_stream_new (bytes, i % 2);
      g_autoptr(GString) seen = g_string_new (NULL);
      guint n_reads = 0;
      gsize size;

      do
        {
          g_autoptr(GAsyncResult) result = NULL;
          g_autoptr(GBytes) piece = NULL;
          g_autoptr(GError) error = NULL;

          g_input_stream_read_bytes_async (stream, counts[i], G_PRIORITY_DEFAULT, NULL, await_cb, &result);
          piece = g_input_stream_read_bytes_finish (stream, await (&result), &error);
          g_assert_no_error (error);
          size = g_bytes_get_size (piece);
          if (size > 0)
            g_string_append_len (seen, g_bytes_get_data (piece, NULL), size);
          n_reads++;
        }
      while (size > 0);

      g_assert_cmpstr (seen->str, ==, recorded);
      if (counts[i] == 4096)
        g_assert_cmpuint (n_reads, ==, 4);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/demonstration/answers", test_answers);
  g_test_add_func ("/engine/demonstration/stops", test_stops);
  g_test_add_func ("/engine/demonstration/paced-stream", test_paced_stream);

  return g_test_run ();
}
