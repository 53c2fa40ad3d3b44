/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-json"

#include "config.h"

#include "confab-cli-json.h"

/**
 * confab_cli_json_add_string:
 * @builder: an open object
 * @name: the member
 * @value: (nullable): its value, %NULL for `null`
 *
 * Adds a text.
 */
void
confab_cli_json_add_string (JsonBuilder *builder,
                            const char  *name,
                            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/**
 * confab_cli_json_add_boolean:
 * @builder: an open object
 * @name: the member
 * @value: its value
 *
 * Adds a truth value.
 */
void
confab_cli_json_add_boolean (JsonBuilder *builder,
                             const char  *name,
                             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/**
 * confab_cli_json_dup_text:
 * @builder: what is complete
 *
 * Returns: (transfer full): it as text for people and scripts, with a newline at the end
 */
char *
confab_cli_json_dup_text (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  return g_strconcat (text, "\n", NULL);
}
