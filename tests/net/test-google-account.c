/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-google-account.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/* The private key of nobody. */
static gnutls_privkey_t key;

static char *
dup_pem (gnutls_privkey_t private_key)
{
  gnutls_x509_privkey_t x509;
  gnutls_datum_t pem;
  g_autofree char *text = NULL;
  char **lines;
  char *escaped;

  g_assert_cmpint (gnutls_privkey_export_x509 (private_key, &x509), >=, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (x509, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem), >=, 0);
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  gnutls_x509_privkey_deinit (x509);

  lines = g_strsplit (text, "\n", -1);
  escaped = g_strjoinv ("\\n", lines);
  g_strfreev (lines);

  return escaped;
}

static ConfabGoogleAccount *
parse (const char  *json,
       GError     **error)
{
  g_autoptr(ConfabSecret) secret = confab_secret_new (json, -1);

  return confab_google_account_new_parse (secret, error);
}

static GBytes *
decode (const char *text)
{
  g_autofree char *base64 = g_strconcat (text, strlen (text) % 4 == 2 ? "==" : strlen (text) % 4 == 3 ? "=" : "", NULL);
  guchar *data;
  gsize size;

  data = g_base64_decode (g_strdelimit (g_strdelimit (base64, "-", '+'), "_", '/'), &size);

  return g_bytes_new_take (data, size);
}

static char *
decode_text (const char *text)
{
  g_autoptr(GBytes) bytes = decode (text);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The token is read and its signature checked with the public key, as whoever gets it would. */
static void
test_service (void)
{
  g_autofree char *pem = dup_pem (key);
  g_autofree char *json = g_strdup_printf ("{\"type\":\"service_account\",\"project_id\":\"blue-project\",\"private_key_id\":\"k1\","
                                           "\"private_key\":\"%s\",\"client_email\":\"robot@blue-project.example\","
                                           "\"token_uri\":\"https://sign-in.example/token\"}", pem);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabGoogleAccount) account = parse (json, &error);
  g_autoptr(ConfabSecret) grant = NULL;
  g_autoptr(GBytes) signature = NULL;
  g_auto(GStrv) parts = NULL;
  g_autofree char *head = NULL;
  g_autofree char *claims = NULL;
  g_autofree char *text = NULL;
  static const char start[] = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
  gnutls_datum_t data, signature_data;
  gnutls_pubkey_t public_key;
  gsize size;

  g_assert_no_error (error);
  g_assert_cmpint (confab_google_account_get_kind (account), ==, CONFAB_GOOGLE_ACCOUNT_SERVICE);
  g_assert_cmpstr (confab_google_account_get_project (account), ==, "blue-project");
  g_assert_null (confab_google_account_get_quota_project (account));
  g_assert_cmpstr (confab_google_account_get_token_uri (account), ==, "https://sign-in.example/token");

  grant = confab_google_account_dup_grant (account, 1795252087, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (confab_secret_peek (grant), start));
  parts = g_strsplit (confab_secret_peek (grant) + strlen (start), ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_null (strpbrk (confab_secret_peek (grant) + strlen (start), "=+/&"));

  head = decode_text (parts[0]);
  claims = decode_text (parts[1]);
  g_assert_cmpstr (head, ==, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
  g_assert_cmpstr (claims, ==, "{\"iss\":\"robot@blue-project.example\",\"scope\":\"https://www.googleapis.com/auth/cloud-platform\","
                   "\"aud\":\"https://sign-in.example/token\",\"iat\":1795252087,\"exp\":1795255687}");

  text = g_strjoin (".", parts[0], parts[1], NULL);
  signature = decode (parts[2]);
  data = (gnutls_datum_t) { (guchar *) text, strlen (text) };
  signature_data.data = (guchar *) g_bytes_get_data (signature, &size);
  signature_data.size = size;
  g_assert_cmpint (gnutls_pubkey_init (&public_key), >=, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public_key, key, 0, 0), >=, 0);
  g_assert_cmpint (gnutls_pubkey_verify_data2 (public_key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature_data), >=, 0);
  text[0]++;
  g_assert_cmpint (gnutls_pubkey_verify_data2 (public_key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature_data), <, 0);
  gnutls_pubkey_deinit (public_key);
}

static void
test_user (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabGoogleAccount) account = parse ("{\"client_id\":\"c.example\",\"client_secret\":\"s/+ &=\",\"refresh_token\":\"1//r_t-0\","
                                                  "\"quota_project_id\":\"pays\",\"type\":\"authorized_user\"}", &error);
  g_autoptr(ConfabSecret) grant = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (confab_google_account_get_kind (account), ==, CONFAB_GOOGLE_ACCOUNT_USER);
  g_assert_null (confab_google_account_get_project (account));
  g_assert_cmpstr (confab_google_account_get_quota_project (account), ==, "pays");
  g_assert_cmpstr (confab_google_account_get_token_uri (account), ==, "https://oauth2.googleapis.com/token");
  grant = confab_google_account_dup_grant (account, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (confab_secret_peek (grant), ==, "grant_type=refresh_token&client_id=c.example&client_secret=s%2F%2B%20%26%3D&"
                   "refresh_token=1%2F%2Fr_t-0");
}

#define MARK "a-secret-that-nobody-may-see"
#define SERVICE "\"type\":\"service_account\",\"client_email\":\"a@b\""
#define USER "\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"" MARK "\""

static void
test_bad (void)
{
  static const struct { const char *json; int code; const char *expected; } cases[] = {
    { "", CONFAB_CREDENTIAL_ERROR_MALFORMED, "no Google credentials" },
    { MARK, CONFAB_CREDENTIAL_ERROR_MALFORMED, "no Google credentials" },
    { "{" SERVICE, CONFAB_CREDENTIAL_ERROR_MALFORMED, "no Google credentials" },
    { "{}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“type”" },
    { "{\"type\":5}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“type”" },
    { "{\"type\":\"external_account\"}", CONFAB_CREDENTIAL_ERROR_UNSUPPORTED, "“external_account”" },
    { "{\"type\":\"service_account\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“client_email”" },
    { "{\"type\":\"service_account\",\"client_email\":\"a\\\"b\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“client_email”" },
    { "{" SERVICE "}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“private_key”" },
    { "{" SERVICE ",\"private_key\":\"" MARK "\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“private_key”" },
    { "{" SERVICE ",\"token_uri\":\"http://far.example/" MARK "\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“token_uri”" },
    { "{" SERVICE ",\"token_uri\":\"http://192.168.1.1/" MARK "\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“token_uri”" },
    { "{" SERVICE ",\"token_uri\":\"nowhere\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“token_uri”" },
    { "{\"type\":\"authorized_user\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“client_id”" },
    { "{\"type\":\"authorized_user\",\"client_id\":\"c\"}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“client_secret”" },
    { "{" USER "}", CONFAB_CREDENTIAL_ERROR_MALFORMED, "“refresh_token”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabGoogleAccount) account = parse (cases[i].json, &error);

      g_test_message ("%s", cases[i].json);
      g_assert_null (account);
      g_assert_error (error, CONFAB_CREDENTIAL_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_null (strstr (error->message, MARK));
    }
}

/* A key of another kind signs nothing that Google would take. */
static void
test_other_key (void)
{
  gnutls_privkey_t other;
  g_autofree char *pem = NULL;
  g_autofree char *json = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (gnutls_privkey_init (&other), >=, 0);
  g_assert_cmpint (gnutls_privkey_generate2 (other, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0, NULL, 0), >=, 0);
  pem = dup_pem (other);
  gnutls_privkey_deinit (other);
  json = g_strdup_printf ("{" SERVICE ",\"private_key\":\"%s\"}", pem);
  g_assert_null (parse (json, &error));
  g_assert_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED);
}

static void
test_fingerprint (void)
{
  g_autoptr(ConfabGoogleAccount) a = parse ("{" USER ",\"refresh_token\":\"1\"}", NULL);
  g_autoptr(ConfabGoogleAccount) b = parse ("{" USER ",\"refresh_token\":\"1\"}", NULL);
  g_autoptr(ConfabGoogleAccount) c = parse ("{" USER ",\"refresh_token\":\"2\"}", NULL);

  g_assert_cmpstr (confab_google_account_get_fingerprint (a), ==, confab_google_account_get_fingerprint (b));
  g_assert_cmpstr (confab_google_account_get_fingerprint (a), !=, confab_google_account_get_fingerprint (c));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (gnutls_privkey_init (&key), >=, 0);
  g_assert_cmpint (gnutls_privkey_generate2 (key, GNUTLS_PK_RSA, 2048, 0, NULL, 0), >=, 0);

  g_test_add_func ("/net/google-account/service", test_service);
  g_test_add_func ("/net/google-account/user", test_user);
  g_test_add_func ("/net/google-account/bad", test_bad);
  g_test_add_func ("/net/google-account/other-key", test_other_key);
  g_test_add_func ("/net/google-account/fingerprint", test_fingerprint);

  status = g_test_run ();
  gnutls_privkey_deinit (key);

  return status;
}
