/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-event"

#include "config.h"

#include "confab-event.h"

#include <string.h>

G_DEFINE_ENUM_TYPE (ConfabStopReason, confab_stop_reason,
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_NONE, "none"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_STOP, "stop"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_TOOL_USE, "tool-use"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_LENGTH, "length"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_CONTENT_FILTER, "content-filter"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_REFUSAL, "refusal"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_PAUSE, "pause"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_ERROR, "error"),
  G_DEFINE_ENUM_VALUE (CONFAB_STOP_REASON_OTHER, "other"))

G_DEFINE_ENUM_TYPE (ConfabEventKind, confab_event_kind,
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_START, "start"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_TEXT, "text"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_THINKING, "thinking"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_REFUSAL, "refusal"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_SEALED, "sealed"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_TOOL_CALL, "tool-call"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_TOOL_ARGUMENTS, "tool-arguments"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_TOOL_CALL_END, "tool-call-end"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_SERVER_TOOL_CALL, "server-tool-call"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_CITATION, "citation"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_OPAQUE, "opaque"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_USAGE, "usage"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_RATE_LIMIT, "rate-limit"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_STOP, "stop"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_ERROR, "error"),
  G_DEFINE_ENUM_VALUE (CONFAB_EVENT_RETRACT, "retract"))

/**
 * confab_event_copy:
 * @event: an event
 *
 * Returns: (transfer full): one that says the same and owns what it points to
 */
ConfabEvent *
confab_event_copy (const ConfabEvent *event)
{
  ConfabEvent *copy;

  g_return_val_if_fail (event != NULL, NULL);

  copy = g_memdup2 (event, sizeof *event);
  if (event->text != NULL)
    copy->text = g_strndup (event->text, event->text_length);
  copy->id = g_strdup (event->id);
  copy->name = g_strdup (event->name);
  copy->model = g_strdup (event->model);
  if (event->json != NULL)
    {
      copy->json_bytes = event->json_bytes != NULL
                           ? g_bytes_ref (event->json_bytes)
                           : g_bytes_new_take (g_strdup (event->json), strlen (event->json));
      copy->json = g_bytes_get_data (copy->json_bytes, NULL);
    }
  if (event->usage != NULL)
    copy->usage = g_memdup2 (event->usage, sizeof *event->usage);
  if (event->error != NULL)
    copy->error = g_error_copy (event->error);
  if (event->rate_limit != NULL)
    copy->rate_limit = g_memdup2 (event->rate_limit, sizeof *event->rate_limit);

  return copy;
}

/**
 * confab_event_free:
 * @event: (transfer full) (nullable): a copy
 */
void
confab_event_free (ConfabEvent *event)
{
  if (event == NULL)
    return;

  g_free ((char *) event->text);
  g_free ((char *) event->id);
  g_free ((char *) event->name);
  g_free ((char *) event->model);
  g_clear_pointer (&event->json_bytes, g_bytes_unref);
  g_free ((ConfabUsage *) event->usage);
  g_clear_error ((GError **) &event->error);
  g_free ((ConfabRateLimit *) event->rate_limit);
  g_free (event);
}
