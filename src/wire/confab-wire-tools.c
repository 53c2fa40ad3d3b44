/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wire-tools"

#include "config.h"

#include "confab-wire-tools.h"

#include "confab-json.h"

#include <string.h>

static JsonNode *
parse_schema (const ConfabTool *tool)
{
  const char *schema = confab_tool_get_schema_json (tool);
  JsonNode *node = NULL;

  if (g_utf8_validate (schema, -1, NULL))
    node = confab_json_parse (schema, strlen (schema), NULL);

  return node;
}

/**
 * confab_wire_tools_is_empty:
 * @tools: (nullable) (element-type ConfabTool): tools
 *
 * Returns: whether there are none
 */
gboolean
confab_wire_tools_is_empty (GPtrArray *tools)
{
  return tools == NULL || tools->len == 0;
}

/**
 * confab_wire_tool_has_arguments:
 * @tool: a tool
 *
 * Returns: whether its schema names any argument
 */
gboolean
confab_wire_tool_has_arguments (const ConfabTool *tool)
{
  g_autoptr(JsonNode) node = parse_schema (tool);
  JsonObject *properties = confab_json_get_object (confab_json_node_object (node), "properties");

  return properties != NULL && json_object_get_size (properties) > 0;
}

/**
 * confab_wire_tool_write_schema:
 * @writer: where to
 * @tool: a tool
 *
 * Writes the schema as it was given, so that prompt caches stay warm; one that is no object becomes
 * the schema of a tool without arguments.
 */
void
confab_wire_tool_write_schema (ConfabJsonWriter *writer,
                               const ConfabTool *tool)
{
  g_autoptr(JsonNode) node = parse_schema (tool);

  if (confab_json_get_node (confab_json_node_object (node), "type") != NULL)
    confab_json_writer_add_raw (writer, confab_tool_get_schema_json (tool));
  else
    confab_json_writer_add_raw (writer, "{\"type\":\"object\",\"properties\":{}}");
}

/**
 * confab_wire_tools_write_functions:
 * @tools: (element-type ConfabTool): tools
 *
 * Returns: (transfer full): the list of functions as OpenAI and those after it write it
 */
char *
confab_wire_tools_write_functions (GPtrArray *tools)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < tools->len; i++)
    {
      const ConfabTool *tool = g_ptr_array_index (tools, i);

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "type", "function");
      confab_json_writer_add_name (writer, "function");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "name", confab_tool_get_name (tool));
      if (confab_tool_get_description (tool) != NULL)
        confab_json_writer_set_string (writer, "description", confab_tool_get_description (tool));
      confab_json_writer_add_name (writer, "parameters");
      confab_wire_tool_write_schema (writer, tool);
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}
