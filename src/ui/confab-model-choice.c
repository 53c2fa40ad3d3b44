/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-choice"

#include "config.h"

#include "confab-model-choice.h"

/**
 * ConfabModelChoice:
 *
 * A line of the list of models: a model at a provider, or, without a model, the heading of the lines
 * below it.
 */
struct _ConfabModelChoice
{
  GObject           parent_instance;

  ConfabModelGroup  group;
  char             *provider_id;   /* owned, nullable: of a heading that is no provider's */
  ConfabProvider   *provider;      /* owned, nullable */
  ConfabModelInfo  *model;         /* owned, nullable */
  guint             unlisted : 1;
  guint             ambiguous : 1;
};

G_DEFINE_FINAL_TYPE (ConfabModelChoice, confab_model_choice, G_TYPE_OBJECT)

static void
confab_model_choice_dispose (GObject *object)
{
  ConfabModelChoice *self = CONFAB_MODEL_CHOICE (object);

  g_clear_object (&self->provider);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (confab_model_choice_parent_class)->dispose (object);
}

static void
confab_model_choice_finalize (GObject *object)
{
  g_free (CONFAB_MODEL_CHOICE (object)->provider_id);

  G_OBJECT_CLASS (confab_model_choice_parent_class)->finalize (object);
}

static void
confab_model_choice_class_init (ConfabModelChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_model_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_model_choice_finalize;
}

static void
confab_model_choice_init (ConfabModelChoice *self)
{
}

/**
 * confab_model_choice_new_heading:
 * @group: what is below it
 * @provider: (nullable): whose models these are, if they are one's
 *
 * Returns: (transfer full): a heading
 */
ConfabModelChoice *
confab_model_choice_new_heading (ConfabModelGroup  group,
                                 ConfabProvider   *provider)
{
  ConfabModelChoice *self = g_object_new (CONFAB_TYPE_MODEL_CHOICE, NULL);

  self->group = group;
  self->provider = provider != NULL ? g_object_ref (provider) : NULL;
  self->provider_id = provider != NULL ? g_strdup (confab_provider_get_id (provider)) : NULL;
  return self;
}

/**
 * confab_model_choice_new:
 * @group: where it stands
 * @provider_id: whose model it is
 * @provider: (nullable): the same, if it is still there
 * @model: the model
 *
 * Returns: (transfer full): a line for a model
 */
ConfabModelChoice *
confab_model_choice_new (ConfabModelGroup  group,
                         const char       *provider_id,
                         ConfabProvider   *provider,
                         ConfabModelInfo  *model)
{
  ConfabModelChoice *self;

  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (model), NULL);

  self = g_object_new (CONFAB_TYPE_MODEL_CHOICE, NULL);
  self->group = group;
  self->provider_id = g_strdup (provider_id);
  self->provider = provider != NULL ? g_object_ref (provider) : NULL;
  self->model = g_object_ref (model);
  return self;
}

/**
 * confab_model_choice_get_group:
 *
 * Returns: where it stands
 */
ConfabModelGroup
confab_model_choice_get_group (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), CONFAB_MODEL_GROUP_PROVIDER);

  return self->group;
}

/**
 * confab_model_choice_get_provider_id:
 *
 * Returns: (transfer none) (nullable): whose model it is; %NULL for a heading that is no provider's
 */
const char *
confab_model_choice_get_provider_id (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), NULL);

  return self->provider_id;
}

/**
 * confab_model_choice_get_provider:
 *
 * Returns: (transfer none) (nullable): who has the model; %NULL when it was removed, and for a heading
 *   that is no provider's
 */
ConfabProvider *
confab_model_choice_get_provider (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), NULL);

  return self->provider;
}

/**
 * confab_model_choice_get_model:
 *
 * Returns: (transfer none) (nullable): the model, or %NULL for a heading
 */
ConfabModelInfo *
confab_model_choice_get_model (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), NULL);

  return self->model;
}

/**
 * confab_model_choice_get_usable:
 *
 * Returns: whether it is a model that can be chosen: its provider is there and can be asked
 */
gboolean
confab_model_choice_get_usable (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), FALSE);

  return self->model != NULL && self->provider != NULL && confab_provider_get_usable (self->provider);
}

/**
 * confab_model_choice_get_unlisted:
 *
 * Returns: whether the provider gave a list of its models, and this one is not in it
 */
gboolean
confab_model_choice_get_unlisted (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), FALSE);

  return self->unlisted;
}

/**
 * confab_model_choice_set_unlisted:
 * @unlisted: whether the provider's list is without it
 *
 * To be called before anybody sees the line.
 */
void
confab_model_choice_set_unlisted (ConfabModelChoice *self,
                                  gboolean           unlisted)
{
  g_return_if_fail (CONFAB_IS_MODEL_CHOICE (self));

  self->unlisted = !!unlisted;
}

/**
 * confab_model_choice_get_ambiguous:
 *
 * Returns: whether another model of the provider has the same name, so that the id has to be told
 */
gboolean
confab_model_choice_get_ambiguous (ConfabModelChoice *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_CHOICE (self), FALSE);

  return self->ambiguous;
}

/**
 * confab_model_choice_set_ambiguous:
 * @ambiguous: whether its name is that of another one, too
 *
 * To be called before anybody sees the line.
 */
void
confab_model_choice_set_ambiguous (ConfabModelChoice *self,
                                   gboolean           ambiguous)
{
  g_return_if_fail (CONFAB_IS_MODEL_CHOICE (self));

  self->ambiguous = !!ambiguous;
}
