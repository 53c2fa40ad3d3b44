/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-request"

#include "config.h"

#include "confab-chat-request.h"
#include "confab-wire-request-private.h"

/**
 * confab_wire_request_free:
 * @self: (nullable) (transfer full): a request
 *
 * Drops a request.
 */
void
confab_wire_request_free (ConfabWireRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_strfreev (self->headers);
  g_free (self);
}

/**
 * confab_wire_request_new_get:
 * @path: (transfer full): what follows the base URL
 * @headers: (nullable) (array zero-terminated=1): names and values in turn
 *
 * Returns: (transfer full): a request without a body
 */
ConfabWireRequest *
confab_wire_request_new_get (char               *path,
                             const char * const *headers)
{
  ConfabWireRequest *self = g_new0 (ConfabWireRequest, 1);

  self->method = "GET";
  self->path = path;
  self->headers = headers != NULL ? g_strdupv ((char **) headers) : g_new0 (char *, 1);

  return self;
}

/**
 * confab_wire_request_new_post:
 * @path: (transfer full): what follows the base URL
 * @headers: (nullable) (array zero-terminated=1): names and values in turn
 * @body: (transfer full): JSON
 *
 * Returns: (transfer full): a request with a JSON body
 */
ConfabWireRequest *
confab_wire_request_new_post (char               *path,
                              const char * const *headers,
                              GBytes             *body)
{
  ConfabWireRequest *self = confab_wire_request_new_get (path, headers);

  self->method = "POST";
  self->content_type = "application/json";
  self->body = body;

  return self;
}
