/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-error.h"

G_BEGIN_DECLS

/* What lets a request in. */
typedef enum
{
  MATRIX_KEY_NONE,
  MATRIX_KEY_PLAIN,   /* in a header */
  MATRIX_KEY_AMAZON,  /* an access key that signs the request */
  MATRIX_KEY_GOOGLE,  /* a service account, for which there are tokens */
} MatrixKey;

/* One way of talking to a model: a dialect, or a dialect through a cloud. What differs between them
 * is data here; what must not differ is in the test.
 *
 * Places are JSONPath expressions into the body of a request: one question, with an image where it
 * is about that, and for calls and results also a reply that called a tool, and the tool's result. */
typedef struct
{
  const char          *name;
  const char          *type;              /* of the catalogue */
  const char          *dialect;           /* what has to be spoken */
  const char          *config;            /* nullable: members of the record's configuration */
  const char          *model;
  MatrixKey            key;
  const char          *path_end;          /* where a streamed request goes; without the query */

  const char          *tool_name;         /* places; of a tool that is offered */
  const char          *tool_schema;
  const char          *thinking;          /* a place and its JSON when much thinking is asked for; nullable */
  const char          *thinking_value;
  const char          *call_id;           /* places; NULL where the dialect has no such thing */
  const char          *call_name;
  const char          *call_arguments;    /* an object, or one as a text */
  const char          *result_id;
  const char          *result_text;
  const char          *seal;              /* what has to come back of the thinking or the call… */
  const char          *seal_value;        /* …and what it is */
  const char          *image;
  const char          *image_prefix;      /* what stands before its base64 */

  guint                overloaded_status;
  ConfabProviderError  error_in_stream;
} MatrixRow;

const MatrixRow *matrix_get_rows (guint *n_rows);

G_END_DECLS
