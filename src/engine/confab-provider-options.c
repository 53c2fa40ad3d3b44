/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-options"

#include "config.h"

#include "confab-provider-private.h"

/* What is set of a provider in single options, for those who show it and those who send it. */

static char *
dup_recorded (ConfabProviderRecord *record,
              ConfabProviderOption  option)
{
  return record != NULL ? confab_provider_record_dup_option (record, option) : NULL;
}

static gboolean
has_other_options (ConfabProviderRecord *before,
                   ConfabProviderRecord *now)
{
  for (guint option = 0; option < CONFAB_N_PROVIDER_OPTIONS; option++)
    {
      g_autofree char *old_text = dup_recorded (before, option);
      g_autofree char *new_text = dup_recorded (now, option);

      if (g_strcmp0 (old_text, new_text) != 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * confab_provider_dup_option:
 * @option: an option
 *
 * What a person wrote by hand need not be right; the provider's error says so then.
 *
 * Returns: (transfer full) (nullable): what it is set to, as text that [func@ProviderOption.check]
 *   takes; %NULL if it is not set
 */
char *
confab_provider_dup_option (ConfabProvider       *self,
                            ConfabProviderOption  option)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return dup_recorded (self->record, option);
}

/**
 * confab_provider_check_option:
 * @option: an option
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION with a translated sentence
 *
 * What a person wrote by hand may be of a kind that [method@Provider.dup_option] cannot give as text.
 *
 * Returns: whether what it is set to can be used; so it can where nothing is
 */
gboolean
confab_provider_check_option (ConfabProvider        *self,
                              ConfabProviderOption   option,
                              GError               **error)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return self->record == NULL ||
         confab_provider_record_check_option (self->record, option, self->type, NULL, error);
}

/* confab_provider_get_headers:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): names and values in turn that go along
 *   with every request; nothing secret
 */
const char * const *
confab_provider_get_headers (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return (const char * const *) self->headers;
}

/* confab_provider_get_extra_body:
 *
 * Returns: (transfer none) (nullable): a JSON object that is merged into every question
 */
const char *
confab_provider_get_extra_body (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->extra_body;
}

/* confab_provider_take_options:
 * @record: (nullable): what the person writes down of it from now on
 * @settings: what applies
 *
 * For while the record of before is still there.
 *
 * Returns: whether some option is set otherwise
 */
gboolean
confab_provider_take_options (ConfabProvider               *self,
                              ConfabProviderRecord         *record,
                              const ConfabProviderSettings *settings)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  g_strfreev (self->headers);
  self->headers = g_strdupv (settings->headers);
  g_free (self->extra_body);
  self->extra_body = g_strdup (settings->extra_body);

  return has_other_options (self->record, record);
}
