/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-stream-error"

#include "config.h"

#include "confab-stream-error.h"

#include "confab-error-report.h"
#include "confab-json.h"

/* @root is what holds the error, or is one. */
static GError *
new_error (JsonObject *root)
{
  g_auto(ConfabErrorReport) report = CONFAB_ERROR_REPORT_INIT;
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  const char *word;

  json_node_set_object (node, root);
  confab_error_report_read (&report, node);

  word = report.type != NULL ? report.type : report.status != NULL ? report.status : report.code;

  return confab_provider_error_new (confab_error_report_classify (&report, 0), report.http_status, word,
                                    report.retry_ms,
                                    report.message != NULL ? report.message : "The provider reports an error");
}

/**
 * confab_stream_error_find:
 * @root: (nullable): a piece of a stream
 * @event_name: (nullable): the name it came under
 *
 * Looks for a failure that the provider reports within a stream, in all the forms in use: an
 * `error` member that is an object or a text, beside other members or alone; an object of the type
 * `error`; an event of that name.
 *
 * Returns: (transfer full) (nullable): an error of %CONFAB_PROVIDER_ERROR, or %NULL
 */
GError *
confab_stream_error_find (JsonObject *root,
                          const char *event_name)
{
  JsonNode *node = confab_json_get_node (root, "error");
  JsonObject *object = confab_json_node_object (node);
  JsonArray *array = confab_json_node_array (node);
  JsonObject *base = NULL;

  if (root == NULL)
    return NULL;

  if (object == NULL && array != NULL)
    object = confab_json_array_object (array, 0);

  if (object != NULL && json_object_get_size (object) > 0)
    return new_error (root);

  if (confab_json_node_string (node) != NULL && *confab_json_node_string (node) != '\0')
    return new_error (root);

  if (g_strcmp0 (event_name, "error") == 0 ||
      g_strcmp0 (confab_json_get_string (root, "type"), "error") == 0 ||
      g_strcmp0 (confab_json_get_string (root, "object"), "error") == 0 ||
      confab_json_get_boolean (root, "error"))
    return new_error (root);

  base = confab_json_get_object (root, "base_resp");
  if (confab_json_get_int (base, "status_code", 0) != 0)
    return new_error (root);

  return NULL;
}

/**
 * confab_stream_error_find_flat:
 * @root: (nullable): a piece of a stream that has nothing a reply is made of
 *
 * Like confab_stream_error_find(), for an object that can only be an error: one that has no more
 * than a sentence.
 *
 * Returns: (transfer full) (nullable): an error of %CONFAB_PROVIDER_ERROR, or %NULL
 */
GError *
confab_stream_error_find_flat (JsonObject *root)
{
  if (confab_json_get_text (root, "message") == NULL &&
      confab_json_get_text (root, "Message") == NULL &&
      confab_json_get_node (root, "detail") == NULL &&
      confab_json_get_array (root, "errors") == NULL)
    return NULL;

  return new_error (root);
}
