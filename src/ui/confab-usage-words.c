/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-usage-words"

#include "config.h"

#include "confab-usage-words.h"

#include <glib/gi18n.h>

#include "confab-transcript-words.h"

/**
 * ConfabUsageWords:
 *
 * What a conversation took, in words for a person.
 */

/**
 * confab_usage_words_dup_tokens:
 * @tokens: how many
 *
 * Returns: (transfer full): them, as people write great numbers
 */
char *
confab_usage_words_dup_tokens (gint64 tokens)
{
  g_autofree char *number = confab_transcript_words_dup_number (tokens);

  /* Translators: %s is a number */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s token", "%s tokens", (gulong) tokens), number);
}

/**
 * confab_usage_words_dup_sent:
 * @usage: what a conversation took
 *
 * Returns: (transfer full): what models were told
 */
char *
confab_usage_words_dup_sent (const ConfabConversationUsage *usage)
{
  g_autofree char *all = confab_usage_words_dup_tokens (usage->input);
  g_autofree char *cached = confab_transcript_words_dup_number (usage->cached);

  if (usage->cached <= 0)
    return g_steal_pointer (&all);

  /* Translators: “1,000 tokens, 500 of them from the provider’s cache” */
  return g_strdup_printf (_("%s, %s of them from the provider’s cache"), all, cached);
}

/**
 * confab_usage_words_dup_received:
 * @usage: what a conversation took
 *
 * Returns: (transfer full): what models answered
 */
char *
confab_usage_words_dup_received (const ConfabConversationUsage *usage)
{
  g_autofree char *all = confab_usage_words_dup_tokens (usage->output);
  g_autofree char *reasoning = confab_transcript_words_dup_number (usage->reasoning);

  if (usage->reasoning <= 0)
    return g_steal_pointer (&all);

  /* Translators: “1,000 tokens, 500 of them for thinking” */
  return g_strdup_printf (_("%s, %s of them for thinking"), all, reasoning);
}

/**
 * confab_usage_words_dup_cost:
 * @usage: what a conversation took
 *
 * Returns: (transfer full): what it cost and how that is known
 */
char *
confab_usage_words_dup_cost (const ConfabConversationUsage *usage)
{
  g_autofree char *reported = NULL;
  g_autofree char *estimated = NULL;
  g_autofree char *unknown = NULL;
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  g_auto(GStrv) parts = NULL;

  if (usage->reported_usd > 0)
    {
      g_autofree char *cost = confab_transcript_words_dup_cost (usage->reported_usd);

      /* Translators: %s is an amount of money */
      reported = g_strdup_printf (_("%s, as the provider says"), cost);
      g_strv_builder_add (lines, reported);
    }
  if (usage->estimated_usd > 0)
    {
      g_autofree char *cost = confab_transcript_words_dup_cost (usage->estimated_usd);

      /* Translators: the first %s is nothing or “≈ ”, the second an amount of money */
      estimated = g_strdup_printf (_("%s%s, reckoned from the list of prices"), *cost == '$' ? "≈ " : "", cost);
      g_strv_builder_add (lines, estimated);
    }
  if (usage->n_without_cost > 0)
    {
      unknown = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "not known for %u reply", "not known for %u replies",
                                              usage->n_without_cost),
                                 usage->n_without_cost);
      g_strv_builder_add (lines, unknown);
    }

  parts = g_strv_builder_end (lines);
  if (parts[0] == NULL)
    return g_strdup (_("Nothing"));

  return g_strjoinv ("\n", parts);
}

/**
 * confab_usage_words_dup_title:
 * @usage: what it took to ask for names of a conversation
 *
 * Returns: (transfer full): that, in few words
 */
char *
confab_usage_words_dup_title (const ConfabConversationUsage *usage)
{
  const double cost_usd = usage->reported_usd + usage->estimated_usd;
  g_autofree char *tokens = confab_usage_words_dup_tokens (usage->input + usage->output);
  g_autofree char *took = NULL;

  if (cost_usd > 0)
    {
      g_autofree char *cost = confab_transcript_words_dup_cost (cost_usd);

      took = g_strdup_printf ("%s · %s%s", tokens, usage->estimated_usd > 0 && *cost == '$' ? "≈ " : "", cost);
    }

  /* Translators: %s is “120 tokens” or “120 tokens · $0.0010” */
  return g_strdup_printf (_("%s since the program was started, not counted above"), took != NULL ? took : tokens);
}

/**
 * confab_usage_words_get_fill:
 * @usage: what a conversation took
 * @context_tokens: how much the model that answers next can hold; negative if not known
 *
 * Returns: how full it is, from 0 to 1, or a negative number if that is not known
 */
double
confab_usage_words_get_fill (const ConfabConversationUsage *usage,
                             gint64                         context_tokens)
{
  if (usage->context < 0 || context_tokens <= 0)
    return -1;

  return CLAMP ((double) usage->context / (double) context_tokens, 0.0, 1.0);
}

/**
 * confab_usage_words_dup_context:
 * @usage: what a conversation took
 * @context_tokens: how much the model that answers next can hold; negative if not known
 *
 * Returns: (transfer full): how full it is
 */
char *
confab_usage_words_dup_context (const ConfabConversationUsage *usage,
                                gint64                         context_tokens)
{
  g_autofree char *used = NULL;
  g_autofree char *all = NULL;

  if (usage->context < 0)
    return g_strdup (_("Known after the next reply"));

  used = confab_transcript_words_dup_number (usage->context);
  if (context_tokens <= 0)
    /* Translators: %s is a number of tokens */
    return g_strdup_printf (_("%s tokens; how many the model holds is not known"), used);

  all = confab_usage_words_dup_tokens (context_tokens);

  /* Translators: “1,000 of 200,000 tokens” */
  return g_strdup_printf (_("%s of %s"), used, all);
}
