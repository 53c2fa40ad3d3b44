/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-aws-keys.h"

G_BEGIN_DECLS

/**
 * ConfabAwsProfile:
 * @keys: (nullable): the keys, where it has any
 * @region: (nullable): the region, where it names one
 *
 * What a named profile of Amazon's shared files says.
 */
typedef struct
{
  ConfabAwsKeys *keys;
  char          *region;
} ConfabAwsProfile;

ConfabAwsProfile *confab_aws_profile_new_parse (const char          *name,
                                                const ConfabSecret  *credentials,
                                                const ConfabSecret  *config,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char             *confab_aws_profile_dup_region (const char          *name,
                                                 const ConfabSecret  *credentials,
                                                 const ConfabSecret  *config) G_GNUC_WARN_UNUSED_RESULT;
void              confab_aws_profile_free      (ConfabAwsProfile    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAwsProfile, confab_aws_profile_free)

G_END_DECLS
