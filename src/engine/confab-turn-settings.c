/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-turn-settings"

#include "config.h"

#include "confab-turn-private.h"

/* What a turn is told before it runs. */

/**
 * confab_turn_set_tools:
 * @tools: (nullable) (element-type ConfabTool): what the model may call; a copy is taken of the list
 * @tool_choice: (nullable): `auto`, `none`, `required`, or the name of a tool
 *
 * Offers tools. To be called before the turn runs. Nothing is run by the turn itself; see
 * #ConfabToolLoop.
 */
void
confab_turn_set_tools (ConfabTurn *self,
                       GPtrArray  *tools,
                       const char *tool_choice)
{
  g_return_if_fail (CONFAB_IS_TURN (self));
  g_return_if_fail (self->reply == NULL);

  g_clear_pointer (&self->tools, g_ptr_array_unref);
  if (tools != NULL)
    {
      self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
      for (guint i = 0; i < tools->len; i++)
        g_ptr_array_add (self->tools, confab_tool_ref (g_ptr_array_index (tools, i)));
    }

  g_free (self->tool_choice);
  self->tool_choice = g_strdup (tool_choice);
}

/**
 * confab_turn_get_reply:
 *
 * Returns: (transfer none): the reply, waiting until the turn runs and growing while it does
 */
ConfabMessage *
confab_turn_get_reply (ConfabTurn *self)
{
  g_return_val_if_fail (CONFAB_IS_TURN (self), NULL);

  return self->message;
}

/**
 * confab_turn_set_thinking:
 * @thinking: how much the model should think before it answers
 *
 * Without it the model decides. What a model does not take is left out; to be called before
 * [method@Turn.run_async].
 */
void
confab_turn_set_thinking (ConfabTurn          *self,
                          ConfabThinkingLevel  thinking)
{
  g_return_if_fail (CONFAB_IS_TURN (self));
  g_return_if_fail (self->reply == NULL);

  self->thinking = thinking;
}

/**
 * confab_turn_keep_to_breakers:
 * @ask_others: whether another provider is asked when one fails
 *
 * Asks nobody who rests after failures. Without it the provider is asked however often it failed. To
 * be called before [method@Turn.run_async].
 */
void
confab_turn_keep_to_breakers (ConfabTurn *self,
                              gboolean    ask_others)
{
  g_return_if_fail (CONFAB_IS_TURN (self));
  g_return_if_fail (self->reply == NULL);

  self->keeps_to_breakers = TRUE;
  self->asks_others = ask_others;
}
