/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-output"

#include "config.h"

#include "confab-cli-output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#include "confab-enum.h"
#include "confab-provider-error.h"

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           gint64       value)
{
  if (value < 0)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* What a provider said in JSON stays JSON; what only claims to be it becomes a string. */
static void
add_json (JsonBuilder *builder,
          const char  *name,
          const char  *json)
{
  g_autoptr(JsonNode) node = NULL;

  if (json == NULL)
    return;

  node = json_from_string (json, NULL);
  json_builder_set_member_name (builder, name);
  if (node != NULL)
    json_builder_add_value (builder, g_steal_pointer (&node));
  else
    json_builder_add_string_value (builder, json);
}

static void
add_usage (JsonBuilder       *builder,
           const ConfabUsage *usage)
{
  if (usage == NULL)
    return;

  json_builder_set_member_name (builder, "usage");
  json_builder_begin_object (builder);
  add_count (builder, "input", usage->input);
  add_count (builder, "output", usage->output);
  add_count (builder, "cached", usage->cached);
  add_count (builder, "cache_write", usage->cache_write);
  add_count (builder, "reasoning", usage->reasoning);
  add_count (builder, "total_input", confab_usage_get_total_input (usage));
  add_count (builder, "total_output", confab_usage_get_total_output (usage));
  if (usage->cost_usd >= 0)
    {
      json_builder_set_member_name (builder, "cost_usd");
      json_builder_add_double_value (builder, usage->cost_usd);
      add_string (builder, "cost_source", usage->cost_is_estimate ? "estimated" : "reported");
    }
  json_builder_end_object (builder);
}

static void
add_rate_limit (JsonBuilder           *builder,
                const ConfabRateLimit *limit)
{
  if (limit == NULL)
    return;

  json_builder_set_member_name (builder, "rate_limit");
  json_builder_begin_object (builder);
  add_count (builder, "retry_after_ms", limit->retry_after_ms);
  for (guint i = 0; i < CONFAB_RATE_LIMIT_N_SCOPES; i++)
    {
      const ConfabAllowance *allowance = &limit->scopes[i];

      if (allowance->limit < 0 && allowance->remaining < 0 && allowance->reset_at_us < 0)
        continue;

      json_builder_set_member_name (builder, confab_enum_to_nick (CONFAB_TYPE_RATE_LIMIT_SCOPE, i));
      json_builder_begin_object (builder);
      add_count (builder, "limit", allowance->limit);
      add_count (builder, "remaining", allowance->remaining);
      add_count (builder, "reset_at_ms", allowance->reset_at_us < 0 ? -1 : allowance->reset_at_us / 1000);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_error (JsonBuilder  *builder,
           const GError *error)
{
  if (error == NULL)
    return;

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  if (error->domain == CONFAB_PROVIDER_ERROR)
    {
      add_string (builder, "kind", confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, error->code));
      add_string (builder, "message", error->message);
      if (confab_provider_error_get_http_status (error) != 0)
        add_count (builder, "http_status", confab_provider_error_get_http_status (error));
      add_string (builder, "code", confab_provider_error_get_provider_code (error));
      add_count (builder, "retry_after_ms", confab_provider_error_get_retry_after_ms (error));
    }
  else
    {
      add_string (builder, "kind", confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR,
                                                        CONFAB_PROVIDER_ERROR_OTHER));
      add_string (builder, "message", error->message);
    }
  json_builder_end_object (builder);
}

static gboolean
has_slot (ConfabEventKind kind)
{
  switch (kind)
    {
    case CONFAB_EVENT_TEXT:
    case CONFAB_EVENT_THINKING:
    case CONFAB_EVENT_REFUSAL:
    case CONFAB_EVENT_SEALED:
    case CONFAB_EVENT_TOOL_CALL:
    case CONFAB_EVENT_TOOL_ARGUMENTS:
    case CONFAB_EVENT_TOOL_CALL_END:
    case CONFAB_EVENT_SERVER_TOOL_CALL:
    case CONFAB_EVENT_CITATION:
    case CONFAB_EVENT_OPAQUE:
    case CONFAB_EVENT_RETRACT:
      return TRUE;

    case CONFAB_EVENT_START:
    case CONFAB_EVENT_USAGE:
    case CONFAB_EVENT_RATE_LIMIT:
    case CONFAB_EVENT_STOP:
    case CONFAB_EVENT_ERROR:
    default:
      return FALSE;
    }
}

/* What could move the cursor, recolour the window or type for the person. */
static gboolean
is_harmless (gunichar c)
{
  return c == '\n' || c == '\t' || !(c < 0x20 || (c >= 0x7F && c < 0xA0));
}

/**
 * confab_cli_output_write:
 * @fd: a file descriptor
 * @text: bytes
 * @length: how many, or -1 when @text ends with a nul
 *
 * Writes at once and in UTF-8 whatever the locale says: replies must not lose letters on their way
 * through a pipe. Waits as long as the reader does.
 *
 * Returns: whether all was written; if not, `errno` tells why
 */
gboolean
confab_cli_output_write (int         fd,
                         const char *text,
                         gssize      length)
{
  gsize left = length < 0 ? strlen (text) : (gsize) length;

  while (left > 0)
    {
      const gssize written = write (fd, text, left);

      if (written >= 0)
        {
          text += written;
          left -= (gsize) written;
        }
      else if (errno == EAGAIN)
        {
          struct pollfd poll_fd = { .fd = fd, .events = POLLOUT };

          poll (&poll_fd, 1, -1);
        }
      else if (errno != EINTR)
        {
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * confab_cli_output_write_foreign:
 * @fd: a file descriptor
 * @text: valid UTF-8 that a model or a server wrote
 * @length: its length, or -1 when it ends with a nul
 *
 * Writes what somebody else wrote. A terminal gets no control characters, for it would obey them.
 *
 * Returns: whether all was written; if not, `errno` tells why
 */
gboolean
confab_cli_output_write_foreign (int         fd,
                                 const char *text,
                                 gssize      length)
{
  g_autoptr(GString) harmless = NULL;
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);

  if (!isatty (fd))
    return confab_cli_output_write (fd, text, length);

  harmless = g_string_sized_new ((gsize) (end - text));
  for (; text < end; text = g_utf8_next_char (text))
    if (is_harmless (g_utf8_get_char (text)))
      g_string_append_unichar (harmless, g_utf8_get_char (text));

  return confab_cli_output_write (fd, harmless->str, (gssize) harmless->len);
}

/**
 * confab_cli_output_complain:
 * @message: a sentence
 *
 * Tells a person on standard error what went wrong.
 */
void
confab_cli_output_complain (const char *message)
{
  g_autofree char *line = g_strconcat ("confab: ", message, "\n", NULL);

  confab_cli_output_write_foreign (STDERR_FILENO, line, -1);
}

/**
 * confab_cli_output_event_to_json:
 * @event: what happened
 *
 * Members that an event does not have are left out.
 *
 * Returns: (transfer full): a JSON object in one line, without an end of line
 */
char *
confab_cli_output_event_to_json (const ConfabEvent *event)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (event != NULL, NULL);

  json_builder_begin_object (builder);
  add_string (builder, "kind", confab_enum_to_nick (CONFAB_TYPE_EVENT_KIND, (int) event->kind));
  if (has_slot (event->kind))
    add_count (builder, "slot", event->slot);
  add_string (builder, "text", event->text);
  add_string (builder, "id", event->id);
  add_string (builder, "name", event->name);
  add_string (builder, "model", event->model);
  add_json (builder, "json", event->json);
  add_usage (builder, event->usage);
  if (event->kind == CONFAB_EVENT_STOP)
    add_string (builder, "stop_reason",
                confab_enum_to_nick (CONFAB_TYPE_STOP_REASON, (int) event->stop_reason));
  add_error (builder, event->error);
  add_rate_limit (builder, event->rate_limit);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/**
 * confab_cli_output_attempt_to_json:
 * @attempt: one that has ended
 *
 * Members that an attempt does not have are left out.
 *
 * Returns: (transfer full): a JSON object in one line, without an end of line
 */
char *
confab_cli_output_attempt_to_json (const ConfabAttempt *attempt)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (attempt != NULL, NULL);

  json_builder_begin_object (builder);
  add_string (builder, "kind", "attempt");
  add_string (builder, "provider", attempt->provider_id);
  add_string (builder, "name", attempt->provider_name);
  add_string (builder, "model", attempt->model);
  add_string (builder, "outcome", confab_enum_to_nick (CONFAB_TYPE_ATTEMPT_OUTCOME, (int) attempt->outcome));
  add_count (builder, "started_at_ms", attempt->started_at_us / 1000);
  add_count (builder, "duration_ms", (attempt->ended_at_us - attempt->started_at_us) / 1000);
  if (attempt->open_until_us > 0)
    add_count (builder, "until_ms", attempt->open_until_us / 1000);
  add_error (builder, attempt->error);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
