/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tool"

#include "config.h"

#include "confab-tool.h"

/**
 * ConfabTool:
 *
 * The declaration of a tool that a model may call. Immutable.
 */
struct _ConfabTool
{
  gatomicrefcount ref_count;
  char           *name;         /* owned */
  char           *description;  /* owned, nullable */
  char           *schema_json;  /* owned */
};

G_DEFINE_BOXED_TYPE (ConfabTool, confab_tool, confab_tool_ref, confab_tool_unref)

/**
 * confab_tool_new:
 * @name: its name, of letters, digits, `_` and `-`
 * @description: (nullable): what it does, for the model
 * @schema_json: the JSON Schema of its arguments, an object
 *
 * Returns: (transfer full): the declaration
 */
ConfabTool *
confab_tool_new (const char *name,
                 const char *description,
                 const char *schema_json)
{
  ConfabTool *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (schema_json != NULL, NULL);

  self = g_new0 (ConfabTool, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->description = g_strdup (description);
  self->schema_json = g_strdup (schema_json);
  return self;
}

/**
 * confab_tool_ref:
 * @self: a declaration
 *
 * Returns: (transfer full): the same declaration
 */
ConfabTool *
confab_tool_ref (ConfabTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_tool_unref:
 * @self: (transfer full): a declaration
 *
 * Gives up a reference.
 */
void
confab_tool_unref (ConfabTool *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->description);
  g_free (self->schema_json);
  g_free (self);
}

/**
 * confab_tool_get_name:
 *
 * Returns: (transfer none): its name
 */
const char *
confab_tool_get_name (const ConfabTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * confab_tool_get_description:
 *
 * Returns: (transfer none) (nullable): what it does
 */
const char *
confab_tool_get_description (const ConfabTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->description;
}

/**
 * confab_tool_get_schema_json:
 *
 * Returns: (transfer none): the JSON Schema of its arguments
 */
const char *
confab_tool_get_schema_json (const ConfabTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->schema_json;
}
