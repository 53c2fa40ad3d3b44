/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-google-account"

#include "config.h"

#include "confab-google-account.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "confab-secret-json.h"

#define TOKEN_URI "https://oauth2.googleapis.com/token"
#define SCOPE "https://www.googleapis.com/auth/cloud-platform"

/* The longest that Google lets such a grant be good for. */
#define GRANT_SECONDS 3600

/**
 * ConfabGoogleAccount:
 *
 * Who asks Google for a token, and with what: the JSON that the console of Google Cloud makes for a
 * service account, or the one that gcloud keeps after a person signed in. Immutable.
 */
struct _ConfabGoogleAccount
{
  gatomicrefcount          ref_count;
  ConfabGoogleAccountKind  kind;
  char                    *token_uri;      /* owned */
  char                    *project;        /* owned, nullable */
  char                    *quota_project;  /* owned, nullable */
  char                    *fingerprint;    /* owned: of everything, tells accounts apart */

  /* of a service */
  char                    *email;          /* owned */
  char                    *key_id;         /* owned, nullable */
  ConfabSecret            *private_key;    /* owned, PEM */

  /* of a person */
  char                    *client_id;      /* owned */
  ConfabSecret            *client_secret;  /* owned */
  ConfabSecret            *refresh_token;  /* owned */
};

G_DEFINE_BOXED_TYPE (ConfabGoogleAccount, confab_google_account,
                     confab_google_account_ref, confab_google_account_unref)

/* What may stand in JSON and in an address as it is. */
static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || *p == '"' || *p == '\\')
      return FALSE;

  return *text != '\0' && strlen (text) <= 1024;
}

static char *
dup_plain (const ConfabSecret *json,
           const char         *name)
{
  g_autoptr(ConfabSecret) value = confab_secret_json_dup_string (json, name);

  return value != NULL && is_plain (confab_secret_peek (value))
           ? g_strdup (confab_secret_peek (value)) : NULL;
}

static gboolean
lacks (GError     **error,
       const char  *name)
{
  g_set_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED,
               /* Translators: the name of something in a file, such as “private_key” */
               _("“%s” is missing in the Google credentials, or cannot be right. Copy the whole "
                 "file again."), name);
  return FALSE;
}

/* A grant is as good as a key, and goes to where the file says. */
static gboolean
is_safe_uri (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GInetAddress) address = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return FALSE;
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  return g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && address != NULL &&
         g_inet_address_get_is_loopback (address);
}

static gboolean
read_token_uri (ConfabGoogleAccount  *self,
                const ConfabSecret   *json,
                GError              **error)
{
  g_autoptr(ConfabSecret) value = confab_secret_json_dup_string (json, "token_uri");

  if (value == NULL)
    {
      self->token_uri = g_strdup (TOKEN_URI);
      return TRUE;
    }
  if (!is_plain (confab_secret_peek (value)) || !is_safe_uri (confab_secret_peek (value)))
    return lacks (error, "token_uri");

  self->token_uri = g_strdup (confab_secret_peek (value));
  return TRUE;
}

static gnutls_privkey_t
import_key (const ConfabSecret  *pem,
            GError             **error)
{
  gnutls_datum_t datum = { (guchar *) confab_secret_peek (pem), confab_secret_get_length (pem) };
  gnutls_privkey_t key;

  if (gnutls_privkey_init (&key) < 0)
    g_error ("Out of memory for a key");
  if (gnutls_privkey_import_x509_raw (key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0 &&
      gnutls_privkey_get_pk_algorithm (key, NULL) == GNUTLS_PK_RSA)
    return key;

  gnutls_privkey_deinit (key);
  lacks (error, "private_key");
  return NULL;
}

static gboolean
read_service (ConfabGoogleAccount  *self,
              const ConfabSecret   *json,
              GError              **error)
{
  gnutls_privkey_t key;

  self->kind = CONFAB_GOOGLE_ACCOUNT_SERVICE;
  self->project = dup_plain (json, "project_id");
  self->key_id = dup_plain (json, "private_key_id");
  if (!(self->email = dup_plain (json, "client_email")))
    return lacks (error, "client_email");
  if (!(self->private_key = confab_secret_json_dup_string (json, "private_key")))
    return lacks (error, "private_key");

  /* Better told now than when it is needed. */
  if (!(key = import_key (self->private_key, error)))
    return FALSE;
  gnutls_privkey_deinit (key);

  return TRUE;
}

static gboolean
read_user (ConfabGoogleAccount  *self,
           const ConfabSecret   *json,
           GError              **error)
{
  self->kind = CONFAB_GOOGLE_ACCOUNT_USER;
  self->quota_project = dup_plain (json, "quota_project_id");
  if (!(self->client_id = dup_plain (json, "client_id")))
    return lacks (error, "client_id");
  if (!(self->client_secret = confab_secret_json_dup_string (json, "client_secret")))
    return lacks (error, "client_secret");
  if (!(self->refresh_token = confab_secret_json_dup_string (json, "refresh_token")))
    return lacks (error, "refresh_token");

  return TRUE;
}

static gboolean
read_kind (ConfabGoogleAccount  *self,
           const ConfabSecret   *json,
           GError              **error)
{
  g_autofree char *type = dup_plain (json, "type");

  if (type == NULL)
    return lacks (error, "type");
  if (g_str_equal (type, "service_account"))
    return read_service (self, json, error);
  if (g_str_equal (type, "authorized_user"))
    return read_user (self, json, error);

  g_set_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_UNSUPPORTED,
               /* Translators: a word out of a file, such as “external_account” */
               _("Google credentials of the kind “%.40s” are not supported. Use the key file of a "
                 "service account, or run “gcloud auth application-default login”."), type);
  return FALSE;
}

static void
append_base64url (GString      *text,
                  const guchar *data,
                  gsize         size)
{
  g_autofree char *base64 = g_base64_encode (data, size);

  g_strdelimit (base64, "+", '-');
  g_strdelimit (base64, "/", '_');
  base64[strcspn (base64, "=")] = '\0';
  g_string_append (text, base64);
}

static void
append_base64url_text (GString    *text,
                       const char *plain)
{
  append_base64url (text, (const guchar *) plain, strlen (plain));
}

/* A JSON Web Token, by which a service says who it is, good for an hour. */
static char *
make_assertion (ConfabGoogleAccount  *self,
                gint64                now_s,
                GError              **error)
{
  g_autoptr(GString) token = g_string_new (NULL);
  g_autofree char *header = NULL;
  g_autofree char *claims = NULL;
  gnutls_datum_t signed_data, signature;
  gnutls_privkey_t key;
  int status;

  if (!(key = import_key (self->private_key, error)))
    return NULL;

  if (self->key_id != NULL)
    header = g_strdup_printf ("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}", self->key_id);
  else
    header = g_strdup ("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
  claims = g_strdup_printf ("{\"iss\":\"%s\",\"scope\":\"" SCOPE "\",\"aud\":\"%s\","
                            "\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT "}",
                            self->email, self->token_uri, now_s, now_s + GRANT_SECONDS);
  append_base64url_text (token, header);
  g_string_append_c (token, '.');
  append_base64url_text (token, claims);

  signed_data = (gnutls_datum_t) { (guchar *) token->str, token->len };
  status = gnutls_privkey_sign_data (key, GNUTLS_DIG_SHA256, 0, &signed_data, &signature);
  gnutls_privkey_deinit (key);
  if (status < 0)
    {
      lacks (error, "private_key");
      return NULL;
    }

  g_string_append_c (token, '.');
  append_base64url (token, signature.data, signature.size);
  gnutls_free (signature.data);

  return g_string_free (g_steal_pointer (&token), FALSE);
}

static char *
make_refresh (ConfabGoogleAccount *self)
{
  g_autofree char *client_id = g_uri_escape_string (self->client_id, NULL, FALSE);
  char *client_secret = g_uri_escape_string (confab_secret_peek (self->client_secret), NULL, FALSE);
  char *refresh_token = g_uri_escape_string (confab_secret_peek (self->refresh_token), NULL, FALSE);
  char *form = NULL;

  form = g_strconcat ("grant_type=refresh_token&client_id=", client_id, "&client_secret=",
                      client_secret, "&refresh_token=", refresh_token, NULL);
  confab_secret_wipe (client_secret);
  g_free (client_secret);
  confab_secret_wipe (refresh_token);
  g_free (refresh_token);

  return form;
}

/**
 * confab_google_account_new_parse:
 * @json: the text of a credentials file
 * @error: return location; %CONFAB_CREDENTIAL_ERROR_MALFORMED or
 *   %CONFAB_CREDENTIAL_ERROR_UNSUPPORTED, with a sentence for the person
 *
 * Reads the key file of a service account, or the application default credentials of gcloud.
 *
 * Returns: (transfer full): the account
 */
ConfabGoogleAccount *
confab_google_account_new_parse (const ConfabSecret  *json,
                                 GError             **error)
{
  g_autoptr(ConfabGoogleAccount) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!confab_secret_json_check (json))
    {
      g_set_error_literal (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED,
                           _("These are no Google credentials. Use the whole JSON file that was "
                             "made for the service account."));
      return NULL;
    }

  self = g_new0 (ConfabGoogleAccount, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                                   (const guchar *) confab_secret_peek (json),
                                                   confab_secret_get_length (json));
  if (!read_token_uri (self, json, error) || !read_kind (self, json, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_google_account_ref:
 * @self: an account
 *
 * Returns: (transfer full): the same account
 */
ConfabGoogleAccount *
confab_google_account_ref (ConfabGoogleAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_google_account_unref:
 * @self: (transfer full): an account
 *
 * Gives up a reference.
 */
void
confab_google_account_unref (ConfabGoogleAccount *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->token_uri);
  g_free (self->project);
  g_free (self->quota_project);
  g_free (self->fingerprint);
  g_free (self->email);
  g_free (self->key_id);
  g_free (self->client_id);
  g_clear_pointer (&self->private_key, confab_secret_unref);
  g_clear_pointer (&self->client_secret, confab_secret_unref);
  g_clear_pointer (&self->refresh_token, confab_secret_unref);
  g_free (self);
}

/**
 * confab_google_account_get_kind:
 * @self: an account
 *
 * Returns: who signs in
 */
ConfabGoogleAccountKind
confab_google_account_get_kind (ConfabGoogleAccount *self)
{
  g_return_val_if_fail (self != NULL, CONFAB_GOOGLE_ACCOUNT_SERVICE);

  return self->kind;
}

/**
 * confab_google_account_get_project:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the project that a service account belongs to
 */
const char *
confab_google_account_get_project (ConfabGoogleAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->project;
}

/**
 * confab_google_account_get_quota_project:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the project that a person's requests count against
 */
const char *
confab_google_account_get_quota_project (ConfabGoogleAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->quota_project;
}

/**
 * confab_google_account_get_token_uri:
 * @self: an account
 *
 * Returns: (transfer none): where tokens are asked for
 */
const char *
confab_google_account_get_token_uri (ConfabGoogleAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->token_uri;
}

/**
 * confab_google_account_get_fingerprint:
 * @self: an account
 *
 * Returns: (transfer none): a word that two accounts share only when they are the same
 */
const char *
confab_google_account_get_fingerprint (ConfabGoogleAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fingerprint;
}

/**
 * confab_google_account_dup_grant:
 * @self: an account
 * @now_s: the time in seconds since 1970
 * @error: return location; %CONFAB_CREDENTIAL_ERROR_MALFORMED
 *
 * What a token is asked for with, by RFC 7523 for a service and by RFC 6749 for a person.
 *
 * Returns: (transfer full): the form that is posted to the token's address
 */
ConfabSecret *
confab_google_account_dup_grant (ConfabGoogleAccount  *self,
                                 gint64                now_s,
                                 GError              **error)
{
  char *form = NULL;
  ConfabSecret *grant;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->kind == CONFAB_GOOGLE_ACCOUNT_SERVICE)
    {
      char *assertion = make_assertion (self, now_s, error);

      if (assertion == NULL)
        return NULL;
      form = g_strconcat ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=",
                          assertion, NULL);
      confab_secret_wipe (assertion);
      g_free (assertion);
    }
  else
    {
      form = make_refresh (self);
    }

  grant = confab_secret_new (form, -1);
  confab_secret_wipe (form);
  g_free (form);

  return grant;
}
