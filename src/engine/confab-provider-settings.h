/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-parts.h"
#include "confab-address-scope.h"
#include "confab-provider-record.h"
#include "confab-provider-type.h"

G_BEGIN_DECLS

/**
 * ConfabProviderSettings:
 * @name: what it is called
 * @model: (nullable): the model to use
 * @base_url: (nullable): where it is; as written when @base_url_error is set
 * @type: the catalogue's type, as it holds at @base_url
 * @models_url: (nullable): where its models are listed
 * @region: (nullable): the region that requests are signed for
 * @base_url_is_own: the address is not the catalogue's
 * @reach: which addresses @base_url may lead to
 * @base_url_error: (nullable): why @base_url cannot be used, or what else is set so that nothing can be
 *   sent there
 * @headers: (nullable) (array zero-terminated=1): names and values in turn that go along with every request
 * @extra_body: (nullable): a JSON object that is merged into every question
 * @enabled: not switched off
 *
 * What applies to a provider after the record, the environment and the catalogue had their say.
 */
typedef struct
{
  char               *name;
  char               *model;
  char               *base_url;
  char               *models_url;
  char               *region;
  GError             *base_url_error;
  char              **headers;
  char               *extra_body;
  ConfabProviderType *type;
  gboolean            base_url_is_own;
  ConfabAddressReach  reach;
  gboolean            enabled;
} ConfabProviderSettings;

ConfabProviderSettings *confab_provider_settings_resolve (ConfabProviderType        *type,
                                                          const char                *id,
                                                          ConfabProviderRecord      *record,
                                                          const ConfabAddressParts  *found,
                                                          char                     **environment) G_GNUC_WARN_UNUSED_RESULT;
ConfabAddressReach      confab_provider_settings_get_reach_of_strangers (char  **environment);
ConfabAddressReach      confab_provider_settings_get_reach (ConfabProviderType      *type,
                                                          ConfabProviderRecord      *record,
                                                          char                     **environment);
void                    confab_provider_settings_free    (ConfabProviderSettings    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabProviderSettings, confab_provider_settings_free)

G_END_DECLS
