/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wire-tools"

#include "config.h"

#include "confab-wire-tools.h"

#include "confab-json.h"
#include "confab-tool-schema.h"
#include "confab-wire-turn.h"

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

/**
 * confab_wire_tools_new_simple:
 * @tools: (element-type ConfabTool): tools
 *
 * Returns: (transfer full) (element-type ConfabTool): the same tools, with schemas that have nothing
 *   but what OpenAPI knows
 */
GPtrArray *
confab_wire_tools_new_simple (GPtrArray *tools)
{
  GPtrArray *simple = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);

  for (guint i = 0; i < tools->len; i++)
    {
      const ConfabTool *tool = g_ptr_array_index (tools, i);
      g_autofree char *schema = confab_tool_schema_simplify (confab_tool_get_schema_json (tool));

      g_ptr_array_add (simple, confab_tool_new (confab_tool_get_name (tool),
                                                confab_tool_get_description (tool), schema));
    }

  return simple;
}

/**
 * confab_wire_tools_new_used:
 * @turns: (element-type ConfabWireTurn): what was said
 *
 * Some providers refuse calls in the history unless their tools are declared, even when no more
 * are wanted: Bedrock, and what speaks to Claude through LiteLLM.
 *
 * Returns: (transfer full) (nullable) (element-type ConfabTool): a declaration of each tool that was
 *   called, in the order of the calls, or %NULL if none was
 */
GPtrArray *
confab_wire_tools_new_used (GPtrArray *turns)
{
  g_autoptr(GPtrArray) tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);

      for (guint j = 0; j < turn->items->len; j++)
        {
          const ConfabWireItem *item = g_ptr_array_index (turn->items, j);

          if (item->kind == CONFAB_PART_TOOL_CALL && g_hash_table_add (names, item->name))
            g_ptr_array_add (tools, confab_tool_new (item->name, NULL, "{\"type\":\"object\"}"));
        }
    }

  return tools->len > 0 ? g_steal_pointer (&tools) : NULL;
}

/* Whether the model is told, in one of the ways there are, not to think. Most that can think do so
 * unless they are told. */
static gboolean
is_told_not_to_think (JsonObject *parameters)
{
  JsonObject *reasoning = confab_json_get_object (parameters, "reasoning");
  JsonObject *template = confab_json_get_object (parameters, "chat_template_kwargs");
  JsonNode *enabled;

  if (g_strcmp0 (confab_json_get_string (confab_json_get_object (parameters, "thinking"), "type"), "disabled") == 0 ||
      g_strcmp0 (confab_json_get_string (parameters, "reasoning_effort"), "none") == 0 ||
      g_strcmp0 (confab_json_get_string (reasoning, "effort"), "none") == 0)
    return TRUE;

  enabled = confab_json_get_node (parameters, "enable_thinking");
  if (enabled == NULL)
    enabled = confab_json_get_node (template, "enable_thinking");
  if (enabled == NULL)
    enabled = confab_json_get_node (reasoning, "enabled");

  return enabled != NULL && JSON_NODE_HOLDS_VALUE (enabled) && !json_node_get_boolean (enabled);
}

/**
 * confab_wire_tools_get_choice:
 * @request: what is asked
 * @thinking: (nullable): how the model is told to think
 *
 * What @request asks for, unless the model does not let itself be told to call a tool: then the
 * choice is the model's, which is what happens without a word.
 *
 * Returns: (nullable): `auto`, `none`, `required`, the name of a tool, or %NULL if nothing is to be said
 */
const char *
confab_wire_tools_get_choice (const ConfabChatRequest *request,
                              JsonObject              *thinking)
{
  const char *choice = request->tool_choice;

  if (choice == NULL || strcmp (choice, "auto") == 0 || strcmp (choice, "none") == 0)
    return choice;

  if (g_strcmp0 (request->forced_tools, "never") == 0)
    return NULL;
  if (g_strcmp0 (request->forced_tools, "without-thinking") == 0 && !is_told_not_to_think (thinking))
    return NULL;

  return choice;
}
