/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credential-error.h"
#include "confab-secret.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_AWS_KEYS (confab_aws_keys_get_type ())

typedef struct _ConfabAwsKeys ConfabAwsKeys;

GType          confab_aws_keys_get_type              (void) G_GNUC_CONST;
ConfabAwsKeys *confab_aws_keys_new                   (ConfabSecret        *access_key_id,
                                                      ConfabSecret        *secret_access_key,
                                                      ConfabSecret        *session_token) G_GNUC_WARN_UNUSED_RESULT;
ConfabAwsKeys *confab_aws_keys_new_parse             (const ConfabSecret  *text,
                                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       confab_aws_keys_is_single_key         (const ConfabSecret  *text);
ConfabAwsKeys *confab_aws_keys_ref                   (ConfabAwsKeys       *self);
void           confab_aws_keys_unref                 (ConfabAwsKeys       *self);
ConfabSecret  *confab_aws_keys_get_access_key_id     (ConfabAwsKeys       *self);
ConfabSecret  *confab_aws_keys_get_secret_access_key (ConfabAwsKeys       *self);
ConfabSecret  *confab_aws_keys_get_session_token     (ConfabAwsKeys       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAwsKeys, confab_aws_keys_unref)

G_END_DECLS
