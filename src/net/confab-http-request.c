/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-http-request"

#include "config.h"

#include "confab-http-request-private.h"

#include <string.h>

#include "confab-net-error.h"

typedef struct
{
  char *name;   /* owned */
  char *value;  /* owned */
} Header;

typedef struct
{
  char         *name;    /* owned */
  char         *prefix;  /* owned */
  ConfabSecret *secret;  /* owned */
} Credential;

/**
 * ConfabHttpRequest:
 *
 * What is to be sent, and how long to wait for it.
 *
 * Filled by one owner and then handed to [method@Transport.send_async], after which it is not
 * changed any more. Credentials are kept apart from the other headers, in memory that is wiped: they
 * become headers only while the headers are written to the connection.
 */
struct _ConfabHttpRequest
{
  gatomicrefcount  ref_count;

  char            *method;        /* owned */
  char            *uri;           /* owned */
  GArray          *headers;       /* of Header, owned */
  GArray          *credentials;   /* of Credential, owned */
  char            *content_type;  /* owned */
  GBytes          *body;          /* owned */
  ConfabConnectionPolicy *policy;  /* owned, nullable */
  ConfabConnectionTrace  *trace;   /* owned, nullable */
  guint            connect_ms;
  guint            first_byte_ms;
  guint            idle_ms;
  ConfabAddressReach reach;
};

G_DEFINE_BOXED_TYPE (ConfabHttpRequest, confab_http_request,
                     confab_http_request_ref, confab_http_request_unref)

static void
header_clear (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_free (header->value);
}

static void
credential_clear (gpointer data)
{
  Credential *credential = data;

  g_free (credential->name);
  g_free (credential->prefix);
  confab_secret_unref (credential->secret);
}

/* A name or a value comes from a person's settings now and then, so what would break out of the
 * header is an error to tell, not one of the program. */
static gboolean
is_header_name (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || strchr ("()<>@,;:\\\"/[]?={}", *p) != NULL)
      return FALSE;

  return *text != '\0';
}

static gboolean
is_header_value (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      return FALSE;

  return TRUE;
}

/**
 * confab_http_request_new:
 * @method: `GET`, `POST`, …
 * @uri: an absolute `http` or `https` address, percent-encoded where it has to be
 *
 * Makes a request without headers of its own and without a body. Whether @uri can be used is
 * looked at when the request is sent.
 *
 * Returns: (transfer full): the request
 */
ConfabHttpRequest *
confab_http_request_new (const char *method,
                         const char *uri)
{
  ConfabHttpRequest *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  self = g_new0 (ConfabHttpRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->uri = g_strdup (uri);
  self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (self->headers, header_clear);
  self->credentials = g_array_new (FALSE, FALSE, sizeof (Credential));
  g_array_set_clear_func (self->credentials, credential_clear);
  self->connect_ms = CONFAB_HTTP_REQUEST_CONNECT_MS;
  self->first_byte_ms = CONFAB_HTTP_REQUEST_FIRST_BYTE_MS;
  self->idle_ms = CONFAB_HTTP_REQUEST_IDLE_MS;
  self->reach = CONFAB_ADDRESS_REACH_PRIVATE;

  return self;
}

/**
 * confab_http_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): the same request
 */
ConfabHttpRequest *
confab_http_request_ref (ConfabHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_http_request_unref:
 * @self: (transfer full): a request
 *
 * Gives up a reference.
 */
void
confab_http_request_unref (ConfabHttpRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->method);
  g_free (self->uri);
  g_array_unref (self->headers);
  g_array_unref (self->credentials);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->policy, confab_connection_policy_unref);
  g_clear_object (&self->trace);
  g_free (self);
}

/**
 * confab_http_request_add_header:
 * @self: a request
 * @name: the header's name
 * @value: its value, nothing secret
 *
 * Adds a header. A name or value that HTTP does not allow makes sending fail with
 * %CONFAB_NET_ERROR_FAILED.
 */
void
confab_http_request_add_header (ConfabHttpRequest *self,
                                const char        *name,
                                const char        *value)
{
  Header header;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  header.name = g_strdup (name);
  header.value = g_strdup (value);
  g_array_append_val (self->headers, header);
}

/**
 * confab_http_request_set_credential:
 * @self: a request
 * @name: the header that carries the credential
 * @prefix: (nullable): what stands before it in the value, such as `Bearer `
 * @secret: (nullable): the credential, or %NULL for none
 *
 * Sets the header that is secret, in place of any before. It goes to the address of the request and
 * nowhere else, since no redirect is followed.
 */
void
confab_http_request_set_credential (ConfabHttpRequest *self,
                                    const char        *name,
                                    const char        *prefix,
                                    ConfabSecret      *secret)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (secret == NULL || name != NULL);

  g_array_set_size (self->credentials, 0);
  if (secret != NULL)
    confab_http_request_add_credential (self, name, prefix, secret);
}

/**
 * confab_http_request_add_credential:
 * @self: a request
 * @name: the header that carries the credential
 * @prefix: (nullable): what stands before it in the value, such as `Bearer `
 * @secret: the credential
 *
 * Adds another secret header to that of [method@HttpRequest.set_credential]: a signature goes with
 * the token of its session.
 */
void
confab_http_request_add_credential (ConfabHttpRequest *self,
                                    const char        *name,
                                    const char        *prefix,
                                    ConfabSecret      *secret)
{
  Credential credential;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (secret != NULL);

  credential.name = g_strdup (name);
  credential.prefix = g_strdup (prefix != NULL ? prefix : "");
  credential.secret = confab_secret_ref (secret);
  g_array_append_val (self->credentials, credential);
}

/**
 * confab_http_request_set_body:
 * @self: a request
 * @content_type: the body's media type
 * @body: the body
 *
 * Sets what is sent after the headers.
 */
void
confab_http_request_set_body (ConfabHttpRequest *self,
                              const char        *content_type,
                              GBytes            *body)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (body != NULL);

  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
}

/**
 * confab_http_request_set_timeouts:
 * @self: a request
 * @connect_ms: milliseconds until the connection is made, TLS included
 * @first_byte_ms: milliseconds from the end of the upload to the headers of the answer
 * @idle_ms: milliseconds that one read of the body may take
 *
 * Sets how long each phase may last; 0 waits without end. A request starts with 10 s, 120 s and
 * 90 s.
 */
void
confab_http_request_set_timeouts (ConfabHttpRequest *self,
                                  guint              connect_ms,
                                  guint              first_byte_ms,
                                  guint              idle_ms)
{
  g_return_if_fail (self != NULL);

  self->connect_ms = connect_ms;
  self->first_byte_ms = first_byte_ms;
  self->idle_ms = idle_ms;
}

/**
 * confab_http_request_set_reach:
 * @self: a request
 * @reach: which addresses may be connected to
 *
 * Says what may be behind the host's name: where that leads further, sending fails with
 * %CONFAB_NET_ERROR_PRIVATE_ADDRESS before a connection is made. A request starts with
 * %CONFAB_ADDRESS_REACH_PRIVATE.
 */
void
confab_http_request_set_reach (ConfabHttpRequest  *self,
                               ConfabAddressReach  reach)
{
  g_return_if_fail (self != NULL);

  self->reach = reach;
}

/**
 * confab_http_request_set_policy:
 * @self: a request
 * @policy: (nullable): how its connection is to be made; %NULL for the desktop's proxies and what the
 *   system trusts, with which a request starts
 *
 * A connection that was made under another policy does not serve it.
 */
void
confab_http_request_set_policy (ConfabHttpRequest      *self,
                                ConfabConnectionPolicy *policy)
{
  g_return_if_fail (self != NULL);

  if (policy != NULL)
    confab_connection_policy_ref (policy);
  g_clear_pointer (&self->policy, confab_connection_policy_unref);
  self->policy = policy;
}

/**
 * confab_http_request_set_trace:
 * @self: a request
 * @trace: (nullable): what is told how it goes
 *
 * The name is then looked up once more before the connection is made, to tell what it leads to.
 */
void
confab_http_request_set_trace (ConfabHttpRequest     *self,
                               ConfabConnectionTrace *trace)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (trace == NULL || CONFAB_IS_CONNECTION_TRACE (trace));

  g_set_object (&self->trace, trace);
}

/**
 * confab_http_request_dup_message:
 * @self: a request
 * @error: return location for an error
 *
 * Makes libsoup's message of it, without the credential.
 *
 * Returns: (transfer full): the message, or %NULL with %CONFAB_NET_ERROR_BAD_URI, or with
 *   %CONFAB_NET_ERROR_FAILED for a header that cannot be sent
 */
SoupMessage *
confab_http_request_dup_message (ConfabHttpRequest  *self,
                                 GError            **error)
{
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GUri) uri = NULL;
  SoupMessageHeaders *headers;

  if (!(uri = confab_http_request_dup_uri (self, error)))
    return NULL;

  message = soup_message_new_from_uri (self->method, uri);
  headers = soup_message_get_request_headers (message);

  for (guint i = 0; i < self->headers->len; i++)
    {
      const Header *header = &g_array_index (self->headers, Header, i);

      if (!is_header_name (header->name) || !is_header_value (header->value))
        {
          g_set_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED,
                       "Header %u has a name or value that HTTP does not allow", i + 1);
          return NULL;
        }
      soup_message_headers_append (headers, header->name, header->value);
    }

  for (guint i = 0; i < self->credentials->len; i++)
    {
      const Credential *credential = &g_array_index (self->credentials, Credential, i);

      if (!is_header_name (credential->name) || !is_header_value (credential->prefix) ||
          !is_header_value (confab_secret_peek (credential->secret)))
        {
          g_set_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED,
                       "The credential has characters that cannot be sent in a header");
          return NULL;
        }
    }

  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (message, self->content_type, self->body);

  return g_steal_pointer (&message);
}

/**
 * confab_http_request_put_credentials:
 * @self: a request
 * @message: its message
 *
 * Adds the credentials' headers, to be taken away again by
 * [method@HttpRequest.clear_credentials].
 */
void
confab_http_request_put_credentials (ConfabHttpRequest *self,
                                     SoupMessage       *message)
{
  for (guint i = 0; i < self->credentials->len; i++)
    {
      const Credential *credential = &g_array_index (self->credentials, Credential, i);
      char *value = g_strconcat (credential->prefix, confab_secret_peek (credential->secret), NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), credential->name,
                                    value);
      confab_secret_wipe (value);
      g_free (value);
    }
}

/**
 * confab_http_request_clear_credentials:
 * @self: a request
 * @message: its message
 *
 * Takes the credentials' headers away and wipes the copies they held. May be called more than once.
 */
void
confab_http_request_clear_credentials (ConfabHttpRequest *self,
                                       SoupMessage       *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  for (guint i = 0; i < self->credentials->len; i++)
    {
      const Credential *credential = &g_array_index (self->credentials, Credential, i);
      const char *value = soup_message_headers_get_one (headers, credential->name);

      if (value == NULL)
        continue;

      /* The string is the header's own and about to be freed; freed memory is not wiped by
       * anyone. */
      confab_secret_wipe ((char *) value);
      soup_message_headers_remove (headers, credential->name);
    }
}

/**
 * confab_http_request_dup_uri:
 * @self: a request
 * @error: return location for an error
 *
 * Returns: (transfer full): where it goes, still percent-encoded, or %NULL with
 *   %CONFAB_NET_ERROR_BAD_URI
 */
GUri *
confab_http_request_dup_uri (ConfabHttpRequest  *self,
                             GError            **error)
{
  g_autoptr(GUri) uri = g_uri_parse (self->uri, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "https") != 0) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_BAD_URI,
                   "Not an http or https address");
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/**
 * confab_http_request_dup_host:
 * @self: a request
 *
 * Returns: (transfer full): what its `Host` header says; the port is in it only where it is not
 *   the scheme's own
 */
char *
confab_http_request_dup_host (ConfabHttpRequest *self)
{
  g_autoptr(GUri) uri = confab_http_request_dup_uri (self, NULL);
  const char *host;
  gboolean https, v6;
  int port;

  if (uri == NULL)
    return g_strdup ("");

  host = g_uri_get_host (uri);
  https = g_str_equal (g_uri_get_scheme (uri), "https");
  v6 = strchr (host, ':') != NULL;
  port = g_uri_get_port (uri);
  if (port < 0 || port == (https ? 443 : 80))
    return g_strconcat (v6 ? "[" : "", host, v6 ? "]" : "", NULL);

  return g_strdup_printf ("%s%s%s:%d", v6 ? "[" : "", host, v6 ? "]" : "", port);
}

/**
 * confab_http_request_dup_origin:
 * @self: a request
 *
 * Returns: (transfer full): scheme, host and port for error messages; neither path nor query nor
 *   anything that signs in
 */
char *
confab_http_request_dup_origin (ConfabHttpRequest *self)
{
  g_autoptr(GUri) uri = g_uri_parse (self->uri, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL)
    return g_strdup ("?");

  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), "", NULL, NULL);
}

/**
 * confab_http_request_get_connect_ms:
 * @self: a request
 *
 * Returns: milliseconds for the connection, 0 for no limit
 */
guint
confab_http_request_get_connect_ms (ConfabHttpRequest *self)
{
  return self->connect_ms;
}

/**
 * confab_http_request_get_first_byte_ms:
 * @self: a request
 *
 * Returns: milliseconds for the answer to begin, 0 for no limit
 */
guint
confab_http_request_get_first_byte_ms (ConfabHttpRequest *self)
{
  return self->first_byte_ms;
}

/**
 * confab_http_request_get_idle_ms:
 * @self: a request
 *
 * Returns: milliseconds for one read of the body, 0 for no limit
 */
guint
confab_http_request_get_idle_ms (ConfabHttpRequest *self)
{
  return self->idle_ms;
}

/**
 * confab_http_request_get_reach:
 * @self: a request
 *
 * Returns: which addresses may be connected to
 */
ConfabAddressReach
confab_http_request_get_reach (ConfabHttpRequest *self)
{
  return self->reach;
}

/**
 * confab_http_request_get_policy:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): how its connection is to be made
 */
ConfabConnectionPolicy *
confab_http_request_get_policy (ConfabHttpRequest *self)
{
  return self->policy;
}

/**
 * confab_http_request_get_trace:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what is told how it goes
 */
ConfabConnectionTrace *
confab_http_request_get_trace (ConfabHttpRequest *self)
{
  return self->trace;
}

/**
 * confab_http_request_has_credential:
 * @self: a request
 *
 * Returns: whether something secret goes along
 */
gboolean
confab_http_request_has_credential (ConfabHttpRequest *self)
{
  return self->credentials->len > 0;
}

/**
 * confab_http_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none): the method
 */
const char *
confab_http_request_get_method (ConfabHttpRequest *self)
{
  return self->method;
}

/**
 * confab_http_request_get_content_type:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the body's media type
 */
const char *
confab_http_request_get_content_type (ConfabHttpRequest *self)
{
  return self->content_type;
}

/**
 * confab_http_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the body
 */
GBytes *
confab_http_request_get_body (ConfabHttpRequest *self)
{
  return self->body;
}
