/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-aws-keys.h"
#include "confab-http-request.h"

G_BEGIN_DECLS

/**
 * ConfabAwsSignable:
 * @method: the HTTP method
 * @path: the path as it is on the wire, percent-encoded
 * @query: (nullable): the query as it is on the wire
 * @headers: (array zero-terminated=1): names and values in turn of the headers that are signed;
 *   `host` and `x-amz-date` must be among them
 * @security_token: (nullable): signed as the header `x-amz-security-token`
 * @body: (nullable): the body
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
  GBytes              *body;
} ConfabAwsSignable;

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
void          confab_aws_signer_sign                  (ConfabHttpRequest       *request,
                                                       ConfabAwsKeys           *keys,
                                                       const char              *region,
                                                       const char              *service,
                                                       gint64                   now_s);

G_END_DECLS
