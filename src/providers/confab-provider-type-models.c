/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-type-models"

#include "config.h"

#include "confab-provider-type-private.h"

/* What a type says of single models. */

/**
 * confab_provider_type_get_dialect_for_model:
 * @self: a type
 * @model: (nullable): a model's id
 *
 * A cloud passes the models of several vendors on, some of them in their own formats.
 *
 * Returns: (transfer none): the id of the wire format that the model is spoken to in
 */
const char *
confab_provider_type_get_dialect_for_model (ConfabProviderType *self,
                                            const char         *model)
{
  ConfabModelTraits traits;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  confab_provider_type_get_model_traits (self, model, &traits);

  return traits.dialect != NULL ? traits.dialect : self->dialect;
}

/**
 * confab_provider_type_get_model_traits:
 * @self: a type
 * @model: (nullable): a model's id
 * @traits: (out caller-allocates): what is visible of it on the wire
 *
 * Of several rules that a model falls under, the first one that says anything of a trait counts,
 * and what none says is that of the provider.
 */
void
confab_provider_type_get_model_traits (ConfabProviderType *self,
                                       const char         *model,
                                       ConfabModelTraits  *traits)
{
  ConfabModelTraitSet set = { 0 };

  g_return_if_fail (CONFAB_IS_PROVIDER_TYPE (self));
  g_return_if_fail (traits != NULL);

  for (guint i = 0; model != NULL && i < self->model_rules->len; i++)
    {
      const ConfabModelRule *rule = &g_array_index (self->model_rules, ConfabModelRule, i);

      if (confab_model_pattern_matches (&rule->pattern, model))
        confab_model_trait_set_complete (&set, &rule->traits);
    }

  confab_model_trait_set_complete (&set, &self->traits);
  *traits = set.values;
}

/**
 * confab_provider_type_get_system_role_for_model:
 * @self: a type
 * @model: (nullable): a model's id
 *
 * Some models of a provider want another role than [method@ProviderType.get_system_role] says.
 *
 * Returns: (transfer none) (nullable): the role of a system prompt
 */
const char *
confab_provider_type_get_system_role_for_model (ConfabProviderType *self,
                                                const char         *model)
{
  ConfabModelTraits traits;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  confab_provider_type_get_model_traits (self, model, &traits);

  return traits.system_role;
}

/**
 * confab_provider_type_get_reasoning_replay_for_model:
 * @self: a type
 * @model: (nullable): a model's id
 *
 * Some models of a provider want old thinking back otherwise than
 * [method@ProviderType.get_reasoning_replay] says.
 *
 * Returns: (transfer none) (nullable): what old thinking is sent back as
 */
const char *
confab_provider_type_get_reasoning_replay_for_model (ConfabProviderType *self,
                                                     const char         *model)
{
  ConfabModelTraits traits;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  confab_provider_type_get_model_traits (self, model, &traits);

  return traits.reasoning_replay;
}

/**
 * confab_provider_type_can_think:
 * @self: a type
 * @model: (nullable): a model's id
 *
 * Where a provider lists what its models can do, that is to be believed rather than this.
 *
 * Returns: whether the model can be told how much to think, as far as its id tells
 */
gboolean
confab_provider_type_can_think (ConfabProviderType *self,
                                const char         *model)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return model != NULL && confab_thinking_has_levels (self->thinking, model);
}

/**
 * confab_provider_type_is_never_off:
 * @self: a type
 * @model: (nullable): a model's id
 *
 * Returns: whether the model cannot be kept from thinking, so that “off” means as little as it can
 */
gboolean
confab_provider_type_is_never_off (ConfabProviderType *self,
                                   const char         *model)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return model != NULL && confab_thinking_is_never_off (self->thinking, model);
}

/**
 * confab_provider_type_dup_thinking_parameters:
 * @self: a type
 * @model: (nullable): a model's id
 * @level: (nullable): `off`, `low`, `medium` or `high`; anything else, `default` too, is no level
 *
 * What has to be merged into the body of a request so that the model thinks as much as wanted.
 * Without a level it is what the model needs at any level, mostly nothing. Where thinking cannot
 * be turned off, `off` is the least that the model knows.
 *
 * Returns: (transfer full) (nullable): a JSON object, or %NULL when nothing has to be sent
 */
char *
confab_provider_type_dup_thinking_parameters (ConfabProviderType *self,
                                              const char         *model,
                                              const char         *level)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return model != NULL ? confab_thinking_dup_parameters (self->thinking, model, level) : NULL;
}
