/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-parts.h"
#include "confab-provider-policy-error.h"

G_BEGIN_DECLS

/**
 * ConfabCloudAddress:
 * @base_url: what the paths of calls are appended to
 * @models_url: what the path of the list of models is appended to, which a cloud may serve elsewhere
 * @region: (nullable): the region that requests are signed for
 * @model: (nullable): the model that the address itself names
 *
 * Where a cloud is. The strings are owned.
 */
typedef struct
{
  char *base_url;
  char *models_url;
  char *region;
  char *model;
} ConfabCloudAddress;

ConfabCloudAddress *confab_cloud_address_new  (const char                *platform,
                                               const char                *typed_url,
                                               const ConfabAddressParts  *parts,
                                               const char                *model,
                                               GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
void                confab_cloud_address_free (ConfabCloudAddress        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCloudAddress, confab_cloud_address_free)

G_END_DECLS
