/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabUsage:
 * @input: input tokens as the provider counts them, or -1
 * @output: output tokens as the provider counts them, or -1
 * @cached: input tokens read from a cache, or -1
 * @cache_write: input tokens written to a cache, or -1
 * @reasoning: output tokens spent on thinking, or -1
 * @cost_usd: what the reply cost in US dollars, or a negative number when that is not known
 * @input_excludes_cache: @input leaves @cached and @cache_write out
 * @output_excludes_reasoning: @output leaves @reasoning out
 * @cost_is_estimate: @cost_usd was reckoned from a price list; otherwise the provider reported it
 *
 * Token usage of one reply, as reported. Providers disagree on what contains what; the flags of what
 * is left out keep the figures comparable without altering them. Use the accessors for totals.
 */
typedef struct
{
  gint64 input;
  gint64 output;
  gint64 cached;
  gint64 cache_write;
  gint64 reasoning;
  double cost_usd;
  guint  input_excludes_cache : 1;
  guint  output_excludes_reasoning : 1;
  guint  cost_is_estimate : 1;
} ConfabUsage;

#define CONFAB_USAGE_INIT \
  { .input = -1, .output = -1, .cached = -1, .cache_write = -1, .reasoning = -1, .cost_usd = -1 }

void     confab_usage_init             (ConfabUsage       *usage);
gboolean confab_usage_is_known         (const ConfabUsage *usage);
void     confab_usage_merge            (ConfabUsage       *usage,
                                        const ConfabUsage *newer);
void     confab_usage_add               (ConfabUsage       *usage,
                                        const ConfabUsage *more);
gint64   confab_usage_get_total_input  (const ConfabUsage *usage);
gint64   confab_usage_get_total_output (const ConfabUsage *usage);

G_END_DECLS
