/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-cli-output.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib-unix.h>

#include "confab-cli-status.h"
#include "confab-engine-error.h"
#include "confab-provider-error.h"

static void
assert_json (const ConfabEvent *event,
             const char        *expected)
{
  g_autofree char *json = confab_cli_output_event_to_json (event);
  g_autofree char *with_quotes = g_strdup (expected);

  g_strdelimit (with_quotes, "'", '"');
  g_assert_cmpstr (json, ==, with_quotes);
}

#define TEXT(string) .text = string, .text_length = strlen (string)

static void
test_events (void)
{
  const ConfabUsage usage = {
    .input = 10, .output = 5, .cached = 3, .cache_write = -1, .reasoning = -1, .cost_usd = 0.25,
    .input_excludes_cache = TRUE,
  };
  const ConfabRateLimit limit = {
    .scopes = { { 50, 0, G_GINT64_CONSTANT (1704067200000000) }, { -1, -1, -1 }, { -1, -1, -1 }, { -1, 7, -1 } },
    .retry_after_ms = 1500,
  };

  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_START, .id = "msg_1", .model = "m" },
               "{'kind':'start','id':'msg_1','model':'m'}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_TEXT, .slot = 1, TEXT ("a\nb é") },
               "{'kind':'text','slot':1,'text':'a\\nb é'}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_THINKING, TEXT ("hm") },
               "{'kind':'thinking','slot':0,'text':'hm'}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_TOOL_CALL, .slot = 2, .id = "c1", .name = "f" },
               "{'kind':'tool-call','slot':2,'id':'c1','name':'f'}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_TOOL_CALL_END, .slot = 2, .json = "{\"a\": [1, null]}" },
               "{'kind':'tool-call-end','slot':2,'json':{'a':[1,null]}}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_OPAQUE, .name = "odd", .json = "{broken" },
               "{'kind':'opaque','slot':0,'name':'odd','json':'{broken'}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_USAGE, .usage = &usage },
               "{'kind':'usage','usage':{'input':10,'output':5,'cached':3,'total_input':13,"
               "'total_output':5,'cost_usd':0.25,'cost_source':'reported'}}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_RATE_LIMIT, .rate_limit = &limit },
               "{'kind':'rate-limit','rate_limit':{'retry_after_ms':1500,'requests':{'limit':50,'remaining':0,"
               "'reset_at_ms':1704067200000},'output-tokens':{'remaining':7}}}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_STOP, .stop_reason = CONFAB_STOP_REASON_LENGTH, .name = "max_tokens" },
               "{'kind':'stop','name':'max_tokens','stop_reason':'length'}");
}

static void
test_errors (void)
{
  g_autoptr(GError) limited = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429, "rate_limit_error",
                                                         30000, "Slow down");
  g_autoptr(GError) broken = confab_provider_error_new (CONFAB_PROVIDER_ERROR_NETWORK, 0, NULL, -1, "Gone");
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Odd");

  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = limited },
               "{'kind':'error','error':{'kind':'rate-limited','message':'Slow down','http_status':429,"
               "'code':'rate_limit_error','retry_after_ms':30000}}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = broken },
               "{'kind':'error','error':{'kind':'network','message':'Gone'}}");
  assert_json (&(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = other },
               "{'kind':'error','error':{'kind':'other','message':'Odd'}}");
}

static void
test_attempts (void)
{
  g_autoptr(ConfabAttempt) attempt = confab_attempt_new ("groq", NULL);
  g_autofree char *plain = NULL;
  g_autofree char *full = NULL;

  attempt->outcome = CONFAB_ATTEMPT_SKIPPED;
  plain = confab_cli_output_attempt_to_json (attempt);
  g_assert_cmpstr (plain, ==, "{\"kind\":\"attempt\",\"provider\":\"groq\",\"outcome\":\"skipped\","
                              "\"started_at_ms\":0,\"duration_ms\":0}");

  attempt->provider_name = g_strdup ("Groq");
  attempt->model = g_strdup ("m");
  attempt->outcome = CONFAB_ATTEMPT_FAILED;
  attempt->started_at_us = 5000000;
  attempt->ended_at_us = 5250000;
  attempt->open_until_us = 9000000;
  attempt->error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_OVERLOADED, 503, NULL, -1, "busy");
  full = confab_cli_output_attempt_to_json (attempt);
  g_assert_cmpstr (full, ==, "{\"kind\":\"attempt\",\"provider\":\"groq\",\"name\":\"Groq\",\"model\":\"m\","
                             "\"outcome\":\"failed\",\"started_at_ms\":5000,\"duration_ms\":250,\"until_ms\":9000,"
                             "\"error\":{\"kind\":\"overloaded\",\"message\":\"busy\",\"http_status\":503}}");
}

static void
test_status (void)
{
  static const struct { ConfabProviderError code; ConfabCliStatus expected; } cases[] = {
    { CONFAB_PROVIDER_ERROR_OTHER, CONFAB_CLI_PROVIDER },
    { CONFAB_PROVIDER_ERROR_BAD_KEY, CONFAB_CLI_KEY },
    { CONFAB_PROVIDER_ERROR_NO_CREDIT, CONFAB_CLI_PROVIDER },
    { CONFAB_PROVIDER_ERROR_FORBIDDEN, CONFAB_CLI_PROVIDER },
    { CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND, CONFAB_CLI_PROVIDER },
    { CONFAB_PROVIDER_ERROR_RATE_LIMITED, CONFAB_CLI_PROVIDER },
    { CONFAB_PROVIDER_ERROR_NETWORK, CONFAB_CLI_NETWORK },
    { CONFAB_PROVIDER_ERROR_TLS, CONFAB_CLI_NETWORK },
    { CONFAB_PROVIDER_ERROR_TRUNCATED, CONFAB_CLI_NETWORK },
    { CONFAB_PROVIDER_ERROR_KEY_MISSING, CONFAB_CLI_KEY },
    { CONFAB_PROVIDER_ERROR_NO_PROVIDER, CONFAB_CLI_NO_PROVIDER },
    { CONFAB_PROVIDER_ERROR_NO_MODEL, CONFAB_CLI_NO_PROVIDER },
    { CONFAB_PROVIDER_ERROR_NOT_RUNNING, CONFAB_CLI_NETWORK },
    { CONFAB_PROVIDER_ERROR_BAD_ADDRESS, CONFAB_CLI_NO_PROVIDER },
  };
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr(GError) invalid = g_error_new_literal (CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "x");
  g_autofree char *help = confab_cli_status_dup_help ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = confab_provider_error_new (cases[i].code, 0, NULL, -1, "x");
      g_autofree char *number = g_strdup_printf ("\n  %d ", (int) cases[i].expected);

      g_assert_cmpint (confab_cli_status_from_error (error), ==, cases[i].expected);
      g_assert_nonnull (strstr (help, number));
    }

  g_assert_cmpint (confab_cli_status_from_error (cancelled), ==, CONFAB_CLI_CANCELLED);
  g_assert_cmpint (confab_cli_status_from_error (invalid), ==, CONFAB_CLI_USAGE);
  g_assert_cmpint (confab_cli_status_from_change_error (cancelled), ==, CONFAB_CLI_CANCELLED);
  g_assert_cmpint (confab_cli_status_from_change_error (invalid), ==, CONFAB_CLI_USAGE);
  g_assert_cmpint (confab_cli_status_from_change_error (other), ==, CONFAB_CLI_STORE);
}

static void
test_write (void)
{
  g_autoptr(GError) error = NULL;
  char buffer[64] = "";
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, &error));
  g_assert_no_error (error);

  /* No terminal, so nothing is taken out. */
  g_assert_true (confab_cli_output_write_foreign (fds[1], "a\x1b[31mb\n", -1));
  g_assert_true (confab_cli_output_write (fds[1], "cdef", 2));
  g_assert_cmpint (read (fds[0], buffer, sizeof buffer - 1), ==, 10);
  g_assert_cmpstr (buffer, ==, "a\x1b[31mb\ncd");

  close (fds[0]);
  g_assert_false (confab_cli_output_write (fds[1], "x", -1));
  close (fds[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  g_test_add_func ("/cli/cli-output/events", test_events);
  g_test_add_func ("/cli/cli-output/errors", test_errors);
  g_test_add_func ("/cli/cli-output/attempts", test_attempts);
  g_test_add_func ("/cli/cli-output/status", test_status);
  g_test_add_func ("/cli/cli-output/write", test_write);

  return g_test_run ();
}
