/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "matrix-fixture.h"

#include <string.h>

/* The key of a row, or one that is refused, as the records have it. */
static char *
dup_key (Fixture  *fixture,
         gboolean  refused)
{
  switch (fixture->row->key)
    {
    case MATRIX_KEY_PLAIN:
      return g_strdup (refused ? "another-key-9876543210" : CONFAB_TEST_PEER_KEY);
    case MATRIX_KEY_AMAZON:
      return g_strconcat (CONFAB_TEST_PEER_AWS_ID ":",
                          refused ? "another/secret+key/0123456789abcdefghijk" : CONFAB_TEST_PEER_AWS_SECRET, NULL);
    case MATRIX_KEY_GOOGLE:
      return confab_test_peer_dup_service_account (fixture->peer);
    case MATRIX_KEY_NONE:
    default:
      return NULL;
    }
}

/* Providers that differ in how long they are waited for, and in whether they are let in. */
static void
write_records (Fixture *fixture)
{
  static const struct { const char *id, *first_byte; gboolean refused; } providers[] = {
    { "patient", "0", FALSE },
    { "hasty", "0.05", FALSE },
    { "stranger", "0", TRUE },
  };
  const char *config = fixture->row->config;
  g_autoptr(GString) text = g_string_new ("{\"version\":1,\"providers\":[");

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      g_autofree char *key = dup_key (fixture, providers[i].refused);

      g_string_append_printf (text, "%s{\"id\":\"%s\",\"type\":\"%s\",\"name\":\"The %s one\","
                              "\"base_url\":\"%s\",\"config\":{\"timeouts\":{\"first_byte\":%s}%s%s}",
                              i > 0 ? "," : "", providers[i].id, fixture->row->type, providers[i].id,
                              confab_test_peer_get_uri (fixture->peer), providers[i].first_byte,
                              config != NULL ? "," : "", config != NULL ? config : "");
      if (key != NULL)
        {
          g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), key);
          g_autofree char *quoted = json_to_string (node, FALSE);

          g_string_append_printf (text, ",\"api_key\":%s", quoted);
        }
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]}");

  engine_write_records (text->str);
}

void
matrix_set_up (Fixture       *fixture,
               gconstpointer  data)
{
  engine_home_reset ();
  fixture->row = data;
  fixture->peer = confab_test_peer_new ();
  fixture->thinking = CONFAB_THINKING_DEFAULT;
  fixture->messages = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
  write_records (fixture);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
  fixture->provider = engine_get_provider (fixture->context, "patient");
}

void
matrix_tear_down (Fixture       *fixture,
                  gconstpointer  data)
{
  engine_close (fixture->context);
  g_ptr_array_unref (fixture->messages);
  g_ptr_array_unref (fixture->tools);
  g_clear_object (&fixture->peer);
}

Question *
matrix_ask (Fixture        *fixture,
            ConfabProvider *provider)
{
  Question *question = g_new0 (Question, 1);

  question->turn = confab_turn_new (fixture->context, provider, fixture->row->model, "Be brief.",
                                    fixture->messages);
  if (fixture->tools->len > 0)
    confab_turn_set_tools (question->turn, fixture->tools, NULL);
  confab_turn_set_thinking (question->turn, fixture->thinking);
  question->reply = confab_turn_get_reply (question->turn);
  confab_turn_run_async (question->turn, NULL, await_cb, &question->result);

  return question;
}

Question *
matrix_ask_text (Fixture    *fixture,
                 const char *prompt)
{
  g_ptr_array_set_size (fixture->messages, 0);
  g_ptr_array_add (fixture->messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));

  return matrix_ask (fixture, fixture->provider);
}

gboolean
matrix_wait_end (Question *question)
{
  return confab_turn_run_finish (question->turn, await (&question->result), &question->error);
}

void
matrix_question_free (Question *self)
{
  g_object_unref (self->result);
  await_finalized (self->turn);
  g_clear_error (&self->error);
  g_free (self);
}

/* A key goes into one header and nowhere else. */
static void
check_no_key (const char *text)
{
  g_assert_null (strstr (text, CONFAB_TEST_PEER_KEY));
  g_assert_null (strstr (text, CONFAB_TEST_PEER_AWS_SECRET));
  g_assert_null (strstr (text, "PRIVATE KEY"));
}

/* What a reply that came whole is like, whatever it says. */
void
matrix_check_complete (Fixture  *fixture,
                       Question *question)
{
  const gboolean complete = matrix_wait_end (question);
  g_auto(GStrv) words = g_strsplit (confab_test_peer_get_last_request_path (fixture->peer), "?", 2);

  g_assert_no_error (question->error);
  g_assert_true (complete);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_null (confab_message_get_error (question->reply));
  g_assert_cmpstr (confab_message_get_dialect (question->reply), ==, fixture->row->dialect);
  g_assert_cmpstr (confab_message_get_model (question->reply), ==, fixture->row->model);
  g_assert_cmpstr (confab_message_get_provider_id (question->reply), ==, "patient");
  g_assert_cmpstr (confab_message_get_provider_name (question->reply), ==, "The patient one");
  for (guint i = 0; i < confab_message_get_n_parts (question->reply); i++)
    g_assert_true (confab_part_get_sealed (confab_message_get_part (question->reply, i)));
  g_assert_cmpint (confab_provider_get_state (fixture->provider), ==, CONFAB_PROVIDER_STATE_READY);
  if (!g_str_has_suffix (words[0], fixture->row->path_end))
    g_error ("%s was asked", words[0]);
  check_no_key (confab_test_peer_get_last_request_path (fixture->peer));
  check_no_key (confab_test_peer_get_last_request_body (fixture->peer));
}

void
matrix_check_text (Question   *question,
                   const char *expected)
{
  g_autofree char *text = confab_message_dup_text (question->reply);

  g_assert_cmpstr (text, ==, expected);
}

void
matrix_check_failure (Question            *question,
                      ConfabProviderError  code,
                      ConfabMessageStatus  status,
                      const char          *text)
{
  g_assert_false (matrix_wait_end (question));
  g_assert_error (question->error, CONFAB_PROVIDER_ERROR, (int) code);
  g_assert_error (confab_message_get_error (question->reply), CONFAB_PROVIDER_ERROR, (int) code);
  g_assert_cmpint (confab_message_get_status (question->reply), ==, status);
  check_no_key (question->error->message);
  matrix_check_text (question, text);
}

/* It goes on as if nothing had been. */
void
matrix_check_answers_again (Fixture *fixture)
{
  g_autoptr(Question) question = matrix_ask_text (fixture, "[[say Here I am.]]");

  matrix_check_complete (fixture, question);
  matrix_check_text (question, "Here I am.");
  g_assert_null (confab_provider_get_error (fixture->provider));
}

ConfabPart *
matrix_find_part (Question       *question,
                  ConfabPartKind  kind)
{
  for (guint i = 0; i < confab_message_get_n_parts (question->reply); i++)
    {
      ConfabPart *part = confab_message_get_part (question->reply, i);

      if (confab_part_get_kind (part) == kind)
        return part;
    }

  return NULL;
}

/* The one value at a place of the last request. */
static JsonNode *
look_up (Fixture    *fixture,
         const char *place)
{
  const char *body = confab_test_peer_get_last_request_body (fixture->peer);
  g_autoptr(JsonNode) root = json_from_string (body, NULL);
  g_autoptr(JsonNode) found = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *values;

  g_assert_nonnull (root);
  found = json_path_query (place, root, &error);
  g_assert_no_error (error);
  values = json_node_get_array (found);
  if (json_array_get_length (values) != 1)
    g_error ("%s: %u values in %s", place, json_array_get_length (values), body);

  return json_array_dup_element (values, 0);
}

/* There may be no such place in the dialect. */
void
matrix_check_place (Fixture    *fixture,
                    const char *place,
                    const char *expected)
{
  g_autoptr(JsonNode) node = NULL;

  if (place == NULL)
    return;

  node = look_up (fixture, place);
  g_assert_cmpstr (json_node_get_string (node), ==, expected);
}

/* An object, or one written as a text. */
void
matrix_check_json (Fixture    *fixture,
                   const char *place,
                   const char *expected)
{
  g_autoptr(JsonNode) expected_node = json_from_string (expected, NULL);
  g_autoptr(JsonNode) node = look_up (fixture, place);
  g_autoptr(JsonNode) inner = NULL;

  g_assert_nonnull (expected_node);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    inner = json_from_string (json_node_get_string (node), NULL);
  if (!json_node_equal (inner != NULL ? inner : node, expected_node))
    {
      g_autofree char *found = json_to_string (node, FALSE);

      g_error ("%s: %s is not %s", place, found, expected);
    }
}
