/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-usage"

#include "config.h"

#include "confab-conversation-usage.h"

#include "confab-message.h"

/**
 * confab_conversation_usage_add:
 * @usage: the sum so far
 * @reply: what one reply took
 *
 * Adds a reply.
 */
void
confab_conversation_usage_add (ConfabConversationUsage *usage,
                               const ConfabUsage       *reply)
{
  const gint64 input = confab_usage_get_total_input (reply);
  const gint64 output = confab_usage_get_total_output (reply);

  g_return_if_fail (usage != NULL);
  g_return_if_fail (reply != NULL);

  usage->n_replies++;
  if (input < 0 && output < 0)
    usage->n_unknown++;
  usage->input += MAX (input, 0);
  usage->output += MAX (output, 0);
  usage->cached += MAX (reply->cached, 0);
  usage->reasoning += MAX (reply->reasoning, 0);

  if (reply->cost_usd < 0)
    usage->n_without_cost++;
  else if (reply->cost_is_estimate)
    usage->estimated_usd += reply->cost_usd;
  else
    usage->reported_usd += reply->cost_usd;
}

/* What is sent again with the next message: all that was said, but not what was only thought. */
static gint64
get_context (const ConfabUsage *reply)
{
  const gint64 input = confab_usage_get_total_input (reply);
  const gint64 output = confab_usage_get_total_output (reply);

  if (input < 0)
    return -1;

  return input + MAX (MAX (output, 0) - MAX (reply->reasoning, 0), 0);
}

/**
 * confab_conversation_usage_collect:
 * @usage: (out caller-allocates): the sum
 * @messages: (element-type ConfabMessage): all messages of a conversation
 * @branch: the branch that is shown, a list of #ConfabMessage
 *
 * Adds up what a conversation took.
 */
void
confab_conversation_usage_collect (ConfabConversationUsage *usage,
                                   GPtrArray               *messages,
                                   GListModel              *branch)
{
  g_return_if_fail (usage != NULL);
  g_return_if_fail (messages != NULL);
  g_return_if_fail (G_IS_LIST_MODEL (branch));

  *usage = (ConfabConversationUsage) { .context = -1 };

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);

      if (confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT && !confab_message_is_open (message) &&
          (confab_message_get_n_parts (message) > 0 || confab_usage_is_known (confab_message_get_usage (message))))
        confab_conversation_usage_add (usage, confab_message_get_usage (message));
    }

  for (guint i = g_list_model_get_n_items (branch); i > 0 && usage->context < 0; i--)
    {
      g_autoptr(ConfabMessage) message = g_list_model_get_item (branch, i - 1);

      if (confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT)
        usage->context = get_context (confab_message_get_usage (message));
    }
}
