/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-enum.h"
#include "matrix-fixture.h"

/* Every dialect through the whole engine, over HTTP, in every situation: what a person gets must not
 * depend on whom they talk to. */

#define ARGUMENTS "{\"zone\":\"UTC\",\"n\":3}"
#define SCHEMA "{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"}}," \
               "\"required\":[\"zone\"]}"

static void
test_plain (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[say Hello there.]]");
  const ConfabUsage *usage;

  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_WAITING);
  matrix_check_complete (fixture, question);
  matrix_check_text (question, "Hello there.");
  g_assert_cmpuint (confab_message_get_n_parts (question->reply), ==, 1);
  g_assert_cmpint (confab_message_get_stop_reason (question->reply), ==, CONFAB_STOP_REASON_STOP);
  g_assert_cmpint (confab_message_get_duration_ms (question->reply), >=, 0);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "Be brief."));

  usage = confab_message_get_usage (question->reply);
  g_assert_cmpint (confab_usage_get_total_input (usage), ==, 12);
  g_assert_cmpint (confab_usage_get_total_output (usage), ==, 1);
}

static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[code]]");
  g_autofree char *text = NULL;

  matrix_check_complete (fixture, question);
  text = confab_message_dup_text (question->reply);
  g_assert_true (g_str_has_prefix (text, "# Reading a file\n\nThree things matter:\n"));
  g_assert_true (g_str_has_suffix (text, "\n> Nothing else is needed.\n"));
}

static void
test_thinking (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[think]] [[say Done.]]");
  ConfabPart *part;

  matrix_check_complete (fixture, question);
  matrix_check_text (question, "Done.");
  g_assert_cmpuint (confab_message_get_n_parts (question->reply), ==, 2);
  part = confab_message_get_part (question->reply, 0);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_THINKING);
  g_assert_cmpstr (confab_part_get_text (part), ==,
                   "The person wants an answer. I will quote the question.");
  g_assert_cmpint (confab_part_get_duration_ms (part), >=, 0);
  g_assert_cmpint (confab_message_get_stop_reason (question->reply), ==, CONFAB_STOP_REASON_STOP);
}

static void
test_tool_round_trip (Fixture       *fixture,
                      gconstpointer  data)
{
  const MatrixRow *row = fixture->row;
  g_autoptr(Question) question = NULL;
  g_autoptr(Question) second = NULL;
  g_autoptr(ConfabMessage) answer = confab_message_new (CONFAB_ROLE_TOOL);
  g_autoptr(ConfabPart) result = NULL;
  g_autoptr(JsonNode) expected = json_from_string (ARGUMENTS, NULL);
  g_autoptr(JsonNode) arguments = NULL;
  g_autofree char *text = NULL;
  ConfabPart *call;

  g_ptr_array_add (fixture->tools, confab_tool_new ("get_time", "Tells what time it is.", SCHEMA));
  question = matrix_ask_text (fixture, "[[think]] [[say I look.]] [[tool get_time " ARGUMENTS "]]");
  matrix_check_complete (fixture, question);
  matrix_check_text (question, "I look.");
  matrix_check_place (fixture, row->tool_name, "get_time");
  matrix_check_json (fixture, row->tool_schema, SCHEMA);
  call = matrix_find_part (question, CONFAB_PART_TOOL_CALL);
  g_assert_nonnull (call);
  g_assert_cmpstr (confab_part_get_name (call), ==, "get_time");
  if (row->call_id != NULL)
    g_assert_cmpuint (strlen (confab_part_get_id (call)), >, 0);
  arguments = json_from_string (confab_part_get_text (call), NULL);
  g_assert_nonnull (arguments);
  g_assert_true (json_node_equal (arguments, expected));
  g_assert_cmpint (confab_message_get_stop_reason (question->reply), ==, CONFAB_STOP_REASON_TOOL_USE);

  /* What came is sent back with the result, and the peer is as strict as the provider. */
  result = confab_part_new_tool_result (confab_part_get_id (call), "get_time", "It is noon.", FALSE);
  confab_message_append_part (answer, result);
  g_ptr_array_add (fixture->messages, g_object_ref (question->reply));
  g_ptr_array_add (fixture->messages, g_object_ref (answer));
  second = matrix_ask (fixture, fixture->provider);
  matrix_check_complete (fixture, second);
  text = confab_message_dup_text (second->reply);
  g_assert_true (g_str_has_prefix (text, "The tool answered: "));
  g_assert_nonnull (strstr (text, "It is noon."));

  matrix_check_place (fixture, row->call_id, confab_part_get_id (call));
  matrix_check_place (fixture, row->call_name, "get_time");
  matrix_check_json (fixture, row->call_arguments, ARGUMENTS);
  matrix_check_place (fixture, row->result_id, confab_part_get_id (call));
  matrix_check_place (fixture, row->result_text, "It is noon.");
  matrix_check_place (fixture, row->seal, row->seal_value);
}

static void
test_thinking_level (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(Question) question = NULL;

  fixture->thinking = CONFAB_THINKING_HIGH;
  question = matrix_ask_text (fixture, "[[think]] [[say Done.]]");
  matrix_check_complete (fixture, question);
  matrix_check_text (question, "Done.");
  if (fixture->row->thinking != NULL)
    matrix_check_json (fixture, fixture->row->thinking, fixture->row->thinking_value);
}

static void
test_image (Fixture       *fixture,
            gconstpointer  data)
{
  static const guint8 pixels[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0xff, 0x00, 0xfe };
  g_autoptr(GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr(ConfabPart) part = confab_part_new_data (CONFAB_PART_IMAGE, "dot.png", "image/png", bytes);
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "[[say A dot.]]");
  g_autofree char *base64 = g_base64_encode (pixels, sizeof pixels);
  g_autofree char *expected = g_strconcat (fixture->row->image_prefix, base64, NULL);
  g_autoptr(Question) question = NULL;

  confab_message_append_part (message, part);
  g_ptr_array_add (fixture->messages, g_object_ref (message));
  question = matrix_ask (fixture, fixture->provider);
  matrix_check_complete (fixture, question);
  matrix_check_text (question, "A dot.");
  matrix_check_place (fixture, fixture->row->image, expected);
}

static void
test_refused_key (Fixture       *fixture,
                  gconstpointer  data)
{
  ConfabProviderError code = CONFAB_PROVIDER_ERROR_BAD_KEY;
  const char *id = "stranger";
  g_autoptr(Question) question = NULL;

  if (fixture->row->key == MATRIX_KEY_NONE)
    {
      g_test_skip ("has no keys");
      return;
    }

  /* An account is refused where its tokens are had, and nothing else is asked. */
  if (fixture->row->key == MATRIX_KEY_GOOGLE)
    {
      confab_test_peer_set_token_failure (fixture->peer, 401);
      code = CONFAB_PROVIDER_ERROR_SIGN_IN;
      id = "patient";
    }

  g_ptr_array_add (fixture->messages, confab_message_new_text (CONFAB_ROLE_USER, "Hello"));
  question = matrix_ask (fixture, engine_get_provider (fixture->context, id));
  matrix_check_failure (question, code, CONFAB_MESSAGE_FAILED, "");
  if (code == CONFAB_PROVIDER_ERROR_BAD_KEY)
    g_assert_cmpuint (confab_provider_error_get_http_status (question->error) / 100, ==, 4);
  g_assert_cmpuint (confab_message_get_n_parts (question->reply), ==, 0);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, id)), ==,
                   CONFAB_PROVIDER_STATE_KEY_REFUSED);

  confab_test_peer_set_token_failure (fixture->peer, 0);
  matrix_check_answers_again (fixture);
}

static void
test_401 (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[status 401]]");

  matrix_check_failure (question, CONFAB_PROVIDER_ERROR_BAD_KEY, CONFAB_MESSAGE_FAILED, "");
  g_assert_cmpuint (confab_provider_error_get_http_status (question->error), ==, 401);
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);
  matrix_check_answers_again (fixture);
}

static void
test_429 (Fixture       *fixture,
          gconstpointer  data)
{
  const gint64 wait_us = 30 * G_USEC_PER_SEC;
  const gint64 before_us = g_get_real_time ();
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[status 429 retry-after 30]]");

  matrix_check_failure (question, CONFAB_PROVIDER_ERROR_RATE_LIMITED, CONFAB_MESSAGE_FAILED, "");
  g_assert_cmpuint (confab_provider_error_get_http_status (question->error), ==, 429);
  g_assert_cmpint (confab_provider_error_get_retry_after_ms (question->error), ==, 30000);
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_RATE_LIMITED);
  g_assert_cmpint (confab_provider_get_retry_at_us (fixture->provider), >=, before_us + wait_us);
  g_assert_cmpint (confab_provider_get_retry_at_us (fixture->provider), <=, g_get_real_time () + wait_us);
  matrix_check_answers_again (fixture);
}

static void
test_500 (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[status 500]]");

  matrix_check_failure (question, CONFAB_PROVIDER_ERROR_SERVER, CONFAB_MESSAGE_FAILED, "");
  g_assert_cmpuint (confab_provider_error_get_http_status (question->error), ==, 500);
  g_assert_nonnull (strstr (question->error->message, "The peer was told to fail."));
  matrix_check_answers_again (fixture);
}

static void
test_overloaded (Fixture       *fixture,
                 gconstpointer  data)
{
  const guint status = fixture->row->overloaded_status;
  g_autofree char *prompt = g_strdup_printf ("[[status %u]]", status);
  g_autoptr(Question) question = matrix_ask_text (fixture, prompt);

  matrix_check_failure (question, CONFAB_PROVIDER_ERROR_OVERLOADED, CONFAB_MESSAGE_FAILED, "");
  g_assert_cmpuint (confab_provider_error_get_http_status (question->error), ==, status);
  matrix_check_answers_again (fixture);
}

static void
test_error_in_stream (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[error-in-stream]] [[say These words come, and these do not.]]");

  matrix_check_failure (question, fixture->row->error_in_stream, CONFAB_MESSAGE_FAILED, "These words come, and th");
  g_assert_null (strstr (question->error->message, "{"));
  matrix_check_answers_again (fixture);
}

/* However a connection ends before the end marker, what came stays, and is not taken for the whole. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  static const char *const directives[] = { "cut", "reset", "nodone" };

  for (guint i = 0; i < G_N_ELEMENTS (directives); i++)
    {
      const gboolean whole = g_str_equal (directives[i], "nodone");
      g_autofree char *prompt = g_strdup_printf ("[[%s]] [[say These words come, and these do not.]]", directives[i]);
      g_autoptr(Question) question = matrix_ask_text (fixture, prompt);

      g_test_message ("%s", directives[i]);
      /* A reset may overtake the last bytes. */
      if (g_str_equal (directives[i], "reset"))
        {
          g_assert_false (matrix_wait_end (question));
          g_assert_cmpuint (question->error->domain, ==, CONFAB_PROVIDER_ERROR);
          g_assert_cmpint (confab_message_get_status (question->reply), !=, CONFAB_MESSAGE_COMPLETE);
        }
      else
        {
          matrix_check_failure (question, CONFAB_PROVIDER_ERROR_TRUNCATED, CONFAB_MESSAGE_INTERRUPTED,
                         whole ? "These words come, and these do not." : "These words come, and th");
        }
    }

  matrix_check_answers_again (fixture);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const prompts[] = { "[[garbage]]", "[[garbage-body]]", "[[html]]" };

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr(Question) question = matrix_ask_text (fixture, prompts[i]);

      g_test_message ("%s", prompts[i]);
      matrix_check_failure (question, CONFAB_PROVIDER_ERROR_MALFORMED, CONFAB_MESSAGE_FAILED, "");
    }

  matrix_check_answers_again (fixture);
}

static void
test_late (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[late]] [[say At last.]]");

  while (confab_test_peer_get_n_waiting (fixture->peer) == 0 && question->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_WAITING);
  g_assert_cmpuint (confab_message_get_n_parts (question->reply), ==, 0);
  g_assert_null (question->result);

  g_assert_cmpuint (confab_test_peer_release (fixture->peer), ==, 1);
  matrix_check_complete (fixture, question);
  matrix_check_text (question, "At last.");
}

static void
test_too_late (Fixture       *fixture,
               gconstpointer  data)
{
  ConfabProvider *hasty = engine_get_provider (fixture->context, "hasty");
  g_autoptr(Question) question = NULL;

  g_ptr_array_add (fixture->messages, confab_message_new_text (CONFAB_ROLE_USER, "[[late]]"));
  question = matrix_ask (fixture, hasty);
  matrix_check_failure (question, CONFAB_PROVIDER_ERROR_NETWORK, CONFAB_MESSAGE_FAILED, "");
  g_assert_cmpint (confab_provider_get_state (hasty), ==,
                   confab_provider_type_get_local (confab_provider_get_provider_type (hasty))
                     ? CONFAB_PROVIDER_STATE_NOT_RUNNING
                     : CONFAB_PROVIDER_STATE_UNREACHABLE);

  /* Nobody is left waiting at the gate. */
  while (confab_test_peer_get_n_gone (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);
  matrix_check_answers_again (fixture);
}

static const struct
{
  const char *name;
  void      (*func) (Fixture *fixture, gconstpointer data);
} conditions[] = {
  { "plain", test_plain },
  { "long", test_long },
  { "thinking", test_thinking },
  { "thinking-level", test_thinking_level },
  { "tool-round-trip", test_tool_round_trip },
  { "image", test_image },
  { "refused-key", test_refused_key },
  { "401", test_401 },
  { "429", test_429 },
  { "500", test_500 },
  { "overloaded", test_overloaded },
  { "error-in-stream", test_error_in_stream },
  { "cut", test_cut },
  { "garbage", test_garbage },
  { "late", test_late },
  { "too-late", test_too_late },
};

int
main (int    argc,
      char **argv)
{
  const MatrixRow *rows;
  guint n_rows;

  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  rows = matrix_get_rows (&n_rows);
  for (guint i = 0; i < n_rows; i++)
    for (guint j = 0; j < G_N_ELEMENTS (conditions); j++)
      {
        g_autofree char *path = g_strdup_printf ("/engine/matrix/%s/%s", rows[i].name, conditions[j].name);

        g_test_add (path, Fixture, &rows[i], matrix_set_up, conditions[j].func, matrix_tear_down);
      }

  return g_test_run ();
}
