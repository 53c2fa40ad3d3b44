/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-aws-keys.h"

G_BEGIN_DECLS

/**
 * ConfabAwsSignable:
 * @method: the HTTP method
 * @path: the path as it is on the wire, percent-encoded
 * @query: (nullable): the query as it is on the wire
 * @headers: (array zero-terminated=1): names and values in turn of the headers that are signed;
 *   `host` and `x-amz-date` must be among them
 * @security_token: (nullable): signed as the header `x-amz-security-token`
 * @body_hash: of the body, from [func@aws_signer_hash_body]
 *
 * What a signature is made of. All members are borrowed.
 */
typedef struct
{
  const char          *method;
  const char          *path;
  const char          *query;
  const char * const  *headers;
  const ConfabSecret  *security_token;
  const char          *body_hash;
} ConfabAwsSignable;

char         *confab_aws_signer_hash_body             (GBytes                  *body) G_GNUC_WARN_UNUSED_RESULT;
char         *confab_aws_signer_dup_canonical_request (const ConfabAwsSignable *signable) G_GNUC_WARN_UNUSED_RESULT;
char         *confab_aws_signer_dup_string_to_sign    (const char              *canonical_request,
                                                       const char              *timestamp,
                                                       const char              *region,
                                                       const char              *service) G_GNUC_WARN_UNUSED_RESULT;
ConfabSecret *confab_aws_signer_authorize             (const ConfabAwsSignable *signable,
                                                       ConfabAwsKeys           *keys,
                                                       const char              *timestamp,
                                                       const char              *region,
                                                       const char              *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
