/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-usage"

#include "config.h"

#include "confab-usage.h"

static void
take_if_known (gint64 *value,
               gint64  newer)
{
  if (newer >= 0)
    *value = newer;
}

static gint64
sum_known (gint64 base,
           gint64 a,
           gint64 b)
{
  if (base < 0)
    return -1;

  return base + MAX (a, 0) + MAX (b, 0);
}

/**
 * confab_usage_init:
 * @usage: (out caller-allocates): the usage to set
 *
 * Sets every figure to unknown.
 */
void
confab_usage_init (ConfabUsage *usage)
{
  g_return_if_fail (usage != NULL);

  *usage = (ConfabUsage) CONFAB_USAGE_INIT;
}

/**
 * confab_usage_is_known:
 * @usage: a usage
 *
 * Returns: whether any token figure was reported
 */
gboolean
confab_usage_is_known (const ConfabUsage *usage)
{
  g_return_val_if_fail (usage != NULL, FALSE);

  return usage->input >= 0 || usage->output >= 0;
}

/**
 * confab_usage_merge:
 * @usage: what was known
 * @newer: what the provider said next
 *
 * Takes over every figure that @newer knows. Streams repeat running totals, so figures are
 * replaced and never added.
 */
void
confab_usage_merge (ConfabUsage       *usage,
                    const ConfabUsage *newer)
{
  g_return_if_fail (usage != NULL);
  g_return_if_fail (newer != NULL);

  take_if_known (&usage->input, newer->input);
  take_if_known (&usage->output, newer->output);
  take_if_known (&usage->cached, newer->cached);
  take_if_known (&usage->cache_write, newer->cache_write);
  take_if_known (&usage->reasoning, newer->reasoning);
  if (newer->cost_usd >= 0)
    {
      usage->cost_usd = newer->cost_usd;
      usage->cost_is_estimate = newer->cost_is_estimate;
    }
  usage->input_excludes_cache = newer->input_excludes_cache;
  usage->output_excludes_reasoning = newer->output_excludes_reasoning;
}

static void
add_known (gint64 *value,
           gint64  more)
{
  if (more >= 0)
    *value = MAX (*value, 0) + more;
}

/**
 * confab_usage_add:
 * @usage: what was used
 * @more: what was used after that, at the same provider
 *
 * Adds what another request took to a reply.
 */
void
confab_usage_add (ConfabUsage       *usage,
                  const ConfabUsage *more)
{
  g_return_if_fail (usage != NULL);
  g_return_if_fail (more != NULL);

  add_known (&usage->input, more->input);
  add_known (&usage->output, more->output);
  add_known (&usage->cached, more->cached);
  add_known (&usage->cache_write, more->cache_write);
  add_known (&usage->reasoning, more->reasoning);
  if (more->cost_usd >= 0)
    {
      usage->cost_usd = MAX (usage->cost_usd, 0) + more->cost_usd;
      usage->cost_is_estimate |= more->cost_is_estimate;
    }
  usage->input_excludes_cache = more->input_excludes_cache;
  usage->output_excludes_reasoning = more->output_excludes_reasoning;
}

/**
 * confab_usage_get_total_input:
 * @usage: a usage
 *
 * Returns: all input tokens, cached ones included, or -1 when unknown
 */
gint64
confab_usage_get_total_input (const ConfabUsage *usage)
{
  g_return_val_if_fail (usage != NULL, -1);

  if (!usage->input_excludes_cache)
    return usage->input;

  return sum_known (usage->input, usage->cached, usage->cache_write);
}

/**
 * confab_usage_get_total_output:
 * @usage: a usage
 *
 * Returns: all output tokens, thinking included, or -1 when unknown
 */
gint64
confab_usage_get_total_output (const ConfabUsage *usage)
{
  g_return_val_if_fail (usage != NULL, -1);

  if (!usage->output_excludes_reasoning)
    return usage->output;

  return sum_known (usage->output, usage->reasoning, 0);
}
