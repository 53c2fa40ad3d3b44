/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-dialect-private.h"

/**
 * EncoderCase:
 * @name: what is tested
 * @request: the request as JSON, see fixture_encode()
 * @expected: members of the body, each compared as a JSON value; `"absent"` lists members that must not be there.
 *   For a request that fails, %NULL
 *
 * A row of a table. In both texts ' stands for ".
 */
typedef struct
{
  const char *name;
  const char *request;
  const char *expected;
} EncoderCase;

JsonNode          *fixture_parse  (const char           *text);
ConfabWireRequest *fixture_encode (const ConfabDialect  *dialect,
                                   const char           *request,
                                   GError              **error);
char              *fixture_dup_body (const ConfabDialect *dialect,
                                     const char          *request);
void               fixture_check  (const ConfabDialect  *dialect,
                                   const EncoderCase    *cases,
                                   gsize                 n_cases);
