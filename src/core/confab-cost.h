/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-usage.h"

G_BEGIN_DECLS

/**
 * ConfabModelPrice:
 * @input: input tokens, or a negative number
 * @output: output tokens, or a negative number
 * @cache_read: input tokens read from a cache, or a negative number
 * @cache_write: input tokens written to a cache, or a negative number
 * @up_to: beyond how many input tokens in one request another price counts, or 0 if none does
 *
 * What a model costs, in US dollars per million tokens. What is not known is negative; zero means
 * that it is free.
 */
typedef struct
{
  double input;
  double output;
  double cache_read;
  double cache_write;
  gint64 up_to;
} ConfabModelPrice;

#define CONFAB_MODEL_PRICE_INIT { .input = -1, .output = -1, .cache_read = -1, .cache_write = -1 }

gboolean confab_model_price_is_known (const ConfabModelPrice *price);
gboolean confab_model_price_is_free  (const ConfabModelPrice *price);
double   confab_cost_estimate        (const ConfabUsage      *usage,
                                      const ConfabModelPrice *price);

G_END_DECLS
