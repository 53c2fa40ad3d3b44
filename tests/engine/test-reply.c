/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-provider-error.h"
#include "confab-reply.h"

#define MS 1000

typedef struct
{
  ConfabMessage *message;
  ConfabReply   *reply;
  guint          n_changes;
} Fixture;

static void
on_changed_cb (ConfabMessage *message,
               Fixture       *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  confab_message_set_status (fixture->message, CONFAB_MESSAGE_WAITING);
  fixture->reply = confab_reply_new (fixture->message, 0);
  g_signal_connect (fixture->message, "changed", G_CALLBACK (on_changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  confab_reply_free (fixture->reply);
  g_assert_finalize_object (fixture->message);
}

static void
say (Fixture         *fixture,
     ConfabEventKind  kind,
     guint            slot,
     const char      *text,
     gint64           now_us)
{
  const ConfabEvent event = { .kind = kind, .slot = slot, .text = text,
                              .text_length = text != NULL ? strlen (text) : 0 };

  confab_reply_apply (fixture->reply, &event, now_us);
}

static void
apply (Fixture     *fixture,
       ConfabEvent  event,
       gint64       now_us)
{
  confab_reply_apply (fixture->reply, &event, now_us);
}

static ConfabPart *
part (Fixture *fixture,
      guint    position)
{
  return confab_message_get_part (fixture->message, position);
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_START, .model = "some-model-2" }, 0);
  g_assert_cmpint (confab_message_get_status (fixture->message), ==, CONFAB_MESSAGE_STREAMING);
  say (fixture, CONFAB_EVENT_TEXT, 0, "Hel", 1);
  say (fixture, CONFAB_EVENT_TEXT, 0, "lo", 2);
  say (fixture, CONFAB_EVENT_TEXT, 1, "again", 3);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  confab_reply_flush (fixture->reply);
  confab_reply_flush (fixture->reply);
  g_assert_cmpuint (fixture->n_changes, ==, 1);

  g_assert_cmpuint (confab_message_get_n_parts (fixture->message), ==, 2);
  g_assert_cmpstr (confab_part_get_text (part (fixture, 0)), ==, "Hello");
  g_assert_cmpstr (confab_part_get_text (part (fixture, 1)), ==, "again");
  g_assert_cmpstr (confab_message_get_model (fixture->message), ==, "some-model-2");
  g_assert_false (confab_part_get_sealed (part (fixture, 0)));

  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_STOP, .stop_reason = CONFAB_STOP_REASON_LENGTH,
                                  .name = "max_tokens" }, 4);
  confab_reply_finish (fixture->reply, CONFAB_MESSAGE_COMPLETE, NULL, 7 * MS);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_cmpint (confab_message_get_stop_reason (fixture->message), ==, CONFAB_STOP_REASON_LENGTH);
  g_assert_cmpstr (confab_message_get_raw_stop_reason (fixture->message), ==, "max_tokens");
  g_assert_cmpint (confab_message_get_duration_ms (fixture->message), ==, 7);
  g_assert_true (confab_part_get_sealed (part (fixture, 0)));
}

static void
test_thinking (Fixture       *fixture,
               gconstpointer  data)
{
  say (fixture, CONFAB_EVENT_THINKING, 0, "Hm, ", 100 * MS);
  say (fixture, CONFAB_EVENT_THINKING, 0, "well", 400 * MS);
  g_assert_cmpint (confab_part_get_duration_ms (part (fixture, 0)), ==, -1);
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_SEALED, .slot = 0, .json = "{\"signature\":\"s\"}" }, 600 * MS);
  g_assert_cmpint (confab_part_get_duration_ms (part (fixture, 0)), ==, 500);
  g_assert_true (confab_part_get_sealed (part (fixture, 0)));
  g_assert_cmpstr (confab_part_get_replay (part (fixture, 0)), ==, "{\"signature\":\"s\"}");

  /* Without a seal, what comes next ends it. */
  say (fixture, CONFAB_EVENT_THINKING, 1, "More", 1000 * MS);
  say (fixture, CONFAB_EVENT_TEXT, 2, "So:", 1250 * MS);
  g_assert_cmpint (confab_part_get_duration_ms (part (fixture, 1)), ==, 250);
  g_assert_cmpint (confab_part_get_duration_ms (part (fixture, 0)), ==, 500);

  /* Stopped while it thinks. */
  say (fixture, CONFAB_EVENT_THINKING, 3, "And", 2000 * MS);
  confab_reply_finish (fixture->reply, CONFAB_MESSAGE_STOPPED, NULL, 2100 * MS);
  g_assert_cmpint (confab_part_get_duration_ms (part (fixture, 3)), ==, 100);
  g_assert_false (confab_part_get_sealed (part (fixture, 3)));
  g_assert_cmpint (confab_part_get_kind (part (fixture, 3)), ==, CONFAB_PART_THINKING);
}

static void
test_sealed_thinking_alone (Fixture       *fixture,
                            gconstpointer  data)
{
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_SEALED, .slot = 0, .json = "{\"data\":\"x\"}" }, 5 * MS);
  g_assert_cmpuint (confab_message_get_n_parts (fixture->message), ==, 1);
  g_assert_cmpint (confab_part_get_kind (part (fixture, 0)), ==, CONFAB_PART_THINKING);
  g_assert_cmpstr (confab_part_get_replay (part (fixture, 0)), ==, "{\"data\":\"x\"}");
}

static void
test_tool_call (Fixture       *fixture,
                gconstpointer  data)
{
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_TOOL_CALL, .slot = 0, .id = "c1", .name = "get_time" }, 0);
  say (fixture, CONFAB_EVENT_TOOL_ARGUMENTS, 0, "{\"zo", 0);
  g_assert_cmpstr (confab_part_get_text (part (fixture, 0)), ==, "{\"zo");
  g_assert_false (confab_part_get_sealed (part (fixture, 0)));
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_TOOL_CALL_END, .slot = 0, .json = "{\"zone\":\"UTC\"}" }, 0);
  g_assert_cmpstr (confab_part_get_text (part (fixture, 0)), ==, "{\"zone\":\"UTC\"}");
  g_assert_cmpstr (confab_part_get_id (part (fixture, 0)), ==, "c1");
  g_assert_cmpstr (confab_part_get_name (part (fixture, 0)), ==, "get_time");
  g_assert_true (confab_part_get_sealed (part (fixture, 0)));

  /* One that never ends must not look as if it had. */
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_TOOL_CALL, .slot = 1, .name = "rm" }, 0);
  say (fixture, CONFAB_EVENT_TOOL_ARGUMENTS, 1, "{\"path\":\"/", 0);
  confab_reply_finish (fixture->reply, CONFAB_MESSAGE_INTERRUPTED, NULL, 0);
  g_assert_false (confab_part_get_sealed (part (fixture, 1)));
}

static void
test_rest (Fixture       *fixture,
           gconstpointer  data)
{
  ConfabUsage first = CONFAB_USAGE_INIT;
  ConfabUsage second = CONFAB_USAGE_INIT;
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_OVERLOADED, 0, NULL, -1, "busy");
  g_autofree char *text = NULL;

  first.input = 10;
  first.output = 1;
  second.output = 25;
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_USAGE, .usage = &first }, 0);
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_USAGE, .usage = &second }, 0);
  g_assert_cmpint (confab_message_get_usage (fixture->message)->input, ==, 10);
  g_assert_cmpint (confab_message_get_usage (fixture->message)->output, ==, 25);

  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_OPAQUE, .slot = 0, .name = "fancy", .json = "{\"a\":1}" }, 0);
  g_assert_cmpint (confab_part_get_kind (part (fixture, 0)), ==, CONFAB_PART_OPAQUE);
  g_assert_cmpstr (confab_part_get_name (part (fixture, 0)), ==, "fancy");
  g_assert_cmpstr (confab_part_get_replay (part (fixture, 0)), ==, "{\"a\":1}");

  say (fixture, CONFAB_EVENT_REFUSAL, 1, "No.", 0);
  g_assert_cmpint (confab_part_get_kind (part (fixture, 1)), ==, CONFAB_PART_REFUSAL);

  /* A source is kept, and neither shown nor sent back. */
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_CITATION, .slot = 1, .json = "{\"url\":\"x\"}" }, 0);
  g_assert_cmpstr (confab_part_get_text (part (fixture, 2)), ==, "{\"url\":\"x\"}");
  g_assert_null (confab_part_get_replay (part (fixture, 2)));
  text = confab_message_dup_text (fixture->message);
  g_assert_cmpstr (text, ==, "No.");

  /* A slot that turns into something else is a new part. */
  say (fixture, CONFAB_EVENT_TEXT, 1, "Yes.", 0);
  g_assert_cmpuint (confab_message_get_n_parts (fixture->message), ==, 4);

  g_assert_null (confab_reply_get_error (fixture->reply));
  apply (fixture, (ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = error }, 0);
  g_assert_error (confab_reply_get_error (fixture->reply), CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OVERLOADED);
  confab_reply_finish (fixture->reply, CONFAB_MESSAGE_FAILED, confab_reply_get_error (fixture->reply), 0);
  g_assert_error (confab_message_get_error (fixture->message), CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OVERLOADED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/engine/reply/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add ("/engine/reply/thinking", Fixture, NULL, set_up, test_thinking, tear_down);
  g_test_add ("/engine/reply/sealed-thinking-alone", Fixture, NULL, set_up, test_sealed_thinking_alone, tear_down);
  g_test_add ("/engine/reply/tool-call", Fixture, NULL, set_up, test_tool_call, tear_down);
  g_test_add ("/engine/reply/rest", Fixture, NULL, set_up, test_rest, tear_down);

  return g_test_run ();
}
