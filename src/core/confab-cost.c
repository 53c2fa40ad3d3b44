/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cost"

#include "config.h"

#include "confab-cost.h"

#define TOKENS_PER_PRICE 1e6

/**
 * confab_model_price_is_known:
 * @price: a price
 *
 * Returns: whether it says enough to reckon with
 */
gboolean
confab_model_price_is_known (const ConfabModelPrice *price)
{
  g_return_val_if_fail (price != NULL, FALSE);

  return price->input >= 0 && price->output >= 0;
}

/**
 * confab_model_price_is_free:
 * @price: a price
 *
 * Returns: whether the model is known to cost nothing
 */
gboolean
confab_model_price_is_free (const ConfabModelPrice *price)
{
  g_return_val_if_fail (price != NULL, FALSE);

  return price->input == 0 && price->output == 0 && price->cache_read <= 0 && price->cache_write <= 0;
}

/**
 * confab_cost_estimate:
 * @usage: what a reply used
 * @price: what the model costs
 *
 * Reckons what a reply cost. Where no price of the cache is known, what went through it counts as
 * any other input, which providers charge at most for reading.
 *
 * Returns: US dollars, or -1 when the price or the tokens are not known, or when there were more of
 *   them than the price is good for
 */
double
confab_cost_estimate (const ConfabUsage      *usage,
                      const ConfabModelPrice *price)
{
  gint64 input;
  gint64 output;
  gint64 cached;
  gint64 written;

  g_return_val_if_fail (usage != NULL, -1);
  g_return_val_if_fail (price != NULL, -1);

  if (confab_model_price_is_free (price))
    return 0;

  input = confab_usage_get_total_input (usage);
  output = confab_usage_get_total_output (usage);
  if (!confab_model_price_is_known (price) || input < 0 || output < 0 ||
      (price->up_to > 0 && input > price->up_to))
    return -1;

  cached = CLAMP (usage->cached, 0, input);
  written = CLAMP (usage->cache_write, 0, input - cached);

  return ((input - cached - written) * price->input +
          cached * (price->cache_read >= 0 ? price->cache_read : price->input) +
          written * (price->cache_write >= 0 ? price->cache_write : price->input) +
          output * price->output) / TOKENS_PER_PRICE;
}
