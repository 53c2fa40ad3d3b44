/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-google-account.h"
#include "confab-transport.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_GOOGLE_TOKENS (confab_google_tokens_get_type ())
G_DECLARE_FINAL_TYPE (ConfabGoogleTokens, confab_google_tokens, CONFAB, GOOGLE_TOKENS, GObject)

ConfabGoogleTokens *confab_google_tokens_new        (ConfabTransport      *transport) G_GNUC_WARN_UNUSED_RESULT;
void                confab_google_tokens_get_async  (ConfabGoogleTokens   *self,
                                                     ConfabGoogleAccount  *account,
                                                     ConfabConnectionPolicy *policy,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabSecret       *confab_google_tokens_get_finish (ConfabGoogleTokens   *self,
                                                     GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                confab_google_tokens_forget     (ConfabGoogleTokens   *self,
                                                     ConfabGoogleAccount  *account,
                                                     const ConfabSecret   *token);

G_END_DECLS
