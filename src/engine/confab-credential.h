/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-parts.h"
#include "confab-aws-keys.h"
#include "confab-google-account.h"
#include "confab-provider.h"
#include "confab-secret.h"

G_BEGIN_DECLS

/**
 * ConfabCredential:
 * @secret: (nullable): a key or token that goes into a header as it is; of an account it is the
 *   token that was last put on a request
 * @bearer: @secret goes as a bearer's token, whatever header the provider's keys go in
 * @aws_keys: (nullable): what requests are signed with instead
 * @google_account: (nullable): what is exchanged for a token instead
 * @source: where it was found
 * @detail: (nullable): the name of the variable or the profile, or the file's
 * @created_at_us: when it was stored, or 0
 * @found: (nullable): parts of the provider's address that lay beside it
 * @findings: (nullable) (element-type ConfabKeyFinding): when all places were looked at, every place
 *   where there is one
 * @error: (nullable): why there is none, or why it is of no use, in a sentence for the person; of
 *   %CONFAB_CREDENTIAL_ERROR
 *
 * What signs in, and where it came from. Of @secret, @aws_keys and @google_account one is set at
 * most, but for the token.
 */
typedef struct
{
  ConfabSecret        *secret;
  gboolean             bearer;
  ConfabAwsKeys       *aws_keys;
  ConfabGoogleAccount *google_account;
  ConfabKeySource      source;
  char                *detail;
  gint64               created_at_us;
  ConfabAddressParts  *found;
  GPtrArray           *findings;
  GError              *error;
} ConfabCredential;

ConfabCredential *confab_credential_new        (ConfabKeySource          source,
                                                const char              *detail) G_GNUC_WARN_UNUSED_RESULT;
ConfabCredential *confab_credential_new_text   (const char              *kind,
                                                ConfabSecret            *text,
                                                ConfabKeySource          source,
                                                const char              *detail) G_GNUC_WARN_UNUSED_RESULT;
void              confab_credential_free       (ConfabCredential        *self);
gboolean          confab_credential_has_any    (const ConfabCredential  *self);
void              confab_credential_set_google_account
                                               (ConfabCredential        *self,
                                                ConfabGoogleAccount     *account);
void              confab_credential_set_found  (ConfabCredential        *self,
                                                ConfabAddressPart        part,
                                                const char              *value);
void              confab_credential_redact     (const ConfabCredential  *self,
                                                GError                  *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCredential, confab_credential_free)

G_END_DECLS
