/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credential-error.h"
#include "confab-secret.h"

G_BEGIN_DECLS

/**
 * ConfabGoogleAccountKind:
 *
 * Who signs in.
 */
typedef enum
{
  CONFAB_GOOGLE_ACCOUNT_SERVICE,  /* a service account, with a private key */
  CONFAB_GOOGLE_ACCOUNT_USER,  /* a person, with what gcloud kept of the sign-in */
} ConfabGoogleAccountKind;

#define CONFAB_TYPE_GOOGLE_ACCOUNT (confab_google_account_get_type ())

typedef struct _ConfabGoogleAccount ConfabGoogleAccount;

GType                    confab_google_account_get_type          (void) G_GNUC_CONST;
ConfabGoogleAccount     *confab_google_account_new_parse         (const ConfabSecret   *json,
                                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabGoogleAccount     *confab_google_account_ref               (ConfabGoogleAccount  *self);
void                     confab_google_account_unref             (ConfabGoogleAccount  *self);
ConfabGoogleAccountKind  confab_google_account_get_kind          (ConfabGoogleAccount  *self);
const char              *confab_google_account_get_project       (ConfabGoogleAccount  *self);
const char              *confab_google_account_get_quota_project (ConfabGoogleAccount  *self);
const char              *confab_google_account_get_token_uri     (ConfabGoogleAccount  *self);
const char              *confab_google_account_get_fingerprint   (ConfabGoogleAccount  *self);
ConfabSecret            *confab_google_account_dup_grant         (ConfabGoogleAccount  *self,
                                                                  gint64                now_s,
                                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabGoogleAccount, confab_google_account_unref)

G_END_DECLS
