/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabProviderSecret:
 * @provider: what the provider is called
 * @field: the header or the field that it is in
 *
 * Where a file of providers has, or may have, a key in plain text; never the key itself.
 */
typedef struct
{
  char *provider;  /* owned */
  char *field;     /* owned */
} ConfabProviderSecret;

ConfabProviderSecret *confab_provider_secret_new           (const char            *provider,
                                                            const char            *field) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_provider_secret_free          (ConfabProviderSecret  *self);

GBytes               *confab_provider_secrets_take_out     (GBytes                *contents,
                                                            GPtrArray            **secrets,
                                                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabProviderSecret, confab_provider_secret_free)

G_END_DECLS
