/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-google.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <json-glib/json-glib.h>

#include "peer-dialect.h"

/* Google's sign-in: makes tokens for those who prove who they are, and knows them again. */

#define SERVICE_EMAIL "peer@peer-project.iam.gserviceaccount.com"
#define CLIENT_ID "peer-client.apps.googleusercontent.com"
#define CLIENT_SECRET "peer-client-secret/+0123456789"
#define REFRESH_TOKEN "1//peer-refresh-token_0123456789"
#define QUOTA_PROJECT "peer-quota-project"
#define SCOPE "https://www.googleapis.com/auth/cloud-platform"

/* Whether a token is a person's; those carry the project they are paid by with each request. */
typedef enum { OF_SERVICE = 1, OF_PERSON } Owner;

struct _PeerGoogle
{
  char       *token_uri;  /* owned */
  GHashTable *tokens;     /* owned, token to Owner */
  guint       n_tokens;
  guint       seconds;
  guint       failure;    /* a status, or 0 */
  gboolean    hold;
  GPtrArray  *held;       /* owned, of SoupServerMessage */
};

/* Made when it is needed first, for that takes a moment. */
static gnutls_privkey_t
get_key (void)
{
  static gnutls_privkey_t key;

  if (key == NULL)
    {
      g_assert_cmpint (gnutls_privkey_init (&key), >=, 0);
      g_assert_cmpint (gnutls_privkey_generate2 (key, GNUTLS_PK_RSA, 2048, 0, NULL, 0), >=, 0);
    }

  return key;
}

static char *
dup_key_pem (void)
{
  gnutls_x509_privkey_t x509;
  gnutls_datum_t pem;
  char *text;

  g_assert_cmpint (gnutls_privkey_export_x509 (get_key (), &x509), >=, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (x509, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem), >=, 0);
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  gnutls_x509_privkey_deinit (x509);

  return text;
}

PeerGoogle *
peer_google_new (const char *uri)
{
  PeerGoogle *self = g_new0 (PeerGoogle, 1);

  self->token_uri = g_strconcat (uri, "/token", NULL);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seconds = 3600;
  self->held = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

void
peer_google_free (PeerGoogle *self)
{
  g_ptr_array_unref (self->held);
  g_hash_table_unref (self->tokens);
  g_free (self->token_uri);
  g_free (self);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* The key file of a service account that is let in. */
char *
peer_google_dup_service_account (PeerGoogle *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *pem = dup_key_pem ();

  json_builder_begin_object (builder);
  add_string (builder, "type", "service_account");
  add_string (builder, "project_id", "peer-project");
  add_string (builder, "private_key_id", "0123456789abcdef");
  add_string (builder, "private_key", pem);
  add_string (builder, "client_email", SERVICE_EMAIL);
  add_string (builder, "client_id", "123456789");
  add_string (builder, "token_uri", self->token_uri);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

/* What gcloud keeps of a person's sign-in. */
char *
peer_google_dup_login (PeerGoogle *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "type", "authorized_user");
  add_string (builder, "client_id", CLIENT_ID);
  add_string (builder, "client_secret", CLIENT_SECRET);
  add_string (builder, "refresh_token", REFRESH_TOKEN);
  add_string (builder, "quota_project_id", QUOTA_PROJECT);
  add_string (builder, "token_uri", self->token_uri);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

/* For how long tokens are said to be good. */
void
peer_google_set_seconds (PeerGoogle *self,
                         guint       seconds)
{
  self->seconds = seconds;
}

/* What asking for a token gets instead of one; 0 for a token. */
void
peer_google_set_failure (PeerGoogle *self,
                         guint       status)
{
  self->failure = status;
}

/* Lets who asks for a token wait until it is taken back. */
void
peer_google_set_hold (PeerGoogle *self,
                      gboolean    hold)
{
  self->hold = hold;
  for (guint i = 0; !hold && i < self->held->len; i++)
    soup_server_message_unpause (self->held->pdata[i]);
  if (!hold)
    g_ptr_array_set_size (self->held, 0);
}

gboolean
peer_google_hold (PeerGoogle        *self,
                  SoupServerMessage *message)
{
  if (!self->hold)
    return FALSE;

  soup_server_message_pause (message);
  g_ptr_array_add (self->held, g_object_ref (message));

  return TRUE;
}

/* No token that was given is good any more. */
void
peer_google_withdraw (PeerGoogle *self)
{
  g_hash_table_remove_all (self->tokens);
}

static GBytes *
decode_base64url (const char *text)
{
  g_autoptr(GString) base64 = g_string_new (text);
  guchar *data;
  gsize size;

  g_strdelimit (base64->str, "-", '+');
  g_strdelimit (base64->str, "_", '/');
  while (base64->len % 4 != 0)
    g_string_append_c (base64, '=');
  data = g_base64_decode (base64->str, &size);

  return g_bytes_new_take (data, size);
}

static JsonObject *
parse_part (JsonParser *parser,
            const char *text)
{
  g_autoptr(GBytes) bytes = decode_base64url (text);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  JsonNode *root;

  if (data == NULL || !json_parser_load_from_data (parser, data, size, NULL))
    return NULL;
  root = json_parser_get_root (parser);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static gboolean
is_signed (char **parts)
{
  g_autofree char *text = g_strjoin (".", parts[0], parts[1], NULL);
  g_autoptr(GBytes) bytes = decode_base64url (parts[2]);
  gnutls_datum_t data = { (guchar *) text, strlen (text) };
  gnutls_datum_t signature = { NULL, 0 };
  gnutls_pubkey_t key;
  gsize size;
  int status;

  signature.data = (guchar *) g_bytes_get_data (bytes, &size);
  signature.size = size;
  g_assert_cmpint (gnutls_pubkey_init (&key), >=, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (key, get_key (), 0, 0), >=, 0);
  status = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature);
  gnutls_pubkey_deinit (key);

  return status >= 0;
}

static const char *
get (JsonObject *object,
     const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

static const char *
check_assertion (PeerGoogle *self,
                 const char *assertion)
{
  g_auto(GStrv) parts = g_strsplit (assertion != NULL ? assertion : "", ".", -1);
  g_autoptr(JsonParser) head_parser = json_parser_new ();
  g_autoptr(JsonParser) claims_parser = json_parser_new ();
  const gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  JsonObject *head, *claims;
  gint64 from_s, to_s;

  if (g_strv_length (parts) != 3 || !(head = parse_part (head_parser, parts[0])) ||
      !(claims = parse_part (claims_parser, parts[1])))
    return "Invalid JWT: it cannot be read.";
  if (!g_str_equal (get (head, "alg"), "RS256") || !g_str_equal (get (head, "kid"), "0123456789abcdef"))
    return "Invalid JWT: alg or kid is not known.";
  if (!g_str_equal (get (claims, "iss"), SERVICE_EMAIL))
    return "Invalid grant: account not found";
  if (!g_str_equal (get (claims, "aud"), self->token_uri) || !g_str_equal (get (claims, "scope"), SCOPE))
    return "Invalid JWT: aud or scope is not known.";
  if (!is_signed (parts))
    return "Invalid JWT Signature.";

  from_s = json_object_get_int_member_with_default (claims, "iat", 0);
  to_s = json_object_get_int_member_with_default (claims, "exp", 0);
  if (ABS (from_s - now_s) > 300 || to_s <= now_s || to_s - from_s > 3600)
    return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
           "Check your iat and exp values in the JWT claim.";

  return NULL;
}

static char *
dup_failure (const char *error,
             const char *description)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "error", error);
  add_string (builder, "error_description", description);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

static char *
dup_token (PeerGoogle *self,
           Owner       owner)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *token = g_strdup_printf ("ya29.peer-token-%08u", ++self->n_tokens);

  json_builder_begin_object (builder);
  add_string (builder, "access_token", token);
  json_builder_set_member_name (builder, "expires_in");
  json_builder_add_int_value (builder, self->seconds);
  add_string (builder, "token_type", "Bearer");
  json_builder_end_object (builder);
  g_hash_table_insert (self->tokens, g_steal_pointer (&token), GUINT_TO_POINTER (owner));

  return peer_json_to_string (builder);
}

/* What asking for a token is answered with. */
char *
peer_google_dup_answer (PeerGoogle        *self,
                        SoupServerMessage *message,
                        guint             *status)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strndup (body->data != NULL ? body->data : "", body->length);
  g_autoptr(GHashTable) form = soup_form_decode (text);
  const char *grant_type = g_hash_table_lookup (form, "grant_type");
  const char *problem;

  *status = 400;
  if (self->failure != 0)
    {
      *status = self->failure;
      return self->failure == 400 ? dup_failure ("invalid_grant", "Token has been expired or revoked.")
                                  : dup_failure ("internal_failure", "The peer was told to fail.");
    }

  if (g_strcmp0 (grant_type, "refresh_token") == 0)
    {
      if (g_strcmp0 (g_hash_table_lookup (form, "client_id"), CLIENT_ID) != 0 ||
          g_strcmp0 (g_hash_table_lookup (form, "client_secret"), CLIENT_SECRET) != 0)
        {
          *status = 401;
          return dup_failure ("invalid_client", "The provided client secret is invalid.");
        }
      if (g_strcmp0 (g_hash_table_lookup (form, "refresh_token"), REFRESH_TOKEN) != 0)
        return dup_failure ("invalid_grant", "Bad Request");

      *status = 200;
      return dup_token (self, OF_PERSON);
    }

  if (g_strcmp0 (grant_type, "urn:ietf:params:oauth:grant-type:jwt-bearer") != 0)
    return dup_failure ("unsupported_grant_type", "Invalid grant_type");
  if ((problem = check_assertion (self, g_hash_table_lookup (form, "assertion"))) != NULL)
    return dup_failure ("invalid_grant", problem);

  *status = 200;
  return dup_token (self, OF_SERVICE);
}

/* What is wrong with how a request to Vertex signs in, or NULL. */
char *
peer_google_check (PeerGoogle        *self,
                   SoupServerMessage *message,
                   const char        *api_key,
                   guint             *status)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  const char *key = soup_message_headers_get_one (headers, "x-goog-api-key");
  Owner owner = 0;

  *status = 401;
  if (authorization == NULL && key != NULL && g_str_has_prefix (g_uri_get_path (soup_server_message_get_uri (message)),
                                                                "/v1/publishers/"))
    return api_key == NULL || g_str_equal (key, api_key) ? NULL : g_strdup ("API key not valid.");

  if (authorization != NULL && g_str_has_prefix (authorization, "Bearer "))
    owner = GPOINTER_TO_UINT (g_hash_table_lookup (self->tokens, authorization + strlen ("Bearer ")));
  if (owner == 0)
    return g_strdup ("Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
                     "other valid authentication credential.");

  *status = 403;
  if (owner == OF_PERSON && g_strcmp0 (soup_message_headers_get_one (headers, "x-goog-user-project"), QUOTA_PROJECT) != 0)
    return g_strdup ("Your application is authenticating by using local Application Default Credentials. The API requires "
                     "a quota project, which is not set by default.");

  return NULL;
}
