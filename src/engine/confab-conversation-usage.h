/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-usage.h"

G_BEGIN_DECLS

/**
 * ConfabConversationUsage:
 * @n_replies: replies of models, those that failed left out
 * @n_unknown: those of them whose provider reported no tokens
 * @input: tokens that were sent, those from a cache among them
 * @cached: tokens of @input that came from a provider's cache
 * @output: tokens that were received, thinking among them
 * @reasoning: tokens of @output that were thinking
 * @reported_usd: what providers said that replies cost, in US dollars
 * @estimated_usd: what was reckoned from prices, in US dollars
 * @n_without_cost: replies whose cost is not known
 * @context: tokens that the last reply of the branch left in the context; negative if not known
 *
 * What a conversation took, all its branches counted: each was paid for.
 */
typedef struct
{
  guint  n_replies;
  guint  n_unknown;
  gint64 input;
  gint64 cached;
  gint64 output;
  gint64 reasoning;
  double reported_usd;
  double estimated_usd;
  guint  n_without_cost;
  gint64 context;
} ConfabConversationUsage;

void confab_conversation_usage_add     (ConfabConversationUsage *usage,
                                        const ConfabUsage       *reply);
void confab_conversation_usage_collect (ConfabConversationUsage *usage,
                                        GPtrArray               *messages,
                                        GListModel              *branch);

G_END_DECLS
