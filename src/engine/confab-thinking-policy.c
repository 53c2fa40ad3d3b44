/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-thinking-policy"

#include "config.h"

#include "confab-thinking-policy.h"

#include <json-glib/json-glib.h>

#include "confab-enum.h"

/* What a model is asked about thinking: what the catalogue's rules say, less what the model was
 * found not to take. */

/* In the file of refusals: append only. A level has its nick behind a colon. */
#define THINKING "thinking"
#define SUMMARY "thinking/summary"
#define STREAM_OPTIONS "stream_options"

static char *
dup_level_parameter (ConfabThinkingLevel level)
{
  return g_strconcat (THINKING ":", confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) level), NULL);
}

static gboolean
is_level_refused (ConfabRefusals      *refusals,
                  ConfabProvider      *provider,
                  const char          *model,
                  ConfabThinkingLevel  level)
{
  g_autofree char *parameter = dup_level_parameter (level);

  return confab_refusals_contains (refusals, confab_provider_get_id (provider), model, parameter);
}

typedef enum
{
  LISTED_UNKNOWN,
  LISTED_THINKING,
  LISTED_WITHOUT,
} Listed;

/* Lists say of a model that it thinks, never that it does not. Where one says it of some of its
 * models, it means it of the others that they do not. */
static Listed
look_up_list (ConfabProvider *provider,
              const char     *model)
{
  GListModel *models = confab_provider_get_models (provider);
  gboolean list_tells = FALSE;
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) info = g_list_model_get_item (models, i);
      const gboolean thinks = (confab_model_info_get_abilities (info) & CONFAB_MODEL_ABILITY_THINKING) != 0;

      list_tells |= thinks;
      if (g_str_equal (confab_model_info_get_id (info), model))
        {
          if (thinks)
            return LISTED_THINKING;
          found = TRUE;
        }
    }

  return found && list_tells ? LISTED_WITHOUT : LISTED_UNKNOWN;
}

/* confab_thinking_policy_get_levels:
 * @refusals: what models refused
 * @provider: who has the model
 * @model: (nullable): the model
 *
 * Returns: a bit `1 << level` for each #ConfabThinkingLevel that can be asked for, the model's own
 *   choice among them; 0 if the model cannot be told how much to think
 */
guint
confab_thinking_policy_get_levels (ConfabRefusals *refusals,
                                   ConfabProvider *provider,
                                   const char     *model)
{
  guint levels = 0;

  if (model == NULL || *model == '\0' ||
      !confab_provider_type_can_think (confab_provider_get_provider_type (provider), model) ||
      confab_refusals_contains (refusals, confab_provider_get_id (provider), model, THINKING) ||
      look_up_list (provider, model) == LISTED_WITHOUT)
    return 0;

  for (ConfabThinkingLevel level = CONFAB_THINKING_OFF; level <= CONFAB_THINKING_HIGH; level++)
    if (!is_level_refused (refusals, provider, model, level))
      levels |= 1u << level;

  return levels != 0 ? levels | 1u << CONFAB_THINKING_DEFAULT : 0;
}

/* confab_thinking_policy_is_thinker:
 * @provider: who has the model
 * @model: (nullable): the model
 *
 * Returns: whether the model is known to think, whether or not it can be told how much
 */
gboolean
confab_thinking_policy_is_thinker (ConfabProvider *provider,
                                   const char     *model)
{
  const Listed listed = model != NULL ? look_up_list (provider, model) : LISTED_WITHOUT;

  return listed == LISTED_THINKING ||
         (listed == LISTED_UNKNOWN &&
          confab_provider_type_can_think (confab_provider_get_provider_type (provider), model));
}

static char *
dup_without_summary (const char *parameters)
{
  g_autoptr(JsonNode) root = json_from_string (parameters, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonObjectIter iter;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    if (JSON_NODE_HOLDS_OBJECT (node) && json_object_has_member (json_node_get_object (node), "summary"))
      json_object_remove_member (json_node_get_object (node), "summary");

  return json_to_string (root, FALSE);
}

/* confab_thinking_policy_dup_parameters:
 * @refusals: what models refused
 * @provider: who has the model
 * @model: the model
 * @level: how much it should think
 *
 * Returns: (transfer full) (nullable): a JSON object to be merged into the request
 */
char *
confab_thinking_policy_dup_parameters (ConfabRefusals      *refusals,
                                       ConfabProvider      *provider,
                                       const char          *model,
                                       ConfabThinkingLevel  level)
{
  g_autofree char *parameters = NULL;

  if (confab_refusals_contains (refusals, confab_provider_get_id (provider), model, THINKING))
    return NULL;

  if ((confab_thinking_policy_get_levels (refusals, provider, model) & 1u << level) == 0)
    level = CONFAB_THINKING_DEFAULT;

  parameters = confab_provider_type_dup_thinking_parameters (confab_provider_get_provider_type (provider), model,
                                                             confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL,
                                                                                  (int) level));
  if (parameters != NULL &&
      confab_refusals_contains (refusals, confab_provider_get_id (provider), model, SUMMARY))
    return dup_without_summary (parameters);

  return g_steal_pointer (&parameters);
}

/* confab_thinking_policy_get_stream_options:
 *
 * Returns: whether usage is asked for with `stream_options`
 */
gboolean
confab_thinking_policy_get_stream_options (ConfabRefusals *refusals,
                                           ConfabProvider *provider,
                                           const char     *model)
{
  return confab_provider_type_get_send_stream_options (confab_provider_get_provider_type (provider)) &&
         !confab_refusals_contains (refusals, confab_provider_get_id (provider), model, STREAM_OPTIONS);
}

/* confab_thinking_policy_note_refusal:
 * @level: how much it was asked to think
 * @refusal: what it refused
 *
 * Remembers it. A level that is refused where none was asked for is about what the model is always
 * sent.
 */
void
confab_thinking_policy_note_refusal (ConfabRefusals      *refusals,
                                     ConfabProvider      *provider,
                                     const char          *model,
                                     ConfabThinkingLevel  level,
                                     ConfabRefusal        refusal)
{
  const char *provider_id = confab_provider_get_id (provider);

  if ((refusal & CONFAB_REFUSAL_STREAM_OPTIONS) != 0)
    confab_refusals_add (refusals, provider_id, model, STREAM_OPTIONS);
  if ((refusal & CONFAB_REFUSAL_THINKING_SUMMARY) != 0)
    confab_refusals_add (refusals, provider_id, model, SUMMARY);

  if ((refusal & CONFAB_REFUSAL_THINKING) != 0 ||
      ((refusal & CONFAB_REFUSAL_THINKING_LEVEL) != 0 &&
       (level == CONFAB_THINKING_DEFAULT || level == CONFAB_THINKING_UNSET)))
    {
      confab_refusals_add (refusals, provider_id, model, THINKING);
    }
  else if ((refusal & CONFAB_REFUSAL_THINKING_LEVEL) != 0)
    {
      g_autofree char *parameter = dup_level_parameter (level);

      confab_refusals_add (refusals, provider_id, model, parameter);
    }
}
