/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-preset"

#include "config.h"

#include "confab-preset.h"

static const char *
null_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * confab_preset_new:
 * @type: the type of provider, which has to outlive the preset
 * @base_url: where it speaks the OpenAI format
 *
 * Returns: (transfer full): the preset
 */
ConfabPreset *
confab_preset_new (ConfabProviderType *type,
                   const char         *base_url)
{
  ConfabPreset *self;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_new0 (ConfabPreset, 1);
  self->type_id = confab_provider_type_get_id (type);
  self->name = confab_provider_type_get_name (type);
  self->base_url = g_strdup (base_url);
  self->default_model = null_if_empty (confab_provider_type_get_default_model (type));
  self->key_page = null_if_empty (confab_provider_type_get_key_page (type));
  self->key_hint = null_if_empty (confab_provider_type_get_key_format (type));
  self->needs_key = confab_provider_type_get_needs_key (type);
  self->local = confab_provider_type_get_local (type);

  return self;
}

/**
 * confab_preset_free:
 * @self: (transfer full) (nullable): a preset
 */
void
confab_preset_free (ConfabPreset *self)
{
  if (self == NULL)
    return;

  g_free (self->base_url);
  g_free (self);
}
