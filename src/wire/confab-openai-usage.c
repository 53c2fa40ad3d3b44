/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-openai-usage"

#include "config.h"

#include "confab-openai-usage.h"

#include "confab-json.h"

/* xAI counts money in these. */
#define USD_PER_TICK 1e-10

/* The first of several names that holds a number. */
static gint64
read_first (JsonObject        *object,
            const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const gint64 value = confab_json_get_int (object, names[i], -1);

      if (value >= 0)
        return value;
    }

  return -1;
}

static double
read_cost (JsonObject *object)
{
  double cost = confab_json_get_double (object, "cost", -1);

  if (cost < 0)
    cost = confab_json_get_double (confab_json_get_object (object, "cost"), "total_cost", -1);
  if (cost < 0)
    {
      cost = confab_json_get_double (object, "cost_in_usd_ticks", -1);
      if (cost >= 0)
        cost *= USD_PER_TICK;
    }

  return cost;
}

/**
 * confab_openai_usage_read:
 * @object: (nullable): what a service says of token usage
 * @usage: (out caller-allocates): the usage
 *
 * Reads the figures of OpenAI's form and of its relatives. Whether thinking is counted within the
 * output is told by the service's own sum, if there is one.
 *
 * Returns: whether there was any figure
 */
gboolean
confab_openai_usage_read (JsonObject  *object,
                          ConfabUsage *usage)
{
  JsonObject *input_details;
  JsonObject *output_details;
  gint64 total;

  g_return_val_if_fail (usage != NULL, FALSE);

  confab_usage_init (usage);
  if (object == NULL)
    return FALSE;

  input_details = confab_json_get_object (object, "prompt_tokens_details");
  if (input_details == NULL)
    input_details = confab_json_get_object (object, "input_tokens_details");
  output_details = confab_json_get_object (object, "completion_tokens_details");
  if (output_details == NULL)
    output_details = confab_json_get_object (object, "output_tokens_details");

  usage->input = read_first (object, (const char *const[]) { "prompt_tokens", "input_tokens", NULL });
  usage->output = read_first (object, (const char *const[]) { "completion_tokens", "output_tokens", NULL });

  usage->cached = confab_json_get_int (input_details, "cached_tokens", -1);
  if (usage->cached < 0)
    usage->cached = read_first (object, (const char *const[]) { "prompt_cache_hit_tokens", "cached_tokens",
                                                                "cache_read_input_tokens", NULL });

  usage->cache_write = confab_json_get_int (input_details, "cache_write_tokens", -1);
  if (usage->cache_write < 0)
    usage->cache_write = confab_json_get_int (object, "cache_creation_input_tokens", -1);

  usage->reasoning = confab_json_get_int (output_details, "reasoning_tokens", -1);
  if (usage->reasoning < 0)
    usage->reasoning = confab_json_get_int (object, "reasoning_tokens", -1);

  usage->cost_usd = read_cost (object);

  total = confab_json_get_int (object, "total_tokens", -1);
  usage->output_excludes_reasoning = usage->reasoning > 0 && usage->input >= 0 && usage->output >= 0 &&
                                     total >= 0 && total - usage->input - usage->output == usage->reasoning;
  usage->input_excludes_cache = usage->input >= 0 && usage->cached > usage->input;

  return confab_usage_is_known (usage) || usage->cached >= 0 || usage->reasoning >= 0 ||
         usage->cost_usd >= 0;
}
