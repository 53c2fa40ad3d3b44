/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "confab-tool-loop.h"
#include "confab-turn.h"
#include "engine-fixture.h"

/* Tools that a test watches and ends: the text of a call decides what comes of it. */
#define TEST_TYPE_TOOLS (test_tools_get_type ())
G_DECLARE_FINAL_TYPE (TestTools, test_tools, TEST, TOOLS, GObject)

struct _TestTools
{
  GObject    parent_instance;
  GPtrArray *tools;
  GString   *log;      /* the calls, in order */
  GTask     *waiting;  /* owned, nullable */
};

static GPtrArray *
test_tools_get_tools (ConfabToolRunner *runner)
{
  return TEST_TOOLS (runner)->tools;
}

static GPtrArray *
new_result (const char *text,
            gboolean    is_error)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (parts, confab_part_new_tool_result (NULL, NULL, text, is_error));

  return parts;
}

static void
on_cancelled_cb (GCancellable *cancellable,
                 GTask        *task)
{
  g_task_return_error_if_cancelled (task);
}

static gboolean
end_idle_cb (gpointer user_data)
{
  GTask *task = user_data;
  ConfabPart *call = g_task_get_task_data (task);
  const char *text = confab_part_get_text (call);

  if (strstr (text, "fail") != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no such zone.");
    }
  else if (strstr (text, "long") != NULL)
    {
      g_autofree char *long_text = g_strnfill (CONFAB_TOOL_LOOP_MAX_RESULT_BYTES + 100, 'x');

      g_task_return_pointer (task, new_result (long_text, FALSE), (GDestroyNotify) g_ptr_array_unref);
    }
  else if (strstr (text, "picture") != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
      GPtrArray *parts = new_result ("See.", FALSE);

      g_ptr_array_add (parts, confab_part_new_data (CONFAB_PART_IMAGE, NULL, "image/png", bytes));
      g_task_return_pointer (task, parts, (GDestroyNotify) g_ptr_array_unref);
    }
  else
    {
      g_task_return_pointer (task, new_result ("It is noon.", strstr (text, "mistake") != NULL),
                             (GDestroyNotify) g_ptr_array_unref);
    }

  return G_SOURCE_REMOVE;
}

static void
test_tools_run_async (ConfabToolRunner    *runner,
                      ConfabPart          *call,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TestTools *self = TEST_TOOLS (runner);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_object_ref (call), g_object_unref);
  g_string_append_printf (self->log, "%s%s", confab_part_get_name (call), confab_part_get_text (call));

  if (strstr (confab_part_get_text (call), "wait") != NULL)
    {
      g_set_object (&self->waiting, task);
      g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled_cb), task, 0);
      return;
    }

  g_idle_add_full (G_PRIORITY_DEFAULT, end_idle_cb, g_steal_pointer (&task), g_object_unref);
}

static GPtrArray *
test_tools_run_finish (ConfabToolRunner  *runner,
                       GAsyncResult      *result,
                       GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
runner_iface_init (ConfabToolRunnerInterface *iface)
{
  iface->get_tools = test_tools_get_tools;
  iface->run_async = test_tools_run_async;
  iface->run_finish = test_tools_run_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestTools, test_tools, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONFAB_TYPE_TOOL_RUNNER, runner_iface_init))

static void
test_tools_finalize (GObject *object)
{
  TestTools *self = TEST_TOOLS (object);

  g_ptr_array_unref (self->tools);
  g_string_free (self->log, TRUE);
  g_clear_object (&self->waiting);

  G_OBJECT_CLASS (test_tools_parent_class)->finalize (object);
}

static void
test_tools_class_init (TestToolsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_tools_finalize;
}

static void
test_tools_init (TestTools *self)
{
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
  g_ptr_array_add (self->tools,
                   confab_tool_new ("get_time", "Tells the time.",
                                    "{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"}}}"));
  self->log = g_string_new (NULL);
}

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
  TestTools      *tools;
  ConfabToolLoop *loop;
  GCancellable   *cancellable;
  GAsyncResult   *result;
  GError         *error;
  guint           n_turns;
  ConfabMessage  *results;  /* borrowed: what the tools that run now will have said */
} Fixture;

static const char *const dialects[] = { "anthropic", "openai", "google", "ollama" };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
  fixture->tools = g_object_new (TEST_TYPE_TOOLS, NULL);
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->result);
  g_clear_error (&fixture->error);
  await_finalized (fixture->loop);
  await_finalized (fixture->tools);
  g_clear_object (&fixture->cancellable);
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

static void
on_turn_cb (ConfabToolLoop *loop,
            ConfabTurn     *turn,
            Fixture        *fixture)
{
  g_assert_true (CONFAB_IS_TURN (turn));
  g_assert_cmpint (confab_message_get_status (confab_turn_get_reply (turn)), ==, CONFAB_MESSAGE_WAITING);
  fixture->n_turns++;
}

static void
on_results_cb (ConfabToolLoop *loop,
               ConfabMessage  *results,
               Fixture        *fixture)
{
  g_assert_cmpint (confab_message_get_role (results), ==, CONFAB_ROLE_TOOL);
  g_assert_true (confab_message_is_open (results));
  fixture->results = results;
}

static void
start (Fixture    *fixture,
       const char *provider_id,
       const char *prompt)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, prompt));
  fixture->loop = confab_tool_loop_new (fixture->context, engine_get_provider (fixture->context, provider_id), NULL,
                                        "Be brief.", messages, CONFAB_TOOL_RUNNER (fixture->tools));
  g_signal_connect (fixture->loop, "turn", G_CALLBACK (on_turn_cb), fixture);
  g_signal_connect (fixture->loop, "results", G_CALLBACK (on_results_cb), fixture);
}

static gboolean
finish (Fixture *fixture)
{
  return confab_tool_loop_run_finish (fixture->loop, await (&fixture->result), &fixture->error);
}

static gboolean
run (Fixture *fixture)
{
  confab_tool_loop_run_async (fixture->loop, fixture->cancellable, await_cb, &fixture->result);

  return finish (fixture);
}

static ConfabMessage *
get_message (Fixture *fixture,
             guint    position)
{
  GPtrArray *messages = confab_tool_loop_get_messages (fixture->loop);

  g_assert_cmpuint (position, <, messages->len);

  return g_ptr_array_index (messages, position);
}

static guint
count (const char *text,
       const char *piece)
{
  guint n = 0;

  while ((text = strstr (text, piece)) != NULL)
    {
      n++;
      text += strlen (piece);
    }

  return n;
}

/* A question, two calls at once, their results, and an answer; what the provider signed goes back in
 * the same bytes. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *dialect = data;
  const char *body;
  g_autofree char *text = NULL;

  start (fixture, dialect, "[[think]] [[tool get_time {\"zone\":\"UTC\",\"a\":1}]] [[calls 2]] What time is it?");
  g_assert_true (run (fixture));
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->tools->log->str, ==,
                   "get_time{\"zone\":\"UTC\",\"a\":1}get_time{\"zone\":\"UTC\",\"a\":1}");
  g_assert_cmpuint (fixture->n_turns, ==, 2);
  g_assert_cmpuint (confab_tool_loop_get_messages (fixture->loop)->len, ==, 4);
  g_assert_cmpint (confab_message_get_status (get_message (fixture, 2)), ==, CONFAB_MESSAGE_COMPLETE);
  g_assert_cmpuint (confab_message_get_n_parts (get_message (fixture, 2)), ==, 2);
  for (guint i = 1; i < 4; i++)
    g_assert_cmpstr (confab_message_get_parent_id (get_message (fixture, i)), ==,
                     confab_message_get_id (get_message (fixture, i - 1)));
  text = confab_message_dup_text (get_message (fixture, 3));
  g_assert_true (g_str_has_prefix (text, "The tool answered: "));
  g_assert_nonnull (strstr (text, "noon"));

  body = confab_test_peer_get_last_request_body (fixture->peer);
  g_assert_cmpuint (count (body, "It is noon."), ==, 2);
  g_assert_nonnull (strstr (body, "Tells the time."));
  if (g_str_equal (dialect, "anthropic"))
    {
      g_assert_nonnull (strstr (body, "{\"type\":\"thinking\",\"thinking\":\"The person wants an answer. I will quote "
                                "the question.\",\"signature\":\"c2lnbmVkIGJ5IHRoZSBwZWVy\"}"));
      g_assert_cmpuint (count (body, "\"input\":{\"zone\":\"UTC\",\"a\":1}"), ==, 2);
    }
  else if (g_str_equal (dialect, "openai"))
    {
      g_assert_cmpuint (count (body, "\"arguments\":\"{\\\"zone\\\":\\\"UTC\\\",\\\"a\\\":1}\""), ==, 2);
      g_assert_null (strstr (body, "reasoning"));
    }
  else if (g_str_equal (dialect, "google"))
    {
      g_assert_nonnull (strstr (body, "{\"functionCall\":{\"name\":\"get_time\",\"args\":{\"zone\":\"UTC\",\"a\":1}},"
                                "\"thoughtSignature\":\"c2lnbmVk\"},"
                                "{\"functionCall\":{\"name\":\"get_time\",\"args\":{\"zone\":\"UTC\",\"a\":1}}}"));
    }
  else
    {
      g_assert_nonnull (strstr (body, "\"thinking\":\"The person wants an answer. I will quote the question.\""));
      g_assert_cmpuint (count (body, "\"arguments\":{\"zone\":\"UTC\",\"a\":1}"), ==, 2);
    }
}

/* An answer without calls ends the loop at once. */
static void
test_no_calls (Fixture       *fixture,
               gconstpointer  data)
{
  start (fixture, data, "[[say Noon.]]");
  confab_tool_loop_set_max_rounds (fixture->loop, 0);
  g_assert_true (run (fixture));
  g_assert_cmpuint (confab_tool_loop_get_messages (fixture->loop)->len, ==, 2);
  g_assert_cmpuint (fixture->tools->log->len, ==, 0);
}

static void
test_bounded (Fixture       *fixture,
              gconstpointer  data)
{
  confab_test_peer_set_directives (fixture->peer, "[[tool get_time {}]] [[again]]");
  start (fixture, data, "Go on for ever");
  confab_tool_loop_set_max_rounds (fixture->loop, 3);
  g_assert_false (run (fixture));
  g_assert_error (fixture->error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS);
  g_assert_cmpstr (fixture->tools->log->str, ==, "get_time{}get_time{}get_time{}");
  g_assert_cmpuint (fixture->n_turns, ==, 4);

  /* The question, three replies with results, and the reply that went too far. */
  g_assert_cmpuint (confab_tool_loop_get_messages (fixture->loop)->len, ==, 8);
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { const char *prompt, *expected, *log; gboolean is_error; } cases[] = {
    { "[[tool get_time {\"zone\":\"fail\"}]]", "There is no such zone.", "get_time{\"zone\":\"fail\"}", TRUE },
    { "[[tool get_time {\"zone\":\"mistake\"}]]", "It is noon.", "get_time{\"zone\":\"mistake\"}", TRUE },
    { "[[tool get_tide {\"zone\":\"UTC\"}]]", "There is no tool of the name \"get_tide\".", "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabPart *result;

      g_test_message ("%s", cases[i].prompt);
      g_string_truncate (fixture->tools->log, 0);
      start (fixture, data, cases[i].prompt);
      g_assert_true (run (fixture));
      g_assert_cmpstr (fixture->tools->log->str, ==, cases[i].log);
      result = confab_message_get_part (get_message (fixture, 2), 0);
      g_assert_cmpint (confab_part_get_kind (result), ==, CONFAB_PART_TOOL_RESULT);
      g_assert_cmpstr (confab_part_get_text (result), ==, cases[i].expected);
      g_assert_cmpint (confab_part_get_is_error (result), ==, cases[i].is_error);
      g_assert_cmpstr (confab_part_get_id (result), ==,
                       confab_part_get_id (confab_message_get_part (get_message (fixture, 1),
                                             confab_message_get_n_parts (get_message (fixture, 1)) - 1)));
      g_clear_object (&fixture->result);
      g_clear_object (&fixture->loop);
    }

  start (fixture, data, "[[say Bye.]]");
  g_assert_true (run (fixture));
}

/* Arguments that are none are told to the model, which can try again. */
static void
test_broken_arguments (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char *const arguments[] = { "{\"zone\":", "[1]" };

  for (guint i = 0; i < G_N_ELEMENTS (arguments); i++)
    {
      g_autofree char *prompt = g_strdup_printf ("[[tool get_time %s]]", arguments[i]);
      ConfabPart *result;

      start (fixture, "openai", prompt);
      g_assert_true (run (fixture));
      g_assert_cmpuint (fixture->tools->log->len, ==, 0);
      result = confab_message_get_part (get_message (fixture, 2), 0);
      g_assert_true (confab_part_get_is_error (result));
      g_assert_nonnull (strstr (confab_part_get_text (result), "JSON"));
      g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "Error: The arguments are not"));
      g_clear_object (&fixture->result);
      if (i + 1 < G_N_ELEMENTS (arguments))
        g_clear_object (&fixture->loop);
    }
}

/* However it ends, a reply that did not come to its end has none of its calls run. */
static void
test_incomplete (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const prompts[] = {
    "[[tool get_time {}]] [[nodone]]", "[[tool get_time {}]] [[error-in-stream]]", "[[tool get_time {}]] [[cut]]",
    "[[status 500]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_test_message ("%s", prompts[i]);
      start (fixture, data, prompts[i]);
      g_assert_false (run (fixture));
      g_assert_cmpuint (fixture->error->domain, ==, CONFAB_PROVIDER_ERROR);
      g_assert_cmpuint (fixture->tools->log->len, ==, 0);
      g_assert_cmpuint (confab_tool_loop_get_messages (fixture->loop)->len, ==, 2);
      g_clear_error (&fixture->error);
      g_clear_object (&fixture->result);
      if (i + 1 < G_N_ELEMENTS (prompts))
        g_clear_object (&fixture->loop);
    }
}

/* A tool is stopped where it is; what the ones before it said stays. */
static void
test_stop_tool (Fixture       *fixture,
                gconstpointer  data)
{
  start (fixture, data, "[[tool get_time {\"zone\":\"wait\"}]]");
  confab_tool_loop_run_async (fixture->loop, fixture->cancellable, await_cb, &fixture->result);
  while (fixture->tools->waiting == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fixture->results);

  g_cancellable_cancel (fixture->cancellable);
  g_assert_false (finish (fixture));
  g_clear_object (&fixture->tools->waiting);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_turns, ==, 1);
  g_assert_cmpuint (confab_tool_loop_get_messages (fixture->loop)->len, ==, 2);
}

static void
test_stop_reply (Fixture       *fixture,
                 gconstpointer  data)
{
  start (fixture, data, "[[tool get_time {}]] [[gate]] some words to be stopped in the middle of");
  confab_tool_loop_run_async (fixture->loop, fixture->cancellable, await_cb, &fixture->result);
  while (confab_test_peer_get_n_waiting (fixture->peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (fixture->cancellable);
  g_assert_false (finish (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->tools->log->len, ==, 0);
}

static void
test_picture (Fixture       *fixture,
              gconstpointer  data)
{
  start (fixture, data, "[[tool get_time {\"zone\":\"picture\"}]]");
  g_assert_true (run (fixture));
  g_assert_cmpuint (confab_message_get_n_parts (get_message (fixture, 2)), ==, 2);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "YWJj"));
}

static void
test_long_result (Fixture       *fixture,
                  gconstpointer  data)
{
  ConfabPart *result;

  start (fixture, data, "[[tool get_time {\"zone\":\"long\"}]]");
  g_assert_true (run (fixture));
  result = confab_message_get_part (get_message (fixture, 2), 0);
  g_assert_cmpuint (confab_part_get_text_length (result), <, CONFAB_TOOL_LOOP_MAX_RESULT_BYTES + 100);
  g_assert_true (g_str_has_suffix (confab_part_get_text (result), "[100 more bytes were left out.]"));
}

/* The choice is told once: a model that always had to call a tool would never answer. */
static void
test_choice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *log = NULL;

  start (fixture, "openai", "[[tool get_time {}]]");
  confab_tool_loop_set_tool_choice (fixture->loop, "required");
  g_assert_true (run (fixture));
  log = confab_test_peer_dup_log (fixture->peer);
  g_assert_cmpuint (count (log, "\\\"tool_choice\\\":\\\"required\\\""), ==, 1);
  g_assert_null (strstr (confab_test_peer_get_last_request_body (fixture->peer), "tool_choice"));
}

static void
on_second_turn_cb (ConfabToolLoop *loop,
                   ConfabTurn     *turn,
                   Fixture        *fixture)
{
  if (fixture->n_turns == 2)
    confab_test_peer_set_directives (fixture->peer, NULL);
}

/* A call that the service could not read is the model's mistake: it is asked again, once. */
static void
test_unreadable_call (Fixture       *fixture,
                      gconstpointer  data)
{
  confab_test_peer_set_directives (fixture->peer, "[[status 400 code tool_use_failed]]");
  start (fixture, "openai", "[[tool get_time {}]]");
  g_signal_connect (fixture->loop, "turn", G_CALLBACK (on_second_turn_cb), fixture);
  g_assert_true (run (fixture));
  g_assert_cmpuint (fixture->n_turns, ==, 3);
  g_assert_cmpstr (fixture->tools->log->str, ==, "get_time{}");
  g_assert_cmpuint (confab_tool_loop_get_messages (fixture->loop)->len, ==, 4);
}

static void
test_unreadable_calls (Fixture       *fixture,
                       gconstpointer  data)
{
  confab_test_peer_set_directives (fixture->peer, "[[status 400 code tool_use_failed]]");
  start (fixture, "openai", "[[tool get_time {}]]");
  g_assert_false (run (fixture));
  g_assert_error (fixture->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL);
  g_assert_cmpuint (fixture->n_turns, ==, 2);
}

#define ADD(name, func) \
  G_STMT_START { \
    for (guint i = 0; i < G_N_ELEMENTS (dialects); i++) \
      { \
        g_autofree char *path = g_strdup_printf ("/engine/tool-loop/%s/%s", dialects[i], name); \
        g_test_add (path, Fixture, dialects[i], set_up, func, tear_down); \
      } \
  } G_STMT_END

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("round-trip", test_round_trip);
  ADD ("no-calls", test_no_calls);
  ADD ("bounded", test_bounded);
  ADD ("failures", test_failures);
  ADD ("incomplete", test_incomplete);
  ADD ("stop-tool", test_stop_tool);
  ADD ("stop-reply", test_stop_reply);
  ADD ("picture", test_picture);
  ADD ("long-result", test_long_result);
  g_test_add ("/engine/tool-loop/broken-arguments", Fixture, NULL, set_up, test_broken_arguments, tear_down);
  g_test_add ("/engine/tool-loop/unreadable-call", Fixture, NULL, set_up, test_unreadable_call, tear_down);
  g_test_add ("/engine/tool-loop/unreadable-calls", Fixture, NULL, set_up, test_unreadable_calls, tear_down);
  g_test_add ("/engine/tool-loop/choice", Fixture, NULL, set_up, test_choice, tear_down);

  return g_test_run ();
}
