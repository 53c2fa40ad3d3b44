/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-credential"

#include "config.h"

#include "confab-credential.h"

#include "confab-provider-error.h"

/* confab_credential_new:
 * @source: where it was found
 * @detail: (nullable): what the source is called
 *
 * Returns: (transfer full): a credential with nothing in it
 */
ConfabCredential *
confab_credential_new (ConfabKeySource  source,
                       const char      *detail)
{
  ConfabCredential *self = g_new0 (ConfabCredential, 1);

  self->source = source;
  self->detail = g_strdup (detail);

  return self;
}

/* confab_credential_new_text:
 * @kind: `api-key`, `aws` or `google`
 * @text: what a person pasted, or what stands in a file
 * @source: where it was found
 * @detail: (nullable): what the source is called
 *
 * Reads what was given, as the kind has it: where more than a key may sign in, a single word is a
 * key all the same.
 *
 * Returns: (transfer full): the credential; with an error when the text is of no use
 */
ConfabCredential *
confab_credential_new_text (const char      *kind,
                            ConfabSecret    *text,
                            ConfabKeySource  source,
                            const char      *detail)
{
  ConfabCredential *self = confab_credential_new (source, detail);

  if (g_str_equal (kind, "aws") && !confab_aws_keys_is_single_key (text))
    {
      self->aws_keys = confab_aws_keys_new_parse (text, &self->error);
    }
  else if (g_str_equal (kind, "google") && *confab_secret_peek (text) == '{')
    {
      g_autoptr(ConfabGoogleAccount) account = confab_google_account_new_parse (text, &self->error);

      if (account != NULL)
        confab_credential_set_google_account (self, account);
    }
  else
    {
      self->secret = confab_secret_ref (text);

      /* Google's keys belong to a project, which is then not asked for. */
      if (g_str_equal (kind, "google"))
        confab_credential_set_found (self, CONFAB_ADDRESS_PART_KEY_ALONE, "true");
    }

  return self;
}

/* confab_credential_free:
 * @self: (transfer full) (nullable): a credential
 */
void
confab_credential_free (ConfabCredential *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->secret, confab_secret_unref);
  g_clear_pointer (&self->aws_keys, confab_aws_keys_unref);
  g_clear_pointer (&self->google_account, confab_google_account_unref);
  g_clear_pointer (&self->found, confab_address_parts_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->detail);
  g_free (self);
}

/* confab_credential_has_any:
 *
 * Returns: whether there is anything to sign in with
 */
gboolean
confab_credential_has_any (const ConfabCredential *self)
{
  return self->secret != NULL || self->aws_keys != NULL || self->google_account != NULL;
}

/* confab_credential_set_google_account:
 * @account: an account
 *
 * Takes over the project that it names, too.
 */
void
confab_credential_set_google_account (ConfabCredential    *self,
                                      ConfabGoogleAccount *account)
{
  const char *project = confab_google_account_get_project (account);

  /* A person's sign-in belongs to no project, but names the one that pays. */
  if (project == NULL)
    project = confab_google_account_get_quota_project (account);

  confab_google_account_ref (account);
  g_clear_pointer (&self->google_account, confab_google_account_unref);
  self->google_account = account;
  confab_credential_set_found (self, CONFAB_ADDRESS_PART_PROJECT, project);
}

/* confab_credential_set_found:
 * @part: a part of the provider's address
 * @value: (nullable): its value; %NULL changes nothing
 */
void
confab_credential_set_found (ConfabCredential  *self,
                             ConfabAddressPart  part,
                             const char        *value)
{
  if (value == NULL)
    return;
  if (self->found == NULL)
    self->found = confab_address_parts_new ();

  confab_address_parts_set (self->found, part, value);
}

/* confab_credential_redact:
 * @self: (nullable): what signed in
 * @error: what came of it
 *
 * Takes everything secret out of what @error says: a server may repeat what it was sent, and of a
 * signature even what it was made of.
 */
void
confab_credential_redact (const ConfabCredential *self,
                          GError                 *error)
{
  if (self == NULL)
    return;

  confab_provider_error_redact_secret (error, self->secret);
  if (self->aws_keys != NULL)
    {
      confab_provider_error_redact_secret (error, confab_aws_keys_get_access_key_id (self->aws_keys));
      confab_provider_error_redact_secret (error, confab_aws_keys_get_secret_access_key (self->aws_keys));
      confab_provider_error_redact_secret (error, confab_aws_keys_get_session_token (self->aws_keys));
    }
}
