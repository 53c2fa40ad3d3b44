/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-type-key"

#include "config.h"

#include "confab-provider-type-private.h"

/* What signs in to a type of provider: whether there is a key, what it is like, and how it is sent. */

/**
 * confab_provider_type_get_key_page:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): the page where a key is made
 */
const char *
confab_provider_type_get_key_page (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->key_page;
}

/**
 * confab_provider_type_get_key_format:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): what keys look like, for people; never a reason to refuse
 *   one
 */
const char *
confab_provider_type_get_key_format (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->key_format;
}

/**
 * confab_provider_type_get_key_test_path:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): what to ask for to test a key, where listing models proves
 *   nothing
 */
const char *
confab_provider_type_get_key_test_path (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->key_test_path;
}

/**
 * confab_provider_type_get_auth_header:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): the header that carries the key
 */
const char *
confab_provider_type_get_auth_header (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->auth_header;
}

/**
 * confab_provider_type_get_auth_prefix:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): what stands before the key in that header
 */
const char *
confab_provider_type_get_auth_prefix (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->auth_prefix;
}

/**
 * confab_provider_type_get_credentials:
 * @self: a type
 *
 * Returns: (transfer none): how one signs in: with a key in a header, `api-key`; with a signature
 *   of Amazon's kind, `aws`; or with a token of Google's, `google`
 */
const char *
confab_provider_type_get_credentials (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->credentials;
}

/**
 * confab_provider_type_get_needs_key:
 * @self: a type
 *
 * Returns: whether nothing works without a key
 */
gboolean
confab_provider_type_get_needs_key (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->needs_key;
}

/**
 * confab_provider_type_get_accepts_key:
 * @self: a type
 *
 * Returns: whether a key can be given
 */
gboolean
confab_provider_type_get_accepts_key (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->accepts_key;
}

/**
 * confab_provider_type_get_min_key_length:
 * @self: a type
 *
 * Returns: how many bytes a key has at least; what is shorter was pasted by mistake
 */
guint
confab_provider_type_get_min_key_length (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), 0);

  return (guint) self->min_key_length;
}
